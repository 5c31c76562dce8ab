import type { Path } from '../stack-file/path';

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
