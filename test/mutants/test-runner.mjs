// A test runner for Stryker. The unit tests have jest-light-runner, which Stryker does not know; here the same runner
// runs one test file after the other, in one process, and loads all our modules anew for each mutant: what one mutant
// computed is not there for the next.

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import 'tsx';

// Stryker goes into its copy of the project after it has loaded this.
let root;
let require;

const GROUPS = JSON.parse(process.env.MUTANTS_TESTS ?? '[]');
const TESTS = GROUPS.flat();
const MUTATED = JSON.parse(process.env.MUTANTS_FILES ?? '[]');

/** Those that were found so far, for whoever waits. */
const SURVIVORS = process.env.MUTANTS_SO_FAR ?? '/dev/null';

const ALL = /^(src|test)\//;

class UnitTestRunner {
  async init() {
    root = process.cwd();
    require = createRequire(join(root, 'package.json'));
    this.seconds = join(root, 'seconds-of-tests.json');
    const { readConfigs } = require('jest-config');
    const argv = { _: [], $0: '', selectProjects: ['unit'], maxWorkers: 1 };
    const { globalConfig, configs } = await readConfigs(argv, [root]);
    const projectConfig = configs.find(({ displayName }) => displayName?.name === 'unit');
    const runner = join(root, 'node_modules', 'jest-light-runner', 'src');
    this.runner = await import(pathToFileURL(join(runner, 'worker-runner.js')));
    this.runner.setWorkerData({ globalConfig, projectConfig, runtime: 'main_thread' });
    await import(pathToFileURL(join(runner, 'global-setup.js')));
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /**
   * A test is a whole file of tests here: which mutants it reaches, and how long it takes. What the modules do while they
   * are loaded they do for all; what a test does outside of its tests is its own.
   */
  async dryRun() {
    const state = stryker();
    const tests = [];
    state.currentTestId = undefined;
    for (const file of MUTATED) require(join(root, file));
    for (const id of TESTS) {
      forgetModules(/^test\//);
      state.currentTestId = id;
      const began = performance.now();
      const failureMessage = await this.run(id);
      const timeSpentMs = performance.now() - began;
      tests.push({
        id,
        name: id,
        fileName: join(root, id),
        timeSpentMs,
        status: failureMessage ? 1 : 0,
        failureMessage,
      });
    }
    state.currentTestId = undefined;
    writeFileSync(this.seconds, JSON.stringify(Object.fromEntries(tests.map((test) => [test.id, test.timeSpentMs]))));
    return { status: 'complete', tests, mutantCoverage: state.mutantCoverage };
  }

  /**
   * Those of the room first, and of these the quickest, up to the first that fails. At first only the tests' modules are
   * loaded anew, which keep what was computed before; what survives that must survive with all modules loaded anew.
   */
  async mutantRun({ activeMutant, testFilter = TESTS, reloadEnvironment, hitLimit }) {
    const seconds = JSON.parse(readFileSync(this.seconds, 'utf8'));
    const files = GROUPS.flatMap((group) =>
      group.filter((id) => testFilter.includes(id)).sort((one, other) => seconds[one] - seconds[other]),
    );
    Object.assign(stryker(), { activeMutant: activeMutant.id, hitLimit });
    for (const parts of reloadEnvironment ? [ALL] : [/^test\//, ALL]) {
      stryker().hitCount = hitLimit === undefined ? undefined : 0;
      forgetModules(parts);
      for (const [index, id] of files.entries()) {
        const failureMessage = await this.run(id);
        if (hitLimit !== undefined && stryker().hitCount > hitLimit) return { status: 'timeout', reason: 'endless' };
        if (failureMessage) return { status: 'killed', killedBy: [id], failureMessage, nrOfTests: index + 1 };
      }
    }
    const { fileName, location, replacement } = activeMutant;
    appendFileSync(SURVIVORS, `${relative(root, fileName)}:${location.start.line + 1} ${replacement}\n`);
    return { status: 'survived', nrOfTests: files.length };
  }

  /** The first failure, or undefined. */
  async run(id) {
    delete require.cache[join(root, id)];
    try {
      const { testResults, numFailingTests } = await this.runner.default(join(root, id));
      if (numFailingTests === 0) return undefined;
      return testResults.find(({ status }) => status === 'failed')?.failureMessages.join('\n') || 'failed';
    } catch (error) {
      return String(error.stack);
    }
  }
}

function stryker() {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
}

function forgetModules(parts) {
  for (const path of Object.keys(require.cache)) {
    if (parts.test(relative(root, path))) delete require.cache[path];
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'unit', injectableClass: UnitTestRunner }];
