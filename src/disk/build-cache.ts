import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the bundle was built from; only the bundle has it, and lies in dist/BUILT_FROM/. */
declare const BUILT_FROM: string | undefined;

/** What a build keeps in its own folder, and how many of each: the oldest are forgotten. */
const MOST_KEPT = { 'last-run': 40, drawing: 200, shape: 200, shared: 20, explained: 20, sources: 1 } as const;

export type Kind = keyof typeof MOST_KEPT;

/**
 * Kept by this very build under this key: each build has a folder of its own, so it is never another one's. Nothing
 * where it was not kept, and from the sources, which have no build.
 */
function kept(kind: Kind, key: string): string | undefined {
  if (typeof BUILT_FROM !== 'string') return undefined;
  try {
    return readFileSync(fileOf(kind, key), 'utf8');
  } catch {
    return undefined;
  }
}

/** {@link kept}, of data. */
export function keptData<Data>(kind: Kind, key: string): Data | undefined {
  try {
    return JSON.parse(kept(kind, key) ?? '');
  } catch {
    return undefined;
  }
}

/** Whoever may not write there goes without. */
export function keep(kind: Kind, key: string, text: string): void {
  if (typeof BUILT_FROM !== 'string') return;
  const file = fileOf(kind, key);
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
    forgetOldest(kind);
  } catch {
    forget(unfinished);
  }
}

/** Of a full disk. */
function forget(unfinished: string): void {
  try {
    rmSync(unfinished, { force: true });
  } catch {}
}

/** In this process, by kind and key: also in a read-only folder, and from the sources. */
const inMemory = new Map<Kind, Map<string, string>>();

/** What is always the same for a key, and takes longer to make than to read. */
export function fromBuildCache(kind: Kind, key: string, make: () => string): string {
  const ofKind = inMemory.get(kind) ?? new Map<string, string>();
  inMemory.set(kind, ofKind);
  const known = ofKind.get(key) ?? kept(kind, key);
  const text = known ?? make();
  if (known === undefined) keep(kind, key, text);
  ofKind.set(key, text);
  const [oldest] = ofKind.keys();
  if (oldest !== undefined && ofKind.size > MOST_KEPT[kind]) ofKind.delete(oldest);
  return text;
}

const readAlready = new Map<string, unknown>();

/** {@link fromBuildCache}, of data that is the same for all environments; read once. */
export function sharedData<Data>(key: string, make: () => Data): Data {
  const data = readAlready.get(key) ?? JSON.parse(fromBuildCache('shared', key, () => JSON.stringify(make())));
  readAlready.set(key, data);
  return data as Data;
}

function fileOf(kind: Kind, key: string): string {
  return join(__dirname, `${kind}-${createHash('sha256').update(key).digest('hex')}.cache`);
}

function forgetOldest(kind: Kind): void {
  const files = readdirSync(__dirname).filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.cache'));
  if (files.length <= MOST_KEPT[kind]) return;
  const byAge = files
    .map((name) => ({ name, changed: statSync(join(__dirname, name)).mtimeMs }))
    .sort((one, other) => other.changed - one.changed);
  for (const { name } of byAge.slice(MOST_KEPT[kind])) rmSync(join(__dirname, name), { force: true });
}
