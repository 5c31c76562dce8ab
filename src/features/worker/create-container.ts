import type { StackContext } from '../../stack/context';
import type { JsonMap } from '../../terraform/merge';
import { type Expression, literal } from '../../terraform/terraform-text';
import { isOnFargate } from '../capacity/on-fargate';
import { containerProps, homeOf, type InTask, sidecarsOf, temporaryVolumesOf } from '../container/create';
import { type Container, type MainContainer, TEMPORARY_VOLUME } from '../container/resolve';
import type { TaskVolume } from '../container/resources/task-volume';
import { CA_VARIABLE } from '../secrets/create';
import { efsVolumesOf } from './create-file-systems';
import type { SharedResources, WorkerToCreate } from './create-types';
import { createVariables, regionVariables } from './create-variables';
import type { WorkerContainer } from './resolve';
import { withCertificate, workerCommand } from './resources/worker-command';
import { workerHealthCheck } from './resources/worker-health';
import type { Variable, WorkerTaskProps } from './resources/worker-task';

/** The worker's container and those beside it. */
export function workerContainerOf(
  shared: SharedResources,
  worker: WorkerToCreate,
  containerName: string,
): Pick<WorkerTaskProps, 'container' | 'environment' | 'sidecars' | 'volumes'> {
  const { context, secrets, values } = shared;
  const { container } = worker;
  const task: InTask = { context, main: container, mainName: containerName, log: logOf(shared, worker) };
  return {
    container: {
      ...containerProps(container, TEMPORARY_VOLUME, task),
      name: containerName,
      image: worker.inputs.image,
      command: commandOf(context, worker),
      secrets: secrets.into(container).map(({ name, secret: { valueFrom } }) => ({ name, valueFrom })),
      healthCheck: container.healthCheck && workerHealthCheck(container.healthCheck),
    },
    environment: withHome(
      [
        ...regionOf(context, worker),
        ...createVariables(context, {
          values,
          container,
          events: shared.events,
          flowRuns: worker.flowRuns ?? context.environment.flowRuns,
        }),
      ],
      container,
    ),
    sidecars: sidecarsOf(task),
    volumes: volumesOf(shared, container),
  };
}

function commandOf({ environment, inputs }: StackContext, worker: WorkerToCreate): (string | Expression)[] | undefined {
  const { prefect } = environment;
  const { command, healthCheck: health } = worker.container;
  const certificate = prefect.caCertificate && CA_VARIABLE;
  if (command === 'image') return undefined;
  if (command !== undefined) return withCertificate(command.map(literal), certificate);
  return workerCommand({
    ...prefect,
    workerName: prefect.workerName && literal(prefect.workerName),
    workQueues: worker.workQueues?.map(literal),
    workPoolName: worker.inputs.workPoolName,
    workerType: inputs.workerType,
    withHealthcheck: health !== undefined,
    caCertificateVariable: certificate,
  });
}

/** Off Fargate; those that the stack file sets are its own. */
function regionOf({ aws }: StackContext, worker: WorkerToCreate): Variable[] {
  if (isOnFargate(worker)) return [];
  const { container } = worker;
  return Object.entries(regionVariables(aws))
    .filter(([name]) => !(name in container.environment) && !(name in container.secrets))
    .map(([name, value]) => ({ name, value }));
}

function withHome(variables: Variable[], container: Container & Pick<WorkerContainer, 'secrets'>): Variable[] {
  const home = homeOf(container);
  const isSet = 'HOME' in container.secrets || variables.some(({ name }) => name === 'HOME');
  return home === undefined || isSet ? variables : [...variables, { name: 'HOME', value: home }];
}

function volumesOf(
  { context, fileSystems }: SharedResources,
  container: WorkerContainer & MainContainer,
): TaskVolume[] {
  const onEfs = efsVolumesOf(context, container, fileSystems);
  return [
    ...temporaryVolumesOf(container).map((name) => ({ name })),
    ...Object.entries(container.volumes).map(([name, { hostPath }]) => ({ name, hostPath, efs: onEfs.get(name) })),
  ];
}

/** The worker's log; a further worker's streams begin with its name too. */
function logOf({ logs }: SharedResources, { name }: WorkerToCreate): JsonMap | undefined {
  if (logs === undefined || name === undefined) return logs?.configuration;
  const { logDriver, options } = logs.configuration;
  const prefix = `${options['awslogs-stream-prefix']}-${name}`;
  return { logDriver, options: { ...options, 'awslogs-stream-prefix': prefix } };
}
