import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFolderOf, hashOf, RECORD } from '../disk/record';
import { carryOut, stagingFolder, writeJournal } from './journal';
import type { Journal, Move } from './journal-format';
import { unwritable } from './refusals';

/** Files that lie beside their places until all of them are there, under numbers: folders of their own would take time. */
export class Staging {
  /** What failed halfway is finished by the next run. */
  isWhole = true;
  private isThere = false;
  private readonly place: string;
  private readonly moves: Move[] = [];
  /** They move first, and list the old files and the new ones: nothing is ever unlisted. */
  private readonly records: Move[] = [];
  /** They move last, and list the new files alone. */
  private readonly lastRecords: Move[] = [];
  private isWritable: boolean | undefined;

  constructor(private readonly folder: string) {
    this.place = stagingFolder(folder);
  }

  /** Where nothing can be written, all that cannot be is reported later. */
  readonly add = (path: string, text: string, current?: string): void => {
    this.isWritable ??= unwritable(this.folder, []).length === 0;
    if (!this.isWritable) return;
    const name = `${this.moves.length + this.records.length}`;
    const before = current === undefined ? null : hashOf(current);
    try {
      this.makePlace();
      this.stage(name, text);
      if (!isRecord(path)) this.moves.push([name, path, before]);
      else if (current === undefined) this.records.push([name, path, before]);
      else {
        const both = `${text}${current}`;
        this.stage(`${name}.both`, both);
        this.records.push([`${name}.both`, path, before]);
        this.lastRecords.push([name, path, hashOf(both)]);
      }
    } catch (error) {
      // The user knows nothing of this folder.
      throw Object.assign(error as NodeJS.ErrnoException, { path: join(this.folder, path) });
    }
  };

  private stage(name: string, text: string): void {
    writeFileSync(join(this.place, name), text);
  }

  /** Moves all to their places, and removes the files at `obsolete`. Says what it left, as somebody changed it meanwhile. */
  carryOut(obsolete: readonly string[], andThen: () => void): string[] {
    this.makePlace();
    const journal: Journal = {
      moves: [...this.records, ...this.moves],
      removals: obsolete.map((path) => [path, hashOf(readFileSync(join(this.folder, path), 'utf8'))] as const),
      lastMoves: this.lastRecords,
    };
    writeJournal(this.place, journal);
    let left: string[] = [];
    uninterrupted(() => {
      this.isWhole = false;
      left = carryOut(this.folder, this.place, journal);
      this.isWhole = true;
      andThen();
    });
    return left;
  }

  private makePlace(): void {
    if (!this.isThere) mkdirSync(this.place, { recursive: true });
    this.isThere = true;
  }

  /** What was never there may have no folder that it could be in: Node 24 says no reason then. */
  remove(): void {
    if (this.isThere && this.isWhole) rmSync(this.place, { recursive: true, force: true });
  }
}

function isRecord(path: string): boolean {
  return path.endsWith(`/${RECORD}`) && environmentFolderOf(path) !== undefined;
}

/** A signal that comes during `work` takes effect after it: with a listener Node waits for its own turn. */
function uninterrupted(work: () => void): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const remember = (signal: NodeJS.Signals) => {
    for (const other of signals) process.removeListener(other, remember);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, remember);
  try {
    work();
  } finally {
    // Only after the event loop has looked for signals, so that one that came meanwhile is still heard and ends the
    // process as it should. Of two turns the loop looks between them, wherever in its own turn it is now.
    setImmediate(() =>
      setImmediate(() => {
        for (const signal of signals) process.removeListener(signal, remember);
      }),
    );
  }
}
