import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadEnvironments } from '../../src/environment/load';
import { ConfigError, type Problem } from '../../src/problems/errors';
import { folderOf, REQUIRED, reportOn } from '../helpers/stack-files';

const required = stringify(REQUIRED);
const LINES = required.trimEnd().split('\n').length;

function entries(number: number, entry: (index: number) => string): string {
  return Array.from({ length: number }, (_, index) => entry(index)).join('');
}

function deepened(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}tags:\n`).join('');
}

function nested(levels: number): string {
  return `${'{ a: '.repeat(levels)}1${' }'.repeat(levels)}`;
}

function problemsOf(files: Record<string, unknown>): readonly Problem[] {
  try {
    loadEnvironments(folderOf(files));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('fails on', () => {
  test.each<[string, string, string]>([
    [
      'a mapping of more entries than any environment has',
      `${required}worker:\n  environment:\n${entries(1_001, (index) => `    KEY_${index}: a\n`)}`,
      `dev.yaml:${LINES + 3} worker.environment\n    has 1001 entries: a mapping or list has at most 1000`,
    ],
    [
      'a list of them',
      `${required}network:\n  egress: [${entries(1_001, () => '{},')}]\n`,
      `dev.yaml:${LINES + 2} network.egress\n    has 1001 entries`,
    ],
    ['a file of them', `${required}${entries(1_001, (index) => `f${index}: 1\n`)}`, 'stacks/dev.yaml:1\n    has 1007'],
    ['too many levels', `${required}tags: ${nested(60)}\n`, 'is deeper than 50 levels'],
    ['more levels than the parser takes', `${required}tags: ${nested(5_000)}\n`, 'is deeper than 50 levels'],
    ['levels of a list in one line', `${required}tags:\n  ${'- '.repeat(20_000)}a\n`, 'is deeper than 50 levels'],
    ['levels by indentation', deepened(800), 'is deeper than 50 levels'],
    ['commas in one line', `${required}tags: [${','.repeat(100_000)}]\n`, 'more than 1000 commas without a value'],
    ['commas in lines', `${required}tags: [\n${'  ,\n'.repeat(100_000)}]\n`, 'more than 1000 commas without a value'],
    ['errors in one line', `${required}tags: ${'"" '.repeat(20_000)}\n`, 'invalid YAML'],
    ['bad escapes', `${required}tags: "${'\\q'.repeat(20_000)}"\n`, 'invalid YAML'],
    // A search of the whole file for each alias took minutes.
    [
      'many aliases',
      `${required}a: &a 1\n${entries(16, (index) => `l${index}: [${'*a,'.repeat(900)}]\n`)}`,
      'too many aliases',
    ],
    ['a file of more than 1 MiB', `${required}#${'x'.repeat(1_048_576)}\n`, 'bytes: a stack file has at most 1048576'],
  ])('%s', (_, text, expected) => {
    expect(reportOn({ 'dev.yaml': text })).toContain(expected);
  });

  const place = (folder: string) => join(folder, 'dev.yaml');
  test.each<[string, (folder: string) => void, string]>([
    ['a pipe', (folder) => execFileSync('mkfifo', [place(folder)]), 'is no regular file'],
    ['a link to a device', (folder) => symlinkSync('/dev/zero', place(folder)), 'is no regular file'],
    ['a folder', (folder) => mkdirSync(place(folder)), 'is a folder'],
  ])('%s, and does not read it', (_, make, expected) => {
    const folder = folderOf({ 'other.yaml': REQUIRED });
    make(folder);
    expect(() => loadEnvironments(folder)).toThrow(expected);
  });
});

test('takes what is at the limits', () => {
  const text = `${required}tags: { A: a }\n#${'x'.repeat(1_048_576 - required.length - 18)}`;
  expect(Buffer.byteLength(`${text}\n`)).toBeGreaterThan(1_048_500);
  expect(problemsOf({ 'dev.yaml': `${text}\n` })).toEqual([]);
});

describe('of very many mistakes', () => {
  const unknown = (number: number) => entries(number, (index) => `unknown_${index}: 1\n`);

  test.each([
    [50, 50, []],
    [51, 51, ['1 more problem is not listed']],
    [900, 51, ['850 more problems are not listed']],
  ])('a file with %i unknown fields gets %i messages', (number, messages, last) => {
    const problems = problemsOf({ 'dev.yaml': `${required}${unknown(number)}` });
    expect(problems).toHaveLength(messages);
    expect(problems.map(({ message }) => message).filter((message) => message.includes('more'))).toEqual(last);
  });

  test('the report on many files shows the first hundred, and says how many more there are', () => {
    const names = Array.from({ length: 10 }, (_, index) => `e${index}`);
    const report = reportOn(Object.fromEntries(names.map((name) => [`${name}.yaml`, `${required}${unknown(15)}`])));
    expect(report.match(/is not a field/g)).toHaveLength(100);
    expect(report).toMatch(/\nand 50 more$/);
  });
});
