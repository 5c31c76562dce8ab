import type { Stack } from '../diff/blocks';
import { type ResourceDiff, stackDiff } from '../diff/environment-diff';
import { environmentFolderOf, RECORD, readRecord } from '../disk/record';
import type { Environment } from '../environment/environment';
import { environmentFolder, generateOnly } from '../output/generate';
import { DOCUMENTS, documentAmong } from '../terraform/document-file';
import { type BaseEnvironments, baseEnvironments } from './base-environments';
import type { Entry, Repository } from './repository';

export type State = 'added' | 'changed' | 'removed';

/**
 * Why an environment is affected. version: the stack files say the same, but this build writes something else than the
 * revision has in its output folder. files: what others put into the environment's folder differs.
 */
export type Reason = 'stack files' | 'version' | 'files' | 'invalid before';

export interface Affected {
  readonly environment: string;
  readonly state: State;
  readonly because: readonly Reason[];
  readonly resources: readonly Pick<ResourceDiff, 'address' | 'action'>[];
  /** Names of generated files that differ, but for pages about the environment. */
  readonly files: readonly string[];
  /** Names of files of others in its folder that differ. */
  readonly other_files: readonly string[];
}

export interface Places {
  /** Folders as the repository has them. */
  readonly stacks: string;
  readonly out: string;
}

/** What no apply and no deployment reads. */
const PAGES = ['README.md', 'diagram.svg', RECORD];

/** The environments that differ from those of a revision, by what this build emits for both. */
export function affected(
  repository: Repository,
  base: string,
  environments: readonly Environment[],
  { stacks, out }: Places,
): Affected[] {
  const [baseFiles, headFiles] = [repository.files(base), repository.files('HEAD')];
  const root = out === '' ? '' : `${out}/`;
  const [inBase, inHead] = [inFolders(baseFiles, root), inFolders(headFiles, root)];
  const before = baseEnvironments(repository, baseFiles, stacks);
  const emitted = inFolders(generateOnly(environments));
  const changed = differing(environments, before);
  const emittedBefore = changed.length === 0 ? emitted : new Map([...emitted, ...inFolders(generateOnly(changed))]);
  const valid = environments.filter(({ name }) => before.get(name) !== undefined);
  const committed = committedIn(repository, new Map(valid.map(({ name }) => [name, idsIn(inBase, name)])));
  const compared = environments.map(({ name }): Affected => {
    const [own, former] = [stackIn(emitted, name), stackIn(emittedBefore, name)];
    if (!before.has(name)) return { ...NOTHING, environment: name, state: 'added', ...changes(undefined, own) };
    if (before.get(name) === undefined) {
      return { ...NOTHING, environment: name, state: 'changed', because: ['invalid before'] };
    }
    const [filesBefore, filesNow] = [inBase, inHead].map((files) => idsIn(files, name)) as [Ids, Ids];
    const stackBefore = committed.get(name);
    const byStackFiles = changes(former, own);
    // Without a committed output it is not known what an earlier version wrote.
    const byVersion = stackBefore === undefined ? NOTHING : changes(stackBefore, former);
    const byOthers = othersIn(filesBefore, filesNow, [...own.files.keys(), ...(stackBefore?.files.keys() ?? [])]);
    const because: Reason[] = [
      ...(byStackFiles.files.length > 0 ? ['stack files' as const] : []),
      ...(byVersion.files.length > 0 ? ['version' as const] : []),
      ...(byOthers.length > 0 ? ['files' as const] : []),
    ];
    const all = changes(stackBefore ?? former, own);
    return { environment: name, state: 'changed', because, ...all, other_files: byOthers };
  });
  const removed = [...before.keys()].filter((name) => !environments.some((one) => one.name === name));
  return [
    ...compared.filter(({ state, because }) => state === 'added' || because.length > 0),
    ...removed.map((name): Affected => ({ ...NOTHING, environment: name, state: 'removed', because: ['stack files'] })),
  ];
}

const NOTHING = { because: [], resources: [], files: [], other_files: [] } as const;

