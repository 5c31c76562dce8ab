import { type Finding, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';

/** The fields that say where an existing secret is, by the names that a stack file has for them. */
export function placesOf({ secretArn, secretName, ssmParameter }: Partial<SecretSource>): string[] {
  return Object.entries({ secret_arn: secretArn, secret_name: secretName, ssm_parameter: ssmParameter })
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
}

export const NO_SECRET = 'must be left out where no secret of Secrets Manager is named: secret_arn or secret_name';

/** What is wrong with the part of a secret that is asked for. */
export function partFits(source: Partial<SecretSource>, path: Path): Finding[] {
  const { secretArn, secretName, jsonKey, versionStage, versionId } = source;
  const parts = { json_key: jsonKey, version_stage: versionStage, version_id: versionId };
  return [
    ...Object.entries(parts).flatMap(([field, value]) =>
      when(value !== undefined && secretArn === undefined && secretName === undefined, [...path, field], NO_SECRET),
    ),
    ...when(
      versionStage !== undefined && versionId !== undefined,
      [...path, 'version_stage'],
      'must be left out beside version_id, which names the version already',
    ),
  ];
}

/** What is wrong with a secret that exists. */
export function sourceFits(source: SecretSource | undefined, path: Path): Finding[] {
  if (source === undefined) return [];
  return [
    ...when(placesOf(source).length !== 1, path, 'set exactly one of: secret_arn, secret_name, ssm_parameter'),
    ...partFits(source, path),
  ];
}
