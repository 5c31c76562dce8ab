import { posix } from 'node:path';
import { each, type Finding, noEffect, type Rule, warning, when } from '../../environment/rule';
import { suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { containersOf, type InTask, ofContainers, ofTasks, type Task } from './of-tasks';
import { mountsOf, PREFECTS_OWN_IMAGE, TEMPORARY_VOLUME, takenBySidecars } from './resolve';

const names = ofTasks(({ main, mainName, at }) =>
  when(
    Object.hasOwn(main.sidecars, mainName),
    at('sidecars', mainName),
    `${mainName} is already used by the main container`,
    'rename the sidecar',
  ),
);

const sharedSize = ofTasks(({ main: { sidecars }, cpu, memory, isWorker, at }) => {
  const taken = takenBySidecars({ sidecars });
  const [whose, size] = isWorker ? ['the worker', 'worker_'] : ['the flow', 'flow_runs.'];
  return [
    ...when(
      taken.cpu >= cpu,
      at('sidecars'),
      `the CPU of the sidecars must be less than ${size}cpu, ${cpu}: ${whose} needs the rest`,
      `reduce the cpu of the sidecars, or raise ${size}cpu`,
    ),
    ...when(
      taken.memory >= memory,
      at('sidecars'),
      `the memory of the sidecars must be less than ${size}memory, ${memory} MiB: ${whose} needs the rest`,
      `reduce the memory of the sidecars, or raise ${size}memory`,
    ),
    ...each(Object.keys(sidecars), (name) => {
      const { memory: most, memoryReservation = 0 } = sidecars[name] ?? {};
      return when(
        most !== undefined && memoryReservation > most,
        at('sidecars', name, 'memory_reservation'),
        `must be at most memory, ${most}`,
      );
    }),
  ];
});

const mounted = ofTasks((task) =>
  each(Object.keys(task.main.sidecars), (name) =>
    Object.keys(task.main.sidecars[name]?.mounts ?? {}).flatMap((volume) =>
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
  /^\/(bin|etc|lib|lib64|sbin|usr|usr\/bin|usr\/lib|usr\/local|usr\/local\/bin|usr\/local\/lib|opt\/prefect)\/?$/;

/** What is wrong with a path at which something is mounted. */
function mountFault(path: string, { isMain, image }: InTask): string | undefined {
  const place = posix.normalize(path);
  const [, kernel] = OF_KERNEL.exec(place) === null ? [] : [place, place.split('/')[1]];
  if (kernel !== undefined)
    return `must not be ${kernel === 'dev' ? '' : 'in '}/${kernel}: the container would not start`;
  const programs = PREFECTS_OWN_IMAGE.test(image) ? PREFECTS_PROGRAMS : PROGRAMS;
  return isMain && programs.test(place) ? 'hides the programs of the image: the container would not start' : undefined;
}

const mountable = ofContainers((inTask) => {
  const { container, isMain, at } = inTask;
  const finding = (path: Path, containerPath: string) => {
    const fault = mountFault(containerPath, inTask);
    return when(fault !== undefined, path, fault ?? '', 'set another path, for example /data');
  };
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
  const ports = new Map<number, string>();
  return each(Object.keys(volumes), (name) => {
    const { containerPath, efs } = volumes[name] ?? {};
    const isMounted = containerPath !== undefined || Object.values(sidecars).some(({ mounts }) => name in mounts);
    const port = efs?.transitEncryptionPort;
    const earlier = port === undefined ? undefined : ports.get(port);
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

const volumesFit = ofTasks(({ main: { volumes }, hasTaskRole, isOnFargate, isWorker, at: inMain }) =>
  each(Object.keys(volumes), (name) => {
    const { efs, hostPath } = volumes[name] ?? {};
    const at = (...below: string[]) => inMain('volumes', name, ...below);
    return [
      ...when(efs !== undefined && hostPath !== undefined, at(), 'set at most one of: efs, host_path'),
      ...when(
        isOnFargate && hostPath !== undefined,
        at('host_path'),
        'is not available on Fargate, only on EC2 instances',
        'remove it for an empty volume, or use efs',
      ),
      ...when(
        efs !== undefined && (efs.fileSystemId === undefined) === (efs.create === undefined),
        at('efs'),
        'set exactly one of: file_system_id, create',
      ),
      ...when(
        efs?.create !== undefined && (efs.accessPointId !== undefined || efs.rootDirectory !== undefined),
        at('efs', 'create'),
        'is not available with access_point_id and root_directory: it creates its own access point',
        'remove access_point_id and root_directory',
      ),
      ...when(
        efs?.create !== undefined && !efs.transitEncryption,
        at('efs', 'transit_encryption'),
        'must be true with create: the access point requires it',
        'remove it',
      ),
      ...noEffect(
        efs?.accessPointId !== undefined && (efs.rootDirectory ?? '/') !== '/',
        at('efs', 'root_directory'),
        'the access point sets the directory',
        'remove access_point_id',
      ),
      ...when(
        efs && efs.create === undefined && !efs.transitEncryption && (efs.iam || efs.accessPointId !== undefined),
        at('efs', 'transit_encryption'),
        'must be true: an access point and iam require it',
        'set transit_encryption: true; or remove access_point_id, and set iam: false',
      ),
      ...noEffect(
        efs?.transitEncryptionPort !== undefined && !efs.transitEncryption,
        at('efs', 'transit_encryption_port'),
        'transit_encryption is false',
      ),
      ...when(
        efs?.iam && !hasTaskRole,
        at('efs', 'iam'),
        isWorker ? 'must be false with roles.task.none: it requires a task role' : 'requires a task role',
        isWorker
          ? 'set iam: false'
          : 'set flow_runs.task_role: {}; or iam: false, if the policy of the file system allows it',
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

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html */
const ROUTER_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'enable-ecs-log-metadata': ['true', 'false'],
  'config-file-type': ['s3', 'file'],
  // The ARN of an S3 object, or a path.
  'config-file-value': [],
};

const routerOptions = ofTasks(({ main: { sidecars }, isOnFargate, at }) =>
  each(Object.keys(sidecars), (name) => {
    const options = sidecars[name]?.firelensConfiguration?.options ?? {};
    const path = at('sidecars', name, 'firelens_configuration', 'options');
    const { 'config-file-type': type, 'config-file-value': value } = options;
    return [
      ...Object.entries(options).flatMap(([option, given]) => {
        const allowed = Object.hasOwn(ROUTER_OPTIONS, option) ? ROUTER_OPTIONS[option] : undefined;
        return allowed === undefined
          ? warning(
              'unknown-attribute',
              true,
              [...path, option],
              'is not an option that FireLens had in November 2026',
              suggestion(option, Object.keys(ROUTER_OPTIONS)),
            )
          : when(
              allowed.length > 0 && !allowed.includes(given),
              [...path, option],
              'invalid value',
              suggestion(given, allowed),
            );
      }),
      ...when(
        isOnFargate && type === 's3',
        [...path, 'config-file-type'],
        'must be file on Fargate, which reads no configuration from S3',
        'set config-file-type: file, and build the file into the image',
      ),
      ...when(
        (type === undefined) !== (value === undefined),
        path,
        `must have ${type === undefined ? 'config-file-type' : 'config-file-value'}: the two belong together`,
        'add it',
      ),
    ];
  }),
);

const routers = ofTasks((task) => {
  const { sidecars } = task.main;
  const routing = Object.values(sidecars).filter(({ firelensConfiguration }) => firelensConfiguration !== undefined);
  const path = task.at('sidecars').join('.');
  return [
    ...when(routing.length > 1, task.at('sidecars'), 'only one sidecar can be the log router (firelens_configuration)'),
    ...each(containersOf(task), ({ name, isMain, container, at }) => {
      const { logConfiguration } = container;
      const isRouted = typeof logConfiguration === 'object' && logConfiguration.logDriver === 'awsfirelens';
      const driver = at('log_configuration', 'log_driver');
      return [
        ...when(
          isRouted && routing.length === 0,
          driver,
          'awsfirelens requires a log router',
          `add a sidecar as the log router: ${path}: {NAME: {firelens_configuration: {type: fluentbit}, …}}`,
        ),
        ...when(
          isRouted && !isMain && sidecars[name]?.firelensConfiguration !== undefined,
          driver,
          'must not be awsfirelens in the log router itself',
          'remove log_configuration: the log then goes to the default log group',
        ),
      ];
    }),
  ];
});

const order = ofTasks((task) => {
  const cycle = cycleOf(task);
  return [
    ...each(containersOf(task), (container) => conditions(task, container)),
    ...when(
      cycle !== undefined,
      task.at('sidecars'),
      `depends_on contains a cycle: ${cycle?.join(' → ')}`,
      'remove one of these dependencies',
    ),
  ];
});

function conditions(task: Task, { container, at }: InTask): Finding[] {
  const { main, mainName } = task;
  return Object.entries(container.dependsOn).flatMap(([on, condition]) => {
    const path = at('depends_on', on);
    const sidecar = Object.hasOwn(main.sidecars, on) ? main.sidecars[on] : undefined;
    if (sidecar === undefined && on !== mainName) {
      return when(true, path, `there is no container ${on} in this task`, `set the name of a sidecar, or ${mainName}`);
    }
    const hasHealth = (sidecar ?? main).healthCheck !== undefined;
    return [
      ...when(
        condition === 'HEALTHY' && !hasHealth,
        path,
        `must not be HEALTHY: ${on} has no health check`,
        `set health_check of ${on}, or use START`,
      ),
      ...when(
        (condition === 'COMPLETE' || condition === 'SUCCESS') && (sidecar?.essential ?? true),
        path,
        `must not be ${condition}: ${on} is essential, so the task stops when it stops`,
        sidecar === undefined ? 'use START or HEALTHY' : `set essential: false for ${on}, or use START`,
      ),
    ];
  });
}

/** Containers that depend on each other, the first one again at the end. */
function cycleOf({ main, mainName }: Task): readonly string[] | undefined {
  const waits = (name: string) => Object.keys((name === mainName ? main : main.sidecars[name])?.dependsOn ?? {});
  const from = (name: string, seen: readonly string[]): readonly string[] | undefined => {
    if (seen.includes(name)) return [...seen.slice(seen.indexOf(name)), name];
    for (const next of waits(name)) {
      const found = from(next, [...seen, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const name of [mainName, ...Object.keys(main.sidecars)]) {
    const found = from(name, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const TASK_RULES: readonly Rule[] = [
  names,
  sharedSize,
  mounted,
  onceEachPath,
  mountable,
  volumesUsed,
  volumesFit,
  routerOptions,
  routers,
  order,
];
