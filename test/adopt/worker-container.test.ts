import { workerContainerIn } from '../../src/adopt/worker-container';

const container = (fields: object) => workerContainerIn(JSON.stringify([{ name: 'a', image: 'b:1', ...fields }]));
const start = (...command: string[]) => container({ command })?.start;
const NOTHING = { queues: [], isAll: true };

test.each<[string, string[], object]>([
  ['the reference module', ['prefect', 'worker', 'start', '-p', 'a', '--type', 'ecs'], { pool: 'a', type: 'ecs' }],
  ['a shell', ['sh', '-c', 'exec prefect worker start --pool=a -t ecs'], { pool: 'a', type: 'ecs' }],
  [
    'the template of prefect-aws',
    ['sh', '-c', 'prefect worker start --type ecs --pool a --with-healthcheck --work-queue b --work-queue c'],
    { pool: 'a', type: 'ecs', queues: ['b', 'c'] },
  ],
  [
    'name and limit',
    [
      'prefect',
      'worker',
      'start',
      '-p',
      'a',
      '-n',
      'w',
      '-l',
      '5',
      '--prefetch-seconds',
      '20',
      '--install-policy=never',
    ],
    { pool: 'a', name: 'w', limit: 5, prefetchSeconds: 20, installPolicy: 'never' },
  ],
  ['what is not known', ['prefect', 'worker', 'start', '-p', 'a', '--run-once'], { pool: 'a', isAll: false }],
  ['a limit that is none', ['prefect', 'worker', 'start', '-p', 'a', '--limit', 'x'], { pool: 'a', isAll: false }],
  ['words with spaces', ['prefect', 'worker', 'start', '-p', 'my pool', '-n', 'a b'], { pool: 'my pool', name: 'a b' }],
  [
    'words in quotes',
    ['bash', '-lc', `prefect worker start -p "a b" -n 'it is'\\''s' -q c\\ d`],
    { pool: 'a b', name: "it is's", queues: ['c d'] },
  ],
  ['several lines', ['sh', '-c', 'exec prefect worker start \\\n  --pool a\n'], { pool: 'a' }],
  ['what runs before', ['sh', '-c', 'pip install x && prefect worker start -p a'], { pool: 'a', isAll: false }],
  ['what runs after', ['sh', '-c', 'prefect worker start -p a; sleep 5'], { pool: 'a', isAll: false }],
  [
    'another program around it',
    ['opentelemetry-instrument', 'prefect', 'worker', 'start', '-p', 'a'],
    { pool: 'a', isAll: false },
  ],
  [
    'what hands signals over',
    ['tini', '-g', '--', '/usr/local/bin/prefect', 'worker', 'start', '-p', 'a'],
    { pool: 'a' },
  ],
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
  expect(found?.credential).toEqual({
    ...{ auth: 'api_key', source: `${SECRET}:api_key::`, secretArn: SECRET, jsonKey: 'api_key' },
  });
  expect(found?.secrets).toEqual({ DB_URL: `${SECRET}2` });
});

test.each([
  ['the whole command', { entryPoint: ['prefect', 'worker', 'start'], command: ['-p', 'a'] }],
  ['a shell', { entryPoint: ['sh', '-c'], command: ['prefect worker start -p a'] }],
])('an entry point may have %s', (_, fields) => {
  expect(container(fields)?.start).toEqual({ ...NOTHING, pool: 'a' });
});

test('a word that is no option is one even under the name of what every object has', () => {
  const command = ['prefect', 'worker', 'start', '-p', 'a', 'constructor', 'toString'];
  expect(container({ command })?.start).toEqual({ ...NOTHING, pool: 'a', isAll: false });
});

test('a variable of the container is what a shell would put in its place', () => {
  const command = ['sh', '-c', 'prefect worker start -p "$POOL" -n ${NAME} -q $NONE'];
  const environment = [
    { name: 'POOL', value: 'a' },
    { name: 'NAME', value: 'b' },
  ];
  expect(container({ command, environment })?.start).toEqual({ ...NOTHING, pool: 'a', name: 'b', queues: ['$NONE'] });
});

test('numbers and nothing where AWS has text are read, also in a container beside it', () => {
  const command = ['prefect', 'worker', 'start', '-p', 'a'];
  const worker = {
    name: 'a',
    image: 'b:1',
    command,
    environment: [
      { name: 'N', value: 8080 },
      { name: 'E', value: null },
    ],
  };
  const beside = { name: 'log', image: 'c:1', environment: [{ name: 1 }], logConfiguration: { options: 'x' } };
  const found = workerContainerIn(JSON.stringify([beside, worker]));
  expect(found).toMatchObject({ environment: { N: '8080', E: '' }, sidecars: [], unread: ['log'] });
});

test.each([['{'], ['{"a": 1}'], ['null'], ['[1]'], ['']])('finds no worker in %j', (text) => {
  expect(workerContainerIn(text)).toBeUndefined();
});

test('has the settings that have no field, and none that ECS adds', () => {
  const command = ['prefect', 'worker', 'start', '-p', 'a'];
  const ulimits = [{ name: 'nofile' }];
  expect(
    container({ command, essential: true, mountPoints: [], volumesFrom: [], privileged: false, ulimits })?.others,
  ).toEqual({
    ulimits,
  });
});
