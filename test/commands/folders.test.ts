import { join } from 'node:path';
import { foldersOf, type GivenFolders } from '../../src/commands/folders';
import { folder } from '../../src/commands/options';
import { RECORD } from '../../src/disk/record';
import { folderOf } from '../helpers/stack-files';

const project = folderOf({
  'stacks/eu/prod.yaml': '',
  'docs/deep/page.md': '',
  [`generated/stacks/dev/${RECORD}`]: '',
  'generated/stacks/dev/prefect.yaml': '',
  'vendor/other/.git': '',
  'vendor/other/src/a.ts': '',
});
const start = process.cwd();

afterEach(() => process.chdir(start));

/** The folders of a command that is run in `folder` of the project. */
function foldersIn(folder: string, given: GivenFolders = {}) {
  process.chdir(join(project, folder));
  return foldersOf(given);
}

test.each([
  ['.', 'stacks', 'generated'],
  ['stacks', '../stacks', '../generated'],
  ['stacks/eu', '../../stacks', '../../generated'],
  ['docs/deep', '../../stacks', '../../generated'],
  ['generated/stacks/dev', '../../../stacks', '../../../generated'],
])('in %s the folders are those of the project around it', (folder, stacks, out) => {
  expect(foldersIn(folder)).toEqual({ stacks, out });
});

test('a repository within another one is not part of the project around that', () => {
  expect(foldersIn('vendor/other/src')).toEqual({ stacks: 'stacks', out: 'generated' });
});

test.each<[string, GivenFolders, string, string]>([
  ['dir is the project, and the others are within it', { dir: '../..', out: 'out' }, '../../stacks', '../../out'],
  ['an absolute folder is taken as it is', { dir: '../..', out: '/tmp/out' }, '../../stacks', '/tmp/out'],
  ['what is given without dir is from the working folder', { out: 'out' }, '../../stacks', 'out'],
  ['with stacks given, no project is looked for', { stacks: 'here' }, 'here', 'generated'],
])('%s', (_, given, stacks, out) => {
  expect(foldersIn('docs/deep', given)).toEqual({ stacks, out });
});

describe('started by the cdktf CLI,', () => {
  const given = process.env['CDKTF_OUTDIR'];

  afterEach(() => {
    if (given === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = given;
  });

  test('the output folder is around the one where that looks for its manifest', () => {
    process.env['CDKTF_OUTDIR'] = 'out/cdktf';
    expect(foldersIn('.')).toEqual({ stacks: 'stacks', out: 'out' });
  });

  test('fails on a folder of another name, in which the cdktf CLI would remove what people put there', () => {
    process.env['CDKTF_OUTDIR'] = 'generated';
    expect(() => foldersIn('.')).toThrow('use a folder of the name cdktf, as in cdktf.json: generated/cdktf');
  });
});

test.each(['', ' '])('an option with the folder %j is refused: it would be this one', (name) => {
  expect(() => folder(name)).toThrow('check that the variable in it is set');
});
