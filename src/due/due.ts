import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Drawing } from '../diagram/draw';
import { environmentFolderOf, hashOf, RECORD, readRecord } from '../disk/record';
import type { Environment } from '../environment/environment';
import { environmentNames, environmentsOf, type Found, loadProject, type Project } from '../environment/load';
import {
  type All,
  environmentFolder,
  type FileStream,
  generateListed,
  type Listed,
  listedOf,
  type Stack,
} from '../output/generate';
import type { Problem } from '../problems/errors';
import { refuseOwnTerraform } from '../stack/refuse-own-terraform';
import {
  type Hashes,
  lastRun,
  type Output,
  type Remembered,
  type Run,
  type RunFolders,
  rememberRun,
  stillFound,
  stillWritten,
} from './last-run';
import { SecondThread } from './second-thread';

/** Called with the progress. */
type Report = (what: 'Loading' | 'Generating', done: number, of: number) => void;

/** A project, of which only what changed since the last run is loaded. */
export interface Due {
  readonly names: readonly string[];
  readonly warnings: readonly Problem[];
  readonly project: Project;
  /** Of those that are not loaded. */
  readonly known: ReadonlyMap<string, Remembered>;
  /** The hashes of all that was read now, or then for those that are not loaded. */
  readonly read: Hashes;
}

/** What is due to be validated. */
export function dueToValidate(folders: RunFolders, report: Report = () => {}): Due {
  const last = lastRun(folders);
  const due = load(folders, last, last === undefined ? new Map() : stillFound(last, folders), report);
  refuseOwnTerraform(due.project.environments.values());
  const isNew = due.project.environments.size > 0 || due.names.length !== last?.environments.length;
  if (isNew) remember(folders, due, ({ name }) => due.known.get(name)?.output);
  return due;
}

/** What an earlier run found and wrote. */
type Written = Remembered & { readonly output: Output };

/** What is due to be generated. */
export interface DueFiles extends Due {
  readonly known: ReadonlyMap<string, Written>;
  /** Of what is due, what another thread loads and generates. */
  readonly thread: SecondThread | undefined;
}

export function dueToGenerate(folders: RunFolders, last: Run | undefined, report: Report = () => {}): DueFiles {
  const known = last === undefined ? new Map() : stillWritten(last, folders);
  const thread = SecondThread.start(
    folders.stacks,
    environmentNames(folders.stacks).filter((name) => !known.has(name)),
  );
  const due = load(folders, last, known, report, thread);
  if (due.project.environments.size > 0) return { ...due, known, thread };
  // What all environments share is written with one of them at least.
  known.delete(due.names[0] as string);
  return { ...load(folders, last, known, report), known, thread };
}

/** Some environments; of the others what an earlier run found is enough, to compare them. */
export function loadNamed(folders: RunFolders, names: readonly string[]): Environment[] {
  const last = lastRun(folders);
  const known = last === undefined ? new Map<string, Remembered>() : stillFound(last, folders);
  for (const name of names) known.delete(name);
  return environmentsOf(loadProject(folders.stacks, { only: names, known }));
}

function load(
  folders: RunFolders,
  last: Run | undefined,
  known: ReadonlyMap<string, Remembered>,
  report: Report,
  thread?: SecondThread,
): Due {
  const foundBefore = { get: (name: string) => known.get(name) ?? thread?.foundOf(name) };
  const project = loadProject(folders.stacks, {
    known: foundBefore,
    report: (done, of) => report('Loading', done, of),
  });
  const all = [...project.found.values()].flatMap(({ warnings }) => warnings);
  const files = new Set([...known.values()].flatMap((one) => one.files));
  return {
    names: [...project.found.keys()],
    warnings: [...all, ...project.warnings],
    project,
    known,
    read: [...(last?.read ?? []).filter(([path]) => files.has(path)), ...project.read, ...(thread?.read ?? [])],
  };
}

/** The files of the environments that are due, and what all environments share; and their hashes, once all were read. */
export interface Generated {
  /** Once all files were read. */
  listed(): readonly Listed[];
  readonly files: FileStream;
  readonly hashes: HashesByFolder;
}

