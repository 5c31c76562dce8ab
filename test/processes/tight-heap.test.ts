import { join } from 'node:path';
import { build } from 'esbuild';
import { node } from '../helpers/command';
import { folderOf, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** src/commands/tight-heap.ts and what it imports, in one file. */
const tightHeap = join(scratchFolder(), 'tight-heap.js');

beforeAll(() =>
  build({
    entryPoints: [join(__dirname, '..', '..', 'src', 'commands', 'tight-heap.ts')],
    bundle: true,
    platform: 'node',
    outfile: tightHeap,
  }),
);

const stacksOf = (count: number) =>
  folderOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`e${index}.yaml`, ''])));

/** What a program prints, as JSON. Each is a process of its own: flags of V8 hold for all of it. */
function printed<Printed>(program: string): Printed {
  const script = `const { withTightHeap } = require(${JSON.stringify(tightHeap)});\n${program}`;
  const { stdout, stderr, status } = node(['-e', script]);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** In bytes, of work that keeps little of each of 300 things, and needs most of it only for a while. */
const peakWith = (stacks: string) =>
  printed<number>(`
    const { getHeapStatistics } = require('node:v8');
    const work = () => {
      const kept = Array.from({ length: 300_000 }, (_, index) => ({ index, text: 'x' + index }));
      const latest = [];
      let peak = 0;
      for (let thing = 0; thing < 300; thing += 1) {
        latest.push(Array.from({ length: 10_000 }, (_, index) => ({ thing, index, texts: ['' + index] })));
        if (latest.length > 4) latest.shift();
        peak = Math.max(peak, getHeapStatistics().used_heap_size);
      }
      return kept.length > 0 ? peak : 0;
    };
    console.log(withTightHeap(${JSON.stringify(stacks)}, work));
  `);

test('of a hundred environments and more less garbage is kept', () => {
  expect(peakWith(stacksOf(100)) / peakWith(stacksOf(99))).toBeLessThan(0.75);
});

test.each([
  ['done', '() => {}'],
  ['broken off', "() => { throw new Error('work'); }"],
])('V8 takes a code cache that was made after the work was %s', (_, work) => {
  const cache = printed<string>(`
    try { withTightHeap(${JSON.stringify(stacksOf(100))}, ${work}); } catch {}
    console.log(JSON.stringify(new (require('node:vm').Script)('1 + 1').createCachedData().toString('base64')));
  `);
  const isRejected = printed<boolean>(`
    const cachedData = Buffer.from(${JSON.stringify(cache)}, 'base64');
    console.log(new (require('node:vm').Script)('1 + 1', { cachedData }).cachedDataRejected);
  `);
  expect(isRejected).toBe(false);
});
