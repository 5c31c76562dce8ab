import { everyWorker, type WorkerInFile } from '../every-worker';
import { PRESETS } from '../presets';
import type { Config } from '../schema';
import { type Finding, type ConfigRule as Rule, when } from './rule';

/** How depends_on names the worker's container, whose name in ECS is built from the environment's. */
export const WORKER = 'worker';

const names: Rule = (config) =>
  everyWorker(config).flatMap(({ worker, at }) =>
    Object.keys(worker.sidecars).flatMap((name) =>
      when(
        name === WORKER,
        at('worker', 'sidecars', name),
        'must have another name: worker is the worker’s own container',
      ),
    ),
  );

const sharedSize: Rule = (config) =>
  everyWorker(config).flatMap(({ worker, cpu, memory, at }) => {
    const sidecars = Object.values(worker.sidecars);
    const sum = (values: readonly (number | undefined)[]) =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0);
    return [
      ...when(
        sum(sidecars.map((sidecar) => sidecar.cpu)) >= cpu,
        at('worker', 'sidecars'),
        `must leave CPU to the worker: all containers together have worker_cpu, ${cpu}`,
      ),
      ...when(
        sum(sidecars.map((sidecar) => sidecar.memory ?? sidecar.memoryReservation)) >= memory,
        at('worker', 'sidecars'),
        `must leave memory to the worker: all containers together have worker_memory, ${memory} MiB`,
      ),
      ...Object.entries(worker.sidecars).flatMap(([name, sidecar]) =>
        when(
          sidecar.memory !== undefined && (sidecar.memoryReservation ?? 0) > sidecar.memory,
          at('worker', 'sidecars', name, 'memory_reservation'),
          `must be at most memory, ${sidecar.memory}`,
        ),
      ),
    ];
  });

const mountsFit: Rule = (config) =>
  everyWorker(config).flatMap(({ worker, at }) =>
    Object.entries(worker.sidecars).flatMap(([name, { mounts }]) =>
      Object.keys(mounts).flatMap((volume) =>
        when(
          worker.volumes[volume] === undefined,
          at('worker', 'sidecars', name, 'mounts', volume),
          'must be a volume of worker.volumes',
          'an empty one is enough to share files: worker.volumes: {NAME: {}}',
        ),
      ),
    ),
  );

const routers: Rule = (config) =>
  everyWorker(config).flatMap(({ worker, at }) => {
    const routing = Object.entries(worker.sidecars).filter(([, { firelens }]) => firelens !== undefined);
    const isMissing = routing.length === 0;
    const message = 'must not be awsfirelens without a log router';
    const hint = 'make a sidecar the router: worker.sidecars: {NAME: {firelens: {type: fluentbit}, …}}';
    return [
      ...when(routing.length > 1, at('worker', 'sidecars'), 'must have one log router (firelens) at most'),
      ...when(
        isMissing && worker.logConfiguration?.driver === 'awsfirelens',
        at('worker', 'log_configuration', 'driver'),
        message,
        hint,
      ),
      ...Object.entries(worker.sidecars).flatMap(([name, { logs, firelens }]) => {
        const isRouted = typeof logs === 'object' && logs.driver === 'awsfirelens';
        const path = at('worker', 'sidecars', name, 'logs', 'driver');
        return [
          ...when(isRouted && isMissing, path, message, hint),
          ...when(
            isRouted && firelens !== undefined,
            path,
            'must not be awsfirelens in the log router itself',
            'logs: worker shows what the router has to say',
          ),
        ];
      }),
    ];
  });

const order: Rule = (config) =>
  everyWorker(config).flatMap((worker) => {
    const { sidecars, dependsOn } = worker.worker;
    return [
      ...conditions(worker, config, WORKER, dependsOn),
      ...Object.entries(sidecars).flatMap(([name, sidecar]) => conditions(worker, config, name, sidecar.dependsOn)),
      ...when(
        isCircular(worker.worker),
        worker.at('worker', 'sidecars'),
        'must not wait for each other in a circle (depends_on): none would start',
      ),
    ];
  });

type Waits = Config['worker']['dependsOn'];

function conditions({ worker, at }: WorkerInFile, { preset }: Config, from: string, waits: Waits = {}): Finding[] {
  const path = (on: string) =>
    from === WORKER ? at('worker', 'depends_on', on) : at('worker', 'sidecars', from, 'depends_on', on);
  const workersHealth = worker.healthCheck ?? (PRESETS[preset].guardedTask ? {} : false);
  return Object.entries(waits).flatMap(([on, condition]) => {
    const sidecar = worker.sidecars[on];
    if (sidecar === undefined && on !== WORKER) {
      return when(true, path(on), 'must be a container of this task: a sidecar’s name, or worker');
    }
    const hasHealth = sidecar === undefined ? workersHealth !== false : sidecar.healthCheck !== undefined;
    return [
      ...when(
        condition === 'HEALTHY' && !hasHealth,
        path(on),
        `must not be HEALTHY: ${on} has no health check`,
        'give it one, or wait for START',
      ),
      ...when(
        (condition === 'COMPLETE' || condition === 'SUCCESS') && (sidecar?.essential ?? true),
        path(on),
        `must not be ${condition}: ${on} is essential, and the task ends with it`,
        'essential: false, or wait for START',
      ),
    ];
  });
}

function isCircular({ sidecars, dependsOn = {} }: Config['worker']): boolean {
  const waits = (name: string) => Object.keys((name === WORKER ? dependsOn : sidecars[name]?.dependsOn) ?? {});
  const reaches = (name: string, seen: readonly string[]): boolean =>
    seen.includes(name) || waits(name).some((next) => reaches(next, [...seen, name]));
  return [WORKER, ...Object.keys(sidecars)].some((name) => reaches(name, []));
}

export const SIDECAR_RULES: readonly Rule[] = [names, sharedSize, mountsFit, routers, order];
