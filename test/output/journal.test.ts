import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../../src/disk/record';
import { finishKilledRuns } from '../../src/output/journal';
import { isUpToDate } from '../../src/output/staleness';
import { ConfigError } from '../../src/problems/errors';
import { filesIn } from '../helpers/folder';
import { folderOf } from '../helpers/stack-files';

const RUN = '.staging-run-7-abc';
const BEFORE = { precious: 'x', 'generated/stacks/dev/mine': 'x' };

/** A project with files of others, and a run that was killed. */
function killed(journal: unknown, staged: Readonly<Record<string, string>> = { 0: 'new' }) {
  const text = typeof journal === 'string' ? journal : JSON.stringify(journal);
  const ours = { [`generated/${RUN}/journal.json`]: text };
  const others = Object.entries(staged).map(([name, content]) => [`generated/${RUN}/${name}`, content]);
  const project = folderOf({ ...BEFORE, ...ours, ...Object.fromEntries(others) });
  return { project, folder: join(project, 'generated') };
}

const journalOf = (moves: readonly unknown[], removals: readonly unknown[] = []) => ({
  moves,
  removals,
  lastMoves: [],
});

test('what a killed run had begun is finished', () => {
  const { project, folder } = killed(
    journalOf([['0', 'stacks/prod/.dockerignore', null]], [['stacks/dev/mine', hashOf('x')]]),
  );
  finishKilledRuns(folder);
  expect(filesIn(project)).toEqual({ precious: 'x', 'generated/stacks/prod/.dockerignore': 'new' });
});

describe('fails on a journal that no run has written, and touches nothing:', () => {
  test.each<readonly [string, unknown]>([
    ['an empty one', ''],
    ['one that ends in the middle', '{"moves":[["0","stacks/dev/x"'],
    ['null', 'null'],
    ['one of another form', '{"version":2,"moves":{"0":"stacks/dev/x"}}'],
    ['a move of too few parts', journalOf([['0', 'new']])],
    ['a move that is none', journalOf([null])],
    ['a move out of the folder', journalOf([['0', '../new', null]])],
    ['a move out of it after going in', journalOf([['0', 'stacks/../../new', null]])],
    ['a move of what was not staged', journalOf([['../../precious', 'stacks/dev/new', null]])],
    ['a move over what has no hash', journalOf([['0', 'stacks/dev/new', 'x']])],
    ['a move into the folder of git', journalOf([['0', '.git/hooks/pre-commit', null]])],
    ['an absolute path', journalOf([['0', '/tmp/new', null]])],
    ['a path of Windows', journalOf([['0', '..\\new', null]])],
    ['a removal outside', journalOf([], [['../precious', hashOf('x')]])],
    ['a removal of what is anything', journalOf([], [['stacks/dev/mine', null]])],
  ])('%s', (_, journal) => {
    const { project, folder } = killed(journal);
    const before = filesIn(project);
    expect(() => finishKilledRuns(folder)).toThrow(
      new ConfigError([
        {
          file: join(folder, RUN, 'journal.json'),
          message: 'is damaged: no run has written it like this',
          hint: `remove ${join(folder, RUN)}, and run synth again: it writes again what the interrupted run had not finished`,
        },
      ]),
    );
    expect(filesIn(project)).toEqual(before);
  });

  test('a link to one', () => {
    const { project, folder } = killed(journalOf([['0', 'stacks/dev/new', null]]));
    mkdirSync(join(folder, '.staging-run-8-abc'));
    symlinkSync(join(folder, RUN, 'journal.json'), join(folder, '.staging-run-8-abc', 'journal.json'));
    expect(() => finishKilledRuns(folder)).toThrow('8-abc/journal.json');
    expect(filesIn(project)).toMatchObject(BEFORE);
  });
});

test('nothing that is no file is moved to its place', () => {
  const { project, folder } = killed(journalOf([['0', 'stacks/dev/new', null]]), {});
  symlinkSync('../../precious', join(folder, RUN, '0'));
  finishKilledRuns(folder);
  expect(filesIn(project)).toEqual(BEFORE);
});

test.each(['.staging-2024-notes', '.staging-1st', '.staging-run-notes'])('%s is somebody else’s', (name) => {
  const folder = folderOf({ [`${name}/x`]: 'x' });
  finishKilledRuns(folder);
  expect(filesIn(folder)).toEqual({ [`${name}/x`]: 'x' });
});

test.each<readonly [string, boolean]>([
  ['.staging-run-notes', true],
  [`${RUN}/0`, false],
  ['.staging-7/0', false],
  ['.staging-lock/owner.json', false],
  ['.staging-lock-7/owner.json', false],
])('a folder with %s holds what was generated, and nothing that a run would remove: %s', (path, isHeld) => {
  expect(isUpToDate(folderOf({ [path]: 'x' }), new Map())).toBe(isHeld);
});

test('what a link or a file of the name of a run stands for is left alone', () => {
  const elsewhere = folderOf({ 'journal.json': JSON.stringify(journalOf([['0', 'taken', null]])), 0: 'x' });
  const folder = folderOf({ '.staging-7': 'x' });
  symlinkSync(elsewhere, join(folder, RUN));
  finishKilledRuns(folder);
  expect(Object.keys(filesIn(elsewhere))).toEqual(['0', 'journal.json']);
  expect(existsSync(join(folder, 'taken'))).toBe(false);
  expect(existsSync(join(folder, '.staging-7'))).toBe(true);
});

test('what a run had only staged is removed', () => {
  const folder = folderOf({ '.staging-7/0': 'x', [`${RUN}/0`]: 'x', [`${RUN}/journal.json.part`]: '{' });
  writeFileSync(join(folder, 'mine'), 'x');
  finishKilledRuns(folder);
  expect(filesIn(folder)).toEqual({ mine: 'x' });
});
