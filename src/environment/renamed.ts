import type { Path } from '../stack-file/path';

/** Raised with each release that renames a field or changes a default: 1 is release 0.1.0. */
export const SCHEMA_VERSION = 2;

const CONTAINER = {
  read_only_root_filesystem: 'readonly_root_filesystem',
  init_process: 'init_process_enabled',
  registry_credentials: 'repository_credentials',
  linux_parameters: 'attributes.linuxParameters',
};

const SIDECAR = {
  ...CONTAINER,
  read_only_root: 'readonly_root_filesystem',
  container_definition: 'attributes',
  logs: 'log_configuration',
  firelens: 'firelens_configuration',
};

/** The new names of fields, by the path of their group; `**` stands for any beginning, `*` for any one name. */
const RENAMED: readonly [group: string, fields: Readonly<Record<string, string>>][] = [
  ['**.worker', CONTAINER],
  ['flow_runs', { exec: 'enable_execute_command', container_definition: 'attributes' }],
  ['flow_runs.volumes.*', { path: 'container_path' }],
  ['**.sidecars.*', SIDECAR],
  ['**.log_configuration', { driver: 'log_driver' }],
];

/** Fields that were lists, and how their entries are written now. */
const LISTS: readonly [field: string, written: (entries: readonly unknown[]) => object | undefined][] = [
  [
    '**.sidecars.*.mounts',
    (entries) => byName(entries, 'volume', ({ path, ...rest }) => ({ container_path: path, ...rest })),
  ],
  ['**.sidecars.*.depends_on', (entries) => byName(entries, 'container', ({ condition = 'START' }) => condition)],
  ['**.sidecars.*.health_check', (command) => ({ command })],
];

/**
 * Values that a field had in release 0.1.0 where a file did not set it, and has no more: a file of that release says so
 * now. Only where the group is there.
 */
const FORMER_DEFAULTS: readonly [group: string, field: string, value: boolean][] = [
  ['worker.sidecars.*', 'essential', true],
  ['workers.*.worker.sidecars.*', 'essential', true],
  ['flow_runs.volumes.*.efs', 'iam', false],
];

/** A value as it is written now which was a list; undefined: it was none, or is unclear. */
export function listNow(path: Path, value: unknown): object | undefined {
  const written = LISTS.find(([field]) => fits(field, path))?.[1];
  return written === undefined || !Array.isArray(value) ? undefined : written(value);
}

/** The fields that a group has now by name, and had by default in release 0.1.0. */
export function formerDefaults(group: Path): readonly (readonly [field: string, value: boolean])[] {
  return FORMER_DEFAULTS.filter(([pattern]) => fits(pattern, group)).map(([, field, value]) => [field, value]);
}

function byName(
  entries: readonly unknown[],
  name: string,
  written: (rest: Record<string, unknown>) => unknown,
): object | undefined {
  const pairs = entries.map((entry) => {
    const { [name]: key, ...rest } = (entry ?? {}) as Record<string, unknown>;
    return [key, written(rest)] as const;
  });
  const isClear =
    pairs.every(([key]) => typeof key === 'string') && new Set(pairs.map(([key]) => key)).size === pairs.length;
  return isClear ? Object.fromEntries(pairs) : undefined;
}

/** The path that a field has now which was renamed. */
export function renamed(path: Path): Path | undefined {
  const group = path.slice(0, -1);
  const name = String(path.at(-1));
  const fields = RENAMED.filter(([pattern]) => fits(pattern, group)).map(([, names]) => names);
  const found = fields.find((names) => Object.hasOwn(names, name))?.[name];
  return found === undefined ? undefined : [...group, ...found.split('.')];
}

function fits(pattern: string, path: Path): boolean {
  const parts = pattern.split('.');
  const [first, ...ending] = parts;
  const rest = first === '**' ? path.slice(-ending.length) : path;
  const wanted = first === '**' ? ending : parts;
  return rest.length === wanted.length && wanted.every((part, at) => part === '*' || part === rest[at]);
}
