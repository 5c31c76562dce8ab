import type { Environment } from '../../environment/environment';
import { HTTPS, opens, portOf } from './egress-rules';
import type { EgressRules } from './schema';
import { oneSidedRules } from './security-group-rules';

/** Egress that alone decides what a task reaches, and that does not open a port. */
export interface Closed {
  readonly field: string;
  /** Whether the ports that the stack knows of are added to it. */
  readonly isCompleted: boolean;
}

interface Egress {
  readonly egress: 'https_only' | 'all' | EgressRules;
  readonly requiredEgress: boolean;
}

/** The egress of the workers, where no rule of it opens a port. */
export function closedOfWorkers(environment: Environment, port: number): Closed | undefined {
  const { network } = environment;
  const { createSecurityGroup, securityGroups, defaultSecurityGroup } = network;
  const isAlone = createSecurityGroup && securityGroups.length === 0 && !defaultSecurityGroup;
  return isAlone ? closed(environment, network, port, 'network.egress') : undefined;
}

/** The egress of flow runs, where no rule of it opens a port. */
export function closedOfFlowRuns(environment: Environment, port: number): Closed | undefined {
  const { flowRuns, network } = environment;
  if (flowRuns === undefined || flowRuns.securityGroups.length > 0) return undefined;
  const own = flowRuns.ownSecurityGroup;
  const isShared =
    flowRuns.workerSecurityGroups &&
    (network.securityGroups.length > 0 || network.defaultSecurityGroup || own !== undefined);
  if (isShared || (own === undefined && !network.createSecurityGroup)) return undefined;
  const field = own === undefined ? 'network.egress' : 'flow_runs.own_security_group.egress';
  return closed(environment, own ?? network, port, field);
}

function closed(
  { prefect: { apiUrl } }: Environment,
  { egress, requiredEgress }: Egress,
  port: number,
  field: string,
): Closed | undefined {
  const isCompleted = egress === 'https_only' || requiredEgress;
  const completed = isCompleted ? [HTTPS, ...(typeof apiUrl === 'string' ? [portOf(apiUrl)] : [])] : [];
  const isOpen =
    egress === 'all' ||
    completed.includes(port) ||
    (Array.isArray(egress) && oneSidedRules(egress).some((rule) => opens(rule, port)));
  return isOpen ? undefined : { field, isCompleted };
}