/** Those of the revision that are not the same now: from the same values this build emits the same. */
function differing(environments: readonly Environment[], before: BaseEnvironments): Environment[] {
  return environments.flatMap((environment) => {
    const former = before.get(environment.name);
    if (former === undefined) return [];
    const values = ({ warnings: _, ...values }: Environment) => JSON.stringify(values);
    return values(former) === values(environment) ? [] : [former];
  });
}

/** A stack with all files beside it that an apply or a deployment reads. */
interface WholeStack extends Stack {
  readonly files: ReadonlyMap<string, string>;
}

/** Files by the folder of their environment, and then by their path in it. */
type InFolders<Content> = ReadonlyMap<string, ReadonlyMap<string, Content>>;

function inFolders<Content>(files: ReadonlyMap<string, Content>, root = ''): InFolders<Content> {
  const folders = new Map<string, Map<string, Content>>();
  for (const [path, content] of files) {
    const below = path.startsWith(root) ? path.slice(root.length) : '';
    const folder = environmentFolderOf(below);
    if (folder === undefined) continue;
    const own = folders.get(folder) ?? new Map<string, Content>();
    folders.set(folder, own.set(below.slice(folder.length + 1), content));
  }
  return folders;
}

function stackIn(folders: InFolders<string>, name: string): WholeStack {
  return wholeStack(folders.get(environmentFolder(name)) ?? new Map()) as WholeStack;
}

function wholeStack(files: ReadonlyMap<string, string>): WholeStack | undefined {
  const found = documentAmong((name) => files.get(name));
  if (found === undefined) return undefined;
  try {
    return { document: JSON.parse(found.text), file: (name) => files.get(name), files };
  } catch {
    return undefined;
  }
}

/** What differs between two stacks, comments aside. */
function changes(from: WholeStack | undefined, to: WholeStack): Pick<Affected, 'resources' | 'files'> {
  const names = [...new Set([...(from?.files.keys() ?? []), ...to.files.keys()])];
  const files = names.filter((name) => !PAGES.includes(name) && from?.files.get(name) !== to.files.get(name));
  // Of most environments all files are the same, and to compare their documents would take half of a run.
  if (files.length === 0) return { resources: [], files };
  const { resources, blocks } = stackDiff(from, to);
  const isOnlyComments = resources.length + blocks.length === 0;
  return {
    resources: resources.map(({ address, action }) => ({ address, action })),
    files: files.filter((name) => !isOnlyComments || !(isTerraform(name, to) || name.endsWith('.tftpl'))),
  };
}

/** A document, or what HCL has of it. */
function isTerraform(name: string, { files }: WholeStack): boolean {
  const [inJson, besideHcl] = DOCUMENTS;
  return name === inJson || name === besideHcl || (files.has(besideHcl) && name.endsWith('.tf'));
}

/** Of files, by their name. */
type Ids = ReadonlyMap<string, string>;

function idsIn(folders: InFolders<Entry>, name: string): Ids {
  const files = folders.get(environmentFolder(name)) ?? new Map<string, Entry>();
  return new Map([...files].map(([path, { id }]) => [path, id]));
}

/** What a revision has of ours in the folders of environments, by name: what their records list. Git is started twice. */
function committedIn(repository: Repository, folders: ReadonlyMap<string, Ids>): Map<string, WholeStack | undefined> {
  const recorded = [...folders].filter(([, files]) => files.has(RECORD) && DOCUMENTS.some((name) => files.has(name)));
  const records = repository.contents(recorded.map(([, files]) => files.get(RECORD) as string));
  const ours = recorded.flatMap(([environment, files], index) =>
    [...readRecord(String(records[index])).keys()]
      .filter((name) => files.has(name) && !PAGES.includes(name))
      .map((name) => ({ environment, name, id: files.get(name) as string })),
  );
  const contents = repository.contents(ours.map(({ id }) => id));
  const stacks = new Map(recorded.map(([environment]) => [environment, new Map<string, string>()]));
  for (const [index, { environment, name }] of ours.entries()) {
    stacks.get(environment)?.set(name, String(contents[index]));
  }
  return new Map([...stacks].map(([environment, files]) => [environment, wholeStack(files)]));
}

/** Files of others whose content differs between two revisions. */
function othersIn(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  ours: readonly string[],
): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.filter((name) => !PAGES.includes(name) && !ours.includes(name) && before.get(name) !== after.get(name));
}
