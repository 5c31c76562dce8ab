import { join } from 'node:path';
import { unacknowledged } from '../features/acknowledge/acknowledged';
import { ConfigError, type Problem } from '../problems/errors';
import { LayerReader, type Layers } from '../stack-file/extends';
import { suggestion } from '../stack-file/nearest';
import { type Path, pathInWords } from '../stack-file/path';
import { layersOf } from '../stack-file/plain-values';
import { NAME } from '../values/limits/ecs';
import { type Environment, toEnvironment } from './environment';
import { findStackFiles, type StackFiles } from './find-stack-files';
import { nullFindings, repeatedValues, unusedBases } from './inheritance-warnings';
import { neighbourFindings } from './neighbours';
import { provenanceOf } from './origin';
import { type OwnThings, ownThings } from './own-things';
import { type Parsed, parseConfig } from './parse-config';
import { fitToShow, ruleProblem, schemaProblems } from './problems';
import { problemsBetween } from './problems-between';
import { isRefused, refusedTexts } from './refused-text';
import { ruleFindings } from './run-rules';
import { soundPart } from './sound-part';
import { withStandIns } from './stand-ins';
import { watched } from './watch';

const WRONG_USE = 2;

/**
 * The environments of a folder of stack files, by name; only those named, where names are given.
 * @throws ConfigError with every mistake of every file that was read.
 */
