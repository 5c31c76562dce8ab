// A test runner for Stryker. The unit tests have jest-light-runner, which Stryker does not know; here the same runner
// runs one test file after the other, in one process. Of the modules only those are loaded anew for a mutant that could
// keep what another one computed: the tests' own, and for what survives those that import the mutated file.

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import 'tsx';
import { prepare } from './test-file.mjs';

// Stryker goes into its copy of the project after it has loaded this.
let root;
let require;

const GROUPS = JSON.parse(process.env.MUTANTS_TESTS ?? '[]');
const FILES = GROUPS.flat();
const MUTATED = JSON.parse(process.env.MUTANTS_FILES ?? '[]');

/** Those that were found so far, for whoever waits. */
const SURVIVORS = process.env.MUTANTS_SO_FAR ?? '/dev/null';

const OF_TESTS = /^test\//;

class UnitTestRunner {
  async init() {
    root = process.cwd();
    require = createRequire(join(root, 'package.json'));
    this.seconds = join(root, 'seconds-of-tests.json');
    this.runFile = await prepare(root, require);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /**
   * Which mutants each test reaches, and how long it takes. What the modules do while they are loaded they do for all;
   * what a file of tests does outside of its tests it does for all of its tests.
   */
  async dryRun() {
    const state = stryker();
    const tests = [];
    state.currentTestId = undefined;
    for (const file of MUTATED) require(join(root, file));
    for (const file of FILES) {
      forget(ofTests());
      const spent = new Map();
      let id;
      let since = performance.now();
      const begins = (index) => {
        spent.set(id, (spent.get(id) ?? 0) + performance.now() - since);
        since = performance.now();
        id = idOf(file, index);
        state.currentTestId = id;
      };
      const failureMessage = await this.run(file, { begins, isSkipped: () => false });
      begins(undefined);
      spent.delete(undefined);
      for (const [test, timeSpentMs] of spent) {
        const status = failureMessage ? 1 : 0;
        tests.push({ id: test, name: test, fileName: join(root, file), timeSpentMs, status, failureMessage });
      }
    }
    state.currentTestId = undefined;
    writeFileSync(this.seconds, JSON.stringify(Object.fromEntries(tests.map((test) => [test.id, test.timeSpentMs]))));
    return { status: 'complete', tests, mutantCoverage: state.mutantCoverage };
  }

  /** Those of the room first, and of these the quickest, up to the first that fails. */
  async mutantRun({ activeMutant, sandboxFileName, testFilter, reloadEnvironment, hitLimit }) {
    const seconds = JSON.parse(readFileSync(this.seconds, 'utf8'));
    const ids = testFilter ?? Object.keys(seconds);
    const took = (file) => ids.filter((id) => fileOf(id) === file).reduce((sum, id) => sum + seconds[id], 0);
    const files = GROUPS.flatMap((group) =>
      group
        .filter((file) => ids.some((id) => fileOf(id) === file))
        .map((file) => ({ file, took: took(file) }))
        .sort((one, other) => one.took - other.took),
    ).map(({ file }) => file);
    const asked = new Set(ids);
    const isReached = (file, index) => asked.has(idOf(file)) || asked.has(idOf(file, index));
    Object.assign(stryker(), { activeMutant: activeMutant.id, hitLimit, currentTestId: undefined });
    const rounds = [ofTests, () => [...ofTests(), ...importersOf(sandboxFileName)]];
    for (const forgotten of reloadEnvironment ? rounds.slice(1) : rounds) {
      stryker().hitCount = hitLimit === undefined ? undefined : 0;
      forget(forgotten());
      for (const [index, file] of files.entries()) {
        const isSkipped = (test) => !isReached(file, test);
        const failureMessage = await this.run(file, { begins: () => {}, isSkipped });
        if (hitLimit !== undefined && stryker().hitCount > hitLimit) return { status: 'timeout', reason: 'endless' };
        if (failureMessage) return { status: 'killed', killedBy: [idOf(file)], failureMessage, nrOfTests: index + 1 };
      }
    }
    const { fileName, location, replacement } = activeMutant;
    appendFileSync(SURVIVORS, `${relative(root, fileName)}:${location.start.line + 1} ${replacement}\n`);
    return { status: 'survived', nrOfTests: files.length };
  }

  run(file, how) {
    forget([join(root, file)]);
    return this.runFile(join(root, file), how);
  }
}

const idOf = (file, index) => (index === undefined ? file : `${file} ${index}`);
const fileOf = (id) => id.split(' ')[0];

function stryker() {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

function forget(paths) {
  for (const path of paths) delete require.cache[path];
}

function ofTests() {
  return Object.keys(require.cache).filter((path) => OF_TESTS.test(relative(root, path)));
}

/** The mutated file, and the modules that import it, directly or not. */
function importersOf(mutated) {
  const importers = new Map();
  for (const [path, { children }] of Object.entries(require.cache)) {
    for (const { id } of children) importers.set(id, [...(importers.get(id) ?? []), path]);
  }
  const found = new Set([mutated]);
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  return found;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'unit', injectableClass: UnitTestRunner }];
