import type { Path } from '../stack-file/path';
import type { Fault } from './fault';

/** A step of Application Auto Scaling, as far as its numbers have to fit together. */
interface Step {
  readonly namespace: string;
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly adjustmentType: 'ChangeInCapacity' | 'ExactCapacity' | 'PercentChangeInCapacity';
  readonly adjustments: readonly Adjustment[];
}

interface Adjustment {
  readonly lowerBound?: number;
  readonly upperBound?: number;
  readonly scalingAdjustment: number;
}

export interface StepFault {
  readonly path: Path;
  readonly fault: Fault | string;
}

const MINUTE = 60;
const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR = 3600;

/** What AWS would refuse of a step. Sources: PutMetricAlarm of CloudWatch; StepAdjustment of Application Auto Scaling. */
export function stepFaults({ namespace, period, evaluationPeriods, adjustmentType, adjustments }: Step): StepFault[] {
  const longest = period < HOUR ? DAY : WEEK;
  return [
    ...fault(
      ![10, 20, 30].includes(period) && period % 60 !== 0,
      ['period'],
      'must be 10, 20, 30, or a multiple of 60: CloudWatch allows no others',
    ),
    ...fault(
      namespace.startsWith('AWS/') && period < MINUTE,
      ['period'],
      'must be 60 or more for a metric of AWS: PutMetricAlarm refuses shorter periods in the namespaces AWS/…',
    ),
    ...fault(
      period * evaluationPeriods > longest,
      ['evaluation_periods'],
      `must be at most ${Math.floor(longest / period)} with a period of ${period}: CloudWatch looks back ${longest === DAY ? 'one day, or seven with a period of an hour or more' : 'seven days'} at most`,
    ),
    ...adjustments.flatMap(({ lowerBound, upperBound, scalingAdjustment }, index) => [
      ...fault(lowerBound === undefined && upperBound === undefined, ['adjustments', index], {
        message: 'must have a lower_bound or an upper_bound',
        hint: 'for all that is beyond the threshold, set lower_bound: 0 (upper_bound: 0 where it is below)',
      }),
      ...fault(
        lowerBound !== undefined && upperBound !== undefined && lowerBound >= upperBound,
        ['adjustments', index],
        `must have a lower_bound below its upper_bound: ${lowerBound} is not below ${upperBound}`,
      ),
      ...fault(
        adjustmentType === 'ExactCapacity' && scalingAdjustment < 0,
        ['adjustments', index, 'scaling_adjustment'],
        'must be at least 0 with adjustment_type: ExactCapacity',
      ),
    ]),
    ...rangeFaults(adjustments),
  ];
}

/** The ranges follow one another without a gap, and reach to infinity where they leave the threshold. */
function rangeFaults(adjustments: readonly Adjustment[]): StepFault[] {
  const ranges = adjustments
    .map(({ lowerBound, upperBound }, index) => ({
      index,
      from: lowerBound ?? Number.NEGATIVE_INFINITY,
      to: upperBound ?? Number.POSITIVE_INFINITY,
    }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
  if (ranges.some(({ from, to }) => from >= to || (from === Number.NEGATIVE_INFINITY && to === -from))) return [];
  const between = ranges.slice(1).flatMap(({ from, index }, place) => {
    const before = ranges[place] as (typeof ranges)[number];
    return fault(
      before.to !== from,
      ['adjustments', index],
      before.to === Number.POSITIVE_INFINITY && from > before.from
        ? {
            message: `overlaps with adjustments[${before.index}], which has no upper_bound`,
            hint: `set upper_bound: ${from} there`,
          }
        : {
            message: `must begin where adjustments[${before.index}] ends: AWS refuses ranges with a gap or an overlap`,
            hint: before.to === Number.POSITIVE_INFINITY ? 'remove one of the two' : `set lower_bound: ${before.to}`,
          },
    );
  });
  const [first, last] = [ranges[0], ranges.at(-1)];
  return [
    ...between,
    ...fault(
      first !== undefined && first.from < 0 && first.from !== Number.NEGATIVE_INFINITY,
      ['adjustments', first?.index ?? 0],
      {
        message: 'must have no lower_bound: below the threshold the lowest range has none',
        hint: `remove lower_bound: ${first?.from}`,
      },
    ),
    ...fault(
      last !== undefined && last.to > 0 && last.to !== Number.POSITIVE_INFINITY,
      ['adjustments', last?.index ?? 0],
      {
        message: 'must have no upper_bound: above the threshold the highest range has none',
        hint: `remove upper_bound: ${last?.to}`,
      },
    ),
  ];
}

function fault(wrong: boolean, path: Path, fault: Fault | string): StepFault[] {
  return wrong ? [{ path, fault }] : [];
}
