/** One mistake in what the user wrote, in the user's words. */
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
}

/**
 * The user's mistakes, all that one step found. Shown without a trace; the command exits 1 and has written nothing.
 * Every other error is a bug of ours and keeps its trace.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
  }
}

function describe({ file, line, path, value, message, hint }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const field = path === undefined ? '' : ` ${path}${value === undefined ? '' : `: ${shorten(value)}`}`;
  return [`${place}${field}`, `    ${message}`, ...(hint === undefined ? [] : [`    → ${hint}`])].join('\n');
}

const LONGEST_VALUE = 80;

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
