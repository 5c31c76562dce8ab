import { tmpdir } from 'node:os';

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

/** CDKTF ends its files without a newline; they are as it would write them itself. */
const WRITTEN_BY_CDKTF = /\/(manifest|cdk\.tf)\.json$/;

/** Python has two blank lines between functions (PEP 8), everything else one. */
const tooManyBlankLines = (path: string) => (path.endsWith('.py') ? /\n{4}/ : /\n{3}/);

/** Without a user's own long text. Python and prose are read by other means. */
const LONGEST_LINE = 2000;

/** What holds for every generated file. */
export function expectCleanText(path: string, text: string): void {
  expect(text.split(/[\s"'`=(]/).filter((word) => MACHINE.some((path) => word.startsWith(path)))).toEqual([]);
  expect(text).not.toContain('TfToken[');
  expect(text).not.toMatch(/\r|[ \t]$/m);
  expect(text.split('\n').filter((line) => line.length > LONGEST_LINE)).toEqual([]);
  expect(text).not.toMatch(tooManyBlankLines(path));
  expect(text).toMatch(WRITTEN_BY_CDKTF.test(path) ? /\S$/ : /\S\n$/);
}
