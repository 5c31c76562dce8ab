import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Measured {
  /** Of the processor, of all Node processes together: another program beside them does not change it much. */
  readonly milliseconds: number;
  /** From start to end. */
  readonly elapsed: number;
  /** Of the largest Node process. */
  readonly megabytes: number;
  readonly stdout: string;
}

export interface Command {
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The median of several runs by time of the processor, each after its preparation. */
export function median(runs: number, measure: () => Measured): Measured {
  const all = Array.from({ length: runs }, measure);
  return all.sort((one, other) => one.milliseconds - other.milliseconds)[Math.floor(runs / 2)] as Measured;
}

/** Runs commands, and measures them. Every Node process notes its time and its peak of memory when it ends. */
export class Meter {
  private readonly notes: string;
  private readonly meter: string;

  constructor(scratch: string) {
    this.notes = join(scratch, 'notes');
    this.meter = join(scratch, 'meter.cjs');
    writeFileSync(
      this.meter,
      `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
        const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
        const note = JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024]);
        require('node:fs').appendFileSync(${JSON.stringify(this.notes)}, note + '\\n');
      });`,
    );
  }

  run({ args, cwd, env }: Command): Measured {
    rmSync(this.notes, { force: true });
    const options = `--require ${this.meter}`;
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env, NODE_OPTIONS: options },
      encoding: 'utf8',
      maxBuffer: 100 * 2 ** 20,
    });
    const elapsed = performance.now() - start;
    if (status !== 0) throw new Error(`node ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
    const notes = readFileSync(this.notes, 'utf8').trim().split('\n');
    const processes = notes.map((note) => JSON.parse(note) as [milliseconds: number, megabytes: number]);
    return {
      milliseconds: processes.reduce((sum, [milliseconds]) => sum + milliseconds, 0),
      elapsed,
      megabytes: Math.round(Math.max(...processes.map(([, megabytes]) => megabytes))),
      stdout,
    };
  }
}
