import { loadEnvironments } from '../../src/environment/load';
import { ConfigError } from '../../src/problems/errors';
import { countedCalls } from '../helpers/counted-calls';
import { folderOf, REQUIRED } from '../helpers/stack-files';

type Files = Readonly<Record<string, object>>;

jest.setTimeout(120_000);

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function named(count: number, value: (index: number) => unknown): Record<string, unknown> {
  return Object.fromEntries(numbers(count).map((index) => [`NAME_${index}`, value(index)]));
}

/** The report shows no more at once, and how many more there are. */
const MOST_SHOWN = 101;

/** More mistakes of one file are counted, not searched for what was meant. */
const MOST_OF_A_FILE = 50;

/** Stack files of a size, by what grows. */
const GROWING: Readonly<Record<string, (size: number) => Files>> = {
  'stack files with one base': (size) => ({
    '_base.yaml': REQUIRED,
    ...Object.fromEntries(numbers(size).map((index) => [`e${index}.yaml`, { extends: '_base.yaml' }])),
  }),
  'values of one stack file': (size) => ({
    'a.yaml': { ...REQUIRED, worker: { environment: named(size, () => 'x') } },
  }),
  'layers of bases, each reached in two ways': (size) => ({
    ...Object.fromEntries(
      numbers(size / 2).flatMap((index) =>
        ['l', 'r'].map((side) => [
          `_${side}${index}.yaml`,
          index === 0 ? REQUIRED : { extends: [`_l${index - 1}.yaml`, `_r${index - 1}.yaml`] },
        ]),
      ),
    ),
    'a.yaml': { extends: [`_l${size / 2 - 1}.yaml`, `_r${size / 2 - 1}.yaml`] },
  }),
  'fields that do not exist': (size) => ({ 'a.yaml': { ...REQUIRED, ...named(size, () => 1) } }),
  'values of another kind': (size) => ({
    'a.yaml': { ...REQUIRED, worker: { environment: named(size, () => ({ a: ['b'] })) } },
  }),
  'stack files with a mistake each': (size) =>
    Object.fromEntries(numbers(size).map((index) => [`e${index}.yaml`, { ...REQUIRED, worker_cpu: index }])),
};

function problemsOf(folder: string): number {
  try {
    loadEnvironments(folder);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').filter((line) => /^\S/.test(line)).length;
    throw error;
  }
}

const [FIRST, SECOND, THIRD] = [10, 20, 40];

test('the counter counts: twice the work is about twice the calls', async () => {
  const folder = folderOf({ 'a.yaml': REQUIRED });
  problemsOf(folder);
  const once = await countedCalls(() => problemsOf(folder));
  const twice = await countedCalls(() => [problemsOf(folder), problemsOf(folder)]);
  expect(once).toBeGreaterThan(100);
  expect(twice / once).toBeCloseTo(2, 1);
});

test.each(Object.entries(GROWING))('twice as many %s take about twice the work, and few messages', async (what, of) => {
  const folders = [FIRST, SECOND, THIRD].map((size) => folderOf(of(size)));
  const messages = folders.map(problemsOf);
  const calls: number[] = [];
  for (const folder of folders) calls.push(await countedCalls(() => problemsOf(folder)));
  const [small = 0, middle = 0, large = 0] = calls;
  expect(middle).toBeGreaterThan(small);
  // What does not grow falls out of the difference. Each layer lists those below it: a little of it is their square.
  expect((large - middle) / (middle - small)).toBeLessThan(what.startsWith('layers') ? 3 : 2.1);
  expect(Math.max(...messages)).toBeLessThanOrEqual(MOST_SHOWN);
});

test.each(['fields that do not exist', 'values of another kind'])(
  'ten times too many %s take less work',
  async (what) => {
    const of = GROWING[what] as (size: number) => Files;
    const [some, many] = [THIRD, 10 * MOST_OF_A_FILE].map((size) => folderOf(of(size))) as [string, string];
    expect(problemsOf(many)).toBeLessThanOrEqual(MOST_SHOWN);
    expect(await countedCalls(() => problemsOf(many))).toBeLessThan(2 * (await countedCalls(() => problemsOf(some))));
  },
);
