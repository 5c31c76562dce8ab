import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Measured {
  readonly milliseconds: number;
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

/** The median of several runs by time, each after its preparation. */
export function median(runs: number, measure: () => Measured): Measured {
  const all = Array.from({ length: runs }, measure);
  return all.sort((one, other) => one.milliseconds - other.milliseconds)[Math.floor(runs / 2)] as Measured;
}

/** Runs commands, and measures them. Every Node process notes its own peak of memory when it ends. */
export class Meter {
  private readonly notes: string;
  private readonly meter: string;

  constructor(scratch: string) {
    this.notes = join(scratch, 'memory');
    this.meter = join(scratch, 'meter.cjs');
    const note = `require('node:fs').appendFileSync(${JSON.stringify(this.notes)}, process.resourceUsage().maxRSS + ' ')`;
    writeFileSync(this.meter, `process.on('exit', () => ${note});`);
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
    const milliseconds = performance.now() - start;
    if (status !== 0) throw new Error(`node ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`);
    const kilobytes = readFileSync(this.notes, 'utf8').trim().split(' ').map(Number);
    return { milliseconds, megabytes: Math.round(Math.max(...kilobytes) / 1024), stdout };
  }
}
