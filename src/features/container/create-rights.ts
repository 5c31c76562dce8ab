import type { StackContext } from '../../stack/context';
import type { Statement } from '../../terraform/policy-document';
import { bucketRights } from '../bucket/create';
import { execRights } from '../service/create-exec-rights';
import type { WorkerContainer } from '../worker/resolve';
import { allWorkers } from '../workers/all-workers';
import { isReadOnly } from './resolve';
import { type EfsVolume, mountRights } from './resources/task-volume';

/** What the task role must be allowed for its containers, beside what the worker does with it. */
export function containerRightsOf(context: StackContext): Statement[] {
  const all = allWorkers(context.environment);
  const isEntered = all.some(({ service }) => service.create && service.enableExecuteCommand);
  const fileSystems = all.flatMap(({ container }) => fileSystemsOf(context, container));
  return [
    ...(isEntered ? execRights(context) : []),
    ...mountRights(unique(fileSystems), context.aws),
    ...(runsFlows(context) ? bucketRights(context) : []),
  ];
}

/** Only an ecs worker starts tasks for them. */
function runsFlows({ environment }: StackContext): boolean {
  return environment.inputs.workerType !== 'ecs';
}

function fileSystemsOf({ lookUps }: StackContext, container: WorkerContainer): EfsVolume[] {
  return Object.entries(container.volumes).flatMap(([name, { efs }]) =>
    efs === undefined
      ? []
      : [
          {
            ...efs,
            fileSystemId: lookUps.value(efs.fileSystemId),
            accessPointId: efs.accessPointId && lookUps.value(efs.accessPointId),
            readOnly: isReadOnly(name, container),
          },
        ],
  );
}

function unique(volumes: readonly EfsVolume[]): EfsVolume[] {
  return [...new Map(volumes.map((volume) => [JSON.stringify(volume), volume])).values()];
}
