import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isSecretLike } from './secret-like';

const GROUPS = ['worker', 'workers', 'flow_runs'];

const noPlainSecrets: Rule = (environment) =>
  each(['prefect', ...GROUPS], (group) => {
    const given = environment.given([group]);
    const maps = group === 'prefect' ? [['prefect', 'settings']] : environmentsIn(given, [group]);
    return maps.flatMap((path) => secretsIn(environment, path));
  });

/** The environment variables of every container in a part of a stack file. */
function environmentsIn(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'environment' ? [[...path, key]] : environmentsIn(child, [...path, key]),
  );
}

function secretsIn(environment: Environment, path: Path): Finding[] {
  const variables = Object.entries(environment.given(path) ?? {});
  return variables.flatMap(([name, value]) =>
    warning(
      'plain-secret',
      typeof value === 'string' && value !== '' && isSecretLike(name, value),
      [...path, name],
      'looks like a secret in plain text: it is visible in this file, in the Terraform state and in the task definition',
      secretsBeside(path),
    ),
  );
}

function secretsBeside(path: Path): string {
  const group = path[0] === 'prefect' ? ['worker'] : path.slice(0, -1);
  return `store the value in Secrets Manager or Parameter Store, and set ${[...group, 'secrets'].join('.')} instead`;
}

export const PLAIN_SECRET_RULES: readonly Rule[] = [noPlainSecrets];
