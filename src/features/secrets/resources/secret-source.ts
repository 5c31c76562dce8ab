import type { AwsContext } from '../../../terraform/aws-context';
import type { LookUp, LookUps } from '../../../terraform/look-ups';
import { allow, type Statement } from '../../../terraform/policy-document';
import { literal } from '../../../terraform/terraform-text';

/** A secret that exists; one of the first three says which. */
export interface SecretSource {
  readonly secretArn?: string;
  readonly secretName?: string;
  readonly ssmParameter?: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
  readonly kmsKey?: string | LookUp;
}

/** What a task definition says to have ECS inject a secret, and what the execution role must be allowed for it. */
export interface InjectedSecret {
  readonly service: 'secretsmanager' | 'ssm';
  /** As `valueFrom` of a container's secret. */
  readonly valueFrom: string;
  /** The secret's or parameter's ARN, as a policy names it: known at plan where that can be. */
  readonly arn: string;
  /** Its whole ARN. */
  readonly secretArn: string;
  /** The key that it is encrypted with, where that is the user's own. */
  readonly kmsKeyArn?: string;
  /** Where it is, and its key with it. Left out: in the stack's own region. */
  readonly region?: string;
}

/** An existing secret, ready to be injected. */
export function existingSecret(source: SecretSource, lookUps: LookUps, aws: AwsContext): InjectedSecret {
  const kmsKeyArn = source.kmsKey === undefined ? undefined : lookUps.kmsKey(source.kmsKey);
  if (source.ssmParameter !== undefined) {
    const arn = source.ssmParameter.startsWith('arn:')
      ? literal(source.ssmParameter)
      : aws.arn('ssm', `parameter/${literal(source.ssmParameter.replace(/^\//, ''))}`);
    return { service: 'ssm', arn, secretArn: arn, valueFrom: arn, kmsKeyArn, region: regionOf(source.ssmParameter) };
  }
  const arn = source.secretArn === undefined ? lookUps.secretArn(source.secretName ?? '') : literal(source.secretArn);
  const { jsonKey = '', versionStage = '', versionId = '' } = source;
  const part = [jsonKey, versionStage, versionId].map(literal).join(':');
  const valueFrom = part === '::' ? arn : `${arn}:${part}`;
  const region = regionOf(source.secretArn);
  return { service: 'secretsmanager', arn, secretArn: arn, valueFrom, kmsKeyArn, region };
}

function regionOf(given = ''): string | undefined {
  return given.startsWith('arn:') ? given.split(':')[3] : undefined;
}

/** The rights to read exactly these secrets, and to decrypt with their keys for no other purpose. */
export function readSecrets(secrets: readonly InjectedSecret[], aws: AwsContext): Statement[] {
  const ofSecrets = secrets.filter(({ service }) => service === 'secretsmanager');
  const ofParameters = secrets.filter(({ service }) => service === 'ssm');
  return [
    ...allow('ReadSecrets', 'secretsmanager:GetSecretValue', arnsOf(ofSecrets)),
    ...decrypt('DecryptSecrets', ofSecrets, aws),
    ...allow('ReadParameters', 'ssm:GetParameters', arnsOf(ofParameters)),
    ...decrypt('DecryptParameters', ofParameters, aws),
  ];
}

/** The reference module's right to read its secret. (Its kms:Decrypt on a secret allows nothing.) */
export function readAsReference(arn: string): Statement {
  return {
    Action: ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'],
    Effect: 'Allow',
    Resource: [arn],
  };
}

/** One statement a region: the condition on the way that a key is used names it. */
function decrypt(sid: string, secrets: readonly InjectedSecret[], aws: AwsContext): Statement[] {
  return [...new Set(secrets.map(({ region }) => region))].flatMap((region, index) => {
    const there = secrets.filter((secret) => secret.region === region);
    const keys = there.flatMap(({ kmsKeyArn }) => (kmsKeyArn === undefined ? [] : [kmsKeyArn]));
    const [first] = there;
    return first === undefined
      ? []
      : allow(index === 0 ? sid : `${sid}${index + 1}`, 'kms:Decrypt', keys, aws.via(first.service, region));
  });
}

function arnsOf(secrets: readonly InjectedSecret[]): string[] {
  return secrets.map(({ arn }) => arn);
}
