import { temporaryVolumesOf } from '../container/create';
import { isReadOnly } from '../container/resolve';
import type { TaskVolume } from '../container/resources/task-volume';
import type { FlowRunResources } from './create-types';

/** The volumes of the task of a flow run. */
export function flowVolumesOf({ settings, fileSystems }: FlowRunResources): TaskVolume[] {
  return [
    ...temporaryVolumesOf(settings).map((name) => ({ name })),
    ...Object.entries(settings.volumes).map(([name, { hostPath }]) => {
      const efs = fileSystems.get(name);
      return {
        name,
        hostPath,
        efs: efs && { ...efs, fileSystemId: efs.id, readOnly: isReadOnly(name, settings) },
      };
    }),
  ];
}
