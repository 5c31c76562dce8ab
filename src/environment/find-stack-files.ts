import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD } from '../disk/record';
import { ConfigError, type Problem } from '../problems/errors';
import { ENVIRONMENT_NAME } from '../values/limits/terraform';

const ENDING = '.yaml';
const WRONG_USE = 2;

/** The stack files of a folder and of the folders in it, by their paths from there. */
export interface StackFiles {
  /** By name: `eu/prod.yaml` is `eu-prod`. */
  readonly environments: ReadonlyMap<string, string>;
  /** Files that begin with `_`, or are in a folder that does. */
  readonly bases: readonly string[];
}

/** @throws ConfigError where a file has no name for an environment, or two have the same, or there is none. */
export function findStackFiles(folder: string): StackFiles {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const hint =
      "run this in the project's folder, set the folder of the stack files (--stacks DIR), or write a first one: npx prefect-ecs-worker init";
    throw new ConfigError([{ file: folder, message: 'is not a folder', hint }], WRONG_USE);
  }
  const files = yamlFilesIn(folder);
  const stackFiles = files.filter((file) => !isBase(file));
  const names = new Map(stackFiles.filter(hasEnding).map((file) => [file, nameOf(file)]));
  const problems = [...stackFiles.flatMap((file) => faultyName(folder, file)), ...sameNames(folder, names)];
  if (problems.length > 0) throw new ConfigError(problems);
  if (names.size === 0) {
    const hint = `create one: ${join(folder, 'dev.yaml')}`;
    throw new ConfigError([{ file: folder, message: 'contains no stack file', hint }]);
  }
  return {
    environments: new Map([...names].map(([file, name]) => [name, file])),
    bases: files.filter((file) => isBase(file) && hasEnding(file)),
  };
}

/** Whether a folder has a stack file or a base, at any depth. */
export function hasStackFile(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true && yamlFilesIn(folder).some(hasEnding);
}

/** Sorted by code unit: the file system's own order differs from machine to machine. */
function yamlFilesIn(folder: string, path = ''): string[] {
  const entries = readdirSync(join(folder, path), { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const files = entries.flatMap((entry) => {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (/\.ya?ml$/i.test(entry.name)) return [inner];
    return entry.isDirectory() && !isForeign(join(folder, inner)) ? yamlFilesIn(folder, inner) : [];
  });
  return files.sort();
}

/** What is generated for an environment has YAML of its own, and so have packages. */
function isForeign(folder: string): boolean {
  return folder.endsWith('node_modules') || existsSync(join(folder, RECORD));
}

function isBase(file: string): boolean {
  return file.split('/').some((part) => part.startsWith('_'));
}

function hasEnding(file: string): boolean {
  return file.endsWith(ENDING);
}

function nameOf(file: string): string {
  return file.slice(0, -ENDING.length).replaceAll('/', '-');
}

function faultyName(folder: string, path: string): Problem[] {
  const file = join(folder, path);
  if (!hasEnding(path)) {
    const name = path
      .replace(/\.ya?ml$/i, ENDING)
      .split('/')
      .at(-1);
    return [{ file, message: 'is ignored: the name of a stack file ends in .yaml', hint: `rename it to ${name}` }];
  }
  if (ENVIRONMENT_NAME.pattern.test(nameOf(path))) return [];
  return [
    {
      file,
      message: `invalid name of an environment: it must be ${ENVIRONMENT_NAME.allowed}`,
      hint: `rename the file, for example to ${ENVIRONMENT_NAME.example}${ENDING}`,
    },
  ];
}

function sameNames(folder: string, names: ReadonlyMap<string, string>): Problem[] {
  const files = new Map<string, string[]>();
  for (const [path, name] of names) files.set(name, [...(files.get(name) ?? []), join(folder, path)]);
  return [...files].flatMap(([name, alike]) =>
    alike.length === 1 ? [] : alike.map((file) => sameName(name, file, alike)),
  );
}

function sameName(name: string, file: string, alike: readonly string[]): Problem {
  const others = alike.filter((other) => other !== file);
  const message = `name of the environment ${JSON.stringify(name)}, which is already used by ${others.join(', ')}`;
  return { file, message, hint: 'rename one of these files' };
}
