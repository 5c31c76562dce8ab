import { withoutOptionSecrets, withoutSecrets } from './secret-texts';
import { visible, visibleLines } from './visible-text';

/** One mistake in what the user wrote, or something that may be one, in the user's words. */
export interface Problem {
  /** Where it is written, as the user would name it: relative to the working folder. */
  readonly file: string;
  /** Line in `file`, from 1. Left out where the mistake is that something is missing. */
  readonly line?: number;
  /** The field, in the file's own notation: `worker_subnets[1]`, `backend.s3.bucket`. */
  readonly path?: string;
  /** What stands there. Never set for something that may be a secret. */
  readonly value?: unknown;
  /** What is wrong, and what is allowed. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The id of a warning. Left out: a mistake. */
  readonly warning?: string;
}

export function isMistake({ warning }: Problem): boolean {
  return warning === undefined;
}

/** 1: the files have mistakes. 2: the command is used wrongly. */
export type ExitCode = 1 | 2;

/**
 * The user's mistakes, all that one step found. Shown without a trace; the command has written nothing.
 * Every other error is a bug of ours and keeps its trace.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  readonly problems: readonly Problem[];

  constructor(
    problems: readonly Problem[],
    readonly exitCode: ExitCode = 1,
  ) {
    const shown = problems.map(withoutSecretsIn);
    super(describe(shown));
    this.problems = shown;
  }
}

/** A problem that can be shown, whatever the file holds and whoever found it. */
export function withoutSecretsIn(problem: Problem): Problem {
  const entries = Object.entries(problem).map(([part, value]) => [part, hiding(value)]);
  return Object.fromEntries(entries) as unknown as Problem;
}

function hiding(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return withoutOptionSecrets(value).map(hiding);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [withoutSecrets(key), hiding(member)]));
}

/** How a report sets its parts apart where it is printed: a terminal has colours. */
export interface Paint {
  place(text: string): string;
  mistake(text: string): string;
  warning(text: string): string;
  hint(text: string): string;
}

const same = (text: string) => text;
const PLAIN: Paint = { place: same, mistake: same, warning: same, hint: same };

/** Nobody reads more at once. */
const MOST_SHOWN = 100;

/** What a report on problems says, by file and line; of very many, the first and how many more. */
export function describe(problems: readonly Problem[], paint: Paint = PLAIN): string {
  const shown = [...problems]
    .sort(byPlace)
    .slice(0, MOST_SHOWN)
    .map((problem) => description(problem, paint));
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** How many problems there are, in words: `2 mistakes and 1 warning in 2 files`, or `1 problem` where all are in one place. */
export function count(problems: readonly Problem[]): string {
  const warnings = problems.filter(({ warning }) => warning !== undefined).length;
  const mistakes = problems.length - warnings;
  const kinds = warnings === 0 ? [times(mistakes, 'problem')] : [];
  if (warnings > 0 && mistakes > 0) kinds.push(times(mistakes, 'mistake'));
  if (warnings > 0) kinds.push(times(warnings, 'warning'));
  const files = new Set(problems.map(({ file }) => file)).size;
  // One place need not be a file: it may be a command, or a folder.
  return `${kinds.join(' and ')}${files > 1 ? ` in ${times(files, 'file')}` : ''}`;
}

function times(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** What is missing has no line, and comes first. */
function byPlace(one: Problem, other: Problem): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0);
}

function description({ file, line, path, value, message, hint, warning }: Problem, paint: Paint): string {
  const place = visible(line === undefined ? file : `${file}:${line}`);
  const field =
    path === undefined ? '' : ` ${cut(path, LONGEST_PATH)}${value === undefined ? '' : `: ${shorten(value)}`}`;
  const what = visibleLines(message);
  const sentence = warning === undefined ? paint.mistake(what) : `${paint.warning(`warning ${warning}:`)} ${what}`;
  const lines = [`${paint.place(place)}${visible(field)}`, `    ${sentence}`];
  return [...lines, ...(hint === undefined ? [] : [`    ${paint.hint(`→ ${visibleLines(hint)}`)}`])].join('\n');
}

const LONGEST_VALUE = 80;
/** A name in a file may be as long as the file. */
const LONGEST_PATH = 400;

function shorten(value: unknown): string {
  // JSON has neither an infinite number nor one that is none.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return cut(text, LONGEST_VALUE);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
