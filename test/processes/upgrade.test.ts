import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

const OLD = `# why\n${Object.entries(REQUIRED)
  .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
  .join('')}flow_runs: {container_definition: {workingDirectory: /w}}\n`;
const NOW = OLD.replace('container_definition', 'attributes');
const upgrade = (folder: string, ...args: string[]) => command(['upgrade', '--dir', folder, ...args]);

test('an old field leads to upgrade, which rewrites it, also in a base, and then the file is valid', () => {
  const files = { 'stacks/dev.yaml': 'extends: ../shared.yaml\nworker: {init_process: true}\n', 'shared.yaml': OLD };
  const folder = folderOf(files);
  expect(command(['validate', '--dir', folder]).stderr).toContain('or run: npx prefect-ecs-worker upgrade');
  const dry = upgrade(folder, '--dry-run');
  expect(dry).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('flow_runs.container_definition → flow_runs.attributes'),
  });
  expect(filesIn(folder)).toEqual(files);
  const { status, stderr } = upgrade(folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'Next: npx prefect-ecs-worker validate\n' });
  expect(filesIn(folder)).toEqual({
    'stacks/dev.yaml': 'extends: ../shared.yaml\nworker: {init_process_enabled: true}\n',
    'shared.yaml': NOW,
  });
  expect(command(['validate', '--dir', folder])).toMatchObject({ status: 0 });
  expect(upgrade(folder)).toMatchObject({ status: 0, stdout: '', stderr: 'nothing to upgrade\n' });
});

test('upgrade --from sets the version, and --json has each change with its line', () => {
  const folder = folderOf({ 'stacks/dev.yaml': NOW });
  const { stdout } = upgrade(folder, '--from', '0.1.0', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    written: true,
    files: [{ changes: [{ to: 'schema_version: 2' }], by_hand: [] }],
  });
  expect(command(['validate', '--strict', '--dir', folder])).toMatchObject({ status: 0 });
});

test('upgrade writes nothing where a file is no YAML, and fails where something is left to a person', () => {
  const files = { 'stacks/dev.yaml': OLD, 'stacks/prod.yaml': 'a: [' };
  const folder = folderOf(files);
  expect(upgrade(folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was written') });
  expect(filesIn(folder)).toEqual(files);
  const both = folderOf({ 'stacks/dev.yaml': `${OLD}worker: {init_process: true, init_process_enabled: true}\n` });
  expect(upgrade(both)).toMatchObject({ status: 1, stdout: expect.stringContaining('by hand') });
});

test('a file for a newer version is refused', () => {
  const folder = folderOf({ 'stacks/dev.yaml': `${NOW}schema_version: 3\n` });
  const { status, stderr } = command(['validate', '--dir', folder]);
  expect(status).toBe(1);
  expect(stderr).toContain('schema_version: 3\n    must be 2, the version that this package reads');
});
