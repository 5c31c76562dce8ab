import { eachEntry, type Rule, when } from '../../environment/rule';
import { ofTasks } from './of-tasks';
import { takenBySidecars } from './resolve';

const nameIsFree = ofTasks(({ main, mainName, containerName, at }) =>
  [...new Set([mainName, containerName])].flatMap((name) =>
    when(
      Object.hasOwn(main.sidecars, name),
      at('sidecars', name),
      `${name} is already used by the main container`,
      'rename the sidecar',
    ),
  ),
);

const sizeIsShared = ofTasks(({ main: { sidecars }, cpu, memory, isWorker, at }) => {
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
    ...eachEntry(sidecars, (name, { memory: most, memoryReservation = 0 }) =>
      when(
        most !== undefined && memoryReservation > most,
        at('sidecars', name, 'memory_reservation'),
        `must be at most memory, ${most}`,
        'reduce it, or raise memory',
      ),
    ),
  ];
});

export const SIDECAR_RULES: readonly Rule[] = [nameIsFree, sizeIsShared];
