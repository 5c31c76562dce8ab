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
  ['a field in quotes', 'flow_runs: {"exec": true}\n', 'flow_runs: {"enable_execute_command": true}\n'],
  [
    'a field behind a question mark',
    'flow_runs:\n  ? exec\n  : true\n',
    'flow_runs:\n  ? enable_execute_command\n  : true\n',
  ],
  [
    'lines that end as Windows ends them',
    'worker:\r\n  init_process: true # so\r\n  linux_parameters:\r\n    a: 1\r\n\r\n  user: b\r\n',
    'worker:\r\n  init_process_enabled: true # so\r\n  attributes:\r\n    linuxParameters:\r\n      a: 1\r\n\r\n  user: b\r\n',
  ],
  [
    'a list between them',
    'flow_runs:\r\n  sidecars:\r\n    a:\r\n      mounts:\r\n        - {volume: v, path: /v}\r\n      image: b\r\n',
    'flow_runs:\r\n  sidecars:\r\n    a:\r\n      mounts: {v: {container_path: /v}}\r\n      image: b\r\n',
  ],
  [
    'a file that is JSON',
    '{"flow_runs": {"sidecars": {"a": {"linux_parameters": {"b": 1}, "depends_on": [{"container": "c"}]}}}}\n',
    '{"flow_runs": {"sidecars": {"a": {"attributes": {"linuxParameters": {"b": 1}}, "depends_on": {"c":"START"}}}}}\n',
  ],
  [
    'what an anchor or a tag stands before',
    'worker: &w\n  linux_parameters: &l !!map\n    a: 1\nx: *l\n',
    'worker: &w\n  attributes:\n    linuxParameters: &l !!map\n      a: 1\nx: *l\n',
  ],
  [
    'text in lines',
    'worker:\n  linux_parameters:\n    a: |\n      one\n        two\n\n      three\n  user: b\n',
    'worker:\n  attributes:\n    linuxParameters:\n      a: |\n        one\n          two\n\n        three\n  user: b\n',
  ],
  [
    'a list with a sign of a comment in a text',
    'flow_runs:\n  sidecars:\n    a:\n      health_check: [CMD-SHELL, "a # b"]\n',
    'flow_runs:\n  sidecars:\n    a:\n      health_check: {command: [CMD-SHELL, "a # b"]}\n',
  ],
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

test.each<[string, string, string]>([
  [
    'before a field that is renamed',
    'worker:\n  sidecars:\n    a:\n      logs: none\n      image: b\n',
    'worker:\n  sidecars:\n    a:\n      essential: true\n      log_configuration: none\n      image: b\n\nschema_version: 2\n',
  ],
  [
    'before a field that is in another one now',
    'worker: {sidecars: {a: {linux_parameters: {b: 1}}}}\n',
    'worker: {sidecars: {a: {essential: true, attributes: {linuxParameters: {b: 1}}}}}\n\nschema_version: 2\n',
  ],
  ['in a file that is JSON', '{"region": "a"}\n', '{"schema_version": 2, "region": "a"}\n'],
  ['in braces around the file', '{ # why\n  region: a,\n}\n', '{ # why\n  schema_version: 2, region: a,\n}\n'],
  ['in empty braces', '{}\n', '{schema_version: 2}\n'],
  ['before a mark of the end', '---\nregion: a\n...\n', '---\nregion: a\n\nschema_version: 2\n...\n'],
  ['at the end of lines of Windows', 'region: a\r\n', 'region: a\r\n\r\nschema_version: 2\r\n'],
  ['behind a last line without an end', 'region: a', 'region: a\n\nschema_version: 2\n'],
])('sets the version and former defaults %s, once', (_, before, after) => {
  const { text } = upgraded(before, { version: 1 });
  expect(text).toBe(after);
  expect(upgraded(text, { version: 1 })).toEqual({ text, changes: [], byHand: [] });
});

test.each<[string, string]>([
  ['a key behind a question mark moves', 'worker:\n  ? linux_parameters\n  : a: 1\n'],
  ['a list has an anchor', 'flow_runs:\n  sidecars:\n    a:\n      mounts: &m [{volume: v, path: /v}]\n'],
  ['a list is that of an anchor', 'x: &m [{volume: v, path: /v}]\nflow_runs:\n  sidecars:\n    a: {mounts: *m}\n'],
  ['both spellings are set', 'worker:\n  init_process: true\n  init_process_enabled: false\n'],
  ['a list has comments', 'flow_runs:\n  sidecars:\n    a:\n      depends_on:\n        - {container: b} # why\n'],
])('leaves to a person where %s', (_, text) => {
  expect(upgraded(text)).toEqual({
    text,
    changes: [],
    byHand: [expect.objectContaining({ line: expect.any(Number) })],
  });
});

test.each<[string, string]>([
  ['a field is there twice', 'worker:\n  init_process: true\n  init_process: false\n'],
  [
    'two former names are one now',
    'worker:\n  sidecars:\n    a: {read_only_root: true, read_only_root_filesystem: false}\n',
  ],
  ['two fields go into one', 'worker:\n  sidecars:\n    a: {linux_parameters: {a: 1}, container_definition: {b: 2}}\n'],
])('leaves both to a person where %s', (_, text) => {
  const now = upgraded(text);
  expect([now.text, now.changes, now.byHand.length]).toEqual([text, [], 2]);
});
