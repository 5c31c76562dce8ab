import { flowRunTask, serviceTask, taskStateChange } from '../../helpers/ecs-events';
import { matches } from '../../helpers/event-pattern';
import { addressesOf, documentAt, moduleOf, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';
import { workerVariables } from '../../helpers/worker-variables';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b';
const ROLE = 'arn:aws:iam::111122223333:role/team/worker';
const ARN = 'arn:${data.aws_partition.current.partition}';
const HERE = '${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}';
const QUEUES = ['prefect_worker_events', 'prefect_worker_events_failed', 'prefect_worker_events_undelivered'];
const OURS = /sqs|event|alarm|sns/;

interface Statement {
  readonly Sid: string;
  readonly Action: unknown;
  readonly Resource: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const queue = (terraform: Terraform, name = 'prefect_worker_events') => resourceAt(terraform, `aws_sqs_queue.${name}`);

function statementsOf(terraform: Terraform, address: string): Statement[] {
  return (documentAt(terraform, address, 'policy') as { Statement: Statement[] }).Statement;
}

function workerMay(terraform: Terraform, sid: string): Statement | undefined {
  return statementsOf(terraform, 'aws_iam_role_policy.prefect_worker_allow_ecs_task').find(({ Sid }) => Sid === sid);
}

/** The observer's settings in the worker's environment, by the end of their names. */
function observer(terraform: Terraform): Record<string, string> {
  const prefix = 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_';
  return Object.fromEntries(
    Object.entries(workerVariables(terraform))
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

test('hardened makes a queue, what fills it, and where the rest goes', () => {
  expect(addressesOf(stackOf()).filter((address) => OURS.test(address))).toEqual([
    'aws_cloudwatch_event_rule.prefect_worker_events_rule',
    'aws_cloudwatch_event_target.prefect_worker_events_target',
    'aws_sqs_queue.prefect_worker_events',
    'aws_sqs_queue.prefect_worker_events_failed',
    'aws_sqs_queue.prefect_worker_events_undelivered',
  ]);
});

test.each<[string, () => Terraform]>([
  ['the module', moduleOf],
  ['reference', () => stackOf({ preset: 'reference' })],
  ['a stack that turns it off', () => stackOf({ crash_detection: { enabled: false } })],
  ['a worker of another type', () => stackOf({ worker_type: 'process' })],
])('%s makes none, and nothing speaks of one', (_, terraform) => {
  expect(addressesOf(terraform()).filter((address) => OURS.test(address))).toEqual([]);
  expect(JSON.stringify(terraform())).not.toMatch(/sqs|OBSERVER|event_queue/i);
});

test('reference gets the same when it asks for it, with rights beside its own', () => {
  const terraform = stackOf({ preset: 'reference', crash_detection: { enabled: true } });
  expect(workerMay(terraform, 'ConsumeTaskEvents')).toBeDefined();
  expect(terraform.output['prefect_worker_event_queue_name']).toBeDefined();
});

describe('the rule', () => {
  /** As Terraform would read it for an environment `test` in the account of the tests. */
  function pattern(fields: object) {
    const text = JSON.stringify(
      documentAt(stackOf(fields), 'aws_cloudwatch_event_rule.prefect_worker_events_rule', 'event_pattern'),
    );
    const known = {
      'data.aws_partition.current.partition': 'aws',
      'data.aws_region.current.id': 'us-east-1',
      'data.aws_caller_identity.current.account_id': '111122223333',
      'var.name': 'test',
      'var.worker_work_pool_name': 'my-ecs-pool',
    };
    return JSON.parse(
      Object.entries(known).reduce((result, [name, value]) => result.replaceAll(`\${${name}}`, value), text),
    );
  }
  const CLUSTER = 'prefect-worker-test';
  const FAMILY = 'prefect_my-ecs-pool_2f7a9c31';

  test.each([
    [true, 'a flow run of this cluster and pool', {}, flowRunTask(CLUSTER, FAMILY)],
    [false, 'one of another cluster', {}, flowRunTask('other', FAMILY)],
    [false, 'one of a pool whose name ends in this one’s', {}, flowRunTask(CLUSTER, 'prefect_x-my-ecs-pool_1')],
    [false, 'the worker’s own', {}, serviceTask(CLUSTER, CLUSTER)],
    [false, 'a family that nobody named', {}, flowRunTask(CLUSTER, 'reports')],
    [true, 'a family of the stack file’s', { families: ['reports'] }, flowRunTask(CLUSTER, 'reports')],
    [false, 'another that begins so', { families: ['reports'] }, flowRunTask(CLUSTER, 'reports-2')],
    [true, 'any that begin as the stack file says', { families: ['reports*'] }, flowRunTask(CLUSTER, 'reports-2')],
  ])('finds (%s) %s', (found, _, crash_detection, task) => {
    expect(matches(pattern({ crash_detection }), taskStateChange(task))).toBe(found);
  });

  test.each([
    ['of variables', { variables: { family: 'reports' } }, 'reports'],
    ['of the job configuration', { job_configuration: { task_definition: { family: 'reports' } } }, 'reports'],
    ['of the one task definition of the stack', { create_task_definition: true }, 'prefect-flow-runs-test'],
    [
      'of an existing task definition',
      {
        task_definition_arn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/reports:3',
        execution_role: { existing: 'arn:aws:iam::111122223333:role/reports' },
      },
      'reports',
    ],
  ])('finds the family %s, and no other of that beginning', (_, flow_runs, family) => {
    const rule = pattern({ flow_runs });
    expect(matches(rule, taskStateChange(flowRunTask(CLUSTER, family)))).toBe(true);
    expect(matches(rule, taskStateChange(flowRunTask(CLUSTER, FAMILY)))).toBe(true);
    expect(matches(rule, taskStateChange(flowRunTask(CLUSTER, `${family}-2`)))).toBe(false);
  });

  test('finds the families of flow runs of a further worker', () => {
    const rule = pattern({
      workers: { b: { worker_work_pool_name: 'b', flow_runs: { image: 'a', variables: { family: 'reports' } } } },
    });
    expect(matches(rule, taskStateChange(flowRunTask(CLUSTER, 'reports')))).toBe(true);
  });

  test('knows no family that Prefect decides when a flow run starts', () => {
    const rule = pattern({ flow_runs: { variables: { family: '{{ prefect.variables.family }}' } } });
    expect(JSON.stringify(rule)).not.toContain('{{');
  });

  test('is about an existing cluster by the ARN that is looked up', () => {
    expect(pattern({ cluster: { existing: 'shared' } })).toMatchObject({
      detail: { clusterArn: ['${data.aws_ecs_cluster.prefect_worker_cluster.arn}'] },
    });
  });
});

describe('each queue', () => {
  test.each(QUEUES)('%s is encrypted by SQS, or with the key of the stack file', (name) => {
    expect(queue(stackOf(), name)).toMatchObject({ sqs_managed_sse_enabled: true });
    const own = queue(stackOf({ crash_detection: { kms_key: KEY } }), name);
    expect([own['kms_master_key_id'], own['sqs_managed_sse_enabled']]).toEqual([KEY, undefined]);
  });

  test.each([
    ['prefect_worker_events', ['EventBridgeRuleOnly', 'TlsOnly']],
    ['prefect_worker_events_failed', ['TlsOnly']],
    ['prefect_worker_events_undelivered', ['EventBridgeRuleOnly', 'TlsOnly']],
  ])('%s lets in %j', (name, sids) => {
    const statements = statementsOf(stackOf(), `aws_sqs_queue.${name}`);
    expect(statements.map(({ Sid }) => Sid)).toEqual(sids);
    for (const { Resource } of statements)
      expect(Resource).toBe(`${ARN}:sqs:${HERE}:${queue(stackOf(), name)['name']}`);
  });

  test('is filled by this one rule, and by nobody without TLS', () => {
    expect(statementsOf(stackOf(), 'aws_sqs_queue.prefect_worker_events')).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': `${ARN}:events:${HERE}:rule/prefect-worker-events-\${var.name}` } },
      },
      { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });
});

test('the queue waits, keeps and gives up as the stack file says', () => {
  const usual = queue(stackOf());
  expect(usual).toMatchObject({
    visibility_timeout_seconds: 300,
    receive_wait_time_seconds: 20,
    message_retention_seconds: 7200,
  });
  expect(usual['redrive_policy']).toContain('"maxReceiveCount":5');
  const own = queue(stackOf({ crash_detection: { message_retention_seconds: 600, max_receive_count: 2 } }));
  expect(own['message_retention_seconds']).toBe(600);
  expect(own['redrive_policy']).toContain('"maxReceiveCount":2');
});

describe('the worker', () => {
  test('is told the queue and its region', () => {
    expect(observer(stackOf())).toEqual({
      SQS_QUEUE_NAME: 'prefect-worker-events-${var.name}',
      SQS_QUEUE_REGION: '${data.aws_region.current.id}',
    });
  });

  test('may read this queue, and the log of crashed runs', () => {
    expect(workerMay(stackOf(), 'ConsumeTaskEvents')).toMatchObject({
      Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      Resource: `${ARN}:sqs:${HERE}:prefect-worker-events-\${var.name}`,
    });
    expect(workerMay(stackOf(), 'ReadCrashLogs')).toMatchObject({
      Action: 'logs:GetLogEvents',
      Resource: `${ARN}:logs:${HERE}:log-group:prefect-flow-runs-\${var.name}:log-stream:*`,
    });
  });

  test('may decrypt with the queue’s key, for this alone', () => {
    expect(workerMay(stackOf(), 'DecryptTaskEvents')).toBeUndefined();
    expect(workerMay(stackOf({ crash_detection: { kms_key: KEY } }), 'DecryptTaskEvents')).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: {
        StringEquals: {
          'kms:ViaService': 'sqs.${data.aws_region.current.id}.${data.aws_partition.current.dns_suffix}',
        },
      },
    });
  });

  test('forwards no logs when told so, and may read none', () => {
    const terraform = stackOf({ crash_detection: { forward_logs: false } });
    expect(observer(terraform)).toMatchObject({ FORWARD_CRASHED_RUN_LOGS: 'false' });
    expect(workerMay(terraform, 'ReadCrashLogs')).toBeUndefined();
  });

  test('forwards as many lines as the stack file says', () => {
    expect(observer(stackOf({ crash_detection: { forward_logs_max_events: 50 } }))).toMatchObject({
      FORWARD_CRASHED_RUN_LOGS_MAX_EVENTS: '50',
    });
  });

  test.each<[string, object]>([
    ['worker_task_role_arn', { worker_task_role_arn: ROLE }],
    ['roles.task.existing', { roles: { task: { existing: { name: 'worker' } } } }],
    ['one existing role for both', { roles: { one_for_both: true, execution: { existing: ROLE } } }],
  ])('with a role of others (%s) is let in by the queue itself', (_, fields) => {
    expect(statementsOf(stackOf(fields), 'aws_sqs_queue.prefect_worker_events')).toContainEqual(
      expect.objectContaining({ Sid: 'WorkerReads', Principal: { AWS: expect.any(String) } }),
    );
  });

  test('starts when the queue and its rule are there', () => {
    expect(resourceAt(stackOf(), 'aws_ecs_service.prefect_worker_service')['depends_on']).toEqual(
      expect.arrayContaining([
        'aws_sqs_queue.prefect_worker_events',
        'aws_cloudwatch_event_target.prefect_worker_events_target',
        'aws_iam_role_policy.prefect_worker_allow_ecs_task',
      ]),
    );
  });
});

describe('an existing queue', () => {
  const existing = (existing_queue: unknown) => stackOf({ crash_detection: { existing_queue } });

  test('is read and not made', () => {
    expect(addressesOf(existing('task-events')).filter((address) => OURS.test(address))).toEqual([]);
  });

  test.each([
    ['name', 'task-events', '${data.aws_region.current.id}', `${ARN}:sqs:${HERE}:task-events`],
    [
      'ARN',
      'arn:aws:sqs:eu-west-1:111122223333:task-events',
      'eu-west-1',
      'arn:aws:sqs:eu-west-1:111122223333:task-events',
    ],
  ])('is known by its %s', (_, given, region, arn) => {
    expect(observer(existing(given))).toEqual({ SQS_QUEUE_NAME: 'task-events', SQS_QUEUE_REGION: region });
    expect(workerMay(existing(given), 'ConsumeTaskEvents')?.Resource).toBe(arn);
  });

  test('is found by a parameter that holds either', () => {
    const terraform = existing({ ssm_parameter: '/team/task-events' });
    expect(observer(terraform)).toEqual({
      SQS_QUEUE_NAME: '${local.event_queue_name}',
      SQS_QUEUE_REGION: '${local.event_queue_region}',
    });
    expect(workerMay(terraform, 'ConsumeTaskEvents')?.Resource).toBe('${local.event_queue_arn}');
  });
});

test('names are the stack file’s', () => {
  const names = {
    event_queue: 'q',
    failed_event_queue: 'q-failed',
    undelivered_event_queue: 'q-undelivered',
    event_rule: 'r',
  };
  const terraform = stackOf({ names });
  expect(QUEUES.map((name) => queue(terraform, name)['name'])).toEqual(['q', 'q-failed', 'q-undelivered']);
  expect(resourceAt(terraform, 'aws_cloudwatch_event_rule.prefect_worker_events_rule')['name']).toBe('r');
});

test('the queue is an output, and a value for those that ask', () => {
  const { output } = stackOf({ outputs: { queue: 'event_queue_name' } });
  expect(output['prefect_worker_event_queue_name']?.['value']).toBe('prefect-worker-events-${var.name}');
  expect(output['prefect_worker_event_queue_command']?.['value']).toMatch(/^aws sqs get-queue-attributes /);
  expect(output['queue']?.['value']).toBe('prefect-worker-events-${var.name}');
});
