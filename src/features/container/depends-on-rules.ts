import { each, type Finding, faultAt, type Rule, when } from '../../environment/rule';
import { inTable } from '../../values/in-table';
import { containersOf, type InTask, ofTasks, type Task } from './of-tasks';

const startOrder = ofTasks((task) => {
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
    const sidecar = inTable(main.sidecars, on);
    if (sidecar === undefined && on !== mainName) {
      return faultAt(path, `there is no container ${on} in this task`, `set the name of a sidecar, or ${mainName}`);
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

export const DEPENDS_ON_RULES: readonly Rule[] = [startOrder];
