import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type Found, loadEnvironments } from '../environment/load';
import { type Elsewhere, eachFolder, type Files, type Listed, listedOf, type Stack } from '../output/generate';
import { ConfigError, type Problem } from '../problems/errors';
import type { Hashes } from './last-run';
import { Inbox, newCounts } from './mailbox';

/** The sources that the bundle was built from, in dist/BUILT_FROM/; only the bundle can start a thread. */
declare const BUILT_FROM: string | undefined;

/** Of fewer, a second thread saves no more than it takes to start, and to compile what the first one has compiled. */
const MANY = 200;

/** What the other thread is started with. */
export interface ThreadData {
  readonly builtFrom: string;
  /** The folder of stack files. */
  readonly stacks: string;
  readonly names: readonly string[];
  readonly port: MessagePort;
  readonly counts: Int32Array;
}

/** What the other thread found of an environment. */
export interface FoundThere extends Found {
  readonly stack: Stack;
}

/** What it sends: what it found of all, then the folder of each, then what only a synthesis finds wrong. */
export type Message =
  | { readonly kind: 'found'; readonly found: ReadonlyMap<string, FoundThere>; readonly read: Hashes }
  | { readonly kind: 'folder'; readonly files: Files; readonly listed: Listed }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Problem[] }
  | { readonly kind: 'failed' };

/**
 * Half of many environments, which another thread loads and generates meanwhile. It only saves time: what has a mistake,
 * or what the thread does not send, is loaded and generated here.
 */
export class SecondThread implements Elsewhere {
  private readonly names: ReadonlySet<string>;
  /** Those whose folder is not there yet. */
  private readonly awaited: Set<string>;
  private readonly listed = new Map<string, Listed>();
  private found: ReadonlyMap<string, FoundThere> | undefined;
  private hashes: Hashes = [];
  /** It sends no more folders. */
  private ended: Exclude<Message, { readonly kind: 'folder' }> | undefined;

  constructor(
    private readonly stacks: string,
    names: readonly string[],
    private readonly inbox: Pick<Inbox<Message>, 'next' | 'wait'>,
  ) {
    this.names = new Set(names);
    this.awaited = new Set(names);
  }

  /** For the last half of `names`; undefined where it would save nothing. */
  static start(stacks: string, names: readonly string[]): SecondThread | undefined {
    if (typeof BUILT_FROM !== 'string' || names.length < MANY || availableParallelism() < 2) return undefined;
    const half = names.slice(Math.ceil(names.length / 2));
    const { port1, port2 } = new MessageChannel();
    const counts = newCounts();
    const workerData: ThreadData = { builtFrom: BUILT_FROM, stacks, names: half, port: port2, counts };
    // As `synth` it starts with what V8 compiled for that before.
    const worker = new Worker(join(__dirname, '..', 'cli.js'), { argv: ['synth'], workerData, transferList: [port2] });
    worker.unref();
    // Then it sends nothing more.
    worker.on('error', () => {});
    return new SecondThread(stacks, half, new Inbox(port1, counts));
  }

  /** What it found of an environment; waits for it. Undefined: the environment is to be loaded here. */
  foundOf(name: string): FoundThere | undefined {
    if (!this.names.has(name)) return undefined;
    this.found ??= this.receiveFound();
    return this.found.get(name);
  }

  private receiveFound(): ReadonlyMap<string, FoundThere> {
    const message = this.inbox.wait();
    if (message?.kind === 'found') {
      this.hashes = message.read;
      return message.found;
    }
    this.awaited.clear();
    return new Map();
  }

  /** What the catalogue lists of an environment whose folder is there. */
  listedOf(name: string): Listed | undefined {
    return this.listed.get(name);
  }

  /** The hashes of the files that it read, once it has found all. */
  get read(): Hashes {
    return this.hashes;
  }

  ready(): Iterable<Files> {
    return this.received(() => this.inbox.next());
  }

  *rest(): Iterable<Files> {
    yield* this.received(() => this.inbox.wait() ?? { kind: 'failed' });
    if (this.ended?.kind === 'mistakes') throw new ConfigError(this.ended.mistakes);
    if (this.awaited.size === 0) return;
    for (const { environment, files } of eachFolder(loadEnvironments(this.stacks, [...this.awaited]))) {
      this.listed.set(environment.name, listedOf(environment));
      yield files;
    }
  }

  private *received(next: () => Message | undefined): Iterable<Files> {
    while (this.awaited.size > 0 && this.ended === undefined) {
      const message = next();
      if (message === undefined) return;
      if (message.kind === 'folder') {
        const { name } = message.listed.entry;
        this.awaited.delete(name);
        this.listed.set(name, message.listed);
        yield message.files;
      } else this.ended = message;
    }
  }
}
