import type * as z from 'zod';
import type { Path } from '../stack-file/path';
import { fewCpuUnits, fewMebibytes } from '../values/sizes';
import { exampleHint } from './expected-shape';

type Bound = z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig;

/** What is wrong with a value that is too small, too big, too short or too long. */
export function beyond(issue: Bound): string {
  const [isLeast, bound] = boundOf(issue);
  if (issue.origin === 'string') return isLeast ? 'must not be empty' : `must have at most ${bound} characters`;
  if (issue.origin === 'array')
    return `must have at ${isLeast ? 'least' : 'most'} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  if (isLeast && issue.inclusive === false) return `must be above ${bound}`;
  return `must be at ${isLeast ? 'least' : 'most'} ${bound}`;
}

/** What to do about it. */
export function withinBounds(issue: Bound, path: Path, value: unknown): string | undefined {
  const [isLeast, bound] = boundOf(issue);
  if (typeof value === 'number') return sizeMeant(path, value) ?? `set ${numbersWithin(issue)}`;
  if (isLeast) return exampleHint(path);
  if (typeof value === 'string') {
    const more = value.length - bound;
    return `shorten it by ${more} character${more === 1 ? '' : 's'}`;
  }
  return Array.isArray(value) ? `remove ${value.length - bound} of them` : exampleHint(path);
}

function boundOf(issue: Bound): [isLeast: boolean, bound: number] {
  return issue.code === 'too_small' ? [true, Number(issue.minimum)] : [false, Number(issue.maximum)];
}

function sizeMeant(path: Path, value: number): string | undefined {
  const name = String(path.at(-1));
  // A share of what a task has is in percent.
  if (path.includes('autoscaling'))
    return value > 0 && value < 1 ? `set ${Math.round(value * 100)} for ${value}` : undefined;
  return /cpu$/.test(name) ? fewCpuUnits(value) : /memory$/.test(name) ? fewMebibytes(value) : undefined;
}

function numbersWithin(issue: Bound): string {
  const [isLeast, bound] = boundOf(issue);
  if (isLeast && issue.inclusive === false) return `more than ${bound}`;
  return `${bound} or ${isLeast ? 'more' : 'less'}`;
}
