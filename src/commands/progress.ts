import { SingleBar } from 'cli-progress';
import type { Printing } from './printer';

/** What a command does with environments, and with how many of them it has. */
export type Report = (what: 'Loading' | 'Generating', done: number, of: number) => void;

/** A person who waits longer wants to see that something happens. Milliseconds since the start of the command. */
const A_WHILE = 1000;

interface Options extends Pick<Printing, 'quiet'> {
  readonly stream?: NodeJS.WriteStream;
  /** Milliseconds since the start of the command. */
  readonly now?: () => number;
}

/** Does `work` while a line on the terminal tells how far it is, as soon as it takes a while; nowhere else, and not with --quiet. */
export function withProgress<Result>({ quiet, ...options }: Options, work: (report: Report) => Result): Result {
  // Before Node is asked for stderr, which takes it some milliseconds.
  if (quiet) return work(() => {});
  const { stream = process.stderr, now = () => performance.now() } = options;
  if (!stream.isTTY) return work(() => {});
  let bar: SingleBar | undefined;
  let before = '';
  const report: Report = (what, done, of) => {
    if (bar === undefined && now() < A_WHILE) return;
    bar ??= new SingleBar({ stream, format: FORMAT, barsize: 24, hideCursor: true, clearOnComplete: true });
    if (what !== before) bar.start(of, done, { what });
    before = what;
    bar.update(done);
  };
  try {
    return work(report);
  } finally {
    bar?.stop();
  }
}

const FORMAT = '{what} environments [{bar}] {value} of {total}';
