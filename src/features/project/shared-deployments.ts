import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';
import { apiIdentity } from '../prefect/api-identity';

/** The deployments of an environment's own flows. */
export function sharedDeployments(environment: Environment): SharedThing[] {
  const { project, inputs } = environment;
  if (typeof project !== 'object') return [];
  const api = apiIdentity(environment);
  return project.deployments.map((deployment, index) => ({
    key: `deployment ${deployment.name} of ${deployment.entrypoint} in ${api}`,
    like: JSON.stringify({ workPool: inputs.workerWorkPoolName, ...deployment }),
    path: ['project', 'deployments', index, 'name'],
    value: deployment.name,
    consequence: `a flow has one deployment of a name in a workspace, the one that was deployed last`,
    hint: 'set another name in one of them, or acknowledge it',
    warning: 'shared-deployment',
  }));
}
