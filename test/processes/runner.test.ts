import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderOf } from '../helpers/stack-files';

const ROOT = join(__dirname, '..', '..');
const RUNNER = join(ROOT, 'test', 'helpers', 'runner.mjs');

/** Sends each task a second after the one before it: both processes are known by then, and one asks for its settings first. */
const LATE_TASKS = `
  const { MessagePort } = require('node:worker_threads');
  const { postMessage } = MessagePort.prototype;
  let delay = 0;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    const send = () => postMessage.call(this, message, ...rest);
    if (message?.task === undefined) return send();
    delay += 1000;
    setTimeout(send, delay);
  };
`;

test('the runner of the unit tests answers each of its processes, whichever asks first', () => {
  const folder = folderOf({
    'package.json': JSON.stringify({ jest: { runner: RUNNER, testMatch: ['<rootDir>/*.test.cjs'] } }),
    'late.cjs': LATE_TASKS,
    'a.test.cjs': "test('a', () => {});",
    'b.test.cjs': "test('b', () => {});",
  });
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', join(folder, 'late.cjs'), jest, '--rootDir', folder, '--maxWorkers=2'],
    { cwd: folder, encoding: 'utf8', timeout: 30_000 },
  );
  expect({ status, passed: /Tests: .*/.exec(stderr)?.[0] }).toEqual({
    status: 0,
    passed: 'Tests:       2 passed, 2 total',
  });
}, 90_000);
