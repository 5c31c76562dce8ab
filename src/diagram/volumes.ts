import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { workersIn } from './tasks';

type Volumes = Environment['worker']['volumes'] | NonNullable<Environment['flowRuns']>['volumes'];

/** File systems that outlive the tasks. */
export function volumesIn(environment: Environment, created: Created): Part {
  const items = created(/^aws_efs_(file_system|access_point|mount_target)\./);
  const isExisting = (volumes: Volumes) =>
    Object.values(volumes).some(({ efs }) => efs !== undefined && !('create' in efs && efs.create !== undefined));
  const { flowRuns } = environment;
  const mounting = [
    ...workersIn(environment).flatMap(({ id, settings }) => (isExisting(settings.container.volumes) ? [id] : [])),
    ...(flowRuns !== undefined && isExisting(flowRuns.volumes) ? ['flows'] : []),
  ];
  const node = (id: string, box: Pick<Box, 'notes' | 'items'>): Box => ({
    id,
    title: 'EFS file system',
    within: 'vpc',
    ...box,
  });
  const mount = (from: string, to: string): Edge => ({ from, to, label: from === 'flows' ? 'mount' : 'mounts' });
  return {
    nodes: [
      ...(items.length > 0 ? [node('volumes', { notes: ['of flow runs'], items })] : []),
      ...(mounting.length > 0 ? [node('existingvolumes', { notes: ['existing'], items: [] })] : []),
    ],
    edges: [
      ...(items.length > 0 ? [mount('flows', 'volumes')] : []),
      ...mounting.map((from) => mount(from, 'existingvolumes')),
    ],
  };
}
