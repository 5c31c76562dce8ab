import { spawn } from 'node:child_process';

/** What a finished command said. `output` is both streams, as a person would see them. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly output: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds until it is ended. */
  readonly timeout?: number;
}

/** No command here takes longer; one that does waits for something that will not come. */
const PATIENCE = 180_000;

/** Runs a command to its end, while others run. */
export function run(command: string, args: readonly string[], options: Options = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const { timeout = PATIENCE, ...others } = options;
    const child = spawn(command, args, { timeout, ...others, stdio: ['ignore', 'pipe', 'pipe'] });
    const all: Buffer[] = [];
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      all.push(chunk);
      out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => all.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
      const ended = child.killed ? `\n${command} was ended after ${timeout / 1000} s.\n` : '';
      resolve({ status, stdout: text(out), output: text(all) + ended });
    });
  });
}

/** Like {@link run}, and fails with all the command said when it did not exit 0. */
export async function succeed(command: string, args: readonly string[], options?: Options): Promise<Finished> {
  const finished = await run(command, args, options);
  if (finished.status !== 0)
    throw new Error(`${command} ${args.join(' ')}: exit ${finished.status}\n${finished.output}`);
  return finished;
}
