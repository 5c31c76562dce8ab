import fc from 'fast-check';
import { loadEnvironments } from '../../src/environment/load';
import { generateOnly } from '../../src/output/generate';
import { folderOf } from '../helpers/stack-files';
import { outcomeOf } from './outcome';
import { stackFiles } from './stack-file';

/** How many stack files are tried. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 30);

/** Brings the same files back; FUZZ_PATH, which a failure prints, brings back the one that failed. */
const SEED = Number(process.env['FUZZ_SEED'] ?? (process.env['FUZZ_RUNS'] ? Date.now() % 1e9 : 1));

test('a stack file of allowed values is refused with messages, or everything is generated from it', () => {
  const counts = { refused: 0, generated: 0 };
  process.stdout.write(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}\n`);
  fc.assert(
    fc.property(stackFiles(), (file) => {
      const outcome = outcomeOf(file);
      if ('refused' in outcome) {
        counts.refused += 1;
        expect(outcome.refused.length).toBeGreaterThan(0);
        for (const { file: where, message } of outcome.refused) {
          expect(where).toMatch(/test\.yaml/);
          expect(message).toMatch(/^\S.{3,}/s);
        }
        return;
      }
      counts.generated += 1;
      for (const [path, text] of outcome.files) {
        if (/TfToken\[|\[object |\bundefined\b/.test(text)) throw new Error(`a value is missing in ${path}`);
      }
    }),
    { seed: SEED, numRuns: RUNS, ...(process.env['FUZZ_PATH'] && { path: process.env['FUZZ_PATH'] }) },
  );
  process.stdout.write(`${counts.generated} generated, ${counts.refused} refused\n`);
  expect(counts.generated).toBeGreaterThan(0);
});

test('a stack file that is accepted gives the same bytes in two folders', () => {
  let generated = 0;
  fc.assert(
    fc.property(stackFiles(), (file) => {
      const outcome = outcomeOf(file);
      if ('refused' in outcome) return;
      generated += 1;
      expect([...generateOnly(loadEnvironments(folderOf({ 'test.yaml': file })))]).toEqual([...outcome.files]);
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 3), ...(process.env['FUZZ_PATH'] && { path: process.env['FUZZ_PATH'] }) },
  );
  expect(generated).toBeGreaterThan(0);
});
