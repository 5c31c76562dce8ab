import { isEverThere, numbersOf } from './cron-days';
import type { Fault } from './fault';

/**
 * When a scheduled action of Application Auto Scaling happens, by AWS's rules:
 * https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 * and the documentation of PutScheduledAction in AWS's own service model. (aws-cron-parser of npm takes foo for a
 * minute, so it is no help here.)
 */
const EXAMPLE = 'cron(0 8 ? * MON-FRI *)';

interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
  /** What stands for no plain number: the last day, the nearest weekday, the second Friday. */
  readonly special?: RegExp;
  /** Source: the table of wildcards on the page above. */
  readonly takesQuestionMark?: boolean;
}

export const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const DAYS_OF_WEEK = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The year of this text. What was before it is past, whenever a stack file is read. */
const FIRST_YEAR = 2026;

const DAY_OF_MONTH: CronField = {
  name: 'day of the month',
  least: 1,
  most: 31,
  special: /^(L(-([1-9]|[12][0-9]|30))?|LW|([1-9]|[12][0-9]|3[01])W)$/,
  takesQuestionMark: true,
};
const MONTH: CronField = { name: 'month', least: 1, most: 12, words: MONTHS };
const DAY_OF_WEEK: CronField = {
  name: 'day of the week',
  least: 1,
  most: 7,
  words: DAYS_OF_WEEK,
  special: new RegExp(`^(L|([1-7]|${DAYS_OF_WEEK.join('|')})(L|#[1-5]))$`),
  takesQuestionMark: true,
};
const YEAR: CronField = { name: 'year', least: 1970, most: 2199 };

const FIELDS: readonly CronField[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  DAY_OF_MONTH,
  MONTH,
  DAY_OF_WEEK,
  YEAR,
];

/** What is wrong with a schedule; undefined: nothing that AWS would refuse. */
export function scheduleFault(expression: string): Fault | string | undefined {
  const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/s.exec(expression) ?? [];
  switch (kind) {
    case 'cron':
      return cronFault(inner);
    case 'rate':
      return rateFault(inner);
    case 'at':
      return atFault(inner);
    default:
      return {
        message:
          'must be cron(MINUTE HOUR DAY_OF_MONTH MONTH DAY_OF_WEEK YEAR), at(YYYY-MM-DDTHH:MM:SS) or rate(NUMBER UNIT)',
        hint: `for example ${exampleFor(expression)}`,
      };
  }
}

/** What a cron expression of Unix is on AWS, or any. */
function exampleFor(expression: string): string {
  const meant = cronOfAws(expression);
  return meant === undefined || scheduleFault(meant) !== undefined ? EXAMPLE : meant;
}

/** A cron expression of Unix, with its five fields, as AWS writes it; undefined: it is none, or AWS has no such thing. */
function cronOfAws(expression: string): string | undefined {
  const inner = /^cron\((.*)\)$/.exec(expression)?.[1] ?? expression;
  const [minute, hour, day, month, weekday, ...others] = inner.trim().split(/\s+/);
  if (weekday === undefined || others.length > 0) return undefined;
  const [days, weekdays] =
    weekday === '*' ? [day, '?'] : day === '*' ? ['?', weekday.replaceAll(/[0-7]/g, dayOfUnix)] : [day, weekday];
  return `cron(${minute} ${hour} ${days} ${month} ${weekdays} *)`;
}

/** Unix counts from 0, which is Sunday, as 7 is. */
function dayOfUnix(digit: string): string {
  return DAYS_OF_WEEK[Number(digit) % 7] as string;
}

