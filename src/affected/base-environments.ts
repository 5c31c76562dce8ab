import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { join as joinPosix } from 'node:path/posix';
import { RECORD } from '../disk/record';
import type { Environment } from '../environment/environment';
import { environmentNames, loadEnvironments } from '../environment/load';
import { ConfigError } from '../problems/errors';
import { readYamlFile } from '../stack-file/yaml-file';
import type { Entry, Repository } from './repository';

/** The environments of a revision, as this build reads its stack files; undefined: not valid for this build. */
export type BaseEnvironments = ReadonlyMap<string, Environment | undefined>;

/** Reads the stack files of a revision, and what they extend, without a checkout. */
export function baseEnvironments(
  repository: Repository,
  files: ReadonlyMap<string, Entry>,
  stacks: string,
): BaseEnvironments {
  const isStackFile = (path: string) => path.startsWith(stacks === '' ? '' : `${stacks}/`) && isRead(path);
  const found = [...files.keys()].filter(isStackFile);
  if (!found.some((path) => path.endsWith('.yaml'))) return new Map();
  const copy = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-base-'));
  try {
    extract(repository, files, found, copy);
    return loadedFrom(join(copy, stacks));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Also what tells that a folder is a generated one. */
function isRead(path: string): boolean {
  return /\.ya?ml$/i.test(path) || path.endsWith(`/${RECORD}`);
}

/** Writes files of a revision into a folder, and those that they extend. */
function extract(
  repository: Repository,
  files: ReadonlyMap<string, Entry>,
  paths: readonly string[],
  copy: string,
  written: Set<string> = new Set(),
): void {
  const missing = [...new Set(paths)].filter((path) => files.has(path) && !written.has(path));
  if (missing.length === 0) return;
  const contents = repository.contents(missing.map((path) => targetOf(repository, files, path)));
  missing.forEach((path, index) => {
    written.add(path);
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    writeFileSync(join(copy, path), contents[index] as Buffer);
  });
  extract(
    repository,
    files,
    missing.flatMap((path) => basesOf(copy, path)),
    copy,
    written,
  );
}

/** The content behind a link, as the work tree of the revision would show it. */
function targetOf(repository: Repository, files: ReadonlyMap<string, Entry>, path: string): string {
  const { id, isLink } = files.get(path) as Entry;
  if (!isLink) return id;
  const [target] = repository.contents([id]);
  const linked = files.get(joinPosix(dirname(path), String(target)));
  return linked === undefined || linked.isLink ? id : linked.id;
}

function basesOf(copy: string, path: string): string[] {
  const parsed = readYamlFile(join(copy, path));
  if (Array.isArray(parsed)) return [];
  const bases: unknown[] = [parsed.values['extends'] ?? []].flat();
  return bases.flatMap((base) => (typeof base === 'string' ? [joinPosix(dirname(path), base)] : []));
}

/** All together, or else one by one: what is valid there stays comparable beside what is not. */
function loadedFrom(folder: string): BaseEnvironments {
  const all = valid(() => loadEnvironments(folder));
  if (all !== undefined) return new Map(all.map((environment) => [environment.name, environment]));
  const names = valid(() => environmentNames(folder)) ?? [];
  return new Map(names.map((name) => [name, valid(() => loadEnvironments(folder, [name]))?.[0]]));
}

function valid<Result>(load: () => Result): Result | undefined {
  try {
    return load();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
