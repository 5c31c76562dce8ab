import { parse } from 'yaml';
import { refusalOf } from '../../helpers/refusals';

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
