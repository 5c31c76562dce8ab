import { adoptionOf, outcomeOf } from '../../src/adopt/adoption';
import { imports } from '../../src/adopt/old-configuration';
import type { Resource } from '../../src/adopt/resource';
import { CONTAINER, changed, commandOf, OWN, only, resource, SECRET } from '../helpers/adopted-state';
import { environmentOf } from '../helpers/stack-files';

test('takes volumes, storage and secrets of the task', () => {
  const container = {
    ...CONTAINER,
    mountPoints: [
      { sourceVolume: 'data', containerPath: '/data', readOnly: true },
      { sourceVolume: 'scratch', containerPath: '/tmp/scratch' },
    ],
    secrets: [
      ...CONTAINER.secrets,
      { name: 'A', valueFrom: `${SECRET}:key::` },
      { name: 'B', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/team/b' },
      { name: 'C', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/c' },
      { name: 'D', valueFrom: 'd' },
    ],
  };
  const { fields, notTaken } = only(
    changed('aws_ecs_task_definition.worker', {
      ephemeral_storage: [{ size_in_gib: 50 }],
      container_definitions: JSON.stringify([{ name: 'log' }, container]),
      volume: [
        {
          name: 'data',
          host_path: '',
          efs_volume_configuration: [
            {
              file_system_id: 'fs-0123456789abcdef0',
              root_directory: '/',
              transit_encryption: 'ENABLED',
              transit_encryption_port: 0,
              authorization_config: [{ access_point_id: 'fsap-0123456789abcdef0', iam: 'ENABLED' }],
            },
          ],
        },
        { name: 'scratch', host_path: '', efs_volume_configuration: [] },
        { name: 'of-the-log', host_path: '', efs_volume_configuration: [] },
      ],
    }),
  ).described;
  expect(fields['worker']).toEqual({
    environment: { LOG_LEVEL: 'DEBUG' },
    ephemeral_storage: 50,
    secrets: {
      A: { secret_arn: SECRET, json_key: 'key' },
      B: { ssm_parameter: '/team/b' },
      C: { ssm_parameter: 'c' },
      D: { ssm_parameter: 'd' },
    },
    volumes: {
      data: {
        container_path: '/data',
        read_only: true,
        efs: { file_system_id: 'fs-0123456789abcdef0', access_point_id: 'fsap-0123456789abcdef0' },
      },
      scratch: { container_path: '/tmp/scratch' },
    },
  });
  expect(notTaken).toContain('the container log beside the worker: use worker.sidecars');
});

test('a command that does more than to start a worker stays as it is, with its check', () => {
  const command = ['sh', '-c', 'pip install x && exec prefect worker start --pool etl --limit 5'];
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health'], interval: 30, startPeriod: 60 };
  const { fields, notTaken } = only(commandOf({ command, healthCheck })).described;
  expect(fields['worker']).toMatchObject({
    command,
    health_check: { command: healthCheck.command, interval: 30, start_period: 60 },
  });
  expect(fields['prefect']).toEqual({ api_url: 'https://prefect.example.com/api', auth: 'api_key' });
  expect(notTaken).toEqual([expect.stringContaining('DB_PASSWORD')]);
});

test('a command with a secret in it is not repeated', () => {
  const command = ['sh', '-c', 'export X=https://user:hunter2@example.com; prefect worker start --pool etl'];
  const { described } = only(commandOf({ command, dockerLabels: { a: 'https://user:hunter2@example.com' } }));
  expect(described.notTaken).toEqual(
    expect.arrayContaining([
      'the command of the container: it looks like it holds a secret',
      'dockerLabels of the container: it looks like it holds a secret',
    ]),
  );
  expect(JSON.stringify(described)).not.toContain('hunter2');
});

test('other settings of the container stay, under their names in AWS', () => {
  const own = {
    ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }],
    user: '1000',
    stopTimeout: 90,
    portMappings: [{ containerPort: 8080 }],
    linuxParameters: { capabilities: { add: [], drop: ['ALL'] } },
  };
  const options = { ...CONTAINER.logConfiguration.options, 'awslogs-region': 'eu-west-1', mode: 'non-blocking' };
  const ofEcs = {
    cpu: 512,
    memory: 1024,
    memoryReservation: 512,
    essential: true,
    systemControls: [],
    privileged: false,
  };
  const { fields } = only(
    commandOf({ ...own, ...ofEcs, logConfiguration: { logDriver: 'awslogs', options } }),
  ).described;
  expect(fields['worker']).toEqual({
    ...{ attributes: own, environment: { LOG_LEVEL: 'DEBUG' } },
    log_configuration: { options: { mode: 'non-blocking' } },
  });
});

