import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../src/errors';
import { compare, write, writeOnly } from '../src/output';
import { filesIn } from './helpers/folder';
import { folderOf, scratchFolder } from './helpers/stack-files';

const FILES = new Map([
  ['stacks/dev/cdk.tf.json', 'dev'],
  ['stacks/prod/cdk.tf.json', 'prod'],
  ['manifest.json', 'all'],
]);
// Writing listens for signals until the next turn; tests that do not wait for one would pile listeners up.
afterEach(() => new Promise(setImmediate));

const UP_TO_DATE = { missing: [], changed: [], abandoned: [] };

describe('comparing', () => {
  test('a folder that is not there finds everything missing, and makes nothing', () => {
    const folder = join(scratchFolder(), 'generated');
    expect(compare(folder, FILES)).toEqual({ ...UP_TO_DATE, missing: [...FILES.keys()] });
    expect(existsSync(folder)).toBe(false);
  });

  test('tells what is missing, what is different, and which environments are gone', () => {
    const folder = folderOf({
      'stacks/dev/cdk.tf.json': 'old',
      'manifest.json': 'all',
      'stacks/old/cdk.tf.json': '',
      'stacks/a/cdk.tf.json': '',
    });
    expect(compare(folder, FILES)).toEqual({
      missing: ['stacks/prod/cdk.tf.json'],
      changed: ['stacks/dev/cdk.tf.json'],
      abandoned: ['stacks/a', 'stacks/old'],
    });
  });

  test('does not mind what Terraform and people put beside our files', () => {
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      'stacks/dev/terraform.tfstate': '{}',
      'stacks/dev/.terraform/x': '',
      'stacks/README': 'no environment',
      'stacks/of-mine/main.tf': '',
      'notes.md': '',
    });
    expect(compare(folder, FILES)).toEqual(UP_TO_DATE);
  });

  test('tells an empty file from one that is not there', () => {
    expect(compare(folderOf({ 'a.json': '' }), new Map([['a.json', '']]))).toEqual(UP_TO_DATE);
  });
});

describe('writing', () => {
  test('makes the folder hold the files, and says what it did', () => {
    const folder = join(scratchFolder(), 'a', 'generated');
    expect(write(folder, FILES)).toEqual({ ...UP_TO_DATE, missing: [...FILES.keys()] });
    expect(filesIn(folder)).toEqual(Object.fromEntries(FILES));
    expect(write(folder, FILES)).toEqual(UP_TO_DATE);
  });

  test('touches no file that is as it should be', () => {
    const folder = folderOf(Object.fromEntries(FILES));
    const inode = () => statSync(join(folder, 'manifest.json')).ino;
    const before = inode();
    write(folder, new Map([...FILES, ['stacks/dev/cdk.tf.json', 'new']]));
    expect(inode()).toBe(before);
  });

  test('removes the folders of environments that are gone, and nothing else', () => {
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      'stacks/old/cdk.tf.json': '',
      'stacks/dev/terraform.tfvars': 'x',
    });
    expect(write(folder, FILES).abandoned).toEqual(['stacks/old']);
    expect(Object.keys(filesIn(folder))).not.toContain('stacks/old/cdk.tf.json');
    expect(filesIn(folder)['stacks/dev/terraform.tfvars']).toBe('x');
  });

  test('some environments only leaves the others as they are, gone or stale', () => {
    const folder = folderOf({
      'stacks/prod/cdk.tf.json': 'old',
      'stacks/old/cdk.tf.json': 'old',
      'manifest.json': 'old',
    });
    writeOnly(folder, new Map([['stacks/dev/cdk.tf.json', 'dev']]));
    expect(filesIn(folder)).toEqual({
      'manifest.json': 'old',
      'stacks/dev/cdk.tf.json': 'dev',
      'stacks/old/cdk.tf.json': 'old',
      'stacks/prod/cdk.tf.json': 'old',
    });
  });

  test('that fails on the way changes nothing, and leaves nothing behind', () => {
    const files = { 'manifest.json': 'old', 'stacks/dev': 'a file where a folder belongs' };
    const folder = folderOf(files);
    expect(() => write(folder, FILES)).toThrow(/EEXIST|ENOTDIR/);
    expect(filesIn(folder)).toEqual(files);
  });

  test('removes the staging folders of runs that were killed, and not those of runs that go on', () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '0']);
    const folder = folderOf({ [`.staging-${dead}/x`]: '', [`.staging-${process.ppid}/x`]: '', '.staging-notes/x': '' });
    write(folder, FILES);
    expect(Object.keys(filesIn(folder)).filter((path) => path.startsWith('.staging'))).toEqual(
      [`.staging-${process.ppid}/x`, '.staging-notes/x'].sort(),
    );
  });
});

describe('an environment without a stack file', () => {
  const state = (resources: unknown[]) => JSON.stringify({ version: 4, serial: 3, lineage: 'a', resources });

  test.each([
    ['a state that holds something', 'terraform.tfstate', state([{}])],
    ['a state of another name', 'dev.tfstate', state([{}])],
    ['a state of another name and ending', 'state.json', state([{}])],
    ['a state that nobody can read', 'terraform.tfstate', '<<<<<<< HEAD'],
    ['a state of a form that is not known', 'terraform.tfstate', '{"version": 5}'],
    ['a state of a workspace', 'terraform.tfstate.d/blue/terraform.tfstate', state([{}])],
    ['a state that Terraform could not store', 'errored.tfstate', state([{}])],
  ])('is not removed while there is %s', (_, path, content) => {
    const files = { ...Object.fromEntries(FILES), 'stacks/old/cdk.tf.json': '', [`stacks/old/${path}`]: content };
    const folder = folderOf(files);
    const changed = new Map([...FILES, ['manifest.json', 'new']]);
    let report = '';
    try {
      write(folder, changed);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      report = error.message;
    }
    expect(report).toContain(
      `${folder}/stacks/old/${path}\n    is the Terraform state of an environment without a stack file`,
    );
    expect(report).toContain(
      `→ put the stack file back; to take the environment down, run terraform destroy in ${folder}/stacks/old first`,
    );
    expect(filesIn(folder)).toEqual(files);
  });

  test.each([
    ['a state that holds nothing any more', 'terraform.tfstate', state([])],
    ['the backup of such a state', 'terraform.tfstate.backup', state([{}])],
    ["Terraform's note of where the state is", '.terraform/terraform.tfstate', '{"version": 3}'],
    ['a variable file', 'terraform.tfvars', ''],
  ])('is removed with %s', (_, path, content) => {
    const old = { 'stacks/old/cdk.tf.json': '', [`stacks/old/${path}`]: content };
    const folder = folderOf({ ...Object.fromEntries(FILES), ...old });
    write(folder, FILES);
    expect(filesIn(folder)).toEqual(Object.fromEntries(FILES));
  });

  test('is not asked for its state when only others are written', () => {
    const folder = folderOf({ 'stacks/old/cdk.tf.json': '', 'stacks/old/terraform.tfstate': state([{}]) });
    expect(writeOnly(folder, new Map([['stacks/dev/cdk.tf.json', 'dev']]))).toMatchObject({ abandoned: [] });
  });

  test('has every state named at once', () => {
    const folder = folderOf({
      'stacks/a/cdk.tf.json': '',
      'stacks/a/terraform.tfstate': state([{}]),
      'stacks/b/cdk.tf.json': '',
      'stacks/b/terraform.tfstate': '',
    });
    expect(() => write(folder, FILES)).toThrow(/stacks\/a\/terraform.tfstate[\s\S]*stacks\/b\/terraform.tfstate/);
  });
});
