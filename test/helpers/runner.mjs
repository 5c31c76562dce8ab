import { availableParallelism } from 'node:os';
import Runner from 'jest-light-runner/child-process';
import Tinypool from 'tinypool';

/**
 * The runner has its processes ask for their settings, and answers the question of one to all, once: a process that
 * does not listen yet misses the answer, its own question gets none, and it waits for ever
 * (jest-light-runner 0.8.2, src/index.js: one `channel` for all). Here each has a channel of its own.
 */
const { run } = Tinypool.prototype;
Tinypool.prototype.run = function (path, { channel: _, ...options } = {}) {
  return run.call(this, path, { ...options, channel: channelWith(this.options.workerData) });
};

function channelWith(workerData) {
  let answer;
  return {
    onMessage(listener) {
      answer = listener;
    },
    postMessage(message) {
      if (message === 'jest-light-runner-get-worker-data')
        answer({ type: 'jest-light-runner-worker-data', workerData });
    },
  };
}

// Most of what a test makes is gone with it: with more room for what is new, from the start, less of it is looked at to be
// thrown away. The processes have all cores: threads that collect beside them only take turns with them.
process.execArgv.push('--max-semi-space-size=64', '--min-semi-space-size=64', '--single-threaded-gc');

/**
 * These tests compute and do not wait: one more process than there are cores only loads all modules once more. With one
 * alone the runner would run them in Jest's own process, where Jest takes back how TypeScript is read when it loads the
 * runner of another project.
 */
export default class UnitRunner extends Runner {
  constructor(globalConfig, ...others) {
    const maxWorkers = Math.max(2, Math.min(globalConfig.maxWorkers, availableParallelism()));
    super({ ...globalConfig, maxWorkers }, ...others);
  }

  /** The runner starts processes for each project: here the same ones run the tests of all, of which the first speaks for all. */
  runTests(tests, watcher, ...reports) {
    const [{ context: { config } = {} } = {}] = tests;
    const asked = new Map(tests.map((test) => [{ ...test, context: { ...test.context, config } }, test]));
    const ofAsked = reports.map(
      (report) =>
        (one, ...results) =>
          report(asked.get(one), ...results),
    );
    return super.runTests([...asked.keys()], watcher, ...ofAsked);
  }
}
