import type { Ground } from '../../stack/wired';
import type { Statement } from '../../terraform/policy-document';
import { execRights } from '../service/create-exec-rights';
import type { WorkerContainer } from '../worker/resolve';
import { allWorkers } from '../workers/create-all';
import { isReadOnly } from './resolve';
import { type EfsVolume, mountRights } from './resources/task-volume';

/** What the task role must be allowed for its containers, beside what the worker does with it. */
export function containerRightsOf(ground: Ground): Statement[] {
  const all = allWorkers(ground.environment);
  const isEntered = all.some(({ service }) => service.create && service.enableExecuteCommand);
  const fileSystems = all.flatMap(({ container }) => fileSystemsOf(ground, container));
  return [...(isEntered ? execRights(ground) : []), ...mountRights(unique(fileSystems), ground.aws)];
}

function fileSystemsOf({ lookUps }: Ground, container: WorkerContainer): EfsVolume[] {
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
