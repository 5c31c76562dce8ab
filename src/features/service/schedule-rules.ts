import { comparing, each, type Rule, warning, when } from '../../environment/rule';
import { DAYS_OF_WEEK } from '../../values/schedule-expression';
import { workersOf } from '../workers/workers-of';

const scheduleRaisesCount: Rule = (environment) =>
  each(workersOf(environment), ({ service: { autoscaling, schedule = {} }, at }) => {
    const entries = Object.entries(schedule);
    // Tracking the use of CPU or memory never starts a first task: what does not run uses nothing.
    const hasSteps = (autoscaling?.steps.length ?? 0) > 0;
    const raisesCount = entries.some(([, { min = 0, max = 0 }]) => min > 0 || (hasSteps && max > 0));
    return entries.flatMap(([name, { max }]) =>
      warning(
        'no-way-up',
        max === 0 && !raisesCount,
        at('service', 'schedule', name),
        'stops all tasks, and no schedule starts a task again',
        'add a schedule with a min above 0',
      ),
    );
  });

/**
 * What tracks the tasks' own use has no metric where none runs.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
const scalingRaisesCount: Rule = (environment) =>
  each(workersOf(environment), ({ service: { create, autoscaling, schedule = {} }, at }) => {
    if (!create || autoscaling === undefined) return [];
    const { min, metrics = {}, steps } = autoscaling;
    const isRaised = Object.values(schedule).some((one) => (one.min ?? 0) > 0);
    const tracksUseAlone = Object.keys(metrics).length === 0 && steps.length === 0;
    return warning(
      'no-way-up',
      min === 0 && tracksUseAlone && !isRaised && (autoscaling.cpu ?? autoscaling.memory) !== undefined,
      at('service', 'autoscaling', 'min'),
      'stops the last task when it is idle, and cpu and memory start none again: without a task they have no metric',
      'set min: 1, add metrics or steps, or a schedule with a min above 0',
    );
  });

const CRON = /^cron\(\S+\s+\S+\s+\S+\s+\S+\s+(\S+)/;

const weekdays: Rule = (environment) =>
  each(workersOf(environment), ({ service: { schedule = {} }, at }) =>
    Object.entries(schedule).flatMap(([name, { schedule: expression }]) => {
      const days = CRON.exec(expression)?.[1] ?? '';
      const meant = named(days, DAYS_OF_WEEK);
      return warning(
        'weekday-numbers',
        meant !== days,
        at('service', 'schedule', name, 'schedule'),
        `${days} means ${meant}: AWS counts weekdays from 1, which is SUN`,
        `use names: ${named(days, [...DAYS_OF_WEEK.slice(1), 'SUN'])}, or ${meant}`,
      );
    }),
  );

/** Days with their names instead of numbers from 1; the number behind # or / counts no days. */
function named(days: string, names: readonly string[]): string {
  return days.replace(/(?<![#/\w])[1-7](?!\w)/g, (day) => names[Number(day) - 1] as string);
}

/** Which of two that come at one time is the last, AWS leaves open. */
const differentTimes: Rule = (environment) =>
  each(workersOf(environment), ({ service: { schedule = {} }, at }) => {
    const entries = Object.entries(schedule).map(
      ([name, { schedule: expression, timezone }]) =>
        [name, `${timezone} ${expression.replace(/\s+/g, ' ').toUpperCase()}`] as const,
    );
    return entries.flatMap(([name, time], index) => {
      const [first] = entries.slice(0, index).find(([, other]) => other === time) ?? [];
      return when(
        first !== undefined,
        at('service', 'schedule', name, 'schedule'),
        `has the same time as schedule.${first}: which of the two sizes applies is not defined`,
        'set another time, or merge the two',
      );
    });
  });

export const SCHEDULE_RULES: readonly Rule[] = [
  comparing(scheduleRaisesCount),
  comparing(scalingRaisesCount),
  weekdays,
  differentTimes,
];
