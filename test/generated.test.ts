import { tmpdir } from 'node:os';
import { loadEnvironments } from '../src/config/load';
import { generate } from '../src/generate';
import { compare } from '../src/output';
import { filesIn } from './helpers/folder';

/** Where files are on some machine, this one among them. */
const MACHINE = [
  `${process.cwd()}/`,
  `${tmpdir()}/prefect-ecs-worker`,
  '/home/',
  '/root/',
  '/Users/',
  'C:\\',
  'file://',
];

test('generated/ is as the stack files say (npx prefect-ecs-worker synth makes it so)', () => {
  expect(compare('generated', generate(loadEnvironments('stacks')))).toEqual({
    missing: [],
    changed: [],
    abandoned: [],
  });
});

describe.each([...generate(loadEnvironments('stacks'))])('generated/%s', (_, text) => {
  test('has no path of a machine', () => {
    expect(text.split(/[\s"'`=(]/).filter((word) => MACHINE.some((path) => word.startsWith(path)))).toEqual([]);
  });

  test('has no reference that CDKTF left unresolved', () => {
    expect(text).not.toContain('TfToken[');
  });

  test('ends as a text file should', () => {
    expect(text).not.toMatch(/\r|[ \t]$|\n\n$/m);
  });
});

test('generated/ holds nothing that was left over from writing', () => {
  expect(Object.keys(filesIn('generated')).filter((path) => path.startsWith('.'))).toEqual([]);
});
