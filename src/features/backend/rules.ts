import { noEffect, pathsInFile, type Rule, warning, when } from '../../environment/rule';
import { isMap } from '../../stack-file/is-map';
import { partitionOf } from '../../values/regions';

const KINDS = ['local', 's3', 'hcp', 'http', 'at_init'];

const oneBackend: Rule = (environment) => {
  const given = pathsInFile(environment, ['backend'], KINDS).map((path) => path[1]);
  return when(
    given.length > 1,
    ['backend'],
    `set exactly one of: ${given.join(', ')}`,
    `remove one; if it comes from a base, set ${given[0]}: null`,
  );
};

/** Source: https://opentofu.org/docs/language/settings/backends/configuration/, "Variables and Locals". */
const literalTexts: Rule = ({ fileValue }) =>
  KINDS.flatMap((kind) => {
    const fields = fileValue(['backend', kind]);
    return Object.entries(isMap(fields) ? fields : {}).flatMap(([field, text]) =>
      when(
        typeof text === 'string' && /[$%]\{/.test(text),
        ['backend', kind, field],
        'must not contain ${ or %{: OpenTofu evaluates them in a backend, and Terraform takes them as they are',
        'write the value itself',
      ),
    );
  });

const portableStatePath: Rule = ({ backend }) =>
  when(
    backend.type === 'local' && /^([/\\~]|[A-Za-z]:)/.test(backend.path),
    ['backend', 'local', 'path'],
    'must be relative to generated/stacks/ENV: an absolute path differs from machine to machine',
    'for example path: ../../../states/dev.tfstate',
  );

const unlockWithLock: Rule = ({ backend }) =>
  when(
    backend.type === 'http' && backend.unlockAddress !== undefined && backend.lockAddress === undefined,
    ['backend', 'http', 'unlock_address'],
    'requires lock_address',
    'set lock_address too, or remove unlock_address',
  );

/** Source: https://docs.gitlab.com/user/infrastructure/iac/terraform_state/ */
const STATE_OF_GITLAB = /\/api\/v4\/projects\/[^/?#]+\/terraform\/state\/[^/?#]+$/;

/** It answers 405 to LOCK; a POST to the address of a state writes the state. */
const locksOfGitLab: Rule = ({ backend }) => {
  if (backend.type !== 'http' || backend.lockAddress === undefined || !STATE_OF_GITLAB.test(backend.address)) return [];
  const { address, lockAddress, unlockAddress = lockAddress, lockMethod, unlockMethod } = backend;
  const lock = `${address}/lock`;
  const addresses = [
    { field: 'lock_address', given: lockAddress },
    { field: 'unlock_address', given: unlockAddress },
  ];
  return [
    ...addresses.flatMap(({ field, given }) =>
      warning(
        'refused-lock',
        given !== lock && (field === 'lock_address' || backend.unlockAddress !== undefined),
        ['backend', 'http', field],
        'is not where GitLab locks this state: terraform plan fails',
        `write ${field}: ${lock}`,
      ),
    ),
    ...warning(
      'refused-lock',
      lockMethod !== 'POST',
      ['backend', 'http', 'lock_method'],
      'is not POST: GitLab refuses to lock the state, and terraform plan fails',
      'set lock_method: POST',
    ),
    ...warning(
      'refused-lock',
      unlockMethod !== 'DELETE',
      ['backend', 'http', 'unlock_method'],
      'is not DELETE: GitLab refuses to unlock the state, which stays locked after the first run',
      'set unlock_method: DELETE',
    ),
  ];
};

/** Credentials are of one partition. */
const reachableBucket: Rule = ({ backend, region }) => {
  if (backend.type !== 's3') return [];
  const [ofState, ofStack] = [partitionOf(backend.region), partitionOf(region)];
  return when(
    ofState !== ofStack && backend.profile === undefined,
    ['backend', 's3', 'region'],
    `must be in partition ${ofStack}, as region ${region} is: its credentials do not reach partition ${ofState}`,
    'set a bucket of that partition, or backend.s3.profile with credentials of the other',
  );
};

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const keyOfBucket: Rule = ({ backend }) => {
  if (backend.type !== 's3' || backend.kmsKeyId === undefined) return [];
  const path = ['backend', 's3', 'kms_key_id'];
  const [, , , region = backend.region] = backend.kmsKeyId.split(':');
  return [
    ...when(
      region !== backend.region,
      path,
      `must be in ${backend.region}, not in ${region}: S3 encrypts with keys of the region of the bucket`,
      `set a key of ${backend.region}, or correct backend.s3.region`,
    ),
    // Source: internal/backend/remote-state/s3/client.go of Terraform 1.11.
    ...noEffect(!backend.encrypt, path, 'Terraform encrypts nothing with encrypt: false', 'set encrypt: true'),
  ];
};

/** The password goes with each request. */
const stateIsEncrypted: Rule = ({ backend }) => {
  if (backend.type !== 'http') return [];
  const { address, lockAddress, unlockAddress } = backend;
  return Object.entries({ address, lock_address: lockAddress, unlock_address: unlockAddress }).flatMap(([field, url]) =>
    warning(
      'plain-secret',
      url?.startsWith('http:'),
      ['backend', 'http', field],
      'is not encrypted on its way: whoever reads it has the state, and TF_HTTP_PASSWORD',
      'set an address with https://',
    ),
  );
};

/** The state must be there before what it is the state of. */
const bucketOfOthers: Rule = ({ backend, bucket }) =>
  when(
    backend.type === 's3' && bucket?.name === backend.bucket,
    ['backend', 's3', 'bucket'],
    'is the bucket that this stack creates: terraform init needs it before the first apply, and destroy would delete the state',
    'set another bucket, or set bucket.existing instead of bucket.name',
  );

export const BACKEND_RULES: readonly Rule[] = [
  oneBackend,
  literalTexts,
  portableStatePath,
  unlockWithLock,
  locksOfGitLab,
  reachableBucket,
  bucketOfOthers,
  keyOfBucket,
  stateIsEncrypted,
];
