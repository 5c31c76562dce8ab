// Runs the tests of a file in this process, as jest-light-runner does, but only those that are asked for, and none after
// the first that fails.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What runs now: the whole file outside of its tests (its modules, its hooks), or one test of it. */
let running = { begins: () => {}, isSkipped: () => false };
let position = 0;

export async function prepare(root, require) {
  const { readConfigs } = require('jest-config');
  const argv = { _: [], $0: '', selectProjects: ['unit'], maxWorkers: 1 };
  const { globalConfig, configs } = await readConfigs(argv, [root]);
  const projectConfig = configs.find(({ displayName }) => displayName?.name === 'unit');
  const folder = join(root, 'node_modules', 'jest-light-runner', 'src');
  const runner = await import(pathToFileURL(join(folder, 'worker-runner.js')));
  runner.setWorkerData({ globalConfig, projectConfig, runtime: 'main_thread' });
  await import(pathToFileURL(join(folder, 'global-setup.js')));
  require('jest-circus').addEventHandler(({ name }, { currentDescribeBlock }) => {
    if (name === 'add_test') wrap(currentDescribeBlock.children.at(-1));
  });
  return (path, how) => run(runner, path, how);
}

/** The first failure, or undefined. Tests are known by their position in the file. */
async function run(runner, path, how) {
  running = { ...how, hasFailed: false };
  position = 0;
  how.begins(undefined);
  try {
    const { testResults, numFailingTests } = await runner.default(path);
    if (numFailingTests === 0) return undefined;
    return testResults.find(({ status }) => status === 'failed')?.failureMessages.join('\n') || 'failed';
  } catch (error) {
    return String(error.stack);
  }
}

function wrap(test) {
  const index = position++;
  const { fn } = test;
  test.fn = async () => {
    if (running.hasFailed || running.isSkipped(index)) return;
    running.begins(index);
    try {
      await fn();
    } catch (error) {
      running.hasFailed = true;
      throw error;
    } finally {
      running.begins(undefined);
    }
  };
}
