import { type Mutant, mutantsOf, verdictOn } from './survivors';

const SOURCE = 'const a = 1;\nif (a > 1 &&\n    a < 5) stop();\n';

function reported(status: string, replacement = 'true') {
  const location = { start: { line: 2, column: 5 }, end: { line: 3, column: 10 } };
  return { files: { 'a.ts': { source: SOURCE, mutants: [{ mutatorName: 'X', replacement, status, location }] } } };
}

const mutant = (isKilled: boolean): Mutant => ({
  ...{ file: 'a.ts', line: 1, mutator: 'X', of: 'a', to: 'b' },
  isKilled,
});
const REASON = { of: 'a', to: 'b', because: 'both are the same' };

test('a mutant has what stood in its place, in one line', () => {
  expect(mutantsOf(reported('Survived'))).toEqual([
    { file: 'a.ts', line: 2, mutator: 'X', of: 'a > 1 && a < 5', to: 'true', isKilled: false },
  ]);
});

test.each([
  ['Killed', true],
  ['Timeout', true],
  ['Survived', false],
  ['NoCoverage', false],
])('a mutant of the status %s counts as killed: %s', (status, isKilled) => {
  expect(mutantsOf(reported(status))[0]?.isKilled).toBe(isKilled);
});

test('there are no faults where enough is killed, and each survivor has a reason', () => {
  const mutants = [...Array.from({ length: 9 }, () => mutant(true)), mutant(false)];
  expect(verdictOn('part', mutants, { 'a.ts': [REASON] }, 0.9)).toEqual({ part: 'part', killed: 9, faults: [] });
});

test('a reason for a form covers all that have it', () => {
  const mutants = [...Array.from({ length: 18 }, () => mutant(true)), mutant(false), mutant(false)];
  const reason = { matching: 'a → .', because: 'both are the same' };
  expect(verdictOn('part', mutants, { 'a.ts': [reason] }, 0.9).faults).toEqual([]);
});

test.each([
  ['too few are killed', [mutant(true), mutant(false)], [REASON], 'fewer than 90 % are killed'],
  ['one survives that is not listed', [mutant(false), mutant(false)], [REASON], 'a.ts:1 survives'],
  ['none has a form', [mutant(true)], [{ matching: 'a → .', because: '' }], 'is listed as a survivor, and is none'],
  ['one has another form', [mutant(false)], [{ matching: 'a →', because: '' }], 'a.ts:1 survives'],
  ['one is listed that does not survive', [mutant(true)], [REASON], 'is listed as a survivor, and is none'],
])('it is a fault that %s', (_, mutants, reasons, fault) => {
  expect(verdictOn('part', mutants, { 'a.ts': reasons }, 0.9).faults.join('\n')).toContain(fault);
});
