import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { flowsIn, isSeveral, workersIn } from './tasks';

type Volumes = Environment['worker']['volumes'] | NonNullable<Environment['flowRuns']>['volumes'];

/** File systems that outlive the tasks. */
export function volumesIn(environment: Environment, createdIn: Created): Part {
  const flows = flowsIn(environment).map(({ id, suffix, settings }) => ({
    id,
    isMounting: settings !== undefined && isExisting(settings.volumes),
    items: Object.entries(settings?.volumes ?? {}).flatMap(([volume, { efs }]) =>
      efs?.create === undefined
        ? []
        : createdIn(
            new RegExp(
              `^aws_efs_(file_system|mount_target)\\.flow_volume_${volume}${suffix}$|^aws_efs_access_point\\.flow_volume_${volume}_access${suffix}$`,
            ),
          ),
    ),
  }));
  const created = flows.filter(({ items }) => items.length > 0);
  const ofWorkers = createdIn(/^aws_efs_(file_system|mount_target|access_point)\.worker_volume_/);
  const mountCreated = workersIn(environment).filter(({ settings }) =>
    Object.values(settings.container.volumes).some(({ efs }) => efs?.create !== undefined),
  );
  const mounting = [
    ...workersIn(environment).flatMap(({ id, settings }) => (isExisting(settings.container.volumes) ? [id] : [])),
    ...flows.flatMap(({ id, isMounting }) => (isMounting ? [id] : [])),
  ];
  const node = (id: string, box: Pick<Box, 'notes' | 'items'>): Box => ({
    id,
    title: 'EFS file system',
    within: 'vpc',
    ...box,
  });
  const mount = (from: string, to: string): Edge => ({ from, to, label: isSeveral(from) ? 'mount' : 'mounts' });
  return {
    nodes: [
      ...(ofWorkers.length > 0 ? [node('workervolumes', { notes: ['of the workers'], items: ofWorkers })] : []),
      ...created.map(({ id, items }) => node(id.replace('flows', 'volumes'), { notes: ['of flow runs'], items })),
      ...(mounting.length > 0 ? [node('existingvolumes', { notes: ['existing'], items: [] })] : []),
    ],
    edges: [
      ...mountCreated.map(({ id }) => mount(id, 'workervolumes')),
      ...created.map(({ id }) => mount(id, id.replace('flows', 'volumes'))),
      ...mounting.map((from) => mount(from, 'existingvolumes')),
    ],
  };
}

function isExisting(volumes: Volumes): boolean {
  return Object.values(volumes).some(({ efs }) => efs !== undefined && !('create' in efs && efs.create !== undefined));
}
