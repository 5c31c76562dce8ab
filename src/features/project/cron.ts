import { isEverThere, numbersOf } from '../../values/cron-days';
import { DAYS_OF_WEEK, MONTHS } from '../../values/schedule-expression';

interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
  /** The last day, the last Friday, the second Monday. */
  readonly special?: RegExp;
}

const FIELDS: readonly CronField[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [], special: /^(\?|L)$/i },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of the week', least: 0, most: 7, words: DAYS_OF_WEEK, special: /^(\?|L[0-7]|([0-7]|[A-Z]{3})#[1-5])$/i },
];

/**
 * What is wrong in the five fields of a cron expression, as a sentence that begins with must. Prefect reads it with
 * croniter, which has ways of its own (5/10 is 5-59/10, 22-2 goes over midnight), so that the cron libraries of npm
 * refuse what works; this refuses only values that no field has.
 */
export function cronFault(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return undefined;
  const faults = parts.flatMap((part, index) => part.split(',').flatMap((item) => itemFault(item, index) ?? []));
  if (faults.length > 0) return `must have a valid value in each field: ${faults.join('; ')}`;
  const [, , days = '', months = '', daysOfWeek] = parts;
  const [ofMonth, ofYear] = [numbersIn(days, FIELDS[2] as CronField), numbersIn(months, FIELDS[3] as CronField)];
  // A day of the week comes in each month, and a day of either field is enough.
  return !['*', '?'].includes(daysOfWeek ?? '') ||
    ofMonth === undefined ||
    isEverThere(() => ofMonth, ofYear ?? [], LEAP_YEAR)
    ? undefined
    : 'must name a day that one of its months has (L is the last one of each month): this time never comes';
}

const LEAP_YEAR = [2028];

/** What a field names in numbers; undefined: something else, or nothing. */
function numbersIn(part: string, field: CronField): number[] | undefined {
  const { least, words } = field;
  const numberAt = (text: string) =>
    words.includes(text.toUpperCase()) ? words.indexOf(text.toUpperCase()) + least : Number(text);
  const items = part.split(',');
  return items.some((item) => field.special?.test(item))
    ? undefined
    : items.flatMap((item) => numbersOf(item, { ...field, numberAt }));
}

function itemFault(item: string, index: number): string | undefined {
  const { name, least, most, words, special } = FIELDS[index] as CronField;
  const [values = '', step, ...others] = item.split('/');
  const isValue = (value: string) =>
    /^\d+$/.test(value) ? Number(value) >= least && Number(value) <= most : words.includes(value.toUpperCase());
  const range = values.split('-');
  const isRange = range.length <= 2 && range.every(isValue);
  const isStep = step === undefined || (/^\d+$/.test(step) && Number(step) > 0);
  if ((isRange || values === '*' || special?.test(values)) && isStep && others.length === 0) return undefined;
  return `${item} is no ${name} (${least}-${most}${words.length > 0 ? ` or ${words[0]}-${words.at(-1)}` : ''})`;
}
