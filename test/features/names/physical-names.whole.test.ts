import { KINDS, type PhysicalName } from '../../../src/features/names/name-kinds';
import { longestName, physicalNames, REFERENCE_NAMING } from '../../../src/features/names/physical-names';
import { RANDOM_BY_DEFAULT } from '../../../src/features/names/random-names';
import { environmentOf, REQUIRED, reportOnFields } from '../../helpers/stack-files';
import { resourceAt, stackOf } from '../../helpers/synthesized';

/** Every name that the reference has. A changed one replaces somebody's infrastructure. */
test('the names of the reference end in the name', () => {
  expect(physicalNames('dev')).toEqual({
    apiKeySecret: 'prefect-api-key-dev',
    authStringSecret: 'prefect-api-auth-string-dev',
    workerSecret: 'prefect-worker-secret-dev',
    workerVolume: 'prefect-worker-volume-dev',
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
    alarm: 'prefect-worker-alarm-dev',
    alarmTopic: 'prefect-worker-alarms-dev',
    dashboard: 'prefect-worker-dev',
    endpointsSecurityGroup: 'prefect-worker-endpoints-sg-dev',
    eventQueue: 'prefect-worker-events-dev',
    eventRule: 'prefect-worker-events-dev',
    failedEventQueue: 'prefect-worker-events-failed-dev',
    flowLogsGroup: 'prefect-worker-vpc-flow-logs-dev',
    flowLogsPolicy: 'prefect-worker-write-vpc-flow-logs-dev',
    flowLogsRole: 'prefect-worker-vpc-flow-logs-dev',
    serviceEventRule: 'prefect-worker-service-events-dev',
    undeliveredEventQueue: 'prefect-worker-events-undelivered-dev',
    vpc: 'prefect-worker-vpc-dev',
    capacityProvider: 'prefect-worker-dev',
    ciPolicy: 'prefect-worker-ci-dev',
    ciRole: 'prefect-worker-ci-role-dev',
    containerPolicy: 'prefect-worker-container-dev',
    flowRepository: 'prefect-flows-dev',
    flowRunExecutionPolicy: 'prefect-flow-execution-dev',
    flowRunExecutionRole: 'prefect-flow-execution-role-dev',
    flowRunFamily: 'prefect-flow-runs-dev',
    flowRunLogGroup: 'prefect-flow-runs-dev',
    flowRunSecurityGroup: 'prefect-flow-runs-dev',
    flowRunTaskPolicy: 'prefect-flow-task-dev',
    flowRunTaskRole: 'prefect-flow-task-role-dev',
    flowRunVolume: 'prefect-flow-volume-dev',
    instanceRole: 'prefect-worker-instance-role-dev',
    instances: 'prefect-worker-instances-dev',
    pullFurtherImagesPolicy: 'prefect-worker-pull-further-images-dev',
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
    const own = {
      executionRole: 'a',
      taskRole: 'b',
      flowLogsRole: 'c',
      eventRule: 'd',
      serviceEventRule: 'e',
      flowRunExecutionRole: 'f',
      flowRunTaskRole: 'g',
      instanceRole: 'h',
      ciRole: 'i',
    };
    expect(longestName({ ...REFERENCE_NAMING, own })).toEqual({
      length: 80 - 'prefect-worker-events-undelivered-'.length,
      reason: 'prefect-worker-events-undelivered-NAME is the name of an SQS queue, which AWS limits to 80',
    });
  });

  test('leaves room for a random end', () => {
    const kept = ['securityGroup'];
    const own = Object.fromEntries(Object.keys(KINDS).flatMap((of) => (kept.includes(of) ? [] : [[of, of]])));
    expect(longestName({ ...REFERENCE_NAMING, own, random: RANDOM_BY_DEFAULT })).toEqual({
      length: 255 - 'prefect-worker-sg-'.length - 27,
      reason:
        'prefect-worker-sg-NAME is the name of a security group, which AWS limits to 255, its random end of 27 among them',
    });
  });

  test.each(['{kind}-{name}', 'team-{name}-{kind}'])(
    'fits, built as %s, into every name, and one more does not',
    (pattern) => {
      const naming = { pattern, own: {} };
      const tooLong = (length: number) =>
        Object.entries(physicalNames('x'.repeat(length), naming)).flatMap(([of, name]) =>
          name.length > KINDS[of as PhysicalName].limit.longest ? [of] : [],
        );
      const { length } = longestName(naming);
      expect([tooLong(length), tooLong(length + 1)]).toEqual([[], ['executionRole', 'serviceEventRule']]);
    },
  );
});

