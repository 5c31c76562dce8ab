import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const END = '--END-OF-COMMAND--';

/** How long the longest command may take: an apply that waits for a cluster, twice. */
const PATIENCE = 240_000;

/** Longer than a busy machine takes to start to read. */
const PAUSE = 500;

/** What a command printed on both streams, and how it ended. */
export interface Said {
  readonly output: string;
  readonly status: number;
}

/** One shell that is typed into, as a person does who follows a page: what a command sets, the next one finds. */
export class ShellSession {
  private readonly shell: ChildProcessWithoutNullStreams;
  private text = '';
  private wake: () => void = () => {};

  constructor(shell: string, cwd: string, env: NodeJS.ProcessEnv) {
    this.shell = spawn(shell, ['-s'], { cwd, env });
    this.shell.stdin.write('exec 2>&1\n');
    this.shell.stdout.on('data', (chunk) => {
      this.text += chunk;
      this.wake();
    });
    this.shell.on('close', () => this.wake());
  }

  /** Types a command, and then `answer` for what it reads. */
  async type(command: string, answer?: string): Promise<Said> {
    this.text = '';
    this.shell.stdin.write(`${command}\n`);
    if (answer !== undefined) {
      // dash takes for its script whatever is there by then; a person types the answer when it is asked for.
      await sleep(PAUSE);
      this.shell.stdin.write(`${answer}\n`);
      await sleep(PAUSE);
    }
    this.shell.stdin.write(`printf '\\n${END}%s.\\n' "$?"\n`);
    const end = Date.now() + PATIENCE;
    for (;;) {
      const [said, output = '', status] = new RegExp(`^(.*?)\\n${END}(\\d+)\\.\\n$`, 's').exec(this.text) ?? [];
      if (said !== undefined) return { output, status: Number(status) };
      if (this.shell.exitCode !== null) throw new Error(`the shell ended at ${command}\n${this.text}`);
      if (Date.now() > end) throw new Error(`no end of ${command}\n${this.text}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  stop(): void {
    this.shell.kill('SIGKILL');
  }
}
