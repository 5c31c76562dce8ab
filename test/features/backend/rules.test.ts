import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'two backends',
    { backend: { local: {}, s3: { bucket: 'abc' } } },
    'backend\n    set exactly one of: local, s3\n    → remove one; if it comes from a base, set local: null',
  ],
  [
    'a state at one place of one machine',
    { backend: { local: { path: '/var/state' } } },
    'backend.local.path: "/var/state"\n    must be relative to generated/stacks/ENV: an absolute path differs from machine to machine\n    → for example path: ../../../states/dev.tfstate',
  ],
  [
    'a bucket that the stack itself creates',
    { backend: { s3: { bucket: 'my-states' } }, bucket: { name: 'my-states' }, flow_runs: { task_role: {} } },
    'backend.s3.bucket: "my-states"\n    is the bucket that this stack creates: terraform init needs it before the first apply, and destroy would delete the state\n    → set another bucket, or set bucket.existing instead of bucket.name',
  ],
  [
    'a state in the home of whoever applies',
    { backend: { local: { path: '~/state' } } },
    'backend.local.path: "~/state"\n    must be relative to generated/stacks/ENV: an absolute path differs from machine to machine\n    → for example path: ../../../states/dev.tfstate',
  ],
  [
    'an end of a lock that is not',
    { backend: { http: { address: 'https://example.com/state', unlock_address: 'https://example.com/lock' } } },
    'backend.http.unlock_address: "https://example.com/lock"\n    requires lock_address\n    → set lock_address too, or remove unlock_address',
  ],
  [
    'a password in an address',
    { backend: { http: { address: 'https://u:p@example.com/state' } } },
    'backend.http.address\n    must be a URL: https://HOST[:PORT][/PATH], without user and password\n    → for example address: https://states.example.com/prod',
  ],
  [
    'a bucket that S3 does not take',
    { backend: { s3: { bucket: 'Abc' } } },
    'backend.s3.bucket: "Abc"\n    must be the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens\n    → did you mean bucket: abc?',
  ],
  ...[
    ['two dots', 'a..b', 'must not have two dots in a row, as S3 demands of the name of a bucket'],
    ['an address', '10.0.0.1', 'must not look like an address of IPv4, as S3 demands of the name of a bucket'],
    ['a beginning that is reserved', 'xn--states', 'must not begin with xn--, which S3 reserves'],
    ['an end that is reserved', 'states--x-s3', 'must not end with --x-s3, which S3 reserves'],
  ].map(([what, bucket, message]): [string, object, string] => [
    `a bucket with ${what}`,
    { backend: { s3: { bucket } } },
    `backend.s3.bucket: "${bucket}"\n    ${message}\n    → for example bucket: my-terraform-states`,
  ]),
  [
    'a bucket of another partition with the same credentials',
    { backend: { s3: { bucket: 'abc', region: 'cn-north-1' } } },
    'backend.s3.region: "cn-north-1"\n    must be in partition aws, as region us-east-1 is: its credentials do not reach partition aws-cn\n    → set a bucket of that partition, or backend.s3.profile with credentials of the other',
  ],
  ...['1234abcd-12ab-34cd-56ef-1234567890ab', 'alias/a.b', 'terraform-states'].map((key): [string, object, string] => [
    `the key ${key}, as Terraform does`,
    { backend: { s3: { bucket: 'abc', kms_key_id: key } } },
    `backend.s3.kms_key_id: "${key}"\n    must be a KMS key: its ARN, its ID (a UUID, or mrk- and 32 hexadecimal digits), or its alias: alias/NAME\n    → for example kms_key_id: alias/terraform-states`,
  ]),
  [
    'a key that encrypts nothing',
    { backend: { s3: { bucket: 'abc', encrypt: false, kms_key_id: KEY } } },
    `backend.s3.kms_key_id: "${KEY}"\n    has no effect: Terraform encrypts nothing with encrypt: false\n    → remove it, or set encrypt: true`,
  ],
  [
    'a key of another region than that of the bucket',
    { backend: { s3: { bucket: 'abc', region: 'eu-west-1', kms_key_id: KEY } } },
    `backend.s3.kms_key_id: "${KEY}"\n    must be in eu-west-1, not in us-east-1: S3 encrypts with keys of the region of the bucket\n    → set a key of eu-west-1, or correct backend.s3.region`,
  ],
  [
    'an empty part in the key, which Terraform refuses',
    { backend: { s3: { bucket: 'abc', key: 'a//b' } } },
    'backend.s3.key: "a//b"\n    must be the key of an S3 object: at most 1024 letters, digits and ! - _ . * \' ( ) = : @ , + /, neither beginning nor ending with / and without // and parts . or ..\n    → for example key: prefect/prod.tfstate',
  ],
  [
    'a kind of backend that is not known',
    { backend: { at_init: 'S3' } },
    'backend.at_init: "S3"\n    invalid value\n    → did you mean s3? allowed: s3, http, azurerm, gcs, pg, consul',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

test.each<[string, object]>([
  ['a bucket of another partition with a profile', { s3: { bucket: 'abc', region: 'cn-north-1', profile: 'china' } }],
  ['a key of the region of the bucket', { s3: { bucket: 'abc', kms_key_id: KEY } }],
  ...[
    'alias/terraform-states',
    'alias/aws/s3',
    '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62',
    'mrk-1234abcd12ab34cd56ef1234567890ab',
    'arn:aws:kms:us-east-1:111122223333:alias/terraform-states',
  ].map((key): [string, object] => [`the key ${key}`, { s3: { bucket: 'abc', kms_key_id: key } }]),
  ['a project of several words', { hcp: { organization: 'acme', project: 'Data Platform' } }],
])('takes %s', (_, backend) => {
  expect(environmentOf({ backend }).backend).toBeDefined();
});

test('takes a bucket that is there, and another one than the stack creates', () => {
  const backend = { s3: { bucket: 'my-states' } };
  for (const bucket of [{ existing: 'my-states' }, { name: 'my-flows' }]) {
    expect(environmentOf({ backend, flow_runs: { task_role: {} }, bucket }).backend).toMatchObject(backend.s3);
  }
});
