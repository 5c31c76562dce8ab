import { KINDS, longestName, type PhysicalName, physicalNames, REFERENCE_NAMING } from '../../src/config/names';
import { environmentOf, REQUIRED, reportOnFields } from '../helpers/stack-files';
import { resourceAt, stackOf } from '../helpers/synthesized';

/** Every name that the reference has. A changed one replaces somebody's infrastructure. */
test('the names of the reference end in the name', () => {
  expect(physicalNames('dev')).toEqual({
    apiKeySecret: 'prefect-api-key-dev',
    authStringSecret: 'prefect-api-auth-string-dev',
    workerSecret: 'prefect-worker-secret-dev',
    executionRole: 'prefect-worker-execution-role-dev',
    taskRole: 'prefect-worker-task-role-dev',
    readApiKeyPolicy: 'ssm-allow-read-prefect-api-key-dev',
    createLogGroupPolicy: 'logs-allow-create-log-group-dev',
    writeLogsPolicy: 'prefect-worker-write-logs-dev',
    pullImagePolicy: 'prefect-worker-pull-image-dev',
    runTasksPolicy: 'prefect-worker-allow-ecs-task-dev',
    executionPolicy: 'prefect-worker-execution-dev',
    taskPolicy: 'prefect-worker-task-dev',
    logGroup: 'prefect-worker-log-group-dev',
    execLogGroup: 'prefect-worker-exec-log-group-dev',
    cluster: 'prefect-worker-dev',
    taskFamily: 'prefect-worker-dev',
    container: 'prefect-worker-dev',
    service: 'prefect-worker-dev',
    securityGroup: 'prefect-worker-sg-dev',
  });
});

test('a pattern builds every name, and a name of its own goes before it', () => {
  const names = physicalNames('dev', { pattern: 'acme-{name}-{kind}-x', own: { cluster: 'shared' } });
  expect(names).toMatchObject({ cluster: 'shared', service: 'acme-dev-prefect-worker-x' });
});

test('a name that JavaScript would read as a pattern of replacement is text', () => {
  expect(physicalNames('$&${var.name}').cluster).toBe('prefect-worker-$&${var.name}');
});

describe('the longest name', () => {
  test('is bounded by the execution role, in the reference', () => {
    expect(longestName()).toEqual({
      length: 34,
      reason: 'prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64',
    });
  });

  test('is bounded by what else is in the pattern', () => {
    expect(longestName({ pattern: 'team-{name}-{kind}', own: {} })).toEqual({
      length: 29,
      reason: 'team-NAME-prefect-worker-execution-role is the name of an IAM role, which AWS limits to 64',
    });
  });

  test('is not bounded by what has a name of its own', () => {
    const own = { executionRole: 'a', taskRole: 'b' };
    expect(longestName({ ...REFERENCE_NAMING, own }).length).toBe(128 - 'ssm-allow-read-prefect-api-key-'.length);
  });

  test.each(['{kind}-{name}', 'team-{name}-{kind}'])(
    'fits, built as %s, into every name, and one more does not',
    (pattern) => {
      const naming = { pattern, own: {} };
      const fitting = (length: number) =>
        Object.entries(physicalNames('x'.repeat(length), naming)).filter(
          ([of, name]) => name.length <= KINDS[of as PhysicalName].limit.longest,
        ).length;
      const { length } = longestName(naming);
      expect([fitting(length), fitting(length + 1)]).toEqual([
        Object.keys(KINDS).length,
        Object.keys(KINDS).length - 1,
      ]);
    },
  );
});

const EVERY_KIND = Object.values(KINDS).map(({ field, what, limit }) => [field, what, limit] as const);

describe.each(EVERY_KIND)('names.%s', (field, what, limit) => {
  test(`names ${what}, at most ${limit.longest} characters of it`, () => {
    expect(environmentOf({ names: { [field]: 'x'.repeat(limit.longest) } })).toBeDefined();
    expect(reportOnFields({ names: { [field]: 'x'.repeat(limit.longest + 1) } })).toContain(
      `must be at most ${limit.longest} characters: it is the name of ${what}`,
    );
  });

  test('takes no character that AWS does not take there', () => {
    const [wrong] = ['+', ',', '/'].filter((character) => !limit.pattern.test(`a${character}`));
    expect(reportOnFields({ names: { [field]: `a${wrong}` } })).toContain(
      `must be a name that AWS takes for ${limit.of}`,
    );
  });
});

