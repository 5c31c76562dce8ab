import { changeInWords, changeWhere, type Effect } from '../../src/values/changes';

test.each<[Effect[], string]>([
  [['restarts the worker'], 'restarts the worker'],
  [['restarts the worker', 'updates the permissions'], 'restarts the worker and updates the permissions'],
  [['updates the flow log', 'replaces the flow log'], 'updates or replaces the flow log'],
  [
    ['updates the scaling', 'restarts the worker', 'creates or deletes the scaling'],
    'updates, creates or deletes the scaling and restarts the worker',
  ],
  [
    ['updates the repository', 'replaces the repository with a gap'],
    'updates the repository and replaces the repository with a gap',
  ],
])('%j is one phrase for each thing', (effects, words) => {
  expect(changeInWords({ effects })).toBe(words);
});

test('a note is a sentence of its own', () => {
  const change = { effects: ['updates the secret'] as const, note: 'It applies when the secret is deleted.' };
  expect(changeInWords(change)).toBe('updates the secret. It applies when the secret is deleted.');
});

test('what becomes of a work pool depends on whether an apply manages it', () => {
  const change = {
    effects: ['restarts the worker', 'requires an update of the work pool'] as const,
    note: 'Then create it.',
    noteIfManaged: 'The apply replaces it.',
  };
  expect(changeInWords(change)).toBe(
    'restarts the worker and requires an update of the work pool. Then create it. With work_pool: managed: The apply replaces it.',
  );
  expect(changeInWords(changeWhere(false, change))).toBe(
    'restarts the worker and requires an update of the work pool. Then create it.',
  );
  expect(changeInWords(changeWhere(true, change))).toBe(
    'restarts the worker and updates the work pool. The apply replaces it.',
  );
});
