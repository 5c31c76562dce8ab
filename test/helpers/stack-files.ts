import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments, loadFound } from '../../src/environment/load';
import { parseConfig } from '../../src/environment/parse-config';
import { fitToShow, schemaProblems } from '../../src/environment/problems';
import { ConfigError, describe as inWords } from '../../src/problems/errors';
import { LayerReader, type Layers } from '../../src/stack-file/extends';
import { parseYamlFile } from '../../src/stack-file/yaml-file';
import { ENVIRONMENT_NAME } from '../../src/values/limits/terraform';

const folders: string[] = [];

/** The folder of what is only loaded: one for all, since to create and remove it takes longer than to load it. */
let forLoading: string | undefined;

function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  forLoading = undefined;
}

// A process of the unit tests loads this module once, so that afterAll belongs to the first of its files only.
// Outside of Jest, where `npm run examples` loads it, there are no tests to wait for.
if (typeof afterAll === 'function') afterAll(removeFolders);
process.once('exit', removeFolders);

/** A folder of its own, removed after the tests of the file or at the end of their process. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-test-'));
  folders.push(folder);
  return folder;
}

/** The required fields and nothing else. */
export const REQUIRED = {
  region: 'us-east-1',
  vpc_id: 'vpc-0c7e31f5a9d24b860',
  worker_subnets: ['subnet-0a51c9e27f3b64d80', 'subnet-0e93d7b1428c5af60'],
  prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
  worker_work_pool_name: 'my-ecs-pool',
};

/** Writes files into a folder of their own; what is not text is written as YAML. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = scratchFolder();
  writeFiles(folder, files);
  return folder;
}

function writeFiles(folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    if (name.includes('/')) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : stringify(content));
  }
}

/** The environment that a stack file with the required fields and `fields` describes. */
export function environmentOf(fields: object = {}, name = 'test'): Environment {
  const files = { [`${name}.yaml`]: { ...REQUIRED, ...fields } };
  const key = JSON.stringify(files);
  const environment = loaded.get(key) ?? (loadedFrom(files) as [Environment])[0];
  loaded.set(key, environment);
  return environment;
}

/** Environments that were read before: nobody changes one. */
const loaded = new Map<string, Environment>();

/** What is loaded from a folder with only these files; `stacks` stands for it in an error. */
function loadedFrom(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): readonly Environment[] {
  const [[file = '', content] = [], ...others] = Object.entries(files);
  const isAlone =
    others.length === 0 && only.length === 0 && ENVIRONMENT_NAME.pattern.test(file.replace(/\.yaml$/, ''));
  return isAlone && isWithoutBase(content) ? [loadedAlone(file, content)] : loadedFromDisk(files, only);
}

function isWithoutBase(content: unknown): content is object {
  return typeof content === 'object' && content !== null && !Buffer.isBuffer(content) && !('extends' in content);
}

/** What one file comes to that is on no disk: most tests have no other, and to write it takes longer than to load it. */
function loadedAlone(file: string, content: object): Environment {
  const name = file.replace(/\.yaml$/, '');
  const found = { environments: new Map([[name, file]]), bases: [] };
  const { environments } = loadFound('stacks', found, readerOf(join('stacks', file), content));
  return environments.get(name) as Environment;
}

/** Of one file that is on no disk. */
function readerOf(path: string, content: object): LayerReader {
  return new LayerReader(new Map([[path, parseYamlFile(path, { source: stringify(content), hash: '' })]]));
}

function loadedFromDisk(files: Readonly<Record<string, unknown>>, only: readonly string[]): readonly Environment[] {
  forLoading ??= scratchFolder();
  const folder = forLoading;
  writeFiles(folder, files);
  try {
    return loadEnvironments(folder, only);
  } catch (error) {
    if (error instanceof ConfigError) error.message = error.message.replaceAll(folder, 'stacks');
    throw error;
  } finally {
    for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
  }
}

/** The report on these stack files, with `stacks` for their folder; fails when there is nothing to report. */
export function reportOn(files: Readonly<Record<string, unknown>>, only: readonly string[] = []): string {
  try {
    loadedFrom(files, only);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('these stack files were taken');
}

/** What is said of these stack files, be they refused or not; another error is its message. */
export function saidOf(files: Readonly<Record<string, unknown>>): string {
  try {
    return inWords(loadedFrom(files).flatMap(({ warnings }) => warnings));
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
}

/** The report on one stack file with the required fields and `fields`. */
export function reportOnFields(fields: object): string {
  return reportOn({ 'test.yaml': { ...REQUIRED, ...fields } });
}

/** A stack file with the required fields and `fields`, as it is read. */
export function layersWith(fields: object): Layers {
  const path = join('stacks', 'test.yaml');
  return readerOf(path, { ...REQUIRED, ...fields }).read(path) as Layers;
}

/**
 * What the schema reports of `fields`, each by itself; where it takes them, the whole report. To ask what the rules say
 * beside a field that is wrong takes twice as long, and a test of the field's own values does not look at it.
 */
export function reportOnValues(fields: object): string {
  const layers = layersWith(fields);
  const { error } = parseConfig({ name: 'test', ...layers.values });
  if (error === undefined) return reportOnFields(fields);
  return new ConfigError(schemaProblems(error, layers).map(fitToShow)).message;
}
