import { sharedData } from '../../disk/build-cache';
import type { Config } from '../../environment/schema';
import { resultSettings } from '../bucket/resolve';
import { hasTmpfs, type ResolvedMain, toMainContainer } from '../container/resolve';
import { flowRunsOnInstances } from './capacity';
import { flowRuns as schema } from './schema';

type Configured = NonNullable<Config['flowRuns']>;

/** What a work pool starts, with every default resolved. */
export type FlowRuns = ResolvedMain<Configured> & {
  readonly assignPublicIp: boolean;
  /** Whether they have the worker's security groups. */
  readonly workerSecurityGroups: boolean;
};

/** Only an ecs worker starts tasks; and the reference module says nothing of them, so neither does its preset unasked. */
export function toFlowRuns(config: Config): FlowRuns | undefined {
  const { preset, workerType, flowRuns, image } = config;
  const asked = flowRuns !== undefined || image !== undefined;
  if (workerType !== 'ecs' || (preset === 'reference' && !asked)) return undefined;
  return resolved(flowRuns ?? sharedData('no flow_runs', () => schema.parse({})), config);
}

/** Those of a further worker that has its own. */
export function toOwnFlowRuns(config: Config, own: Configured | undefined): FlowRuns | undefined {
  return own === undefined || config.workerType !== 'ecs' ? undefined : resolved(own, config);
}

function resolved(given: Configured, config: Config): FlowRuns {
  const { region, network } = config;
  return {
    ...toMainContainer(given, {
      hasTmpfs: hasTmpfs(!flowRunsOnInstances(given.capacity), region),
      exec: given.enableExecuteCommand,
    }),
    environment: { ...resultSettings(config), ...given.environment },
    assignPublicIp: given.assignPublicIp ?? network.assignPublicIp,
    workerSecurityGroups:
      given.workerSecurityGroups ?? (given.ownSecurityGroup === undefined && given.securityGroups.length === 0),
  };
}
