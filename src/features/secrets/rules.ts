import { type Finding, noEffect, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';

/** The fields that identify an existing secret, as a stack file has them. */
export function placesOf({ secretArn, secretName, ssmParameter }: Partial<SecretSource>): string[] {
  return Object.entries({ secret_arn: secretArn, secret_name: secretName, ssm_parameter: ssmParameter })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
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
  return [
    ...when(placesOf(source).length !== 1, path, 'set exactly one of: secret_arn, secret_name, ssm_parameter'),
    ...partFits(source, path),
  ];
}