const EVERY_KIND = Object.values(KINDS).map(({ field, what, limit }) => [field, what, limit] as const);

const NO_NETWORK = { vpc_id: null, worker_subnets: null };

const STATEMENTS = [{ actions: ['s3:GetObject'], resources: ['*'] }];

const CI = { image: { repository: {} }, ci_role: { github: 'acme/flows' } };

/** What makes the thing that a field names, where the required fields do not. */
const MADE_BY: Readonly<Record<string, object>> = {
  auth_string_secret: {
    prefect_account_id: null,
    prefect_workspace_id: null,
    prefect: { api_url: 'https://p.example.com/api', auth: 'auth_string' },
  },
  exec_log_group: { cluster: { execute_command: {} } },
  vpc: { ...NO_NETWORK, network: { create: {} } },
  endpoints_security_group: { ...NO_NETWORK, network: { create: { endpoints: true } } },
  flow_logs_group: { ...NO_NETWORK, network: { create: { flow_logs: {} } } },
  flow_logs_role: { ...NO_NETWORK, network: { create: { flow_logs: {} } } },
  flow_logs_policy: { ...NO_NETWORK, network: { create: { flow_logs: {} } } },
  alarm: { alarms: {} },
  alarm_topic: { alarms: {} },
  service_event_rule: { alarms: {} },
  dashboard: { alarms: { dashboard: true } },
  worker_secret: { worker: { secrets: { TOKEN: { create: true } } } },
  create_log_group_policy: { preset: 'reference' },
  execution_policy: { roles: { execution: { statements: STATEMENTS } } },
  task_policy: { roles: { task: { statements: STATEMENTS } } },
  flow_run_security_group: { flow_runs: { own_security_group: {} } },
  flow_run_execution_role: { flow_runs: { execution_role: {} } },
  flow_run_task_role: { flow_runs: { task_role: {} } },
  flow_run_task_policy: { flow_runs: { task_role: { statements: STATEMENTS } } },
  flow_run_family: { flow_runs: { create_task_definition: true } },
  worker_volume: { worker: { volumes: { a: { container_path: '/a', efs: { create: {} } } } } },
  flow_run_volume: {
    flow_runs: { own_security_group: {}, volumes: { a: { container_path: '/a', efs: { create: {}, iam: false } } } },
  },
  flow_repository: { image: { repository: {} } },
  ci_role: CI,
  ci_policy: CI,
  container_policy: { service: { enable_execute_command: true } },
  pull_further_images_policy: { worker: { sidecars: { a: { image: 'a:1' } } } },
  capacity_provider: { capacity: { ec2: {} } },
  instances: { capacity: { ec2: {} } },
  instance_role: { capacity: { ec2: {} } },
};

describe.each(EVERY_KIND)('names.%s', (field, what, limit) => {
  test(`names ${what}, at most ${limit.longest} characters of it`, () => {
    const made = MADE_BY[field];
    const longest = limit.longest - (field === 'worker_secret' ? '-TOKEN'.length : 0);
    expect(environmentOf({ ...made, names: { [field]: 'x'.repeat(longest) } })).toBeDefined();
    expect(reportOnFields({ ...made, names: { [field]: 'x'.repeat(longest + 1) } })).toContain(
      `must be at most ${longest} characters: it is the name of ${what}`,
    );
  });

  test('has no effect where the stack creates no such thing', () => {
    if (MADE_BY[field] === undefined) return;
    expect(reportOnFields({ names: { [field]: 'own' } })).toMatch(
      new RegExp(`names.${field}: "own"\n    has no effect: no .* (is|are) created\n    → remove it, or set `),
    );
    expect(environmentOf({ ...MADE_BY[field], names: { [field]: 'own' } })).toBeDefined();
  });

  test('takes no character that AWS does not take there', () => {
    const [wrong] = ['+', ',', '/'].filter((character) => !limit.pattern.test(`a${character}`));
    expect(reportOnFields({ names: { [field]: `a${wrong}` } })).toContain(`is not a valid name of ${limit.of}`);
  });
});

