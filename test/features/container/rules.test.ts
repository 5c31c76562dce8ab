import { parse } from 'yaml';
import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

/** A stack file in which a container of a kind has `fields`, and the path of that container. */
const KINDS: readonly [kind: string, path: string, main: string, file: (fields: object) => object][] = [
  ['the worker', 'worker', 'worker', (fields) => ({ worker: fields })],
  [
    'a sidecar of the worker',
    'worker.sidecars.a',
    'worker',
    (fields) => ({ worker: { sidecars: { a: { image: 'a:1', ...fields } } } }),
  ],
  [
    'a further worker',
    'workers.other.worker',
    'worker',
    (fields) => ({ workers: { other: { worker_work_pool_name: 'other', worker: fields } } }),
  ],
  ['the container of flow runs', 'flow_runs', 'prefect', (fields) => ({ flow_runs: fields })],
  [
    'a sidecar of flow runs',
    'flow_runs.sidecars.a',
    'prefect',
    (fields) => ({ flow_runs: { sidecars: { a: { image: 'a:1', ...fields } } } }),
  ],
];

const REFUSED: readonly [what: string, fields: string, below: string, message: string][] = [
  ['a name in the attributes', '{attributes: {name: x}}', 'attributes.name', 'cannot be set here: the stack sets it'],
  ['mounts in the attributes', '{attributes: {mountPoints: []}}', 'attributes.mountPoints', 'cannot be set here: '],
  ['GPUs on Fargate', '{gpus: 1}', 'gpus', 'GPUs are not available on Fargate'],
  [
    'a driver that Fargate has not',
    '{log_configuration: {log_driver: syslog}}',
    'log_configuration.log_driver',
    'is not available on Fargate; allowed: awslogs, splunk, awsfirelens',
  ],
  [
    'an option that ECS does not allow for awslogs',
    '{log_configuration: {options: {awslogs-multiline-patern: x}}}',
    'log_configuration.options.awslogs-multiline-patern',
    'is not an option that ECS allows for awslogs\n    → did you mean awslogs-multiline-pattern?',
  ],
  [
    'another value than true of awslogs-create-group',
    '{log_configuration: {log_driver: awslogs, options: {awslogs-group: a, awslogs-region: us-east-1, awslogs-create-group: "false"}}}',
    'log_configuration.options.awslogs-create-group',
    'must be "true": ECS refuses every other value',
  ],
  [
    'a log group of its own without a region',
    '{log_configuration: {log_driver: awslogs, options: {awslogs-group: a}}}',
    'log_configuration.options',
    'must have awslogs-region with log_driver: awslogs',
  ],
  [
    'Splunk without its token',
    '{log_configuration: {log_driver: splunk, options: {splunk-url: "https://splunk.example.com:8088"}}}',
    'log_configuration.options',
    'must have splunk-token with log_driver: splunk',
  ],
  [
    'a mount where the container runtime takes none',
    '{tmpfs: [{container_path: /data/../proc/sys}]}',
    'tmpfs[0].container_path',
    'must not be in /proc',
  ],
  [
    'a log router that is not there',
    '{log_configuration: {log_driver: awsfirelens}}',
    'log_configuration.log_driver',
    'awsfirelens requires a log router',
  ],
  [
    'limits the wrong way round',
    '{ulimits: [{name: nofile, soft_limit: 2, hard_limit: 1}]}',
    'ulimits[0]',
    'soft_limit must be at most hard_limit',
  ],
  [
    'a limit twice',
    '{ulimits: [{name: nofile, soft_limit: 1, hard_limit: 1}, {name: nofile, soft_limit: 2, hard_limit: 2}]}',
    'ulimits[1].name',
    'nofile has a limit already',
  ],
  [
    'a capability in the spelling of Linux',
    '{drop_capabilities: [CAP_SYS_PTRACE]}',
    'drop_capabilities[0]',
    'must be a Linux capability without CAP_, or ALL\n    → did you mean SYS_PTRACE?',
  ],
  ['the root of the file system', '{tmpfs: [{container_path: /}]}', 'tmpfs[0].container_path', 'other than /'],
  [
    'temporary files where all can be written',
    '{temporary_files: none}',
    'temporary_files',
    'has no effect: without readonly_root_filesystem, /tmp is writable anyway',
  ],
  [
    'a registry without a secret',
    '{repository_credentials: {}}',
    'repository_credentials',
    'set exactly one of: secret_arn, secret_name',
  ],
  [
    'a wait for nobody',
    '{depends_on: {nobody: START}}',
    'depends_on.nobody',
    'there is no container nobody in this task',
  ],
  [
    'two things at one path',
    '{tmpfs: [{container_path: /a}, {container_path: /b/../a/}]}',
    '',
    'two mounts have the path /a',
  ],
];

