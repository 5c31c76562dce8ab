import {
  type InjectedSecret,
  readAsReference,
  readSecrets,
} from '../../../../src/features/secrets/resources/secret-source';
import { AwsContext } from '../../../../src/terraform/aws-context';
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
