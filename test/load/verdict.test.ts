import { fateOf, runName } from './shares';
import { type EndedRun, faultOf, shares } from './verdict';

const CRASHED = "The following containers stopped with a non-zero exit code: ['prefect']";
const SUCCEEDS = runName(0);
const FAILS_EARLY = runName(6);

function run(name: string, type: string, further: Partial<EndedRun> = {}, message: string | null = null): EndedRun {
  return { id: name, name, state: { type, name: type, message }, history: ['PENDING', type], tasks: 1, ...further };
}

test('of ten flow runs five succeed, and the others each end in another way', () => {
  const fates = Array.from({ length: 10 }, (_, index) => fateOf(index).name);
  expect(fates.filter((fate) => fate === 'succeeds')).toHaveLength(5);
  expect(new Set(fates).size).toBe(6);
});

test.each([
  ['one that completed', run(SUCCEEDS, 'COMPLETED')],
  ['one that crashed before it reported', run(FAILS_EARLY, 'CRASHED', {}, CRASHED)],
  ['one that no task was started for, and that says so', run(SUCCEEDS, 'CRASHED', { tasks: 0 }, 'Failed to submit …')],
])('nothing is wrong with %s', (_, ended) => {
  expect(faultOf(ended)).toBeUndefined();
});

test.each([
  ['stays Pending', run(SUCCEEDS, 'PENDING', { tasks: 0 }), 'it is lost'],
  ['had two tasks', run(SUCCEEDS, 'COMPLETED', { tasks: 2 }), '2 tasks were started for it'],
  ['completed without a task', run(SUCCEEDS, 'COMPLETED', { tasks: 0 }), 'but no task was started for it'],
  ['crashed, and succeeded', run(SUCCEEDS, 'CRASHED', {}, CRASHED), 'and must be COMPLETED'],
  ['says another reason', run(FAILS_EARLY, 'CRASHED', {}, 'x'), 'its message is another'],
  ['ended twice', run(FAILS_EARLY, 'CRASHED', { history: ['CRASHED', 'CRASHED'] }, CRASHED), 'it ended 2 times'],
])('a flow run that %s is a fault', (_, ended, fault) => {
  expect(faultOf(ended)).toContain(fault);
});

test('counts the states by fate', () => {
  const runs = [run(SUCCEEDS, 'COMPLETED'), run(SUCCEEDS, 'PENDING'), run(FAILS_EARLY, 'CRASHED')];
  expect(shares(runs)).toEqual([
    { fate: 'succeeds', runs: 2, states: { COMPLETED: 1, PENDING: 1 } },
    { fate: 'exits-before-it-reports', runs: 1, states: { CRASHED: 1 } },
  ]);
});
