import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOf, RECORD, withRecords } from '../../src/disk/record';
import { compare, write, writeOnly } from '../../src/output/output';
import { ConfigError } from '../../src/problems/errors';
import { filesIn } from '../helpers/folder';
import { folderOf, scratchFolder } from '../helpers/stack-files';

const FILES = new Map([
  ['stacks/dev/cdk.tf.json', 'dev'],
  ['stacks/prod/cdk.tf.json', 'prod'],
  ['manifest.json', 'all'],
]);
// Writing listens for signals until the next turn; tests that do not wait for one would pile listeners up.
afterEach(() => new Promise(setImmediate));

const UP_TO_DATE = { missing: [], changed: [], obsolete: [], edited: [], abandoned: [] };

/** What the synthesis writes for these environments: their files, with a record of them. */
function withRecord(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(withRecords(new Map(Object.entries(files))));
}

/** What {@link write} refuses to do, with `generated` for the folder. */
function refusalOf(folder: string, files: ReadonlyMap<string, string> = FILES): string {
  const before = filesIn(folder);
  const message = messageOf(() => write(folder, files));
  expect(filesIn(folder)).toEqual(before);
  return message.replaceAll(folder, 'generated');
}

function messageOf(refused: () => unknown): string {
  try {
    refused();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

const notesOn = (folder: string, files: ReadonlyMap<string, string> = FILES) =>
  write(folder, files).notes.map((note) => note.replaceAll(folder, 'generated'));

describe('comparing', () => {
  test('a folder that is not there finds everything missing, and makes nothing', () => {
    const folder = join(scratchFolder(), 'generated');
    expect(compare(folder, FILES)).toEqual({ ...UP_TO_DATE, missing: [...FILES.keys()].sort() });
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
      ...UP_TO_DATE,
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
    expect(write(folder, FILES)).toEqual({ ...UP_TO_DATE, missing: [...FILES.keys()].sort(), notes: [] });
    expect(filesIn(folder)).toEqual(Object.fromEntries(FILES));
    expect(write(folder, FILES)).toEqual({ ...UP_TO_DATE, notes: [] });
  });

  test('touches no file that is as it should be', () => {
    const folder = folderOf(Object.fromEntries(FILES));
    const inode = () => statSync(join(folder, 'manifest.json')).ino;
    const before = inode();
    write(folder, new Map([...FILES, ['stacks/dev/cdk.tf.json', 'new']]));
    expect(inode()).toBe(before);
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
    const folder = folderOf({ 'manifest.json': 'old', 'stacks/dev': 'a file where a folder belongs' });
    expect(refusalOf(folder)).toBe('generated/stacks/dev\n    is a file, but a folder is required\n    → move it away');
  });

  test.each<[what: string, make: (folder: string) => void, problem: string]>([
    [
      'a file',
      (folder) => writeFileSync(folder, ''),
      'a file stands where a folder is needed (ENOTDIR)\n    → move it away, or use another folder: --out DIR',
    ],
    [
      'a link to itself',
      (folder) => symlinkSync(folder, folder),
      'leads through links that lead to each other (ELOOP)\n    → remove one of the links, or use another folder: --out DIR',
    ],
    [
      'a link to nothing',
      (folder) => symlinkSync(join(folder, '..', 'nothing', 'there'), folder),
      'its folder is a link to nothing, or was removed meanwhile (ENOENT)\n    → remove the link, or use another folder: --out DIR',
    ],
  ])('into %s says what is wrong, and with which folder', (_, make, problem) => {
    const folder = join(scratchFolder(), 'generated');
    make(folder);
    const report = messageOf(() => write(folder, FILES)).replaceAll(folder, 'generated');
    expect(report).toContain(problem);
    expect(report).toMatch(/^generated(\/stacks\/dev\/cdk\.tf\.json|\/manifest\.json)?\n/);
    expect(report).not.toContain('.staging');
  });

  test.each([
    ['writes', FILES],
    ['has nothing to write', new Map<string, string>()],
  ])('a run that %s removes the staging folders of killed runs, whoever has their number now', (_, files) => {
    const folder = folderOf({
      [`.staging-${process.ppid}/x`]: '',
      [`.staging-run-${process.pid}-k3x/x`]: '',
      '.staging-notes/x': '',
    });
    write(folder, files);
    expect(Object.keys(filesIn(folder)).filter((path) => path.startsWith('.staging'))).toEqual(['.staging-notes/x']);
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
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      ...withRecord({ 'stacks/old/cdk.tf.json': '' }),
      [`stacks/old/${path}`]: content,
    });
    const report = refusalOf(folder, new Map([...FILES, ['manifest.json', 'new']]));
    expect(report).toContain(
      `generated/stacks/old/${path}\n    is the Terraform state of an environment without a stack file`,
    );
    expect(report).toContain(
      '→ put the stack file back; to take the environment down, run terraform destroy in generated/stacks/old first',
    );
  });

  test('is not removed while a link there leads to a state that holds something', () => {
    const elsewhere = join(folderOf({ 'dev.state': state([{}]) }), 'dev.state');
    const folder = folderOf(withRecord({ 'stacks/old/cdk.tf.json': '' }));
    symlinkSync(elsewhere, join(folder, 'stacks/old/terraform.tfstate'));
    expect(refusalOf(folder)).toContain('generated/stacks/old/terraform.tfstate\n    is the Terraform state');
  });

  test.each([
    ['a state that holds nothing any more', 'terraform.tfstate', state([])],
    ['the backup of such a state', 'terraform.tfstate.backup', state([{}])],
    ["Terraform's note of where the state is", '.terraform/terraform.tfstate', '{"version": 3}'],
    ['a variable file', 'terraform.tfvars', ''],
    ['a lock file', '.terraform.lock.hcl', ''],
    ['notes in a folder', 'notes/a.md', ''],
    ['a saved plan', 'tfplan', ''],
  ])('loses what was generated, and keeps %s', (_, path, content) => {
    const theirs = { [`stacks/old/${path}`]: content };
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      ...withRecord({ 'stacks/old/cdk.tf.json': '', 'stacks/old/README.md': '' }),
      ...theirs,
    });
    expect(notesOn(folder)).toEqual([
      `removed what was generated in generated/stacks/old: it has no stack file. What others put there is left: ${path.split('/')[0]}`,
    ]);
    expect(filesIn(folder)).toEqual(sorted({ ...Object.fromEntries(FILES), ...theirs }));
    expect(compare(folder, FILES)).toEqual(UP_TO_DATE);
  });

  test('is removed, folder and all, where there is nothing of others', () => {
    const folder = folderOf({ ...Object.fromEntries(FILES), ...withRecord({ 'stacks/old/cdk.tf.json': '' }) });
    expect(notesOn(folder)).toEqual(['removed generated/stacks/old: it has no stack file']);
    expect(readdirSync(join(folder, 'stacks'))).toEqual(['dev', 'prod']);
  });

  test('keeps what was generated and then edited', () => {
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      ...withRecord({ 'stacks/old/cdk.tf.json': '', 'stacks/old/my_flow.py': 'generated' }),
      'stacks/old/my_flow.py': 'edited',
    });
    expect(notesOn(folder)).toEqual([expect.stringMatching(/ is left: my_flow.py$/)]);
    expect(filesIn(folder)).toEqual({ ...sorted(Object.fromEntries(FILES)), 'stacks/old/my_flow.py': 'edited' });
  });

  test('stays, and is said to, where an earlier version wrote it and no record tells what is whose', () => {
    const old = { 'stacks/old/cdk.tf.json': '{}', 'stacks/old/terraform.tfvars': 'x' };
    const folder = folderOf({ ...Object.fromEntries(FILES), ...old });
    expect(notesOn(folder)).toEqual([
      'left generated/stacks/old: it has no stack file, but no .generated.sha256 tells what was generated in it. Remove it by hand',
    ]);
    expect(filesIn(folder)).toEqual(sorted({ ...Object.fromEntries(FILES), ...old }));
    expect(compare(folder, FILES).abandoned).toEqual(['stacks/old']);
  });

  test.each([
    [{ backend: { s3: { bucket: 'a-bucket', key: 'old/terraform.tfstate' } } }, 's3://a-bucket/old/terraform.tfstate'],
    [{ cloud: { organization: 'acme', workspaces: { name: 'old' } } }, 'app.terraform.io/acme/old'],
    [{ backend: { http: { address: 'https://me:secret@example.com/old?token=secret' } } }, 'https://example.com/old'],
    [{ backend: { gcs: {} } }, 'the gcs backend'],
  ])('has its remote state named: %j', (terraform, named) => {
    const folder = folderOf(withRecord({ 'stacks/old/cdk.tf.json': JSON.stringify({ terraform }) }));
    expect(notesOn(folder)[0]).toBe(
      `generated/stacks/old has no stack file, but its state in ${named} may still hold what it created. If it was not destroyed: put the stack file back, synthesize, run terraform destroy, then remove the stack file`,
    );
  });

  test('has no remote state named where the state is a file', () => {
    const document = JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } } });
    const folder = folderOf(withRecord({ 'stacks/old/cdk.tf.json': document }));
    expect(notesOn(folder)).toEqual(['removed generated/stacks/old: it has no stack file']);
  });

  test.each([
    [{ terraform: { backend: { http: { address: 5 } } } }, 'the http backend'],
    [{ terraform: { backend: { s3: null } } }, 'the s3 backend'],
    [{ terraform: { backend: { s3: { bucket: {}, key: 'old' } } } }, 'the s3 backend'],
    [{ terraform: { cloud: { organization: null, workspaces: 'old' } } }, 'app.terraform.io'],
  ])('has its remote state named as far as an edited document tells: %j', (document, named) => {
    const folder = folderOf(withRecord({ 'stacks/old/cdk.tf.json': JSON.stringify(document) }));
    expect(notesOn(folder)[0]).toContain(`but its state in ${named} may still hold`);
  });

  test.each(['null', '5', '[]', '{', '{"terraform":null}', '{"terraform":{"backend":null,"cloud":null}}'])(
    'is removed where its edited document tells nothing of a state: %s',
    (document) => {
      const folder = folderOf(withRecord({ 'stacks/old/cdk.tf.json': document }));
      expect(notesOn(folder)).toEqual(['removed generated/stacks/old: it has no stack file']);
    },
  );

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