function cronFault(inner: string): Fault | string | undefined {
  const parts = inner.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return {
      message: `must have six fields, not ${inner.trim() === '' ? 0 : parts.length}: MINUTE HOUR DAY_OF_MONTH MONTH DAY_OF_WEEK YEAR`,
      hint: `for example ${exampleFor(inner)}`,
    };
  }
  const faults = parts.flatMap((part, index) => fieldFault(part, FIELDS[index] as CronField) ?? []);
  const [dayOfMonth, dayOfWeek] = [parts[2], parts[4]];
  if (faults.length > 0) return `must have a valid value in each field: ${faults.join('; ')}`;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    return {
      message: 'must have ? in exactly one of the two fields of days, and a value or * in the other',
      hint: `for example ${EXAMPLE}`,
    };
  }
  const [month = '', year = ''] = [parts[3], parts[5]];
  const reversed = year
    .split(',')
    .find((item) => /^([0-9]+)-([0-9]+)/.test(item) && Number(item.slice(0, 4)) > Number(item.slice(5, 9)));
  if (reversed !== undefined) return `must have years in order: ${reversed} ends before it begins`;
  const years = numbersIn(year, YEAR).filter((one) => one >= FIRST_YEAR);
  if (years.length === 0)
    return `must have a year from ${FIRST_YEAR}, or *: ${year} is past, and this time never comes`;
  return isEverThere(daysIn(dayOfMonth as string, dayOfWeek as string), numbersIn(month, MONTH), years)
    ? undefined
    : 'must name a day that one of its months and years has (L is the last one of each month): this time never comes';
}

/** The days of a month that the two fields of days name, as far as they can be missing in one; undefined: never are. */
function daysIn(dayOfMonth: string, dayOfWeek: string) {
  return (year: number, month: number): readonly number[] | undefined => {
    if (dayOfMonth === '?') {
      const items = dayOfWeek.split(',').map((item) => /^(.+)#([1-5])$/.exec(item));
      if (items.some((item) => item === null)) return undefined;
      const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 1;
      return items.map((item) => {
        const day = numberOf(item?.[1] ?? '', DAY_OF_WEEK) ?? 1;
        return 1 + ((day - first + 7) % 7) + 7 * (Number(item?.[2]) - 1);
      });
    }
    const items = dayOfMonth.split(',');
    return items.some((item) => DAY_OF_MONTH.special?.test(item.toUpperCase()))
      ? undefined
      : numbersIn(dayOfMonth, DAY_OF_MONTH);
  };
}

function numbersIn(part: string, field: CronField): number[] {
  return part.split(',').flatMap((item) => numbersOf(item, { ...field, numberAt: (text) => numberOf(text, field) }));
}

function fieldFault(part: string, field: CronField): string | undefined {
  if (part === '?') return field.takesQuestionMark ? undefined : `the ${field.name} cannot be ?`;
  const wrong = part.split(',').some((item) => !isItem(item, field));
  return wrong
    ? `${part} is no ${field.name} (${field.words ? `${field.least}-${field.most} or ${field.words[0]}-${field.words.at(-1)}` : `${field.least}-${field.most}`})`
    : undefined;
}

function isItem(item: string, field: CronField): boolean {
  if (field.special?.test(item.toUpperCase())) return true;
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !isNumber(step, 1, field.most))) return false;
  if (range === '*') return true;
  const ends = range.split('-');
  return ends.length <= 2 && ends.every((end) => numberOf(end, field) !== undefined);
}

function numberOf(text: string, { least, most, words = [] }: CronField): number | undefined {
  const word = words.indexOf(text.toUpperCase());
  if (word >= 0) return word + least;
  return isNumber(text, least, most) ? Number(text) : undefined;
}

function isNumber(text: string, least: number, most: number): boolean {
  return /^[0-9]{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function rateFault(inner: string): Fault | undefined {
  const [, count, unit, plural] = /^([1-9][0-9]*) (minute|hour|day)(s?)$/.exec(inner) ?? [];
  if (unit === undefined) {
    return {
      message: 'must be rate(NUMBER UNIT), the number from 1 and the unit minutes, hours or days',
      hint: 'for example rate(12 hours)',
    };
  }
  const right = `${unit}${count === '1' ? '' : 's'}`;
  return `${unit}${plural}` === right
    ? undefined
    : {
        message: 'must have its unit in the singular after 1, and in the plural after others',
        hint: `did you mean rate(${count} ${right})?`,
      };
}

function atFault(inner: string): Fault | undefined {
  const isTime = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$/.test(inner);
  const date = new Date(`${inner}Z`);
  const isThere = isTime && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(inner);
  if (!isThere) {
    return {
      message: 'must be a date and time that exist, in seconds and without a zone, whose field is timezone',
      hint: 'for example at(2026-12-24T18:00:00)',
    };
  }
  return date.getUTCFullYear() < FIRST_YEAR
    ? {
        message: `must be in ${FIRST_YEAR} or later: this time is past, and never comes again`,
        hint: 'set a time to come',
      }
    : undefined;
}
