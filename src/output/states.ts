import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readIfThere } from '../disk/read-if-there';
import { isMap } from '../stack-file/is-map';
import { documentAmong } from '../terraform/document-file';

/** Local Terraform states below a folder that still hold something, and those of which it is not known. */
export function localStates(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((file) => !relative(folder, file).startsWith('.terraform/') && isState(file) && !isEmptyState(file))
    .sort();
}

/** By its name, or by what only a state has: `backend.local.path` may name it as it likes. */
function isState(file: string): boolean {
  // A link to a state counts as one; a link to nothing does not.
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  return file.endsWith('.tfstate') || (!file.endsWith('.backup') && beginningOf(file).includes('"lineage":'));
}

/** Terraform writes a state's lineage before what it holds; a plan or a dump beside it may be of any size. */
function beginningOf(file: string): Buffer {
  const bytes = Buffer.alloc(65_536);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

function isEmptyState(file: string): boolean {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as { resources?: unknown[] };
    return Array.isArray(state.resources) && state.resources.length === 0;
  } catch {
    return false;
  }
}

/** Where else than in files the stack of a folder keeps its state, in words: what it holds is not known here. */
export function remoteState(folder: string): string | undefined {
  const document = documentAmong((name) => readIfThere(join(folder, name)));
  if (document === undefined) return undefined;
  const { backend, cloud } = settingsIn(document.text);
  if (isMap(cloud)) {
    const { hostname = 'app.terraform.io', organization, workspaces } = cloud;
    return [hostname, organization, isMap(workspaces) ? workspaces['name'] : undefined].filter(isText).join('/');
  }
  const [kind, given] = Object.entries(isMap(backend) ? backend : {})[0] ?? [];
  if (kind === undefined || kind === 'local') return undefined;
  const { bucket, key, address } = isMap(given) ? given : {};
  if (kind === 's3' && isText(bucket) && isText(key)) return `s3://${bucket}/${key}`;
  // An address may hold a password.
  if (kind === 'http' && isText(address))
    return address.replace(/\/\/[^/]*@|[?#].*/g, (part) => (part.startsWith('//') ? '//' : ''));
  return `the ${kind} backend`;
}

/** What Terraform is set to in a document that somebody may have edited. */
function settingsIn(text: string): Mapping {
  try {
    const { terraform } = JSON.parse(text);
    return isMap(terraform) ? terraform : {};
  } catch {
    return {};
  }
}

type Mapping = Readonly<Record<string, unknown>>;

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