describe.each(KINDS)('of %s', (_, path, main, file) => {
  test.each(REFUSED)('%s is refused', (_what, fields, below, message) => {
    const refusal = refusalOf(file(parse(fields)));
    expect(refusal).toContain(`${path}${below === '' ? '' : `.${below}`}`);
    expect(refusal).toContain(message);
  });

  test('a cycle in depends_on is refused, with its containers', () => {
    const fields = path.includes('sidecars') ? { depends_on: { a: 'START' } } : { depends_on: { [main]: 'START' } };
    const name = path.includes('sidecars') ? 'a' : main;
    expect(refusalOf(file(fields))).toContain(`depends_on contains a cycle: ${name} → ${name}\n`);
  });

  test('tmpfs on Fargate outside the commercial regions is refused', () => {
    const refusal = refusalOf({ region: 'cn-north-1', ...file({ tmpfs: [{ container_path: '/a' }] }) });
    expect(refusal).toContain(`${path}.tmpfs`);
    expect(refusal).toContain('tmpfs is not available on Fargate in this region, only in the commercial regions');
  });
});

describe.each(['worker', 'flow_runs'])('volumes of %s', (group) => {
  const file = (volumes: object, others: object = {}) => ({ [group]: { volumes, ...others } });
  const EFS = { file_system_id: 'fs-0123456789abcdef0', iam: false };

  test('that no container mounts have no effect', () => {
    expect(refusalOf(file({ a: {} }))).toContain(`${group}.volumes.a\n    has no effect: no container mounts it`);
  });

  test('that a sidecar alone mounts are taken', () => {
    const sidecars = { s: { image: 's:1', mounts: { a: { container_path: '/a' } } } };
    expect(environmentOf(file({ a: {} }, { sidecars }))).toBeDefined();
  });

  test('below /proc are refused', () => {
    expect(refusalOf(file({ a: { container_path: '/proc' } }))).toContain(
      `${group}.volumes.a.container_path: "/proc"\n    must not be in /proc`,
    );
    expect(environmentOf(file({ a: { container_path: '/processes' } }))).toBeDefined();
  });

  test('do not share a port', () => {
    const at = (container_path: string, port: number) => ({
      container_path,
      efs: { ...EFS, transit_encryption_port: port },
    });
    expect(refusalOf(file({ a: at('/a', 2999), b: at('/b', 2999) }))).toContain(
      `${group}.volumes.b.efs.transit_encryption_port: 2999\n    is already used by the volume a`,
    );
    expect(environmentOf(file({ a: at('/a', 2999), b: at('/b', 3000) }))).toBeDefined();
  });
});

describe('options of a log router', () => {
  const router = (options: object, others: object = {}) => ({
    ...others,
    worker: {
      log_configuration: { log_driver: 'awsfirelens' },
      sidecars: { r: { image: 'a/r:1', firelens_configuration: { type: 'fluentbit', options } } },
    },
  });

  test.each<[options: object, below: string, message: string]>([
    [{ 'enable-ecs-log-metadata': 'yes' }, '.enable-ecs-log-metadata', 'allowed: true, false'],
    [{ 'config-file-type': 'file' }, '', 'must have config-file-value: the two belong together'],
    [{ 'config-file-value': '/a.conf' }, '', 'must have config-file-type: the two belong together'],
    [
      { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/a.conf' },
      '.config-file-type',
      'must be file on Fargate, which reads no configuration from S3',
    ],
  ])('%j are refused', (options, below, message) => {
    const refusal = refusalOf(router(options));
    expect(refusal).toContain(`worker.sidecars.r.firelens_configuration.options${below}`);
    expect(refusal).toContain(message);
  });

  test('that do not exist get a warning', () => {
    expect(environmentOf(router({ 'enable-ecs-log-metdata': 'true' })).warnings).toMatchObject([
      { warning: 'unknown-attribute', hint: 'did you mean enable-ecs-log-metadata?' },
    ]);
  });

  test.each<[options: object, others: object]>([
    [{ 'enable-ecs-log-metadata': 'false' }, {}],
    [{ 'config-file-type': 'file', 'config-file-value': '/a.conf' }, {}],
    [{ 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::b/a.conf' }, { capacity: { type: 'ec2' } }],
  ])('%j are taken with %j', (options, others) => {
    expect(environmentOf(router(options, others))).toBeDefined();
  });
});

test.each([
  ['worker', { user: '1000' }],
  ['worker', { readonly_root_filesystem: true }],
  ['worker', { entry_point: ['sh'] }],
])('packages at start do not go with %s: %j', (group, fields) => {
  expect(refusalOf({ worker_extra_pip_packages: 's3fs', [group]: fields })).toContain('worker_extra_pip_packages');
});

test('a read-only container of flow runs does not go with ECS Exec', () => {
  const flowRuns = { readonly_root_filesystem: true, enable_execute_command: true, task_role: {} };
  expect(refusalOf({ flow_runs: flowRuns })).toContain('flow_runs.enable_execute_command: true');
});