export function loadEnvironments(folder: string, only: readonly string[] = []): Environment[] {
  return environmentsOf(loadProject(folder, only));
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

/**
 * {@link loadEnvironments}, with what they were read from.
 * @param known what still holds of an earlier run: these environments are only compared with the others.
 */
export function loadProject(
  folder: string,
  only: readonly string[] = [],
  known: Pick<ReadonlyMap<string, Found>, 'get'> = new Map(),
  report: (done: number, of: number) => void = () => {},
): Project {
  return loadFound(folder, findStackFiles(folder), new LayerReader(), only, known, report);
}

/** {@link loadProject} of stack files that were found before. */
export function loadFound(
  folder: string,
  { environments, bases }: StackFiles,
  reader: LayerReader,
  only: readonly string[] = [],
  known: Pick<ReadonlyMap<string, Found>, 'get'> = new Map(),
  report: (done: number, of: number) => void = () => {},
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
  return {
    environments: new Map(loaded.flatMap(({ name, environment }) => (environment ? [[name, environment]] : []))),
    found: new Map(
      loaded.flatMap(({ name, own, files, environment }): [string, Found][] => {
        const earlier = known.get(name);
        if (earlier !== undefined) return [[name, earlier]];
        return own && environment ? [[name, { files, own, warnings: environment.warnings }]] : [];
      }),
    ),
    warnings: [
      ...between,
      ...(only.length === 0
        ? unusedBases(bases.map((base) => join(folder, base)).filter((base) => !extended.has(base)))
        : []),
    ],
    read: reader.hashes(),
  };
}

/** The names of the environments in a folder of stack files. @throws ConfigError as {@link findStackFiles} does. */
export function environmentNames(folder: string): string[] {
  return [...findStackFiles(folder).environments.keys()];
}

function isMistake({ warning }: Problem): boolean {
  return warning === undefined;
}

/** A stack file that was read; without an environment where it is no YAML. */
interface Loaded {
  readonly environment?: Environment;
  /** Without what depends on what is broken; left out where the file is no YAML. */
  readonly own?: OwnThings;
  readonly isSound: boolean;
  /** What it was read from. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

function loadEnvironment(reader: LayerReader, name: string, file: string, stackFile: string): Loaded {
  const layers = reader.read(file);
  return Array.isArray(layers)
    ? { files: [file], isSound: false, problems: layers.map(withoutRefusedPath).map(fitToShow) }
    : environmentFrom(layers, name, stackFile);
}

/** What others are compared with: it depends on no rule, and its mistakes are not reported. */
function loadOwnThings(reader: LayerReader, name: string, file: string, stackFile: string): Loaded {
  const layers = reader.read(file);
  if (Array.isArray(layers)) return { files: [file], isSound: false, problems: [] };
  const { environment, isBroken } = resolvedFrom(layers, name, stackFile);
  return { own: ownThings(environment), files: filesOf(layers), isSound: !isBroken, problems: [] };
}

/**
 * An environment of a program, from the fields of a stack file.
 * @throws ConfigError with every mistake, as for a file.
 */
export function defineEnvironment(name: string, fields: object): Environment {
  if (typeof name !== 'string' || !NAME.pattern.test(name)) {
    const hint = "set it as in defineEnvironment('prod', {…})";
    const message = `invalid name of an environment: it must be ${NAME.allowed}`;
    throw new ConfigError([{ file: 'defineEnvironment', path: 'name', value: name, message, hint }]);
  }
  const written = layersOf(name, fields);
  if (Array.isArray(written)) throw new ConfigError(written);
  const { fields: known, unknown, refused } = withStandIns(written.values);
  if (refused.length > 0) throw new ConfigError(refused.map((path) => refusedReference(name, path)));
  const { environment, problems } = environmentFrom(layersOf(name, known) as Layers, name, name, unknown);
  if (problems.some(isMistake)) throw new ConfigError(problems);
  return environment;
}

function refusedReference(file: string, path: Path): Problem {
  const message = 'must be known when the app is synthesized, and is a reference';
  return { file, path: pathInWords(path), message, hint: 'set the value itself' };
}

function environmentFrom(
  layers: Layers,
  name: string,
  stackFile: string,
  unknown: readonly Path[] = [],
): Loaded & { readonly environment: Environment } {
  const refused = refusedTexts(layers);
  const refusedPaths = new Set(refused.map(({ path }) => path));
  const { environment, resolved, error, isBroken } = resolvedFrom(layers, name, stackFile, unknown);
  const beside = neighbourFindings(layers.values, error?.issues ?? [], (values) => {
    return resolvedFrom({ ...layers, values }, name, stackFile, unknown).environment;
  });
  const problems = [
    ...(error ? schemaProblems(error, layers) : []),
    ...unacknowledged(
      [...ruleFindings(environment), ...beside, ...repeatedValues(layers), ...nullFindings(layers)],
      environment,
      isBroken,
    ).map((finding) => ruleProblem(finding, layers)),
  ];
  // What is refused anyway needs no other check.
  const isSaid = ({ path = '' }: Problem) => refusedPaths.has(path) || (refused.length > 0 && isRefused(path));
  const others = once(
    problems
      .filter((problem) => !isSaid(problem))
      .map(withoutDerivedName)
      .map(fitToShow),
  );
  return {
    environment: problems.some(isMistake) ? environment : { ...resolved, warnings: others },
    own: ownThings(environment),
    files: filesOf(layers),
    isSound: !isBroken,
    problems: [...refused, ...others],
  };
}

function filesOf({ files }: Layers): string[] {
  return files.map(({ file }) => file);
}

interface Resolved {
  /** Watched where a part of the file is broken or unknown. */
  readonly environment: Environment;
  readonly resolved: Environment;
  readonly error?: Parsed['error'];
  readonly isBroken: boolean;
}

function resolvedFrom(layers: Layers, name: string, stackFile: string, unknown: readonly Path[] = []): Resolved {
  // The default stands in before the check, so that a file's name is held to the same limits as a name in the file.
  const values = { name, ...layers.values };
  const { config: whole, error } = parseConfig(values);
  const { config, broken } = whole ? { config: whole, broken: [] } : soundPart(values);
  const resolved = toEnvironment(name, config, provenanceOf(layers), stackFile);
  const unsure = [...broken, ...unknown];
  const environment = unsure.length === 0 ? resolved : watched(resolved, unsure);
  return { environment, resolved, error, isBroken: broken.length > 0 };
}

/** Where a name may be a secret, the hint may have another name that was made of it. */
function withoutDerivedName(problem: Problem): Problem {
  if (!isRefused(problem.path ?? '')) return problem;
  const { hint: _, ...rest } = problem;
  return rest;
}

/** A key may be a secret that was pasted. */
function withoutRefusedPath({ path, ...problem }: Problem): Problem {
  return path === undefined || isRefused(path) ? problem : { ...problem, path };
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

/** What is wrong in a base is reported once, not for every file that extends it; and so is what workers share. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