/** What the stack of the test below has not, beside what it has. */
const UNUSED = ['auth_string_secret', 'worker_secret', 'create_log_group_policy', 'execution_policy', 'task_policy'];

test('every name of the stack file reaches what it names', () => {
  const names = Object.fromEntries(
    EVERY_KIND.filter(([field]) => !UNUSED.includes(field)).map(([field]) => [
      field,
      `own-${field.replaceAll('_', '-')}`,
    ]),
  );
  const stack = stackOf({
    ...NO_NETWORK,
    names,
    cluster: { execute_command: {} },
    network: { create: { flow_logs: {}, endpoints: true } },
    alarms: { dashboard: true },
    capacity: { ec2: {} },
    worker: { volumes: { data: { container_path: '/data', efs: { create: {} } } } },
    service: { enable_execute_command: true },
    workers: { other: { worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/other:1' } },
    flow_runs: {
      own_security_group: {},
      execution_role: {},
      task_role: { statements: [{ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }] },
      create_task_definition: true,
      volumes: { data: { container_path: '/data', efs: { create: {} } } },
    },
    ...CI,
  });
  const nameAt = (address: string) => {
    const { name, family, dashboard_name, tags } = resourceAt(stack, address);
    return name ?? family ?? dashboard_name ?? (tags as { Name?: string } | undefined)?.Name;
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
    vpc: nameAt('aws_vpc.prefect_worker_vpc'),
    endpoints_security_group: nameAt('aws_security_group.prefect_worker_endpoints'),
    flow_logs_group: nameAt('aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group'),
    flow_logs_role: nameAt('aws_iam_role.prefect_worker_vpc_flow_logs_role'),
    flow_logs_policy: nameAt('aws_iam_role_policy.prefect_worker_write_vpc_flow_logs'),
    event_queue: nameAt('aws_sqs_queue.prefect_worker_events'),
    failed_event_queue: nameAt('aws_sqs_queue.prefect_worker_events_failed'),
    undelivered_event_queue: nameAt('aws_sqs_queue.prefect_worker_events_undelivered'),
    event_rule: nameAt('aws_cloudwatch_event_rule.prefect_worker_events_rule'),
    alarm_topic: nameAt('aws_sns_topic.prefect_worker_alarms'),
    service_event_rule: nameAt('aws_cloudwatch_event_rule.prefect_worker_service_events_rule'),
    dashboard: nameAt('aws_cloudwatch_dashboard.prefect_worker_dashboard'),
    flow_run_security_group: nameAt('aws_security_group.prefect_flow_runs'),
    flow_run_log_group: nameAt('aws_cloudwatch_log_group.prefect_flow_runs'),
    flow_run_execution_role: nameAt('aws_iam_role.prefect_flow_execution_role'),
    flow_run_task_role: nameAt('aws_iam_role.prefect_flow_task_role'),
    flow_run_execution_policy: nameAt('aws_iam_role_policy.prefect_flow_runs_execution'),
    flow_run_task_policy: nameAt('aws_iam_role_policy.prefect_flow_task_role_statements'),
    flow_run_family: nameAt('aws_ecs_task_definition.prefect_flow_runs'),
    flow_repository: nameAt('aws_ecr_repository.prefect_flows'),
    ci_role: nameAt('aws_iam_role.prefect_worker_ci_role'),
    ci_policy: nameAt('aws_iam_role_policy.prefect_worker_ci_role_statements'),
    container_policy: nameAt('aws_iam_role_policy.prefect_worker_container'),
    pull_further_images_policy: nameAt('aws_iam_role_policy.prefect_worker_pull_further_images'),
    capacity_provider: nameAt('aws_ecs_capacity_provider.prefect_worker_instances'),
    instances: nameAt('aws_launch_template.prefect_worker_instances_template'),
    instance_role: nameAt('aws_iam_role.prefect_worker_instance_role'),
    worker_volume: String(nameAt('aws_security_group.worker_volume_data')).replace('-data', ''),
    flow_run_volume: String(nameAt('aws_security_group.flow_volume_data')).replace('-data', ''),
    alarm: String(resourceAt(stack, 'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing')['alarm_name']).replace(
      '-tasks-missing',
      '',
    ),
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
    vpc: names['vpc'],
    endpoints_security_group: names['endpoints_security_group'],
    flow_logs_group: names['flow_logs_group'],
    flow_logs_role: names['flow_logs_role'],
    flow_logs_policy: names['flow_logs_policy'],
    event_queue: names['event_queue'],
    failed_event_queue: names['failed_event_queue'],
    undelivered_event_queue: names['undelivered_event_queue'],
    event_rule: names['event_rule'],
    alarm_topic: names['alarm_topic'],
    service_event_rule: names['service_event_rule'],
    dashboard: names['dashboard'],
    flow_run_security_group: names['flow_run_security_group'],
    flow_run_log_group: names['flow_run_log_group'],
    flow_run_execution_role: names['flow_run_execution_role'],
    flow_run_task_role: names['flow_run_task_role'],
    flow_run_execution_policy: names['flow_run_execution_policy'],
    flow_run_task_policy: names['flow_run_task_policy'],
    flow_run_family: names['flow_run_family'],
    flow_repository: names['flow_repository'],
    ci_role: names['ci_role'],
    ci_policy: names['ci_policy'],
    container_policy: names['container_policy'],
    pull_further_images_policy: names['pull_further_images_policy'],
    capacity_provider: names['capacity_provider'],
    instances: names['instances'],
    instance_role: names['instance_role'],
    worker_volume: names['worker_volume'],
    flow_run_volume: names['flow_run_volume'],
    alarm: names['alarm'],
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
    ['a pattern without the name', { names: { pattern: '{kind}' } }, 'with {kind} and {name} once each'],
    ['a pattern with the name twice', { names: { pattern: '{kind}-{name}-{name}' } }, 'once each'],
    [
      'a name that is too long for its pattern',
      { name: 'x'.repeat(30), names: { pattern: 'team-{name}-{kind}' } },
      'must be at most 29 characters: team-NAME-prefect-worker-execution-role is the name of an IAM role',
    ],
    [
      'a name of a secret that leaves no room for its random end',
      { names: { random_suffix: true, secret: 'x'.repeat(512 - 26) } },
      'must be at most 485 characters: it is the name of the secret of the API key; the random suffix adds 27',
    ],
    [
      'a name of a security group that leaves no room for its random end',
      { names: { random_suffix: true, security_group: 'x'.repeat(255 - 26) } },
      'must be at most 228 characters: it is the name of the security group; the random suffix adds 27',
    ],
    [
      'a name of the worker’s secrets that leaves no room for their variables',
      {
        names: { random_suffix: true, worker_secret: 'x'.repeat(480) },
        worker: {
          secrets: { DB: { create: true }, DATABASE_URL: { create: true }, LONGER_BUT_THERE: { secret_name: 'a' } },
        },
      },
      'must be at most 472 characters: it is the name of the secrets of worker.secrets, each of which ends in its variable; the variable adds 13, the random suffix adds 27',
    ],
    [
      'a pattern that leaves no room for a name',
      { names: { pattern: `${'x'.repeat(40)}-{kind}-{name}` } },
      'names.pattern: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-{kind}-{name}"\n    is too long: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64',
    ],
    [
      'a name that a security group may not begin with',
      { name: 'sg-1', names: { pattern: '{name}-{kind}' } },
      'must not begin with sg-, because names.pattern begins with {name}: AWS rejects such a name of a security group',
    ],
    [
      'a security group of that name',
      { names: { security_group: 'sg-own' } },
      'is not a valid name of a security group',
    ],
    [
      'a name for a cluster that is not made',
      { cluster: { existing: 'a' }, names: { cluster: 'b' } },
      'names.cluster: "b"\n    has no effect: no cluster is created\n    → remove it',
    ],
    [
      'a name for a log group that has one',
      { logs: { name: '/a' }, names: { log_group: 'b' } },
      'names.log_group: "b"\n    has no effect: no log group is created',
    ],
    [
      'a name for nothing',
      { names: { clustre: 'a' } },
      'names.clustre\n    is not a field of names\n    → did you mean cluster?',
    ],
  ])('%s', (_, fields, report) => {
    expect(reportOnFields(fields)).toContain(report);
  });

  test('a file’s name that is too long, when it names the environment', () => {
    expect(REQUIRED).not.toHaveProperty('name');
    expect(() => environmentOf({}, 'x'.repeat(35))).toThrow('must be at most 34 characters');
  });
});
