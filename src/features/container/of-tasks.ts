import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule } from '../../environment/rule';
import { readOnce, unlessBroken } from '../../environment/watch';
import type { Path } from '../../stack-file/path';
import { isOnFargate } from '../capacity/on-fargate';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import type { FlowRuns } from '../flow-runs/resolve';
import { imageOfFlowRuns } from '../image/flow-image';
import { behind, physicalName } from '../names/physical-names';
import type { WorkerContainer } from '../worker/resolve';
import { type Worker, workersOf } from '../workers/workers-of';
import {
  type Container,
  containerFieldPath,
  FLOW_CONTAINER,
  hasTmpfs,
  type MainContainer,
  type Sidecar,
  WORKER_CONTAINER,
} from './resolve';

/** A task of containers: one of a worker, or one of a flow run. Each value is read when a rule asks for it. */
export interface Task {
  readonly isWorker: boolean;
  readonly main: FlowRuns | WorkerContainer;
  /** How depends_on names the container that the task is for. */
  readonly mainName: string;
  /** What ECS calls it. */
  readonly containerName: string;
  /** As the group of the task sets it. */
  readonly image: string;
  /** What runs where the group sets none; empty: unknown. */
  readonly startedImage: string;
  readonly cpu: number;
  readonly memory: number;
  readonly isOnFargate: boolean;
  readonly hasTmpfs: boolean;
  readonly exec: boolean;
  /** Where the field that allows ECS Exec stands. */
  readonly execPath: Path;
  readonly hasTaskRole: boolean;
  /** Where a field of the container that the task is for stands. */
  at(...below: Path): Path;
}

/** A container of a task. */
export interface InTask {
  readonly name: string;
  readonly isMain: boolean;
  readonly container: Container & Mounting & Partial<Pick<Sidecar, 'image' | 'secrets'>> & WithVariables;
  readonly image: string;
  readonly startedImage: string;
  at(...below: Path): Path;
}

/** Of flow runs, null removes a variable. */
interface WithVariables {
  readonly environment?: Readonly<Record<string, unknown>>;
}

type Mounting = Pick<Sidecar, 'mounts'> | Pick<MainContainer, 'volumes'>;

type TaskCheck = (task: Task, environment: Environment) => readonly Finding[];

/** A rule for the tasks of workers and of flow runs alike. */
export function ofTasks(check: TaskCheck): Rule {
  return (environment) => [
    ...each(workerTasks(environment), (task) => check(task, environment)),
    ...unlessBroken(() => flowRunTasks(environment).flatMap((task) => check(task, environment))),
  ];
}

const workerTasks = readOnce((environment: Environment) =>
  workersOf(environment).map((worker) => workerTask(worker, environment)),
);

const flowRunTasks = readOnce((environment: Environment) => {
  const { flowRuns } = environment;
  return flowRuns === undefined ? [] : [flowRunTask(flowRuns, environment)];
});

/** A rule for every container: the worker's, the one of flow runs, and their sidecars. */
export function ofContainers(check: (container: InTask, task: Task) => readonly Finding[]): Rule {
  return ofTasks((task) => each(containersOf(task), (container) => check(container, task)));
}

export const containersOf = readOnce((task: Task): readonly InTask[] => {
  const main: InTask = {
    name: task.mainName,
    isMain: true,
    get container() {
      // Its secrets have rules of their own.
      return task.main as InTask['container'];
    },
    get image() {
      return task.image;
    },
    get startedImage() {
      return task.startedImage;
    },
    at: (...below) => task.at(...containerFieldPath(task.main, below)),
  };
  const { sidecars } = task.main;
  return [
    main,
    ...Object.keys(sidecars).map(
      (name): InTask => ({
        name,
        isMain: false,
        get container() {
          return sidecars[name] as Sidecar;
        },
        get image() {
          return sidecars[name]?.image ?? '';
        },
        get startedImage() {
          return sidecars[name]?.image ?? '';
        },
        at: (...below) => task.at('sidecars', name, ...containerFieldPath(sidecars[name] as Sidecar, below)),
      }),
    ),
  ];
});

function workerTask(worker: Worker, environment: Environment): Task {
  return {
    isWorker: true,
    mainName: WORKER_CONTAINER,
    get containerName() {
      const { inputs, naming } = environment;
      return behind(physicalName('container', inputs.name, naming), worker.name);
    },
    get main() {
      return worker.container;
    },
    get image() {
      return worker.image;
    },
    get startedImage() {
      return worker.image;
    },
    get cpu() {
      return worker.cpu;
    },
    get memory() {
      return worker.memory;
    },
    get isOnFargate() {
      return isOnFargate(worker);
    },
    get hasTmpfs() {
      return hasTmpfs(isOnFargate(worker), environment.region);
    },
    get exec() {
      return worker.service.enableExecuteCommand;
    },
    get execPath() {
      return worker.at('service', 'enable_execute_command');
    },
    get hasTaskRole() {
      return environment.roles.task?.none !== true;
    },
    at: (...below) => worker.at('worker', ...below),
  };
}

function flowRunTask(flowRuns: FlowRuns, environment: Environment): Task {
  return {
    isWorker: false,
    mainName: FLOW_CONTAINER,
    get containerName() {
      const name = flowRuns.variables['container_name'];
      return typeof name === 'string' && !flowRuns.createTaskDefinition ? name : FLOW_CONTAINER;
    },
    main: flowRuns,
    get image() {
      return flowRuns.image ?? '';
    },
    get startedImage() {
      return imageOfFlowRuns(environment) ?? '';
    },
    get cpu() {
      return flowRuns.cpu;
    },
    get memory() {
      return flowRuns.memory;
    },
    get isOnFargate() {
      return !flowRunsOnInstances(flowRuns.capacity);
    },
    get hasTmpfs() {
      return hasTmpfs(!flowRunsOnInstances(flowRuns.capacity), environment.region);
    },
    get exec() {
      return flowRuns.enableExecuteCommand;
    },
    execPath: [...FLOW_RUNS, 'enable_execute_command'],
    get hasTaskRole() {
      return flowRuns.taskRole !== undefined;
    },
    at: (...below) => [...FLOW_RUNS, ...below],
  };
}
