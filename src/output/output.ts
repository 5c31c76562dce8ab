import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { diskProblem } from '../disk/disk-problems';
import { readIfThere } from '../disk/read-if-there';
import { environmentFolderOf, hashOf, isFileWith, RECORD, type Recorded, readRecord } from '../disk/record';
import { ConfigError, type Problem } from '../problems/errors';
import { DOCUMENT, DOCUMENTS } from '../terraform/document-file';
import { CATALOGUE, type FileStream, MANIFEST } from './generate';
import { carryOut, finishKilledRuns, type Journal, type Move, stagingFolder, writeJournal } from './journal';
import { localStates, remoteState } from './states';
import { locked } from './write-lock';

/** How `generated/` differs from what the stack files say. Paths below it. */
export interface Staleness {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Files of environments that are no longer generated, and that nobody has changed. */
  readonly obsolete: readonly string[];
  /** The same, but edited: they stay. */
  readonly edited: readonly string[];
  /** Folders of environments that have no stack file any more. */
  readonly abandoned: readonly string[];
}

/** What a run did; `notes` say what it removed, and what it left for a person to see to. */
export interface Written extends Staleness {
  readonly notes: readonly string[];
}

const STACKS = 'stacks';
/** Where earlier versions had what the cdktf CLI reads. */
const FORMER_MANIFEST = 'manifest.json';

/**
 * Compares `folder` with what it should hold. Files that Terraform or a person put beside ours are nobody's business.
 * `kept`: the folders of all environments, where `files` are those of some.
 */
export function compare(folder: string, files: FileStream, kept?: readonly string[]): Staleness {
  return onDisk(folder, () => difference(folder, files, kept));
}

/** Whether `folder` holds files with these hashes, and nothing that a run would remove or finish. */
export function holds(folder: string, hashes: ReadonlyMap<string, string>): boolean {
  return (
    [...hashes].every(([path, hash]) => isFileWith(hash, join(folder, path))) &&
    !isFormerManifest(folder) &&
    abandonedFolders(folder, environmentFolders(hashes.keys())).length === 0 &&
    !readdirSync(folder).some((entry) => entry.startsWith('.staging-'))
  );
}

/** `onDifferent`: with each file that is missing or changed. */
function difference(
  folder: string,
  files: FileStream,
  kept?: readonly string[],
  onDifferent: (path: string, text: string, current?: string) => void = () => {},
): Staleness {
  const paths = new Set<string>();
  const missing: string[] = [];
  const changed: string[] = [];
  for (const [path, text] of withOwnErrors(files)) {
    paths.add(path);
    const current = readIfThere(join(folder, path));
    if (current === text) continue;
    (current === undefined ? missing : changed).push(path);
    onDifferent(path, text, current);
  }
  const environments = environmentFolders(paths);
  const unlisted = environments.flatMap((environment) =>
    ourFiles(folder, environment).filter(({ path }) => !paths.has(path)),
  );
  return {
    missing,
    changed,
    obsolete: [
      ...unlisted.filter(({ isEdited }) => !isEdited).map(({ path }) => path),
      ...(paths.has(MANIFEST) && isFormerManifest(folder) ? [FORMER_MANIFEST] : []),
    ],
    edited: unlisted.filter(({ isEdited }) => isEdited).map(({ path }) => path),
    abandoned: abandonedFolders(folder, kept ?? environments),
  };
}

/** An error of what generates the files, which is none of the disk's. */
class GeneratorError extends Error {
  constructor(override readonly cause: unknown) {
    super('a file could not be generated');
  }
}

function* withOwnErrors(files: FileStream): FileStream {
  try {
    yield* files;
  } catch (error) {
    throw new GeneratorError(error);
  }
}

/**
 * Makes `folder` hold `files`, and nothing that we wrote for an environment before and write no more. What others put
 * there stays. Everything is written beside its place first and then moved there in one go that no signal interrupts.
 * @throws ConfigError when an environment to be removed still has a local state, when a file would be overwritten that
 * is not ours, and when a folder cannot be written; nothing is changed then. Folders of environments in `kept` stay.
 */
export function write(folder: string, files: FileStream, kept?: readonly string[]): Written {
  return writing(folder, (staging) => {
    const staleness = difference(folder, files, kept, staging.add);
    refuse([...statesToLose(folder, staleness.abandoned), ...inTheWay(folder, staleness)]);
    return replace(folder, staging, staleness);
  });
}

/** {@link write} for some environments: the others stay as they are. */
export function writeOnly(folder: string, files: FileStream): Written {
  return writing(folder, (staging) => {
    const staleness = { ...difference(folder, files, undefined, staging.add), abandoned: [] };
    refuse(inTheWay(folder, staleness));
    return replace(folder, staging, staleness);
  });
}

