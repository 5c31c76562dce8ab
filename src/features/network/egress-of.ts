import type { Decided } from '../../environment/environment';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';
import type { FlowRuns } from '../flow-runs/resolve';
import { type Egress, type EgressSettings, plannedEgress, portOf } from './egress-rules';

/** Egress of the worker's security group. */
export function workerEgress(environment: Decided): Egress {
  const { egress, requiredEgress } = environment.network;
  const workers = [environment.worker, ...Object.values(environment.workers).map(({ container }) => container)];
  return egressOf(
    environment,
    {
      egress,
      requiredEgress,
      mountsEfs: [...workers, ...flowRunsOfTheGroup(environment)].some(({ volumes }) => mountsExisting(volumes)),
    },
    {
      outbound: 'network_outbound',
      nfs: 'efs_outbound',
      everythingDescription: 'Security group rule for Prefect Server running in Fargate.',
    },
  );
}

/** Egress of the security group of flow runs; created file systems bring rules of their own. */
export function flowRunEgress(
  environment: Decided,
  { volumes }: FlowRuns,
  { egress, requiredEgress }: NonNullable<FlowRuns['ownSecurityGroup']>,
): Egress {
  return egressOf(
    environment,
    {
      egress,
      requiredEgress,
      mountsEfs: mountsExisting(volumes),
    },
    {
      outbound: 'flow_runs_outbound',
      nfs: 'flow_runs_to_efs',
      everythingDescription: 'Anywhere',
    },
  );
}

/** The flow runs that this security group alone lets out. */
function flowRunsOfTheGroup(environment: Decided): FlowRuns[] {
  if (environment.network.securityGroups.length > 0) return [];
  return everyFlowRuns(environment).filter(
    ({ workerSecurityGroups, ownSecurityGroup, securityGroups }) =>
      workerSecurityGroups && ownSecurityGroup === undefined && securityGroups.length === 0,
  );
}

function mountsExisting(volumes: Readonly<Record<string, { readonly efs?: object }>>): boolean {
  return Object.values(volumes).some(({ efs }) => efs !== undefined && !('create' in efs && efs.create !== undefined));
}

function egressOf(
  { prefect: { apiUrl } }: Decided,
  settings: Omit<EgressSettings, 'apiPort'>,
  names: Parameters<typeof plannedEgress>[1],
): Egress {
  const { rules, api } = plannedEgress(
    { ...settings, apiPort: typeof apiUrl === 'string' ? portOf(apiUrl) : undefined },
    names,
  );
  const isKnown = typeof apiUrl === 'string' || apiUrl?.ssmParameter !== undefined;
  return { rules, ...(isKnown && api && { api }) };
}
