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

/** CDKTF ends its files without a newline; they are as it would write them itself. */
const WRITTEN_BY_CDKTF = /(^manifest|\/cdk\.tf)\.json$/;

/** Python has two blank lines between functions (PEP 8), everything else one. */
const TOO_MANY_BLANK_LINES = (path: string) => (path.endsWith('.py') ? /\n{4}/ : /\n{3}/);

describe.each([...generate(loadEnvironments('stacks'))])('generated/%s', (path, text) => {
  test('has no path of a machine', () => {
    expect(text.split(/[\s"'`=(]/).filter((word) => MACHINE.some((path) => word.startsWith(path)))).toEqual([]);
  });

  test('has no reference that CDKTF left unresolved', () => {
    expect(text).not.toContain('TfToken[');
  });

  test('ends as a text file should', () => {
    expect(text).not.toMatch(/\r|[ \t]$/m);
    expect(text).not.toMatch(TOO_MANY_BLANK_LINES(path));
    expect(text).toMatch(WRITTEN_BY_CDKTF.test(path) ? /\S$/ : /\S\n$/);
  });
});

test('generated/ holds nothing that was left over from writing', () => {
  expect(Object.keys(filesIn('generated')).filter((path) => path.startsWith('.'))).toEqual([]);
});