/** One run at a time, which first finishes what a killed one left. */
function writing(folder: string, work: (staging: Staging) => Written): Written {
  const isNew = !existsSync(folder);
  const staging = new Staging(folder);
  try {
    return onDisk(folder, () =>
      locked(folder, (isAlone) => {
        if (isAlone) finishKilledRuns(folder);
        try {
          return work(staging);
        } finally {
          staging.remove();
        }
      }),
    );
  } catch (error) {
    // Nothing was written: the lock was all that was there.
    if (isNew && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    throw error;
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Files that lie beside their places until all of them are there, under numbers: folders of their own would take time. */
class Staging {
  /** What failed halfway is finished by the next run. */
  isWhole = true;
  private readonly place: string;
  private readonly moves: Move[] = [];
  /** While files move, a record lists the old ones and the new ones: nothing is ever unlisted. */
  private readonly records: { readonly both: Move; readonly last: Move }[] = [];
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
      if (name === '0') mkdirSync(this.place, { recursive: true });
      this.stage(name, text);
      if (isRecord(path)) {
        const both = `${text}${current ?? ''}`;
        this.stage(`${name}.both`, both);
        this.records.push({ both: [`${name}.both`, path, before], last: [name, path, hashOf(both)] });
      } else this.moves.push([name, path, before]);
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
    mkdirSync(this.place, { recursive: true });
    const journal: Journal = {
      moves: [...this.records.map(({ both }) => both), ...this.moves],
      removals: obsolete.map((path) => [path, hashOf(readFileSync(join(this.folder, path), 'utf8'))] as const),
      lastMoves: this.records.map(({ last }) => last),
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

  remove(): void {
    if (this.isWhole) rmSync(this.place, { recursive: true, force: true });
  }
}

function changedMeanwhile(folder: string, path: string): string {
  return `left ${join(folder, path)}: it was changed while this run wrote. Run it again`;
}

function isRecord(path: string): boolean {
  return path.endsWith(`/${RECORD}`) && environmentFolderOf(path) !== undefined;
}

function replace(folder: string, staging: Staging, staleness: Staleness): Written {
  const { missing, changed, obsolete, abandoned } = staleness;
  const paths = [...missing, ...changed];
  if (paths.length + obsolete.length + abandoned.length === 0) return { ...staleness, notes: [] };
  refuse(unwritable(folder, [...paths, ...obsolete, ...abandoned.map((path) => `${path}/${RECORD}`)]));
  const notes = notesOn(folder, staleness);
  const left = staging.carryOut(obsolete, () =>
    notes.push(...abandoned.map((environment) => removeOurs(folder, environment))),
  );
  return { ...staleness, notes: [...notes, ...left.map((path) => changedMeanwhile(folder, path))] };
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

/** Removes what we wrote into an environment's folder, and the folder when nothing else is in it. */
function removeOurs(folder: string, environment: string): string {
  const place = join(folder, environment);
  if (!existsSync(join(place, RECORD))) {
    return `left ${place}: it has no stack file, but no ${RECORD} tells what was generated in it. Remove it by hand`;
  }
  for (const { path, isEdited } of ourFiles(folder, environment)) if (!isEdited) rmSync(join(folder, path));
  rmSync(join(place, RECORD));
  const left = readdirSync(place).sort();
  if (left.length > 0) {
    return `removed what was generated in ${place}: it has no stack file. What others put there is left: ${left.join(', ')}`;
  }
  rmdirSync(place);
  return `removed ${place}: it has no stack file`;
}

function notesOn(folder: string, { changed, obsolete, edited, abandoned }: Staleness): string[] {
  const overwritten = changed.filter((path) => {
    const environment = environmentFolderOf(path);
    if (environment === undefined) return false;
    return ourFiles(folder, environment).some((ours) => ours.path === path && ours.isEdited);
  });
  return [
    ...overwritten.map((path) => `replaced ${join(folder, path)}, which was edited`),
    ...obsolete.map((path) => `removed ${join(folder, path)}: it is no longer generated`),
    ...edited.map((path) => `left ${join(folder, path)}: it is no longer generated, but was edited`),
    ...abandoned.flatMap((environment) => {
      const place = join(folder, environment);
      const state = remoteState(place);
      if (state === undefined) return [];
      return `${place} has no stack file, but its state in ${state} may still hold what it created. If it was not destroyed: put the stack file back, synthesize, run terraform destroy, then remove the stack file`;
    }),
  ];
}

function isFormerManifest(folder: string): boolean {
  return readIfThere(join(folder, FORMER_MANIFEST))?.includes('"synthesizedStackPath": "stacks/') === true;
}

interface OurFile {
  readonly path: string;
  readonly isEdited: boolean;
}

/** The files that the record of an environment's folder lists, as far as they are there. */
function ourFiles(folder: string, environment: string): OurFile[] {
  return [...(recordIn(folder, environment) ?? [])].flatMap(([name, hashes]) => {
    const path = `${environment}/${name}`;
    const file = join(folder, path);
    const entry = lstatSync(file, { throwIfNoEntry: false });
    if (entry === undefined) return [];
    return [{ path, isEdited: !entry.isFile() || !hashes.has(hashOf(readFileSync(file))) }];
  });
}

function recordIn(folder: string, environment: string): Recorded | undefined {
  const text = readIfThere(join(folder, environment, RECORD));
  return text === undefined ? undefined : readRecord(text);
}

/** What stands where we would write, and is not ours to overwrite or to write through. */
function inTheWay(folder: string, { missing, changed }: Staleness): Problem[] {
  const problems = [...missing, ...changed].flatMap((path): Problem[] => {
    const parts = path.split('/');
    const above = parts.slice(1).map((_, index) => join(folder, ...parts.slice(0, index + 1)));
    for (const place of above) {
      const entry = lstatSync(place, { throwIfNoEntry: false });
      if (entry?.isSymbolicLink()) return [linkInTheWay(place)];
      if (entry?.isDirectory() === false)
        return [{ file: place, message: 'is a file, but a folder is required', hint: 'move it away' }];
    }
    const file = join(folder, path);
    const entry = lstatSync(file, { throwIfNoEntry: false });
    if (entry?.isSymbolicLink()) return [linkInTheWay(file)];
    if (entry?.isDirectory()) return [{ file, message: 'is a folder, but a file is required', hint: 'move it away' }];
    if (entry?.isFile() === false)
      return [{ file, message: 'is no regular file', hint: 'move it away, or set another folder: --out DIR' }];
    if (entry === undefined || isOurs(folder, path)) return [];
    const message = `was not generated, and would be overwritten: ${environmentFolderOf(path) ?? folder} now contains a generated file with this name`;
    return [{ file, message, hint: 'move it away, or rename it' }];
  });
  return [...new Map(problems.map((problem) => [problem.file, problem])).values()];
}

function linkInTheWay(file: string): Problem {
  return {
    file,
    message: 'is a symbolic link: generated files are not written through links',
    hint: 'remove the link, or set another folder: --out DIR',
  };
}

/** Files without a first line that says so. */
const UNMARKED = [...DOCUMENTS, 'my_flow.py'];

const MARK = 'Generated from stacks/';

/** Outside of environments' folders every file that we write is ours, but those whose names people use as well. */
function isOurs(folder: string, path: string): boolean {
  const environment = environmentFolderOf(path);
  if (environment === undefined) {
    return !CATALOGUE.some((name) => name === path) || readFileSync(join(folder, path), 'utf8').includes(MARK);
  }
  const name = path.slice(environment.length + 1);
  const recorded = recordIn(folder, environment);
  if (name === RECORD || recorded?.has(name)) return true;
  // A merge may have taken the record of one side.
  if (readFileSync(join(folder, path), 'utf8').includes(MARK)) return true;
  // Earlier versions kept no record.
  return recorded === undefined && UNMARKED.includes(name) && existsSync(join(folder, environment, DOCUMENT));
}

/** The folders that must be writable, before anything is written in any. */
function unwritable(folder: string, paths: readonly string[]): Problem[] {
  const places = new Set([folder, ...paths.map((path) => dirname(join(folder, path)))].map(nearestExisting));
  return [...places].flatMap((place): Problem[] => {
    try {
      accessSync(place, constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      return [diskProblem(place, error as NodeJS.ErrnoException)];
    }
  });
}

function nearestExisting(place: string): string {
  return existsSync(place) || dirname(place) === place ? place : nearestExisting(dirname(place));
}

/** What the file system refuses is for the user to mend, and no bug. */
function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof GeneratorError) throw error.cause;
    const { code, syscall, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const place = path.startsWith(stagingFolder(folder)) ? folder : path;
    throw new ConfigError([diskProblem(place, error as NodeJS.ErrnoException)]);
  }
}

function environmentFolders(paths: Iterable<string>): string[] {
  return [...new Set([...paths].flatMap((path) => environmentFolderOf(path) ?? []))];
}

/** Folders of environments that are no more; whatever else lies beside them is not ours to remove. */
function abandonedFolders(folder: string, kept: readonly string[]): string[] {
  const stacks = join(folder, STACKS);
  if (!existsSync(stacks)) return [];
  const isKept = new Set(kept);
  return readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${STACKS}/${entry.name}`)
    .filter((path) => !isKept.has(path))
    .filter((path) => [RECORD, DOCUMENT].some((name) => existsSync(join(folder, path, name))))
    .sort();
}

function statesToLose(folder: string, abandoned: readonly string[]): Problem[] {
  return abandoned.flatMap((path) =>
    localStates(join(folder, path)).map((file) => ({
      file,
      message: `is the Terraform state of an environment without a stack file: without ${path} nothing could destroy what it still manages`,
      hint: `put the stack file back; to take the environment down, run terraform destroy in ${join(folder, path)} first, then remove the stack file. To keep the state elsewhere, move the file away`,
    })),
  );
}
