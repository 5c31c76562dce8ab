import { workerContainerIn } from '../../src/adopt/worker-container';

const container = (fields: object) => workerContainerIn(JSON.stringify([{ name: 'a', image: 'b:1', ...fields }]));
const start = (...command: string[]) => container({ command })?.start;
const NOTHING = { queues: [], others: [] };

test.each<[string, string[], object]>([
  ['the reference module', ['prefect', 'worker', 'start', '-p', 'a', '--type', 'ecs'], { pool: 'a', type: 'ecs' }],
  ['a shell', ['sh', '-c', 'pip install x && exec prefect worker start --pool=a -t ecs'], { pool: 'a', type: 'ecs' }],
  [
    'the template of prefect-aws',
    ['sh', '-c', 'prefect worker start --type ecs --pool a --with-healthcheck --work-queue b --work-queue c'],
    { pool: 'a', type: 'ecs', queues: ['b', 'c'] },
  ],
  [
    'name and limit',
    ['prefect', 'worker', 'start', '-p', 'a', '-n', 'w', '-l', '5'],
    { pool: 'a', name: 'w', limit: 5 },
  ],
  ['what is not known', ['prefect', 'worker', 'start', '-p', 'a', '--run-once'], { pool: 'a', others: ['--run-once'] }],
])('reads the command of %s', (_, command, expected) => {
  expect(start(...command)).toEqual({ ...NOTHING, ...expected });
});

test.each<[string, string[]]>([
  ['a server', ['prefect', 'server', 'start']],
  ['a worker without a pool', ['prefect', 'worker', 'start']],
  ['no command', []],
])('finds no worker in %s', (_, command) => {
  expect(container({ command })).toBeUndefined();
});

test('finds no worker where there are no containers', () => {
  expect([workerContainerIn(undefined), workerContainerIn('[]'), workerContainerIn('{}')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('finds the container of the worker among others', () => {
  const text = JSON.stringify([
    { name: 'router', image: 'r:1', command: ['fluent-bit'] },
    { name: 'worker', image: 'w:1', command: ['prefect', 'worker', 'start', '-p', 'a'] },
  ]);
  expect(workerContainerIn(text)?.name).toBe('worker');
});

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

test('tells the credential from other secrets, and its key', () => {
  const command = ['prefect', 'worker', 'start', '-p', 'a'];
  const found = container({
    command,
    secrets: [
      { name: 'DB_URL', valueFrom: `${SECRET}2` },
      { name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:api_key::` },
    ],
  });
  expect(found?.credential).toEqual({ auth: 'api_key', secretArn: SECRET, jsonKey: 'api_key' });
  expect(found?.secrets).toEqual({ DB_URL: `${SECRET}2` });
});

test('lists settings that are not taken over, and none that ECS adds', () => {
  const command = ['prefect', 'worker', 'start', '-p', 'a'];
  expect(container({ command, essential: true, mountPoints: [], volumesFrom: [], ulimits: [{}] })?.others).toEqual([
    'ulimits',
  ]);
});
