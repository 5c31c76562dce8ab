import type { Environment } from '../../environment/environment';

/** The name of the deployments of both test flows. A workspace has one of a name, and often several environments. */
export function testDeployment({ name }: Pick<Environment, 'name'>): string {
  return `${name}-ecs-test`;
}
