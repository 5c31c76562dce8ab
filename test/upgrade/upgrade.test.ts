import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../src/environment/load';
import { upgraded } from '../../src/upgrade/upgrade';
import { folderOf } from '../helpers/stack-files';

/** The stack files of release 0.1.0. */
const FOLDER = join(__dirname, '0.1.0');
const FILES = Object.fromEntries(
  readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')] as const),
);
const NOW = Object.fromEntries(Object.entries(FILES).map(([file, text]) => [file, upgraded(text, { version: 1 })]));

test('the stack files of release 0.1.0 are valid after an upgrade', () => {
  const texts = Object.fromEntries(Object.entries(NOW).map(([file, { text }]) => [file, text]));
  expect(loadEnvironments(folderOf(texts))).toHaveLength(12);
});

test('only renamed fields, former defaults and the version change in them', () => {
  const lines = Object.entries(NOW).flatMap(([file, { text }]) => {
    const before = new Set((FILES[file] ?? '').split('\n'));
    return text.split('\n').flatMap((line) => (before.has(line) ? [] : [`${file} ${line}`]));
  });
  expect(lines.filter((line) => !line.endsWith(' schema_version: 2'))).toEqual([
    'heavy-flows.yaml     scratch: {container_path: /scratch}',
    'locked-down.yaml   readonly_root_filesystem: true',
    'locked-down.yaml     log_driver: awsfirelens',
    'locked-down.yaml       essential: true',
    'locked-down.yaml       firelens_configuration:',
  ]);
  expect(Object.values(NOW).flatMap(({ byHand }) => byHand)).toEqual([]);
});

test('a second upgrade changes nothing', () => {
  for (const { text } of Object.values(NOW))
    expect(upgraded(text, { version: 1 })).toEqual({ text, changes: [], byHand: [] });
});

test.each<[string, string, string]>([
  [
    'a field, with its comments',
    'worker:\n  # why\n  init_process: true # so\n',
    'worker:\n  # why\n  init_process_enabled: true # so\n',
  ],
  ['a field in braces', 'flow_runs: {exec: true}\n', 'flow_runs: {enable_execute_command: true}\n'],
  ['a field in quotes', 'flow_runs: {"exec": true}\n', 'flow_runs: {enable_execute_command: true}\n'],
  [
    'a field of further workers',
    'workers:\n  b:\n    worker: { init_process: true }\n',
    'workers:\n  b:\n    worker: { init_process_enabled: true }\n',
  ],
  [
    'a field that is in another one now',
    'worker:\n  linux_parameters:\n    # why\n    sharedMemorySize: 64\n  user: a\n',
    'worker:\n  attributes:\n    linuxParameters:\n      # why\n      sharedMemorySize: 64\n  user: a\n',
  ],
  [
    'such a field in braces',
    'worker: {linux_parameters: {sharedMemorySize: 64}, user: a}\n',
    'worker: {attributes: {linuxParameters: {sharedMemorySize: 64}}, user: a}\n',
  ],
  [
    'lists that are mappings now',
    'flow_runs:\n  sidecars:\n    a:\n      mounts:\n        - {volume: v, path: /v, read_only: true}\n      depends_on: [{container: b}]\n      health_check: [CMD, check]\n      # last\n',
    'flow_runs:\n  sidecars:\n    a:\n      mounts: {v: {container_path: /v, read_only: true}}\n      depends_on: {b: START}\n      health_check: {command: [CMD, check]}\n      # last\n',
  ],
])('rewrites %s', (_, before, after) => {
  const { text, byHand } = upgraded(before);
  expect({ text, byHand }).toEqual({ text: after, byHand: [] });
});

test.each<[string, string]>([
  ['names that are of others', 'terraform:\n  locals:\n    worker:\n      init_process: true\n'],
  ['a variable of that name', 'worker:\n  environment:\n    init_process: "1"\n'],
  ['what only resembles a renamed field', 'service: {exec: true}\n'],
  ['today’s fields', 'worker:\n  init_process_enabled: true\n  sidecars:\n    a: {image: b, depends_on: {c: START}}\n'],
  ['defaults, where the release is not known', 'worker:\n  sidecars:\n    a: {image: b}\n'],
])('leaves %s', (_, text) => {
  expect(upgraded(text)).toEqual({ text, changes: [], byHand: [] });
});

test('sets what was a default in the release, and the version, so that it happens once', () => {
  const before =
    'worker:\n  sidecars:\n    a: {image: b}\nflow_runs:\n  volumes:\n    v:\n      efs:\n        file_system_id: fs-1\n';
  const { text } = upgraded(before, { version: 1 });
  expect(text).toBe(
    'worker:\n  sidecars:\n    a: {essential: true, image: b}\nflow_runs:\n  volumes:\n    v:\n      efs:\n        iam: false\n        file_system_id: fs-1\n\nschema_version: 2\n',
  );
  expect(upgraded(text, { version: 1 }).changes).toEqual([]);
  expect(upgraded('schema_version: 1\nregion: a\n').text).toBe('schema_version: 2\nregion: a\n');
});

test.each<[string, string]>([
  ['both spellings are set', 'worker:\n  init_process: true\n  init_process_enabled: false\n'],
  ['a list has comments', 'flow_runs:\n  sidecars:\n    a:\n      depends_on:\n        - {container: b} # why\n'],
])('leaves to a person where %s', (_, text) => {
  expect(upgraded(text)).toEqual({
    text,
    changes: [],
    byHand: [expect.objectContaining({ line: expect.any(Number) })],
  });
});
