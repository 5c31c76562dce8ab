import { join } from 'node:path';
import { ConfigError, isMistake, type Problem } from '../problems/errors';
import { LayerReader, type Layers } from '../stack-file/extends';
import { suggestion } from '../stack-file/nearest';
import type { Environment } from './environment';
import { findStackFiles, type StackFiles } from './find-stack-files';
import { unusedBases } from './inheritance-warnings';
import { type Loaded, loadEnvironment, loadOwnThings, once } from './load-one';
import type { OwnThings } from './own-things';
import { problemsBetween } from './problems-between';

const WRONG_USE = 2;

/**
 * The environments of a folder of stack files, by name; only those named, where names are given.
 * @throws ConfigError with every mistake of every file that was read.
 */
export function loadEnvironments(folder: string, only: readonly string[] = []): Environment[] {
  return environmentsOf(loadProject(folder, { only }));
}

/** The environments of a project. What belongs to no single one of them, the first one carries. */
export function environmentsOf({ environments, warnings }: Pick<Project, 'environments' | 'warnings'>): Environment[] {
  const [first, ...others] = environments.values();
  return first === undefined ? [] : [{ ...first, warnings: [...first.warnings, ...warnings] }, ...others];
}

/** What an earlier run found of an environment: it holds while the files that it was read from are the same. */
export interface Found {
  /** Paths of the stack file and of all that it extends. */
  readonly files: readonly string[];
  readonly own: OwnThings;
  readonly warnings: readonly Problem[];
}

export interface Project {
  /** By name, in the order of the names; without those that were known. */
  readonly environments: ReadonlyMap<string, Environment>;
  /** What was found of these, and of those that were known. */
  readonly found: ReadonlyMap<string, Found>;
  /** Warnings on no single environment: on what two of them share, and on bases that no stack file extends. */
  readonly warnings: readonly Problem[];
  /** The hashes of the files that were read, by path. */
  readonly read: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  /** The environments that are asked for. Empty: all. */
  readonly only?: readonly string[];
  /** What still holds of an earlier run: these environments are only compared with the others. */
  readonly known?: Pick<ReadonlyMap<string, Found>, 'get'>;
  readonly report?: (done: number, of: number) => void;
}

/** {@link loadEnvironments}, with what they were read from. */
export function loadProject(folder: string, options: LoadOptions = {}): Project {
  return loadFound(folder, findStackFiles(folder), new LayerReader(), options);
}

/** {@link loadProject} of stack files that were found before. */
export function loadFound(
  folder: string,
  { environments, bases }: StackFiles,
  reader: LayerReader,
  { only = [], known = new Map(), report = () => {} }: LoadOptions = {},
): Project {
  const everyName = [...environments.keys()];
  const names = new Set(select(folder, everyName, only));
  const fileOf = (name: string) => join(folder, environments.get(name) as string);
  // Those that are not asked for are read too: a state or a name may be theirs already.
  const everyone = everyName.map((name, index): Loaded & { readonly name: string } => {
    report(index, everyName.length);
    const found = known.get(name);
    if (found !== undefined) return { name, own: found.own, files: found.files, isSound: true, problems: [] };
    const load = names.has(name) ? loadEnvironment : loadOwnThings;
    return { name, ...load(reader, name, fileOf(name), environments.get(name) as string) };
  });
  const loaded = everyone.filter(({ name }) => names.has(name));
  const between = problemsBetween(
    everyone.flatMap(({ own = [] }) => own),
    names,
    { areAllSound: everyone.every(({ isSound }) => isSound), layersOf: (name) => reader.read(fileOf(name)) as Layers },
  );
  // What else two environments share is asked once each of them is right.
  const problems = [...loaded.flatMap((one) => one.problems), ...between.filter(isMistake)];
  if (problems.some(isMistake)) throw new ConfigError(once(problems));
  const extended = new Set(everyone.flatMap(({ files }) => files));
  const unused = bases.map((base) => join(folder, base)).filter((base) => !extended.has(base));
  return {
    environments: new Map(loaded.flatMap(({ name, environment }) => (environment ? [[name, environment]] : []))),
    found: new Map(loaded.flatMap((one) => foundOf(one, known))),
    warnings: [...between, ...(only.length === 0 ? unusedBases(unused) : [])],
    read: reader.hashes(),
  };
}

function foundOf(
  { name, own, files, environment }: Loaded & { readonly name: string },
  known: NonNullable<LoadOptions['known']>,
): [name: string, Found][] {
  const earlier = known.get(name);
  if (earlier !== undefined) return [[name, earlier]];
  return own && environment ? [[name, { files, own, warnings: environment.warnings }]] : [];
}

/** The names of the environments in a folder of stack files. @throws ConfigError as {@link findStackFiles} does. */
export function environmentNames(folder: string): string[] {
  return [...findStackFiles(folder).environments.keys()];
}

function select(folder: string, names: readonly string[], only: readonly string[]): readonly string[] {
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((name) => ({
        file: folder,
        message: `has no environment ${JSON.stringify(name)}`,
        hint: suggestion(name, names),
      })),
      WRONG_USE,
    );
  }
  return only.length === 0 ? names : names.filter((name) => only.includes(name));
}