describe('a file that an environment had', () => {
  const before = withRecord({ 'stacks/dev/cdk.tf.json': 'dev', 'stacks/dev/Dockerfile': 'FROM a' });
  const after = new Map(Object.entries(withRecord({ 'stacks/dev/cdk.tf.json': 'dev' })));

  test('and has no more is removed', () => {
    const folder = folderOf(before);
    expect(compare(folder, after)).toMatchObject({ obsolete: ['stacks/dev/Dockerfile'], edited: [] });
    expect(notesOn(folder, after)).toEqual(['removed generated/stacks/dev/Dockerfile: it is no longer generated']);
    expect(filesIn(folder)).toEqual(sorted(Object.fromEntries(after)));
  });

  test('and has no more stays when it was edited, which is said once', () => {
    const folder = folderOf({ ...before, 'stacks/dev/Dockerfile': 'FROM b' });
    expect(compare(folder, after)).toMatchObject({ obsolete: [], edited: ['stacks/dev/Dockerfile'] });
    expect(notesOn(folder, after)).toEqual([
      'left generated/stacks/dev/Dockerfile: it is no longer generated, but was edited',
    ]);
    expect(filesIn(folder)['stacks/dev/Dockerfile']).toBe('FROM b');
    expect(compare(folder, after)).toEqual(UP_TO_DATE);
  });

  test('and still has is written again when it was edited, which is said', () => {
    const folder = folderOf({ ...before, 'stacks/dev/Dockerfile': 'FROM b' });
    const files = new Map(Object.entries(before));
    expect(notesOn(folder, files)).toEqual(['replaced generated/stacks/dev/Dockerfile, which was edited']);
    expect(filesIn(folder)).toEqual(sorted(before));
  });

  test('and has no more is removed by writing this environment only, too', () => {
    const folder = folderOf(before);
    writeOnly(folder, after);
    expect(filesIn(folder)).toEqual(sorted(Object.fromEntries(after)));
  });

  test('is known from each side of a merge', () => {
    const other = withRecord({ 'stacks/dev/cdk.tf.json': 'dev', 'stacks/dev/Dockerfile': 'FROM b' });
    const record = `stacks/dev/${RECORD}`;
    const merged = `<<<<<<< HEAD\n${before[record]}=======\n${other[record]}>>>>>>> b\n`;
    const folder = folderOf({ ...before, [record]: merged });
    expect(compare(folder, after)).toMatchObject({ obsolete: ['stacks/dev/Dockerfile'], edited: [] });
  });
});

