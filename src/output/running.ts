import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that no other one is ever taken for it. What this system does not tell is left out. */
export interface RunningProcess {
  readonly pid: number;
  readonly host: string;
  /** Containers may have the name of their host, and number their processes for themselves. */
  readonly namespace?: string;
  /** Numbers of processes come again. */
  readonly started?: string;
}

export function thisProcess(): RunningProcess {
  const { pid } = process;
  return { pid, host: hostname(), namespace: namespaceOfPids(), started: startOf(pid) };
}

/** Whether a process goes on; undefined: it belongs to another machine or container, and nothing tells. */
export function isRunning({ pid, host, namespace, started }: RunningProcess): boolean | undefined {
  if (host !== hostname() || namespace !== namespaceOfPids()) return undefined;
  if (!isThere(pid)) return false;
  const now = startOf(pid);
  return started === undefined || now === undefined || started === now;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function namespaceOfPids(): string | undefined {
  return asked(() => readlinkSync('/proc/self/ns/pid'));
}

/** In ticks since the system started: the 22nd field, of which the second may hold any character. Source: proc(5) */
function startOf(pid: number): string | undefined {
  return asked(
    () =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[22 - 3],
  );
}

/** Only Linux has these files. */
function asked<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
