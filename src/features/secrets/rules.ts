import { exactlyOne, type Finding, noEffect } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';

/** The fields that identify an existing secret, as a stack file has them. */
export function placesOf(source: Partial<SecretSource>): string[] {
  return Object.entries(placesIn(source)).flatMap(([field, isSet]) => (isSet ? [field] : []));
}

/** The same fields, each with whether it is set. */
export function placesIn({ secretArn, secretName, ssmParameter }: Partial<SecretSource>) {
  return {
    secret_arn: secretArn !== undefined,
    secret_name: secretName !== undefined,
    ssm_parameter: ssmParameter !== undefined,
  };
}

/** Why a part of a secret has no effect. */
export const NO_SECRET = 'it applies only to a secret in Secrets Manager, set by secret_arn or secret_name';

/** Faults in the part of a secret that is used. */
export function partFits(source: Partial<SecretSource>, path: Path): Finding[] {
  const { secretArn, secretName, jsonKey, versionStage, versionId } = source;
  const parts = { json_key: jsonKey, version_stage: versionStage, version_id: versionId };
  return [
    ...Object.entries(parts).flatMap(([field, value]) =>
      noEffect(value !== undefined && secretArn === undefined && secretName === undefined, [...path, field], NO_SECRET),
    ),
    ...noEffect(
      versionStage !== undefined && versionId !== undefined,
      [...path, 'version_stage'],
      'version_id sets the version',
      'remove version_id',
    ),
  ];
}

/** Faults in a reference to an existing secret. */
export function sourceFits(source: SecretSource | undefined, path: Path): Finding[] {
  if (source === undefined) return [];
  return [...exactlyOne(path, placesIn(source)), ...partFits(source, path)];
}
