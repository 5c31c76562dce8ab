import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';

/** Words that a variable with a secret ends in. */
const SECRET_NAME =
  /(^|_)(passwords?|passwd|pwd|passphrase|secrets?|tokens?|credentials?|(api|access|private|secret|signing|encryption)_?key)$/i;
/** Of a variable that is not set: where a shell is. */
const NO_SECRETS = ['PWD', 'OLDPWD'];
/** A URL with a password in it. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:[^/?#\s@]+@/i;

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
      typeof value === 'string' && value !== '' && isSecret(name, value),
      [...path, name],
      'looks like a secret in plain text: it is visible in this file, in the Terraform state and in the task definition',
      secretsBeside(path),
    ),
  );
}

function isSecret(name: string, value: string): boolean {
  return (SECRET_NAME.test(name) && !NO_SECRETS.includes(name)) || URL_WITH_PASSWORD.test(value);
}

function secretsBeside(path: Path): string {
  const group = path[0] === 'prefect' ? ['worker'] : path.slice(0, -1);
  return `store the value in Secrets Manager or Parameter Store, and set ${[...group, 'secrets'].join('.')} instead`;
}

export const PLAIN_SECRET_RULES: readonly Rule[] = [noPlainSecrets];