describe('nothing of others is overwritten or written through:', () => {
  const files = new Map(Object.entries(withRecord({ 'stacks/dev/cdk.tf.json': 'dev', 'stacks/dev/Dockerfile': 'a' })));

  test('a file of a name that is generated from now on', () => {
    const folder = folderOf({
      ...withRecord({ 'stacks/dev/cdk.tf.json': 'dev' }),
      'stacks/dev/Dockerfile': 'FROM mine',
    });
    expect(refusalOf(folder, files)).toBe(
      'generated/stacks/dev/Dockerfile\n    was not generated, and would be overwritten: stacks/dev now contains a generated file with this name\n    → move it away, or rename it',
    );
  });

  test.each(['README.md', 'index.html'])('a page about the folder, where %s is from now on', (name) => {
    const all = new Map([[name, '<!-- Generated from stacks/. -->']]);
    expect(refusalOf(folderOf({ [name]: 'Mine' }), all)).toBe(
      `generated/${name}\n    was not generated, and would be overwritten: generated now contains a generated file with this name\n    → move it away, or rename it`,
    );
    expect(write(folderOf({ [name]: '<!-- Generated from stacks/. -->\nolder' }), all).changed).toEqual([name]);
  });

  test.each([
    ['before anything was generated', {}],
    ['beside what an earlier version generated', { 'stacks/dev/cdk.tf.json': 'old' }],
  ])('a file that was there %s', (_, earlier) => {
    const folder = folderOf({ ...earlier, 'stacks/dev/Dockerfile': 'FROM mine' });
    expect(refusalOf(folder, files)).toContain('generated/stacks/dev/Dockerfile\n    was not generated');
  });

  test('but what an earlier version generated is replaced', () => {
    const marked = '# Generated from stacks/dev.yaml. Do not edit: the next synthesis writes it again.';
    const folder = folderOf({ 'stacks/dev/cdk.tf.json': 'old', 'stacks/dev/Dockerfile': marked });
    expect(notesOn(folder, files)).toEqual([]);
    expect(filesIn(folder)).toEqual(sorted(Object.fromEntries(files)));
  });

  test.each(['stacks', 'stacks/dev', 'stacks/dev/cdk.tf.json'])('what the link %s leads to', (link) => {
    const elsewhere = folderOf({ x: 'theirs', 'dev/x': 'theirs' });
    const folder = scratchFolder();
    mkdirSync(join(folder, dirname(link)), { recursive: true });
    symlinkSync(link.endsWith('.json') ? join(elsewhere, 'x') : elsewhere, join(folder, link));
    expect(refusalOf(folder, files)).toContain(`generated/${link}\n    is a symbolic link`);
    expect(filesIn(elsewhere)).toEqual({ x: 'theirs', 'dev/x': 'theirs' });
  });

  test('a folder where a file is to be', () => {
    const folder = folderOf({ 'stacks/dev/Dockerfile/x': '' });
    expect(refusalOf(folder, files)).toContain(
      'generated/stacks/dev/Dockerfile\n    is a folder, but a file is required',
    );
  });

  test.each([
    ['that is empty', ''],
    ['that ends in the middle', `${hashOf('dev').slice(0, 20)}`],
    ['that is no text', '\u0000\ufffd'],
  ])('what beside a damaged record, %s, may be somebody else’s: without it, it is ours', (_, record) => {
    const folder = folderOf({ 'stacks/dev/cdk.tf.json': 'older', 'stacks/dev/.generated.sha256': record });
    expect(refusalOf(folder, files)).toBe(
      'generated/stacks/dev/cdk.tf.json\n    was not generated, and would be overwritten: stacks/dev now contains a generated file with this name\n    → move it away, or rename it. If it was generated, .generated.sha256 beside it is damaged: remove that instead, and run this again',
    );
    rmSync(join(folder, 'stacks/dev/.generated.sha256'));
    write(folder, files);
    expect(filesIn(folder)).toEqual(sorted(Object.fromEntries(files)));
  });

  test.each([
    ['a folder', (file: string) => mkdirSync(file)],
    ['a link', (file: string) => symlinkSync('../../mine', file)],
    ['a link to nothing', (file: string) => symlinkSync('nowhere', file)],
  ])('the folder of an environment that is no more, where its record is %s', (_, makeRecord) => {
    const ours = withRecord({ 'stacks/dev/cdk.tf.json': 'dev' });
    const folder = folderOf({ ...ours, 'stacks/old/cdk.tf.json': 'x', mine: `${hashOf('x')}  cdk.tf.json\n` });
    makeRecord(join(folder, 'stacks/old/.generated.sha256'));
    const before = filesIn(folder);
    expect(notesOn(folder, new Map(Object.entries(ours)))).toEqual([
      'left generated/stacks/old: it has no stack file, but no .generated.sha256 tells what was generated in it. Remove it by hand',
    ]);
    expect(filesIn(folder)).toEqual(before);
  });

  test('anything, where what an environment that is no more has cannot be read', () => {
    const folder = folderOf({ ...withRecord({ 'stacks/old/x': 'x' }) });
    rmSync(join(folder, 'stacks/old/.generated.sha256'));
    symlinkSync('.generated.sha256', join(folder, 'stacks/old/.generated.sha256'));
    writeFileSync(join(folder, 'stacks/old/cdk.tf.json'), 'x');
    expect(refusalOf(folder, files)).toContain('stacks/old/.generated.sha256\n    leads through links');
  });

  test('a file that a record leads to outside of its folder', () => {
    const folder = folderOf({
      ...Object.fromEntries(FILES),
      'stacks/old/.generated.sha256': `${hashOf('x')}  ../../precious\n`,
      precious: 'x',
    });
    write(folder, FILES);
    expect(filesIn(folder)).toMatchObject({ precious: 'x' });
  });
});

describe('when a later file cannot be generated, nothing is written', () => {
  const ERRORS: readonly [what: string, error: Error][] = [
    ['a mistake', new ConfigError([{ file: 'stacks/prod.yaml', message: 'is wrong' }])],
    ['a bug', new TypeError('a bug')],
    ['a bug with a file', Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open', path: 'a template' })],
  ];

  test.each(ERRORS)('%s', (_, error) => {
    function* files(): Iterable<readonly [string, string]> {
      yield ['stacks/dev/cdk.tf.json', 'new'];
      throw error;
    }
    const before = { 'stacks/dev/cdk.tf.json': 'old' };
    const folder = folderOf(before);
    expect(() => write(folder, files())).toThrow(error);
    expect(filesIn(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['stacks']);
    const missing = join(scratchFolder(), 'generated');
    expect(() => write(missing, files())).toThrow(error);
    expect(existsSync(missing)).toBe(false);
  });
});

function sorted(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
}
