import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from './catalogue/entry';
import { type Drawing, drawingOf } from './diagram/draw';
import type { Environment } from './environment/environment';
import { type Found, loadProject, type Project } from './environment/load';
import type { Problem } from './errors';
import { environmentFolder, type Files, generateListed, type Listed } from './generate';
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
import { environmentFolderOf, hashOf, RECORD, readRecord } from './record';

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
export function dueToValidate(folders: RunFolders): Due {
  const last = lastRun(folders);
  const due = load(folders, last, last === undefined ? new Map() : stillFound(last, folders));
  const isNew = due.project.environments.size > 0 || due.names.length !== last?.environments.length;
  if (isNew) remember(folders, due, ({ name }) => due.known.get(name)?.output);
  return due;
}

/** What is due to be generated. */
export interface DueFiles extends Due {
  readonly known: ReadonlyMap<string, Remembered & { readonly output: Output }>;
}

export function dueToGenerate(folders: RunFolders, last: Run | undefined): DueFiles {
  const known = last === undefined ? new Map() : stillWritten(last, folders);
  const due = load(folders, last, known);
  if (due.project.environments.size > 0) return { ...due, known };
  // What all environments share is written with one of them at least.
  known.delete(due.names[0] as string);
  return { ...load(folders, last, known), known };
}

function load(folders: RunFolders, last: Run | undefined, known: ReadonlyMap<string, Remembered>): Due {
  const project = loadProject(folders.stacks, [], known);
  const all = [...project.found.values()].flatMap(({ warnings }) => warnings);
  const files = new Set([...known.values()].flatMap((one) => one.files));
  return {
    names: [...project.found.keys()],
    warnings: [...all, ...project.unused],
    project,
    known,
    read: [...(last?.read ?? []).filter(([path]) => files.has(path)), ...project.read],
  };
}

/** The files of the environments that are due, and what all environments share. */
export function generateDue({ out }: RunFolders, { names, project, known }: DueFiles): Files {
  return generateListed([...project.environments.values()], listedOf(out, names, project.environments, known));
}

/** The folders of all environments, those that are not due among them. */
export function foldersToKeep({ names }: Due): string[] {
  return names.map(environmentFolder);
}

/** Once `files` are there. */
export function rememberDue(folders: RunFolders, due: DueFiles, files: Files): void {
  const hashes = hashesOf(files);
  remember(
    folders,
    due,
    ({ name }) => {
      const environment = due.project.environments.get(name);
      if (environment === undefined) return due.known.get(name)?.output;
      const written = hashes.get(environmentFolder(name)) ?? [];
      return { entry: entryOf(environment), drawing: drawingOf(environment).id, written };
    },
    hashes.get(undefined),
  );
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
    unused: project.unused,
    ...(shared && { shared }),
  });
}

/** The hashes by the folder of the environment; of what all share, by undefined. */
function hashesOf(files: Files): Map<string | undefined, [path: string, hash: string][]> {
  const hashes = new Map<string | undefined, [string, string][]>();
  const records = new Map<string, ReturnType<typeof readRecord>>();
  const recordOf = (folder: string) => {
    const record = records.get(folder) ?? readRecord(files.get(`${folder}/${RECORD}`) ?? '');
    records.set(folder, record);
    return record;
  };
  for (const [path, text] of files) {
    const folder = environmentFolderOf(path);
    const [recorded] = folder === undefined ? [] : (recordOf(folder).get(path.slice(folder.length + 1)) ?? []);
    const all = hashes.get(folder) ?? [];
    all.push([path, recorded ?? hashOf(text)]);
    hashes.set(folder, all);
  }
  return hashes;
}

/** What the catalogue shows of each environment: of those that are not due, what was written for them. */
function listedOf(
  out: string,
  names: readonly string[],
  environments: ReadonlyMap<string, Environment>,
  known: DueFiles['known'],
): Listed[] {
  const drawings = new Map<string, Drawing>();
  const written = (id: string, name: string): Drawing => {
    const picture = () => readFileSync(join(out, environmentFolder(name), 'diagram.svg'), 'utf8');
    const drawing = drawings.get(id) ?? { id, picture: picture() };
    drawings.set(id, drawing);
    return drawing;
  };
  return names.map((name) => {
    const environment = environments.get(name);
    if (environment !== undefined) return { entry: entryOf(environment), drawing: drawingOf(environment) };
    const { entry, drawing } = (known.get(name) as Remembered & { readonly output: Output }).output;
    return { entry, drawing: written(drawing, name) };
  });
}