/** By the folder of the environment; of what all share, by undefined. */
type HashesByFolder = ReadonlyMap<string | undefined, Hashes>;

export function generateDue({ out }: RunFolders, due: DueFiles, report: Report = () => {}): Generated {
  const { names, project, known, thread } = due;
  const all: All = {
    stacks: names.map((name) => stackOf(name, due)),
    listed: () => allListed(out, names, due),
  };
  const hashes = new Map<string | undefined, [path: string, hash: string][]>();
  const files = noted(generateListed([...project.environments.values()], all, thread), hashes, (done) =>
    report('Generating', done, names.length - known.size),
  );
  return { listed: all.listed, files, hashes };
}

function* noted(
  files: FileStream,
  hashes: Map<string | undefined, [path: string, hash: string][]>,
  report: (done: number) => void,
): FileStream {
  let done = 0;
  for (const file of files) {
    const [path, text] = file;
    const folder = environmentFolderOf(path);
    const all = hashes.get(folder) ?? [];
    hashes.set(folder, all);
    // The record, which is the last of a folder, has the hashes of the others.
    if (folder === undefined) all.push([path, hashOf(text)]);
    else if (path === `${folder}/${RECORD}`) {
      for (const [name, [hash = '']] of readRecord(text)) all.push([`${folder}/${name}`, hash]);
      all.push([path, hashOf(text)]);
      done += 1;
      report(done);
    }
    yield file;
  }
}

/** The folders of all environments, those that are not due among them. */
export function foldersToKeep({ names }: Due): string[] {
  return names.map(environmentFolder);
}

/** Once all files are there. */
export function rememberDue(folders: RunFolders, due: DueFiles, { listed, hashes }: Omit<Generated, 'files'>): void {
  const outputs = new Map(
    listed().map(({ entry, drawing }): [string, Output] => {
      const written = hashes.get(environmentFolder(entry.name)) ?? due.known.get(entry.name)?.output.written ?? [];
      return [entry.name, { entry, drawing: drawing.id, written }];
    }),
  );
  remember(folders, due, ({ name }) => outputs.get(name), hashes.get(undefined));
}

function remember(
  folders: RunFolders,
  { project, read }: Due,
  outputOf: (environment: { readonly name: string }) => Output | undefined,
  shared?: Hashes,
): void {
  // A file that somebody changed meanwhile is not what both were found in.
  if (new Set(read.map((one) => one.join(' '))).size !== new Map(read).size) return;
  const remembered = ([name, found]: readonly [string, Found]): readonly [string, Remembered] => {
    const output = outputOf({ name });
    return [name, { files: found.files, own: found.own, warnings: found.warnings, ...(output && { output }) }];
  };
  rememberRun(folders, {
    read,
    environments: [...project.found].map(remembered),
    warnings: project.warnings,
    ...(shared && { shared }),
  });
}

type Source = Pick<DueFiles, 'project' | 'known' | 'thread'>;

/** What the manifest has of an environment. */
function stackOf(name: string, { project, known, thread }: Source): Stack {
  return project.environments.get(name) ?? thread?.foundOf(name)?.stack ?? (known.get(name) as Written).output.entry;
}

/** What the catalogue shows of each environment: of those that are not due, what was written for them. */
function allListed(out: string, names: readonly string[], { project, known, thread }: Source): Listed[] {
  const drawings = new Map<string, Drawing>();
  const written = (id: string, name: string): Drawing => {
    const picture = () => readFileSync(join(out, environmentFolder(name), 'diagram.svg'), 'utf8');
    const drawing = drawings.get(id) ?? { id, picture: picture() };
    drawings.set(id, drawing);
    return drawing;
  };
  return names.map((name) => {
    const environment = project.environments.get(name);
    if (environment !== undefined) return listedOf(environment);
    const there = thread?.listedOf(name);
    if (there !== undefined) return there;
    const { entry, drawing } = (known.get(name) as Written).output;
    return { entry, drawing: written(drawing, name) };
  });
}
