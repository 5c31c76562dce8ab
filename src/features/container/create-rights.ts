import type { StackContext } from '../../stack/context';
import type { Statement } from '../../terraform/policy-document';
import { bucketRights } from '../bucket/create';
import { execRights } from '../service/create-exec-rights';
import { efsVolumesOf, type WorkerFileSystems } from '../worker/create-file-systems';
import { allWorkers } from '../workers/all-workers';
import { type EfsVolume, mountRights } from './resources/task-volume';

/** What the task role must be allowed for its containers, beside what the worker does with it. */
export function containerRightsOf(context: StackContext, created: WorkerFileSystems): Statement[] {
  const all = allWorkers(context.environment);
  const isEntered = all.some(({ service }) => service.create && service.enableExecuteCommand);
  const fileSystems = all.flatMap(({ container }) => [...efsVolumesOf(context, container, created).values()]);
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

function unique(volumes: readonly EfsVolume[]): EfsVolume[] {
  return [...new Map(volumes.map((volume) => [JSON.stringify(volume), volume])).values()];
}
