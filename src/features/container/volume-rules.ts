import { posix } from 'node:path';
import { each, eachEntry, faultAt, noEffect, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { type InTask, ofContainers, ofTasks } from './of-tasks';
import { hasPrefectsPrograms, mountsOf, TEMPORARY_VOLUME } from './resolve';

const mounted = ofTasks((task) =>
  eachEntry(task.main.sidecars, (name, { mounts }) =>
    Object.keys(mounts).flatMap((volume) =>
      when(
        !Object.hasOwn(task.main.volumes, volume),
        task.at('sidecars', name, 'mounts', volume),
        `there is no volume ${volume} in ${task.at('volumes').join('.')}`,
        `add it; an empty one can share files: volumes: {${volume}: {}}`,
      ),
    ),
  ),
);

const onceEachPath = ofContainers(({ container, isMain, at }) => {
  const mounts = mountsOf(container).map(([, mount]) => mount);
  const paths = [...mounts, ...container.tmpfs].map(({ containerPath }) => posix.normalize(`${containerPath}/`));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  return when(
    twice !== undefined,
    at(isMain ? 'volumes' : 'mounts'),
    `two mounts have the path ${twice?.replace(/\/$/, '')}`,
    'set another container_path',
  );
});

/** The container runtime mounts nothing there. Source: https://github.com/opencontainers/runc, checkProcMount and mountToRootfs. */
const OF_KERNEL = /^\/(proc|sys)(\/|$)|^\/dev\/?$/;

/** Where an image has the programs that start it; Prefect's own has Prefect and its entry point there, too. */
const PROGRAMS = /^\/(bin|etc|lib|lib64|sbin|usr)\/?$/;
const PREFECTS_PROGRAMS =
  /^\/(bin|etc|lib|lib64|sbin|usr(\/bin|\/lib|\/local(\/bin|\/lib(\/python3\.\d+(\/site-packages)?)?)?)?|opt(\/prefect)?)\/?$/;

/** What is wrong with a path at which something is mounted. */
function mountFault(path: string, { isMain, startedImage }: InTask): string | undefined {
  const place = posix.normalize(path);
  const kernel = OF_KERNEL.test(place) ? place.split('/')[1] : undefined;
  if (kernel !== undefined)
    return `must not be ${kernel === 'dev' ? '' : 'in '}/${kernel}: the container would not start`;
  const programs = hasPrefectsPrograms(startedImage) ? PREFECTS_PROGRAMS : PROGRAMS;
  return isMain && programs.test(place) ? 'hides the programs of the image: the container would not start' : undefined;
}

const mountable = ofContainers((inTask) => {
  const { container, isMain, at } = inTask;
  const finding = (path: Path, containerPath: string) =>
    faultAt(path, mountFault(containerPath, inTask), 'set another path, for example /data');
  return [
    ...each(mountsOf(container), ([name, { containerPath }]) =>
      finding(at(isMain ? 'volumes' : 'mounts', name, 'container_path'), containerPath),
    ),
    ...container.tmpfs.flatMap(({ containerPath }, index) =>
      finding(at('tmpfs', index, 'container_path'), containerPath),
    ),
  ];
});

/** A volume that no container mounts, and a port that two volumes would use. */
const volumesUsed = ofTasks(({ main: { volumes, sidecars }, at }) => {
  const ports = new Map<number | undefined, string>();
  return eachEntry(volumes, (name, { containerPath, efs }) => {
    const isMounted = containerPath !== undefined || Object.values(sidecars).some(({ mounts }) => name in mounts);
    const port = efs?.transitEncryptionPort;
    const earlier = ports.get(port);
    if (port !== undefined) ports.set(port, earlier ?? name);
    return [
      ...noEffect(
        !isMounted,
        at('volumes', name),
        'no container mounts it',
        'set container_path, or mounts of a sidecar',
      ),
      ...when(
        earlier !== undefined,
        at('volumes', name, 'efs', 'transit_encryption_port'),
        `is already used by the volume ${earlier}`,
        'set another port, or remove it: one is chosen then',
      ),
    ];
  });
});

const volumesFit = ofTasks(({ main: { volumes }, isOnFargate, at: inMain }) =>
  eachEntry(volumes, (name, { efs, hostPath }) => {
    const at = (...below: string[]) => inMain('volumes', name, ...below);
    return [
      ...when(
        efs !== undefined && hostPath !== undefined,
        at(),
        'set at most one of: efs, host_path',
        'remove one of the two',
      ),
      ...when(
        isOnFargate && hostPath !== undefined,
        at('host_path'),
        'is not available on Fargate, only on EC2 instances',
        'remove it for an empty volume, or use efs',
      ),
      ...when(
        name === TEMPORARY_VOLUME || name.startsWith(`${TEMPORARY_VOLUME}-`),
        at(),
        `the name ${name} is reserved for temporary_files`,
        'rename the volume',
      ),
    ];
  }),
);

export const VOLUME_RULES: readonly Rule[] = [mounted, onceEachPath, mountable, volumesUsed, volumesFit];
