// A test runner for Stryker. It compares the reports of the features' stack files first, which takes some milliseconds
// each. For a mutant that survives this, the runner of the unit tests, which Stryker does not know, runs one test file
// after the other, all in one process. Modules are loaded anew only where one could keep what another mutant led to.

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import 'tsx';
import { ReportedStackFiles } from './reported-stack-files.mjs';
import { prepare } from './test-file.mjs';

// Stryker goes into its copy of the project after it has loaded this.
let root;
let require;

/** The test files of each mutated file, in groups: first those that find the most. */
const TESTS = JSON.parse(process.env.MUTANTS_TESTS ?? '{}');

/** A file that gets the survivors as they are found. */
const SURVIVORS = process.env.MUTANTS_SO_FAR ?? '/dev/null';

/** Stryker stops a mutant that is reached more often: no stack file and no test reaches one place so often. */
const MOST_HITS = 1_000_000;

const OF_TESTS = /^test\//;

class UnitTestRunner {
  async init() {
    root = process.cwd();
    require = createRequire(join(root, 'package.json'));
    const mutantCoverage = { static: {}, perTest: {} };
    Object.assign(stryker(), { activeMutant: undefined, currentTestId: undefined, mutantCoverage });
    this.runFile = await prepare(root, require);
    for (const file of Object.keys(TESTS)) require(join(root, file));
    this.static = new Set(Object.keys(stryker().mutantCoverage.static).map(Number));
    this.stackFiles = new ReportedStackFiles(root, require, reachedBy);
    this.tests = new Map();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Nothing: this runner finds out itself what reaches a mutant. */
  async dryRun() {
    return { status: 'complete', tests: [{ id: 'all', name: 'all', timeSpentMs: 0, status: 0 }] };
  }

  async mutantRun({ activeMutant, sandboxFileName }) {
    const id = Number(activeMutant.id);
    Object.assign(stryker(), { hitLimit: MOST_HITS, currentTestId: 'mutant' });
    const isStatic = this.static.has(id);
    try {
      for (const isReloaded of isStatic ? [true] : [false, true]) {
        forget([...ofTests(), ...(isReloaded ? importersOf(sandboxFileName) : [])]);
        const { ofFeature, others } = this.stackFiles.reaching(id, isStatic, sandboxFileName);
        const killedBy =
          this.differing(id, ofFeature) ??
          (await this.failing(id, sandboxFileName)) ??
          this.differing(id, isReloaded ? [] : others);
        if (killedBy) return { status: 'killed', killedBy: ['all'], failureMessage: killedBy, nrOfTests: 1 };
      }
    } finally {
      stryker().activeMutant = undefined;
      if (isStatic) forget([...ofTests(), ...importersOf(sandboxFileName)]);
    }
    const { fileName, location, replacement } = activeMutant;
    appendFileSync(SURVIVORS, `${fileName.replace(/.*\/(?=src\/)/, '')}:${location.start.line + 1} ${replacement}\n`);
    return { status: 'survived', nrOfTests: 1 };
  }

  /** The first stack file whose report is another one, if there is one. */
  differing(id, stackFiles) {
    for (const one of stackFiles) {
      activate(id);
      if (this.stackFiles.isSaid(one)) continue;
      activate(undefined);
      if (!this.static.has(id) && !this.stackFiles.isSaid(one)) {
        // A module keeps what another mutant led it to.
        forget(Object.keys(require.cache).filter((path) => !relative(root, path).startsWith('node_modules')));
        activate(id);
        if (this.stackFiles.isSaid(one)) continue;
      }
      return `${one.file}: ${JSON.stringify(one.fields)}`;
    }
    return undefined;
  }

  /** The first test file that fails, of those that reach the mutant, the quickest of each group first. */
  async failing(id, mutated) {
    for (const group of TESTS[relative(root, mutated)]) {
      const reaching = [];
      for (const file of group) reaching.push(await this.reaching(file, id));
      reaching.sort((one, other) => one.took - other.took);
      for (const { file, from } of reaching.filter((one) => one.from !== undefined)) {
        activate(id);
        if (await this.run(file, { begins: () => {}, isSkipped: (index) => index < from })) return file;
      }
    }
    return undefined;
  }

  /**
   * The tests of a file from the first one on that reaches a mutant: later ones may look at what an earlier one built.
   * What the file does outside of its tests it does for all of them.
   */
  async reaching(file, id) {
    // The modules that are loaded have the mutant: what they reach otherwise cannot be seen now.
    if (this.static.has(id)) return { file, from: 0, took: 0 };
    const tests = await this.testsIn(file);
    if (tests.get(undefined).reached.includes(id)) return { file, from: 0, took: 0 };
    const [from] = [...tests].find(([, { reached }]) => reached.includes(id)) ?? [];
    const took = [...tests].reduce((sum, [index, one]) => (index >= from ? sum + one.took : sum), 0);
    return { file, from, took };
  }

  /** What each test of a file reaches, and how long it takes; of what surrounds them under `undefined`. */
  async testsIn(file) {
    const known = this.tests.get(file);
    if (known) return known;
    const tests = new Map();
    const note = (index, took) => {
      const reached = takeReached();
      const before = tests.get(index) ?? { reached: [], took: 0 };
      tests.set(index, { reached: Uint32Array.from([...before.reached, ...reached]), took: before.took + took });
    };
    let current;
    let since = performance.now();
    const begins = (index) => {
      note(current, performance.now() - since);
      since = performance.now();
      current = index;
    };
    forget(ofTests());
    activate(undefined);
    stryker().currentTestId = 'test';
    const failure = await this.run(file, { begins, isSkipped: () => false });
    begins(undefined);
    if (failure) throw new Error(`${file} fails without a mutant: ${failure}`);
    stryker().currentTestId = 'mutant';
    this.tests.set(file, tests);
    return tests;
  }

  run(file, how) {
    forget([join(root, file)]);
    return this.runFile(join(root, file), how);
  }
}

function stryker() {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

function activate(id) {
  Object.assign(stryker(), { activeMutant: id === undefined ? undefined : String(id), hitCount: 0 });
}

/** The mutants that are reached while `run` runs. */
function reachedBy(name, run) {
  stryker().currentTestId = name;
  run();
  return takeReached();
}

function takeReached() {
  const { mutantCoverage, currentTestId } = stryker();
  const reached = Uint32Array.from(Object.keys(mutantCoverage.perTest[currentTestId] ?? {}));
  delete mutantCoverage.perTest[currentTestId];
  return reached;
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
