import {
  CA_FILE,
  type WorkerCommandProps,
  workerCommand,
} from '../../../../src/features/worker/resources/worker-command';
import { Expression } from '../../../../src/terraform/terraform-text';

const workPoolName = new Expression('var.pool');
const workerType = new Expression('var.type');
const START = ['prefect', 'worker', 'start', '-p', workPoolName, '--type', workerType];

function command(props: Partial<WorkerCommandProps> = {}) {
  return workerCommand({ workPoolName, workerType, createPoolIfNotFound: true, withHealthcheck: false, ...props });
}

test('a worker starts, as in the reference, with its pool and its type', () => {
  expect(command()).toEqual(START);
});

test('a worker that is not to make a pool of its own is told so, and one with a health check to answer it', () => {
  expect(command({ createPoolIfNotFound: false, withHealthcheck: true })).toEqual([
    ...START,
    '--with-healthcheck',
    '--no-create-pool-if-not-found',
  ]);
});

test.each<[string, Partial<WorkerCommandProps>, string[]]>([
  ['a name', { workerName: 'one' }, ['--name', 'one']],
  ['queues', { workQueues: ['a', 'b'] }, ['--work-queue', 'a', '--work-queue', 'b']],
  ['a limit', { limit: 5 }, ['--limit', '5']],
  ['no seconds to prefetch', { prefetchSeconds: 0 }, ['--prefetch-seconds', '0']],
  ['a policy of installing', { installPolicy: 'never' }, ['--install-policy', 'never']],
])('a worker with %s is told so', (_, props, options) => {
  expect(command(props)).toEqual([...START, ...options]);
});

test('a certificate is written to its file before the worker takes the place of the shell', () => {
  expect(command({ caCertificateVariable: 'CA' })).toEqual([
    'sh',
    '-c',
    `printf '%s\\n' "$CA" > ${CA_FILE} && exec "$0" "$@"`,
    ...START,
  ]);
});