test('every name of the stack file reaches what it names', () => {
  const names = Object.fromEntries(EVERY_KIND.map(([field]) => [field, `own-${field.replaceAll('_', '-')}`]));
  const stack = stackOf({ names, cluster: { execute_command: {} } });
  const nameAt = (address: string) => {
    const { name, family } = resourceAt(stack, address);
    return name ?? family;
  };
  expect({
    secret: nameAt('aws_secretsmanager_secret.prefect_api_key'),
    execution_role: nameAt('aws_iam_role.prefect_worker_execution_role'),
    task_role: nameAt('aws_iam_role.prefect_worker_task_role'),
    read_secrets_policy: nameAt('aws_iam_role_policy.ssm_allow_read_prefect_api_key'),
    write_logs_policy: nameAt('aws_iam_role_policy.prefect_worker_write_logs'),
    pull_image_policy: nameAt('aws_iam_role_policy.prefect_worker_pull_image'),
    run_tasks_policy: nameAt('aws_iam_role_policy.prefect_worker_allow_ecs_task'),
    log_group: nameAt('aws_cloudwatch_log_group.prefect_worker_log_group'),
    exec_log_group: nameAt('aws_cloudwatch_log_group.prefect_worker_exec_log_group'),
    cluster: nameAt('aws_ecs_cluster.prefect_worker_cluster'),
    task_family: nameAt('aws_ecs_task_definition.prefect_worker_task_definition'),
    service: nameAt('aws_ecs_service.prefect_worker_service'),
    security_group: nameAt('aws_security_group.prefect_worker'),
  }).toEqual({
    secret: names['secret'],
    execution_role: names['execution_role'],
    task_role: names['task_role'],
    read_secrets_policy: names['read_secrets_policy'],
    write_logs_policy: names['write_logs_policy'],
    pull_image_policy: names['pull_image_policy'],
    run_tasks_policy: names['run_tasks_policy'],
    log_group: names['log_group'],
    exec_log_group: names['exec_log_group'],
    cluster: names['cluster'],
    task_family: names['task_family'],
    service: names['service'],
    security_group: names['security_group'],
  });
});

test('random ends are of the secret and the security group', () => {
  const stack = stackOf({ names: { random_suffix: true } });
  expect(resourceAt(stack, 'aws_secretsmanager_secret.prefect_api_key')).toMatchObject({
    name_prefix: 'prefect-api-key-${var.name}-',
  });
  expect(resourceAt(stack, 'aws_security_group.prefect_worker')).toMatchObject({
    name_prefix: 'prefect-worker-sg-${var.name}-',
  });
  expect(JSON.stringify(stack.resource).match(/name_prefix/g)).toHaveLength(2);
});

describe('fails on', () => {
  test.each<[string, object, string]>([
    ['a pattern without the name', { names: { pattern: '{kind}' } }, 'with {kind} and {name} in it, each once'],
    ['a pattern with the name twice', { names: { pattern: '{kind}-{name}-{name}' } }, 'each once'],
    [
      'a name that is too long for its pattern',
      { name: 'x'.repeat(30), names: { pattern: 'team-{name}-{kind}' } },
      'must be at most 29 characters: team-NAME-prefect-worker-execution-role is the name of an IAM role',
    ],
    [
      'a pattern that leaves no room for a name',
      { names: { pattern: `${'x'.repeat(40)}-{kind}-{name}` } },
      'names.pattern: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-{kind}-{name}"\n    must leave room for a name',
    ],
    [
      'a name that a security group may not begin with',
      { name: 'sg-1', names: { pattern: '{name}-{kind}' } },
      'must not begin with sg- where names.pattern begins with {name}',
    ],
    [
      'a security group of that name',
      { names: { security_group: 'sg-own' } },
      'must be a name that AWS takes for a security group',
    ],
    [
      'a name for a cluster that is not made',
      { cluster: { existing: 'a' }, names: { cluster: 'b' } },
      'names.cluster: "b"\n    must be left out beside cluster.existing: none is made',
    ],
    [
      'a name for a log group that has one',
      { logs: { name: '/a' }, names: { log_group: 'b' } },
      'must be left out beside logs.name or logs.group: none',
    ],
    [
      'a name for nothing',
      { names: { clustre: 'a' } },
      'names.clustre\n    is not a field\n    → did you mean cluster?',
    ],
  ])('%s', (_, fields, report) => {
    expect(reportOnFields(fields)).toContain(report);
  });

  test('a file’s name that is too long, when it names the environment', () => {
    expect(REQUIRED).not.toHaveProperty('name');
    expect(() => environmentOf({}, 'x'.repeat(35))).toThrow('must be at most 34 characters');
  });
});
