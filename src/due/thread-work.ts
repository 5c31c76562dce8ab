import { workerData } from 'node:worker_threads';
import { type Found, loadProject } from '../environment/load';
import { eachFolder, listedOf } from '../output/generate';
import { ConfigError } from '../problems/errors';
import { Outbox } from './mailbox';
import type { Message, ThreadData } from './second-thread';

/** What this bundle was built from. */
declare const BUILT_FROM: string;

/** What the second thread does. What it does not send, the first one does itself. */
export function workInThread(): void {
  const { builtFrom, stacks, names, port, counts } = workerData as ThreadData;
  const outbox = new Outbox<Message>(port, counts);
  try {
    if (builtFrom !== BUILT_FROM) throw new Error('the command was built anew meanwhile');
    const own = new Set(names);
    const known = { get: (name: string) => (own.has(name) ? undefined : foundElsewhere(name)) };
    const { environments, found, read } = loadProject(stacks, { only: names, known });
    const foundHere = [...environments].map(([name, { format }]) => {
      return [name, { ...(found.get(name) as Found), stack: { name, format } }] as const;
    });
    outbox.send({ kind: 'found', found: new Map(foundHere), read: [...read] });
    // From the end: each thread meets first the shapes of stacks that the other one meets last, and finds them kept then.
    for (const { environment, files } of eachFolder([...environments.values()].reverse())) {
      outbox.send({ kind: 'folder', files, listed: listedOf(environment) });
    }
  } catch (error) {
    outbox.send(error instanceof ConfigError ? { kind: 'mistakes', mistakes: error.problems } : { kind: 'failed' });
  }
}

/** Of an environment that the first thread loads, and compares with all others. */
function foundElsewhere(environment: string): Found {
  return { files: [], own: { environment, names: [], things: [], ranges: [], acknowledged: [] }, warnings: [] };
}