test('a secret of another version, region or account stays that one', () => {
  const other = 'arn:aws:ssm:us-west-2:444455556666:parameter/shared/token';
  const secrets = [
    { name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:key:AWSPREVIOUS:` },
    { name: 'A', valueFrom: `${SECRET}2:::5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62` },
    { name: 'B', valueFrom: other },
  ];
  const { fields } = only(commandOf({ secrets })).described;
  expect(fields['api_key']).toEqual({ secret_arn: SECRET, json_key: 'key', version_stage: 'AWSPREVIOUS' });
  expect(fields['worker']).toMatchObject({
    secrets: {
      A: { secret_arn: `${SECRET}2`, version_id: '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62' },
      B: { ssm_parameter: other },
    },
  });
});

const STORED = [
  resource('aws_secretsmanager_secret.key', { id: SECRET, arn: SECRET, name: 'prefect' }),
  resource('aws_secretsmanager_secret_version.key', { secret_id: SECRET, version_id: 'v1' }),
];

test('a secret that holds the key alone is taken over with its version', () => {
  const { found } = only([...OWN, ...STORED]);
  expect(imports(found)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ to: 'aws_secretsmanager_secret.prefect_api_key', id: SECRET }),
      expect.objectContaining({ to: 'aws_secretsmanager_secret_version.prefect_api_key_version', id: `${SECRET}|v1` }),
    ]),
  );
});

test.each<[string, readonly Resource[], object, string[]]>([
  ['taken over', STORED, {}, ['var.prefect_api_key']],
  ['referred to', [], { api_key: { secret_arn: SECRET } }, []],
])('the plan asks for the key where its secret is %s', (_, stored, fields, asked) => {
  const { found, workers } = only([...OWN, ...stored]);
  const adoption = adoptionOf(found, workers, { resources: OWN, isState: true });
  expect(
    outcomeOf(adoption, environmentOf({ preset: 'reference', ...fields })).asked.map(({ address }) => address),
  ).toEqual(asked);
});

test.each<[string, object[]]>([
  ['under a key', [{ name: 'PREFECT_API_KEY', valueFrom: `${SECRET}:api_key::` }]],
  ['beside another value', [...CONTAINER.secrets, { name: 'DB', valueFrom: `${SECRET}:db::` }]],
])('a secret that holds the key %s stays: a stack would write over the rest of it', (_, secrets) => {
  const { found, described } = only([...commandOf({ secrets }), ...STORED]);
  expect(found.taken.filter(({ to }) => to.startsWith('aws_secretsmanager'))).toEqual([]);
  expect(found.left.map(({ resource: { address }, because }) => [address, because])).toContainEqual([
    'aws_secretsmanager_secret.key',
    'it holds more than the key',
  ]);
  expect(described.fields['api_key']).toMatchObject({ secret_arn: SECRET });
});

test('the health check stays, also where the stack has a command of its own', () => {
  const healthCheck = { command: ['CMD', 'check'], interval: 15, timeout: 3, retries: 5, startPeriod: 45 };
  expect(only(commandOf({ healthCheck })).described.fields['worker']).toMatchObject({
    health_check: { command: ['CMD', 'check'], interval: 15, timeout: 3, retries: 5, start_period: 45 },
  });
});

test('an entry point stays with its command: the image may have another one', () => {
  const own = { entryPoint: ['tini', '--', 'prefect'], command: ['worker', 'start', '--pool', 'etl', '-q', 'a'] };
  const { fields } = only(commandOf(own)).described;
  expect(fields['worker']).toMatchObject({ entry_point: own.entryPoint, command: own.command });
  expect(fields['prefect']).not.toHaveProperty('work_queues');
});

test('says that a worker without --type has the type of its pool', () => {
  const { notTaken } = only(commandOf({ command: ['prefect', 'worker', 'start', '--pool', 'my pool'] })).described;
  expect(notTaken).toContainEqual(expect.stringContaining("prefect work-pool inspect 'my pool' shows it"));
});

test('a file system that is mounted twice in a container is two volumes', () => {
  const mounts = (source: string) => [
    { sourceVolume: source, containerPath: '/a' },
    { sourceVolume: source, containerPath: '/b', readOnly: true },
  ];
  const beside = { name: 'agent', image: 'agent:7', mountPoints: mounts('shared') };
  const efs = { file_system_id: 'fs-0123456789abcdef0', transit_encryption: 'ENABLED' };
  const { fields, notTaken } = only(
    changed('aws_ecs_task_definition.worker', {
      container_definitions: JSON.stringify([{ ...CONTAINER, mountPoints: mounts('scratch') }, beside]),
      volume: [{ name: 'shared', efs_volume_configuration: [efs] }, { name: 'scratch' }],
    }),
  ).described;
  const shared = { efs: { file_system_id: 'fs-0123456789abcdef0', iam: false } };
  expect(fields['worker']).toMatchObject({
    volumes: {
      ...{ shared, 'shared-mount-2': shared },
      ...{ scratch: { container_path: '/a' }, 'scratch-mount-2': { container_path: '/b', read_only: true } },
    },
    sidecars: {
      agent: {
        mounts: { shared: { container_path: '/a' }, 'shared-mount-2': { container_path: '/b', read_only: true } },
      },
    },
  });
  const said = notTaken.filter((one) => one.startsWith('the mount'));
  expect(said).toEqual([expect.stringContaining('of the volume scratch at /b in the container main')]);
});

const log = (group: string, prefix: string) => ({
  logDriver: 'awslogs',
  options: { 'awslogs-group': group, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': prefix },
});

/** A log router and an agent, as an account has them. */
const BESIDE = [
  {
    ...{ name: 'router', image: 'aws-for-fluent-bit:2', cpu: 0, essential: true, user: '0', environment: [] },
    firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
    logConfiguration: log('/ecs/router', 'router'),
    memoryReservation: 50,
    mountPoints: [],
  },
  {
    ...{ name: 'agent', image: 'agent:7', cpu: 64, memory: 256, essential: false, command: ['run'], entryPoint: [] },
    environment: [
      { name: 'SITE', value: 'eu' },
      { name: 'AGENT_TOKEN', value: 'hunter2' },
    ],
    secrets: [{ name: 'API_KEY', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/team/agent' }],
    dependsOn: [{ containerName: 'main', condition: 'START' }],
    healthCheck: { command: ['CMD', 'agent', 'health'], interval: 30, timeout: 5, retries: 3 },
    portMappings: [{ containerPort: 8126, hostPort: 8126, protocol: 'tcp' }],
    mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared' }],
  },
];

const withBeside = (main: object, beside: readonly object[] = BESIDE) =>
  changed('aws_ecs_task_definition.worker', {
    container_definitions: JSON.stringify([...beside, { ...CONTAINER, ...main }]),
    volume: [{ name: 'shared', host_path: '' }],
  });

test('takes the containers beside the worker, and its log router', () => {
  const { found, described } = only([
    ...withBeside({
      ...{ cpu: 256, memory: 512, dependsOn: [{ containerName: 'router', condition: 'START' }] },
      logConfiguration: {
        logDriver: 'awsfirelens',
        options: { Name: 'cloudwatch', log_group_name: '/ecs/etl' },
        secretOptions: [{ name: 'Header', valueFrom: `${SECRET}:header::` }],
      },
    }),
    resource('aws_cloudwatch_log_group.router', { name: '/ecs/router', retention_in_days: 7 }),
  ]);
  const { fields, notTaken } = described;
  expect(fields['worker']).toEqual({
    attributes: { cpu: 256, memory: 512 },
    environment: { LOG_LEVEL: 'DEBUG' },
    depends_on: { router: 'START' },
    log_configuration: {
      log_driver: 'awsfirelens',
      options: { Name: 'cloudwatch', log_group_name: '/ecs/etl' },
      secret_options: { Header: { secret_arn: SECRET, json_key: 'header' } },
    },
    sidecars: {
      router: {
        ...{ image: 'aws-for-fluent-bit:2', essential: true, memory_reservation: 50, attributes: { user: '0' } },
        firelens_configuration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
        log_configuration: { log_driver: 'awslogs', options: log('/ecs/router', 'router').options },
      },
      agent: {
        ...{ image: 'agent:7', command: ['run'], cpu: 64, memory: 256, environment: { SITE: 'eu' } },
        secrets: { API_KEY: { ssm_parameter: '/team/agent' } },
        depends_on: { worker: 'START' },
        health_check: { command: ['CMD', 'agent', 'health'], interval: 30, timeout: 5, retries: 3 },
        mounts: { shared: { container_path: '/shared' } },
        log_configuration: 'none',
        attributes: { portMappings: [{ containerPort: 8126, hostPort: 8126, protocol: 'tcp' }] },
      },
    },
    volumes: { shared: {} },
  });
  expect(fields['logs']).toEqual({ group: 'none' });
  expect(notTaken).toEqual([
    expect.stringContaining('DB_PASSWORD'),
    'the variable AGENT_TOKEN of the container agent: it looks like a secret; use worker.sidecars.agent.secrets',
  ]);
  expect(JSON.stringify(described)).not.toContain('hunter2');
  expect(found.left.map(({ resource: { address } }) => address)).toContain('aws_cloudwatch_log_group.router');
  const { worker, logs } = fields;
  expect(() => environmentOf({ worker, logs, worker_cpu: 512, worker_memory: 1024 })).not.toThrow();
});

test('a container beside the worker that writes to its log group has no log of its own', () => {
  const sidecar = (options: object) => {
    const beside = { name: 'agent', image: 'agent:7', logConfiguration: { logDriver: 'awslogs', options } };
    const { worker } = only(withBeside({}, [beside])).described.fields as { worker: { sidecars: { agent: object } } };
    return worker.sidecars.agent;
  };
  const shared = { ...CONTAINER.logConfiguration.options, 'awslogs-region': 'eu-west-1' };
  const base = { image: 'agent:7', essential: true };
  expect(sidecar(shared)).toEqual(base);
  expect(sidecar({ ...shared, mode: 'non-blocking' })).toEqual({
    ...base,
    log_configuration: { options: { mode: 'non-blocking' } },
  });
  const other = { ...shared, 'awslogs-stream-prefix': 'agent' };
  expect(sidecar(other)).toEqual({ ...base, log_configuration: { log_driver: 'awslogs', options: other } });
});

test('repeats no secret of a container beside the worker', () => {
  const secret = 'https://user:hunter2@example.com';
  const beside = [
    {
      ...{ name: 'agent', image: 'agent:7', command: ['run', secret], dockerLabels: { a: secret } },
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-url': 'https://x', 'splunk-token': 'hunter2' } },
    },
    { name: 'no image' },
  ];
  const { described } = only(withBeside({}, beside));
  expect(JSON.stringify(described)).not.toContain('hunter2');
  expect(described.notTaken.slice(1)).toEqual([
    'the container no image beside the worker: use worker.sidecars',
    'the command of the container agent: it looks like it holds a secret',
    'dockerLabels of the container agent: it looks like it holds a secret',
    'the log driver splunk: its options look like they hold a secret; use worker.sidecars.agent.log_configuration',
  ]);
});
