import { PassThrough } from 'node:stream';
import { type Report, withProgress } from '../../src/commands/progress';

/** What is written to a terminal, or to something else, while `work` goes on. */
function shown(
  work: (report: Report) => unknown,
  { isTTY = true, quiet = false, seconds = 2 }: { isTTY?: boolean; quiet?: boolean; seconds?: number } = {},
): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream;
  try {
    withProgress({ quiet, stream, now: () => seconds * 1000 }, work);
  } catch {}
  return String((stream as unknown as PassThrough).read() ?? '');
}

const half = (report: Report) => report('Generating', 500, 1000);

test('a command that takes a while shows on a terminal how far it is', () => {
  expect(shown(half)).toMatch(/Generating environments \[=+-+\] 500 of 1000/);
});

test('each step has a line of its own', () => {
  const both = (report: Report) => {
    report('Loading', 0, 3);
    report('Generating', 1, 2);
  };
  expect(shown(both)).toMatch(/Loading environments .*0 of 3.*Generating environments .*1 of 2/s);
});

test.each([
  ['in the first second', { seconds: 0.5 }],
  ['with --quiet', { quiet: true }],
  ['where there is no terminal', { isTTY: false }],
])('nothing is shown %s', (_, options) => {
  expect(shown(half, options)).toBe('');
});

test.each([
  ['succeeds', half],
  [
    'fails',
    (report: Report) => {
      half(report);
      throw new Error('a mistake');
    },
  ],
])('when the work %s, the line is removed and the cursor is back', (_, work) => {
  const text = shown((report) => {
    half(report);
  });
  expect(shown(work)).toBe(text);
  const atTheEnd = text.slice(text.lastIndexOf('of 1000'));
  for (const code of [REMOVED, CURSOR]) expect(atTheEnd).toContain(code);
});

const REMOVED = '\u001b[0K';
const CURSOR = '\u001b[?25h';
