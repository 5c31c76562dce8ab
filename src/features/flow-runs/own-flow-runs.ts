import type { Decided, Environment } from '../../environment/environment';
import type { Path } from '../../stack-file/path';
import { KINDS, type PhysicalName } from '../names/name-kinds';
import { type Naming, physicalName } from '../names/physical-names';
import type { FlowRuns } from './resolve';

/** An environment as the flow runs of one of its further workers see it. */
export interface OwnFlowRuns {
  readonly worker: string;
  readonly environment: Environment;
}

/** For each further worker with flow runs of its own: the environment with these instead of the first worker's. */
export function ownFlowRuns(environment: Environment): OwnFlowRuns[] {
  return Object.entries(environment.workers).flatMap(([worker, { flowRuns }]) =>
    flowRuns === undefined ? [] : [{ worker, environment: seenBy(worker, flowRuns, environment) }],
  );
}

function seenBy(worker: string, flowRuns: FlowRuns, environment: Environment): Environment {
  const place = (path: Path): Path => (path[0] === 'flow_runs' ? ['workers', worker, ...path] : path);
  return {
    ...environment,
    flowRuns,
    naming: namingFor(worker, environment.inputs.name, environment.naming),
    origin: (path) => environment.origin(place(path)),
    fileValue: (path) => environment.fileValue(place(path)),
    isInFile: (path) => environment.isInFile(place(path)),
  };
}

/** What gets a name of its own for each worker with flow runs of its own. */
export const OF_FLOW_RUNS = (Object.keys(KINDS) as PhysicalName[]).filter((kind) => kind.startsWith('flowRun'));

/** The names of what a further worker's flow runs have: the first one's, and its own behind them. */
export function namingFor<Of extends Naming>(worker: string, name: string, naming: Of): Of {
  const own = OF_FLOW_RUNS.map((kind) => [kind, `${physicalName(kind, name, naming)}-${worker}`]);
  return { ...naming, own: { ...naming.own, ...Object.fromEntries(own) } };
}

/** Those of all work pools, the first one's first. */
export function everyFlowRuns({ flowRuns, workers }: Pick<Decided, 'flowRuns' | 'workers'>): FlowRuns[] {
  return [flowRuns, ...Object.values(workers).map((worker) => worker.flowRuns)].filter((one) => one !== undefined);
}
