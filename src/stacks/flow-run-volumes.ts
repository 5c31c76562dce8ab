import { isReadOnly } from '../config/container';
import type { TaskVolume } from '../constructs/task-volume';
import { temporaryVolumesOf } from './container';
import type { FlowRunThings } from './flow-run-resources';

/** The volumes of the task of a flow run. */
export function flowVolumesOf({ settings, fileSystems }: FlowRunThings): TaskVolume[] {
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
