import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Problem } from '../errors';
import { unacknowledged } from '../features/acknowledge/acknowledged';
import { LayerReader } from '../stack-file/extends';
import { suggestion } from '../stack-file/nearest';
import { ENVIRONMENT_NAME } from '../values/limits';
import { type Environment, toEnvironment } from './environment';
import { provenanceOf } from './origin';
import { fitToShow, ruleProblem, schemaProblems } from './problems';
import { isRefused, refusedTexts } from './refused-text';
import { ruleFindings } from './run-rules';
import { configSchema } from './schema';
import { type Clash, sharedThings } from './shared-things';
import { soundPart } from './sound-part';
import { heard, watched } from './watch';

const ENDING = '.yaml';
const WRONG_USE = 2;

/**
 * The environments of a folder of stack files, by name; only those named, where names are given.
 * @throws ConfigError with every mistake of every file that was read.
 */
export function loadEnvironments(folder: string, only: readonly string[] = []): Environment[] {
  const all = environmentNames(folder);
  const names = select(folder, all, only);
  const reader = new LayerReader();
  // Those that are not asked for are read too: a state or a name may be theirs already.
  const everyone = all.map((name) => ({
    name,
    ...loadEnvironment(reader, name, join(folder, `${name}${ENDING}`)),
  }));
  const loaded = everyone.filter(({ name }) => names.includes(name));
  const clashes = clashesBetween(everyone)
    .filter(({ environment, other }) => names.includes(environment) || names.includes(other))
    .map(({ environment, other: _, ...problem }) => ({ file: join(folder, `${environment}${ENDING}`), ...problem }));
  const problems = [...loaded.flatMap((one) => one.problems), ...clashes];
  if (problems.some(isMistake)) throw new ConfigError(once(problems));
  return loaded.flatMap(({ environment = [] }) => environment);
}

function isMistake({ warning }: Problem): boolean {
  return warning === undefined;
}

/** A stack file that was read; without an environment where it is no YAML. */
interface Loaded {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

function loadEnvironment(reader: LayerReader, name: string, file: string): Loaded {
  const layers = reader.read(file);
  if (Array.isArray(layers)) return { problems: layers.map(withoutRefusedPath).map(fitToShow) };
  const refused = refusedTexts(layers);
  const refusedPaths = new Set(refused.map(({ path }) => path));
  // The default stands in before the check, so that a file's name is held to the same limits as a name in the file.
  const values = { name, ...layers.values };
  const parsed = configSchema.safeParse(values);
  const { config, broken } = parsed.success ? { config: parsed.data, broken: [] } : soundPart(values);
  const resolved = toEnvironment(name, config, provenanceOf(layers));
  const environment = broken.length === 0 ? resolved : watched(resolved, broken);
  const problems = [
    ...(parsed.error ? schemaProblems(parsed.error, layers) : []),
    ...unacknowledged(ruleFindings(environment), environment, broken.length > 0).map((finding) =>
      ruleProblem(finding, layers),
    ),
  ];
  // What is refused anyway needs no other check, and must not be repeated by one.
  const others = problems.filter(({ path = '' }) => !refusedPaths.has(path) && !isRefused(path)).map(fitToShow);
  return {
    environment: problems.some(isMistake) ? environment : { ...environment, warnings: others },
    problems: [...refused, ...others],
  };
}

/** A key may be a secret that was pasted. */
function withoutRefusedPath({ path, ...problem }: Problem): Problem {
  return path === undefined || isRefused(path) ? problem : { ...problem, path };
}

/** A file with mistakes of its own is compared in pairs: what is broken in one silences nothing between others. */
function clashesBetween(loaded: readonly Loaded[]): readonly Clash[] {
  const environments = loaded.flatMap(({ environment = [] }) => environment);
  if (!loaded.some(({ problems }) => problems.some(isMistake))) return sharedThings(environments);
  return environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => heard(() => sharedThings([earlier, later]))),
  );
}

/** The names of the environments in a folder of stack files. @throws ConfigError where a file has no name for one. */
export function environmentNames(folder: string): string[] {
  const entries = listFolder(folder).filter((entry) => !/^[._]/.test(entry));
  const problems = entries.flatMap((entry): Problem[] => {
    const file = join(folder, entry);
    if (/\.ya?ml$/i.test(entry) && !entry.endsWith(ENDING)) {
      const name = entry.replace(/\.ya?ml$/i, ENDING);
      return [{ file, message: 'is ignored: the name of a stack file ends in .yaml', hint: `rename it to ${name}` }];
    }
    if (!entry.endsWith(ENDING) || ENVIRONMENT_NAME.pattern.test(entry.slice(0, -ENDING.length))) return [];
    return [
      {
        file,
        message: `invalid name of an environment: it must be ${ENVIRONMENT_NAME.allowed}`,
        hint: `rename the file, for example to ${ENVIRONMENT_NAME.example}${ENDING}`,
      },
    ];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const names = entries.filter((entry) => entry.endsWith(ENDING)).map((entry) => entry.slice(0, -ENDING.length));
  if (names.length === 0) {
    throw new ConfigError([
      { file: folder, message: 'contains no stack file', hint: `create one: ${join(folder, 'dev.yaml')}` },
    ]);
  }
  return names;
}

function listFolder(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const hint = "run this in the project's folder, or set the folder of the stack files: --stacks DIR";
    throw new ConfigError([{ file: folder, message: 'is not a folder', hint }], WRONG_USE);
  }
  // Sorted by code unit: the file system's own order differs from machine to machine.
  return readdirSync(folder).sort();
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

/** A mistake in a base is reported once, not once for every file that extends it. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
