import type { Environment } from '../../environment/environment';
import type { Finding, Rule } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { ConfiguredDeployment } from './schema';

export function deploymentsOf(project: Environment['project']): readonly ConfiguredDeployment[] {
  return typeof project === 'object' ? project.deployments : [];
}

/** A rule over each deployment of the user's own flows. */
export function ofDeployments(
  check: (deployment: ConfiguredDeployment, path: Path, environment: Environment) => readonly Finding[],
): Rule {
  return (environment) =>
    deploymentsOf(environment.project).flatMap((deployment, index) =>
      check(deployment, ['project', 'deployments', index], environment),
    );
}
