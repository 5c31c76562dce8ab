import { each, type Finding, type Rule, when } from '../../environment/rule';
import { containersOf, type InTask, ofContainers, ofTasks, type Task } from './of-tasks';
import { mountsOf, TEMPORARY_VOLUME } from './resolve';

const names = ofTasks(({ main, mainName, at }) =>
  when(
    Object.hasOwn(main.sidecars, mainName),
    at('sidecars', mainName),
    `must have another name: ${mainName} is the container beside the sidecars`,
  ),
);

const sharedSize = ofTasks(({ main: { sidecars }, cpu, memory, isWorker, at }) => {
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const [whose, size] = isWorker ? ['the worker', 'worker_'] : ['the flow', 'flow_runs.'];
  return [
    ...when(
      sum(Object.values(sidecars).map((sidecar) => sidecar.cpu)) >= cpu,
      at('sidecars'),
      `must leave CPU to ${whose}: all containers together have ${size}cpu, ${cpu}`,
    ),
    ...when(
      sum(Object.values(sidecars).map((sidecar) => sidecar.memory ?? sidecar.memoryReservation)) >= memory,
      at('sidecars'),
      `must leave memory to ${whose}: all containers together have ${size}memory, ${memory} MiB`,
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
        `must be a volume of ${task.at('volumes').join('.')}`,
        'an empty one is enough to share files: volumes: {NAME: {}}',
      ),
    ),
  ),
);

const onceEachPath = ofContainers(({ container, isMain, at }) => {
  const mounts = mountsOf(container).map(([, mount]) => mount);
  const paths = [...mounts, ...container.tmpfs].map(({ containerPath }) => containerPath);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  return when(twice !== undefined, at(isMain ? 'volumes' : 'mounts'), `must not mount two things at ${twice}`);
});

const volumesFit = ofTasks(({ main: { volumes }, hasTaskRole, isOnFargate, isWorker, at: inMain }) =>
  each(Object.keys(volumes), (name) => {
    const { efs, hostPath } = volumes[name] ?? {};
    const at = (...below: string[]) => inMain('volumes', name, ...below);
    return [
      ...when(efs !== undefined && hostPath !== undefined, at(), 'must be one thing: efs or host_path'),
      ...when(
        isOnFargate && hostPath !== undefined,
        at('host_path'),
        'must be left out on Fargate, which has no host to mount from',
      ),
      ...when(
        efs?.accessPointId !== undefined && (efs.rootDirectory ?? '/') !== '/',
        at('efs', 'root_directory'),
        'must be left out beside access_point_id, whose own directory it is',
      ),
      ...when(
        efs && !efs.transitEncryption && (efs.iam || efs.accessPointId !== undefined),
        at('efs', 'transit_encryption'),
        'must be true with an access point or with iam, which need it',
        'iam: false where the file system lets everybody in',
      ),
      ...when(
        efs?.transitEncryptionPort !== undefined && !efs.transitEncryption,
        at('efs', 'transit_encryption_port'),
        'must be left out with transit_encryption: false',
      ),
      ...when(
        efs?.iam && !hasTaskRole,
        at('efs', 'iam'),
        isWorker
          ? 'must be false with roles.task.none: there is no role to mount it as'
          : 'needs a task role to mount as: flow_runs.task_role',
        isWorker ? undefined : 'flow_runs.task_role: {}, or iam: false where the file system lets everybody in',
      ),
      ...when(
        name === TEMPORARY_VOLUME || name.startsWith(`${TEMPORARY_VOLUME}-`),
        at(),
        `must have another name: ${name} may be a volume of temporary_files`,
      ),
    ];
  }),
);

const routers = ofTasks((task) => {
  const { sidecars } = task.main;
  const routing = Object.values(sidecars).filter(({ firelensConfiguration }) => firelensConfiguration !== undefined);
  const path = task.at('sidecars').join('.');
  return [
    ...when(routing.length > 1, task.at('sidecars'), 'must have one log router (firelens_configuration) at most'),
    ...each(containersOf(task), ({ name, isMain, container, at }) => {
      const { logConfiguration } = container;
      const isRouted = typeof logConfiguration === 'object' && logConfiguration.logDriver === 'awsfirelens';
      const driver = at('log_configuration', 'log_driver');
      return [
        ...when(
          isRouted && routing.length === 0,
          driver,
          'must not be awsfirelens without a log router',
          `make a sidecar the router: ${path}: {NAME: {firelens_configuration: {type: fluentbit}, …}}`,
        ),
        ...when(
          isRouted && !isMain && sidecars[name]?.firelensConfiguration !== undefined,
          driver,
          'must not be awsfirelens in the log router itself',
          'leave log_configuration out: its log goes where the others’ go by default',
        ),
      ];
    }),
  ];
});

const order = ofTasks((task) => {
  const circle = circleOf(task);
  return [
    ...each(containersOf(task), (container) => conditions(task, container)),
    ...when(
      circle !== undefined,
      task.at('sidecars'),
      `depends_on contains a cycle: ${circle?.join(' → ')}; no container of it would start`,
    ),
  ];
});

function conditions(task: Task, { container, at }: InTask): Finding[] {
  const { main, mainName } = task;
  return Object.entries(container.dependsOn).flatMap(([on, condition]) => {
    const path = at('depends_on', on);
    const sidecar = Object.hasOwn(main.sidecars, on) ? main.sidecars[on] : undefined;
    if (sidecar === undefined && on !== mainName) {
      return when(true, path, `must be a container of this task: a sidecar’s name, or ${mainName}`);
    }
    const hasHealth = (sidecar ?? main).healthCheck !== undefined;
    return [
      ...when(
        condition === 'HEALTHY' && !hasHealth,
        path,
        `must not be HEALTHY: ${on} has no health check`,
        'set its health_check, or wait for START',
      ),
      ...when(
        (condition === 'COMPLETE' || condition === 'SUCCESS') && (sidecar?.essential ?? true),
        path,
        `must not be ${condition}: ${on} is essential, and the task ends with it`,
        'essential: false, or wait for START',
      ),
    ];
  });
}

/** Containers that wait for each other, the first one again at the end. */
function circleOf({ main, mainName }: Task): readonly string[] | undefined {
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

export const TASK_RULES: readonly Rule[] = [names, sharedSize, mounted, onceEachPath, volumesFit, routers, order];
