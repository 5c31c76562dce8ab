import { each, type Rule, warning } from '../../environment/rule';
import { workersOf } from '../workers/workers-of';
import type { Autoscaling } from './scaling-schema';

type Step = Autoscaling['steps'][number];

/** Namespaces of which no metric is below 0. */
const COUNTS = ['AWS/ECS', 'AWS/SQS', 'ECS/ContainerInsights'];

/** What tasks use at most, of the CPU and memory that they have. */
const WHOLE = 100;

const targetsAreExceeded: Rule = (environment) =>
  each(workersOf(environment), ({ service: { autoscaling }, at }) => {
    const path = at('service', 'autoscaling');
    const targets = [
      { path: [...path, 'cpu'], target: autoscaling?.cpu },
      { path: [...path, 'memory'], target: autoscaling?.memory },
      ...Object.entries(autoscaling?.metrics ?? {}).map(([name, metric]) => ({
        path: [...path, 'metrics', name, 'target'],
        target: isShare(metric) ? metric.target : undefined,
      })),
    ];
    return targets.flatMap(({ path: place, target = 0 }) =>
      warning(
        'no-way-up',
        target >= WHOLE,
        place,
        `only removes tasks: they use at most ${WHOLE} percent, and scaling adds tasks only above the target`,
        'set less, for example 60',
      ),
    );
  });

const thresholdsAreReached: Rule = (environment) =>
  each(workersOf(environment), ({ service: { autoscaling }, at }) =>
    (autoscaling?.steps ?? []).flatMap((step, index) =>
      warning(
        'silent-alarm',
        isNeverReached(step),
        at('service', 'autoscaling', 'steps', index, 'threshold'),
        step.comparisonOperator.startsWith('Greater')
          ? `is never exceeded: ${step.metricName} is at most ${WHOLE}`
          : `nothing is below it: ${step.metricName} is at least 0`,
        'change it, or comparison_operator',
      ),
    ),
  );

function isShare({ namespace, metricName, statistic }: Pick<Step, 'namespace' | 'metricName' | 'statistic'>): boolean {
  return (
    namespace === 'AWS/ECS' &&
    /^(CPU|Memory)Utilization$/.test(metricName) &&
    ['Average', 'Maximum', 'Minimum'].includes(statistic)
  );
}

function isNeverReached(step: Step): boolean {
  const { comparisonOperator, threshold, namespace } = step;
  const takesEqual = comparisonOperator.includes('OrEqual');
  if (comparisonOperator.startsWith('Greater')) {
    return isShare(step) && (takesEqual ? threshold > WHOLE : threshold >= WHOLE);
  }
  return COUNTS.includes(namespace) && (takesEqual ? threshold < 0 : threshold <= 0);
}

export const SCALING_THRESHOLD_RULES: readonly Rule[] = [targetsAreExceeded, thresholdsAreReached];
