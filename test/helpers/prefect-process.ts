import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * The shell becomes the command. Its child waits for our end of the pipe to go, also when we were killed, and then ends
 * the whole group: Prefect's server is a process of a process. (A command in a shell's background would ignore SIGINT,
 * which is what the Prefect worker makes of SIGTERM: it could not be stopped.)
 */
const WATCHED = 'exec 3<&0 </dev/null; (cat <&3 >/dev/null; kill -9 -$$) & exec 3<&-; exec "$@"';

interface Options {
  readonly cwd: string;
  /** All of it: nothing of ours is handed on. */
  readonly env: NodeJS.ProcessEnv;
}

/** A command that runs while we do, and never longer. */
export class Running {
  private readonly said: Buffer[] = [];
  private readonly end: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => this.said.push(chunk));
    this.end = once(child, 'exit').then(() => child.stdin?.end());
  }

  static start(command: readonly string[], { cwd, env }: Options): Running {
    return new Running(
      spawn('sh', ['-c', WATCHED, 'sh', ...command], { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] }),
    );
  }

  /** Both streams, as a person would see them. */
  get output(): string {
    return Buffer.concat(this.said).toString();
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it ends by itself. */
  async ended(): Promise<number | null> {
    await this.end;
    return this.child.exitCode;
  }

  /** Stops it the way ECS does, and says how it ended; after `patience` milliseconds by force, and then says null. */
  async stop(patience = 20_000): Promise<number | null> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), patience);
    await this.end;
    clearTimeout(timer);
    return this.child.exitCode;
  }

  kill(): void {
    this.child.stdin?.end();
  }
}
