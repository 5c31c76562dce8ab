import { isReadOnly } from '../config/container';
import type { WorkerContainer } from '../config/worker-settings';
import type { Statement } from '../constructs/policy-document';
import { type EfsVolume, mountRights } from '../constructs/task-volume';
import { allWorkers } from './all-workers';
import { execRights } from './exec-rights';
import type { Ground } from './wired';

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
