import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { environmentFolder, generateOnly } from '../../src/output/generate';
import { fencedBlocksOf } from '../helpers/markdown';
import { environmentOf } from '../helpers/stack-files';
import { COLUMNS, NAME, PICTURE, README, RECORDING, TYPED } from './session';

const [head, ...events] = readFileSync(RECORDING, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const picture = readFileSync(PICTURE, 'utf8');
const page = readFileSync(README, 'utf8');
const [sample = ''] = fencedBlocksOf(page, 'yaml');

const screen = stripVTControlCharacters(events.map(([, , text]) => text).join(''));
const printed = screen.split('$ ').map((step) => step.replaceAll('\r', '').trim());

/** What a command of the session printed. */
function outputOf(command: string): string {
  return (
    printed
      .find((step) => step.startsWith(`${command}\n`))
      ?.slice(command.length)
      .trim() ?? ''
  );
}

test('is typed as it is told (npm run record records it again)', () => {
  expect(printed.filter((step) => step !== '').map((step) => step.split('\n')[0])).toEqual(TYPED);
});

test("begins with the README's first sample", () => {
  expect(outputOf(`cat stacks/${NAME}.yaml`)).toBe(sample.trim());
});

test('shows files that are still written for it', () => {
  const folder = environmentFolder(NAME);
  const written = [...generateOnly([environmentOf(parse(sample), NAME)]).keys()].filter((path) =>
    path.startsWith(folder),
  );
  const names = written.map((path) => path.slice(folder.length + 1));
  const shown = outputOf(`ls generated/stacks/${NAME}`).split(/\s+/);
  expect(shown).toContain('README.md');
  expect(shown.filter((name) => !names.includes(name))).toEqual([]);
});

test('ends with a flow run that completed, after each step that the README shows', () => {
  const steps = page.split('\n').filter((line) => line.startsWith('▸'));
  expect(steps.length).toBeGreaterThan(5);
  const output = outputOf(`npm run try -- ${NAME}`);
  for (const step of steps) expect(output).toContain(step.replace('/dev-', `/${NAME}-`));
});

test('holds nothing of the machine that it was recorded on', () => {
  expect(Object.keys(head).sort()).toEqual(['height', 'version', 'width']);
  for (const text of [screen, picture]) {
    expect(text.match(/\/(?:tmp|home|root|work|Users|var|opt)\//g)).toBeNull();
    for (const name of [hostname(), userInfo().username]) expect(text).not.toContain(`${name}@`);
  }
});

test('is drawn from this recording, and moves without a script', () => {
  const text = picture
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
  const words = new Set(text.split(' '));
  // A longer line is broken where the screen ends.
  const lines = screen.split('\r\n').filter((line) => line.length <= COLUMNS);
  const missing = lines.flatMap((line) => line.split(/\s+/)).filter((word) => word !== '' && !words.has(word));
  expect(missing).toEqual([]);
  expect(picture).toMatch(/@keyframes|<animate/);
  expect(picture).not.toContain('<script');
});
