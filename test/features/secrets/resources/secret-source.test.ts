import {
  existingSecret,
  type InjectedSecret,
  readAsReference,
  readSecrets,
  type SecretSource,
} from '../../../../src/features/secrets/resources/secret-source';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { LookUps } from '../../../../src/terraform/look-ups';
import type { Statement } from '../../../../src/terraform/policy-document';
import { inStack } from '../../../helpers/synthesized';

function secret(name: string, fields: Partial<InjectedSecret> = {}): InjectedSecret {
  return { service: 'secretsmanager', valueFrom: name, arn: name, secretArn: name, ...fields };
}

function rights(...secrets: InjectedSecret[]): Statement[] {
  let statements: Statement[] = [];
  inStack((scope) => {
    statements = readSecrets(secrets, new AwsContext(scope, 'aws'));
  });
  return statements;
}

test('nothing to read needs no right', () => {
  expect(rights()).toEqual([]);
});

test('each secret is named once, whatever part of it is injected', () => {
  expect(rights(secret('a'), secret('b'), secret('a'))).toEqual([
    { Sid: 'ReadSecrets', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ['a', 'b'] },
  ]);
});

test('secrets and parameters are read and decrypted by their own actions', () => {
  expect(rights(secret('a', { kmsKeyArn: 'k' }), secret('p', { service: 'ssm', kmsKeyArn: 'l' }))).toMatchObject([
    { Sid: 'ReadSecrets', Resource: 'a' },
    { Sid: 'DecryptSecrets', Action: 'kms:Decrypt', Resource: 'k' },
    { Sid: 'ReadParameters', Action: 'ssm:GetParameters', Resource: 'p' },
    { Sid: 'DecryptParameters', Action: 'kms:Decrypt', Resource: 'l' },
  ]);
});

test('keys of several regions are used by way of each region’s own service', () => {
  const statements = rights(
    secret('a', { kmsKeyArn: 'k', region: 'eu-west-1' }),
    secret('b', { kmsKeyArn: 'l', region: 'eu-west-2' }),
    secret('c', { region: 'eu-west-3' }),
  );
  const via = (region: string) => expect.stringMatching(`^secretsmanager\\.${region}\\.`);
  expect(statements.slice(1)).toMatchObject([
    { Sid: 'DecryptSecrets', Resource: 'k', Condition: { StringEquals: { 'kms:ViaService': via('eu-west-1') } } },
    { Sid: 'DecryptSecrets2', Resource: 'l', Condition: { StringEquals: { 'kms:ViaService': via('eu-west-2') } } },
  ]);
  expect(statements).toHaveLength(3);
});

test('the reference has one statement for all', () => {
  expect(readAsReference('a')).toEqual({
    Action: ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'],
    Effect: 'Allow',
    Resource: ['a'],
  });
});

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbC123';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/a-key';

/** What of an existing secret is injected, as Terraform has it, and with it what is known before. */
function injected(source: SecretSource) {
  let known = {};
  const { output } = inStack((scope, show) => {
    const secret = existingSecret(source, new LookUps(scope, 'look_ups'), new AwsContext(scope, 'aws'));
    known = { service: secret.service, kmsKeyArn: secret.kmsKeyArn, region: secret.region };
    show('arn', secret.arn);
    show('secretArn', secret.secretArn);
    show('valueFrom', secret.valueFrom);
  });
  const shown = Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]));
  return { ...known, ...shown };
}

const everywhere = (arn: string) => ({ arn, secretArn: arn, valueFrom: arn });

test('a secret by its ARN is injected as it is, and is in the region of the ARN', () => {
  expect(injected({ secretArn: SECRET })).toEqual({
    ...everywhere(SECRET),
    ...{ service: 'secretsmanager', region: 'eu-west-1', kmsKeyArn: undefined },
  });
});

test('a secret by its name is looked up', () => {
  expect(injected({ secretName: 'team/a', kmsKey: KEY })).toEqual({
    ...everywhere('${data.aws_secretsmanager_secret.secret_team_a.arn}'),
    ...{ service: 'secretsmanager', region: undefined, kmsKeyArn: KEY },
  });
});

test.each([
  [{ jsonKey: 'password' }, 'password::'],
  [{ versionStage: 'AWSPREVIOUS' }, ':AWSPREVIOUS:'],
  [{ versionId: '0a1b' }, '::0a1b'],
  [{ jsonKey: '${a}', versionStage: 's', versionId: 'i' }, '$${a}:s:i'],
])('of a secret %j is injected', (part, end) => {
  expect(injected({ secretArn: SECRET, ...part })).toMatchObject({
    ...{ arn: SECRET, secretArn: SECRET, valueFrom: `${SECRET}:${end}` },
  });
});

test.each(['/team/a', 'team/a'])('the parameter %s is in this account and region', (ssmParameter) => {
  const arn =
    'arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:parameter/team/a';
  expect(injected({ ssmParameter })).toEqual({
    ...everywhere(arn),
    ...{ service: 'ssm', region: undefined, kmsKeyArn: undefined },
  });
});

test('a parameter by its ARN is in the region of the ARN', () => {
  const arn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/a';
  expect(injected({ ssmParameter: arn, kmsKey: KEY })).toEqual({
    ...everywhere(arn),
    ...{ service: 'ssm', region: 'eu-west-1', kmsKeyArn: KEY },
  });
});

test('a secret without a key of its own adds none to those that are decrypted with', () => {
  const [, decrypted] = rights(secret('a', { kmsKeyArn: KEY }), secret('b'));
  expect(decrypted).toMatchObject({ Sid: 'DecryptSecrets', Action: 'kms:Decrypt', Resource: KEY });
});
