import { join } from 'node:path';
import { nearestExistingPath } from '../helpers/aws';
import { call } from '../helpers/aws-json';
import { flowRunTask, serviceEvent, serviceTask, type Task, taskStateChange } from '../helpers/ecs-events';
import { emulatedStack } from '../helpers/emulated-stack';
import { Emulator, type Network } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { matches } from '../helpers/event-pattern';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { type Plan, planned, Terraform } from '../helpers/terraform';

const POOL = 'my-ecs-pool';
const DEPLOYMENT = '2f7a9c31-5d80-4e6b-b1f4-7c3e9a0d5b82';
const CLUSTER = 'prefect-worker-test';
/** Of somebody else. */
const PLATFORM_TOPIC = 'arn:aws:sns:us-east-1:111122223333:platform';
const SERVICE = `${CLUSTER}/${CLUSTER}`;

real('crash detection and alarms, applied', () => {
  let emulator: Emulator;
  let terraform: Terraform;
  let plan: Plan;

  beforeAll(async () => {
    emulator = await Emulator.start();
    terraform = await emulatedStack(emulator, {
      crash_detection: { families: ['reports', 'nightly-*'], message_retention_seconds: 3600, max_receive_count: 3 },
      alarms: { email: ['on-call@example.com'], further_topics: [PLATFORM_TOPIC], dashboard: true },
    });
    plan = await terraform.plan();
    await terraform.applyPlan();
  });
  afterAll(() => emulator?.stop());

  async function queueUrl(name: string): Promise<unknown> {
    return (await call(emulator, 'sqs', 'GetQueueUrl', { QueueName: name }))['QueueUrl'];
  }

  /** Puts an event as ECS would on EventBridge, and returns the groups of the tasks that the queue then tells of. */
  async function groupsInQueueAfter(task: Task): Promise<string[]> {
    const { source, detail, resources, ...event } = taskStateChange(task);
    const entry = {
      Source: source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(detail),
      Resources: resources,
    };
    await call(emulator, 'events', 'PutEvents', { Entries: [entry] });
    const QueueUrl = await queueUrl('prefect-worker-events-test');
    const { Messages = [] } = await call(emulator, 'sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 });
    const messages = Messages as { Body: string; ReceiptHandle: string }[];
    for (const { ReceiptHandle } of messages) await call(emulator, 'sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    return messages.map(({ Body }) => JSON.parse(Body).detail.group);
  }

  test.each<[string, Task]>([
    ['a flow run of this cluster and pool that stopped', flowRunTask(CLUSTER, `prefect_${POOL}_${DEPLOYMENT}`)],
    [
      'one that only starts: any state is told',
      { ...flowRunTask(CLUSTER, `prefect_${POOL}_${DEPLOYMENT}`), lastStatus: 'PENDING' },
    ],
    ['a run of a family that the stack file adds', flowRunTask(CLUSTER, 'reports')],
    ['a run of a family that begins as the stack file says', flowRunTask(CLUSTER, 'nightly-eu')],
  ])('the queue gets %s', async (_, task) => {
    expect(await groupsInQueueAfter(task)).toEqual([task.group]);
  });

  test.each<[string, Task]>([
    ['a flow run of another cluster', flowRunTask('prefect-worker-other', `prefect_${POOL}_${DEPLOYMENT}`)],
    ['a flow run of another pool', flowRunTask(CLUSTER, `prefect_other-pool_${DEPLOYMENT}`)],
    ['a task of the worker’s own service', serviceTask(CLUSTER, CLUSTER)],
    [
      'a service’s task that has a flow run’s family',
      { ...serviceTask(CLUSTER, CLUSTER), family: `prefect_${POOL}_x` },
    ],
    ['a task of a family that no one named', flowRunTask(CLUSTER, 'reports-2')],
  ])('the queue does not get %s', async (_, task) => {
    expect(await groupsInQueueAfter(task)).toEqual([]);
  });

  test('an event that no worker could handle goes to the dead-letter queue after so many times', async () => {
    const QueueUrl = await queueUrl('prefect-worker-events-test');
    const { Attributes } = await call(emulator, 'sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({
      MessageRetentionPeriod: '3600',
      VisibilityTimeout: '300',
      ReceiveMessageWaitTimeSeconds: '20',
      SqsManagedSseEnabled: 'true',
    });
    expect(JSON.parse((Attributes as { RedrivePolicy: string }).RedrivePolicy)).toEqual({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111122223333:prefect-worker-events-failed-test',
      maxReceiveCount: 3,
    });
  });

  test('an event that cannot be delivered goes to a queue of its own, within the hour in which it is worth something', async () => {
    expect(await call(emulator, 'events', 'ListTargetsByRule', { Rule: 'prefect-worker-events-test' })).toMatchObject({
      Targets: [
        {
          Arn: 'arn:aws:sqs:us-east-1:111122223333:prefect-worker-events-test',
          DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:prefect-worker-events-undelivered-test' },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
        },
      ],
    });
  });

  // The emulator has no SNS targets, so the rule is asked by our own reading of it.
  test.each([
    [true, 'that it cannot start tasks', 'ECS Service Action', 'SERVICE_TASK_START_IMPAIRED', SERVICE],
    [true, 'that a deployment failed', 'ECS Deployment State Change', 'SERVICE_DEPLOYMENT_FAILED', SERVICE],
    [false, 'that all is well', 'ECS Service Action', 'SERVICE_STEADY_STATE', SERVICE],
    [false, 'of another service', 'ECS Service Action', 'SERVICE_TASK_START_IMPAIRED', `${CLUSTER}/other`],
  ] as const)('told: %s, where ECS says of the service %s', (told, _, kind, name, service) => {
    const rule = planned(plan, 'aws_cloudwatch_event_rule.prefect_worker_service_events_rule');
    expect(matches(JSON.parse(rule?.['event_pattern']), serviceEvent(kind, name, service))).toBe(told);
  });

  test('the alarms watch this service, these queues and this log', () => {
    const alarm = (name: string) => planned(plan, `aws_cloudwatch_metric_alarm.prefect_worker_${name}`);
    expect(alarm('tasks_missing')).toMatchObject({
      dimensions: { ClusterName: CLUSTER, ServiceName: CLUSTER },
      threshold: 1,
      treat_missing_data: 'breaching',
    });
    expect(alarm('oldest_event')?.['dimensions']).toEqual({ QueueName: 'prefect-worker-events-test' });
    expect(alarm('failed_events')?.['dimensions']).toEqual({ QueueName: 'prefect-worker-events-failed-test' });
    expect(alarm('undelivered_events')?.['dimensions']).toEqual({
      QueueName: 'prefect-worker-events-undelivered-test',
    });
    expect(planned(plan, 'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines')).toMatchObject({
      log_group_name: 'prefect-worker-log-group-test',
      metric_transformation: [{ name: 'prefect-worker-alarm-test-log', namespace: 'PrefectWorker' }],
    });
  });

  test('with no task wanted, none is missed', async () => {
    const none = await terraform.plan('-var=worker_desired_count=0');
    expect(planned(none, 'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing')).toMatchObject({
      threshold: 0,
      treat_missing_data: 'notBreaching',
    });
  });

  test('every policy, rule and dashboard can be read in the first plan', () => {
    const documents = plan.resource_changes.flatMap(({ address, type, change: { after } }) =>
      (DOCUMENTS[type] ?? []).map((attribute) => `${address}.${attribute} ${typeof after?.[attribute]}`),
    );
    expect(documents.filter((document) => !document.endsWith(' string'))).toEqual([]);
    expect(documents).toHaveLength(11);
  });

  test('the output shows the queue', async () => {
    expect(await terraform.outputs()).toMatchObject({
      prefect_worker_event_queue_name: 'prefect-worker-events-test',
      prefect_worker_event_queue_command: expect.stringContaining('--queue-name prefect-worker-events-test'),
    });
  });

  test('then plans to no change', async () => {
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('terraform destroy leaves nothing', async () => {
    await terraform.destroy();
    const { QueueUrls } = await call(emulator, 'sqs', 'ListQueues', {});
    const { Rules } = await call(emulator, 'events', 'ListRules', {});
    expect([QueueUrls ?? [], Rules, await nearestExistingPath(emulator)]).toEqual([[], [], []]);
  });
});

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0b7d9c52-2f0e-4a4b-9a3c-6f1de4c3a87b';
const ELSEWHERE = 'arn:aws:sqs:eu-west-1:111122223333:task-events';

/** Stack files that between them use every field of both groups. */
const EVERY_OPTION: Readonly<Record<string, object>> = {
  'with everything made': {
    crash_detection: {
      enabled: true,
      families: ['reports', 'nightly-*'],
      kms_key: KEY,
      message_retention_seconds: 600,
      max_receive_count: 3,
      event_bus: 'platform',
      forward_logs: true,
      forward_logs_max_events: 100,
    },
    alarms: {
      email: ['a@example.com', 'b@example.com'],
      kms_key: KEY,
      notify_when_ok: false,
      tasks_missing: { fewest: 1, minutes: 5, quiet_when_none: true },
      oldest_event: { minutes: 5 },
      failed_events: { more_than: 1 },
      undelivered_events: { more_than: 1 },
      worker_log: { lines: ['| ERROR', '${x} %{ y }'], minutes: 1, more_than: 1 },
      service_events: { names: ['ECS_OPERATION_THROTTLED'], event_bus: 'platform' },
      further_topics: [PLATFORM_TOPIC],
      dashboard: true,
    },
    names: {
      event_queue: 'q',
      failed_event_queue: 'q-failed',
      undelivered_event_queue: 'q-undelivered',
      event_rule: 'r',
      alarm: 'a',
      alarm_topic: 't',
      service_event_rule: 's',
      dashboard: 'd',
    },
    outputs: { queue: 'event_queue_name', topic: 'alarm_topic_arn' },
  },
  'with a role of others': { worker_task_role_arn: 'arn:aws:iam::111122223333:role/team/worker', alarms: {} },
  'in reference': {
    preset: 'reference',
    crash_detection: { enabled: true },
    alarms: { dashboard: true, tasks_missing: false, worker_log: false },
  },
  'with a queue and a topic of others': {
    crash_detection: { existing_queue: ELSEWHERE, kms_key: KEY, forward_logs: false },
    alarms: { topic: 'arn:aws:sns:us-east-1:111122223333:on-call', oldest_event: false, dashboard: true },
  },
  'with a queue and a topic that parameters name': {
    crash_detection: { existing_queue: { ssm_parameter: '/queue' } },
    alarms: { topic: { ssm_parameter: '/topic' } },
    outputs: { queue: 'event_queue_name' },
  },
};

real('crash detection and alarms, planned', () => {
  let emulator: Emulator;
  let network: Network;

  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await emulator.network();
  });
  afterAll(() => emulator?.stop());

  async function planOf(fields: object): Promise<Plan> {
    const variables = { ...emulator.variables, ...network.variables, TF_VAR_prefect_api_key: 'the-key' };
    const terraform = new Terraform(folderWith(fields), variables);
    await terraform.init();
    return terraform.plan();
  }

  function setParameter(Name: string, Value: string): Promise<unknown> {
    return call(emulator, 'ssm', 'PutParameter', { Name, Value, Type: 'String', Overwrite: true });
  }

  test.each(sampled(Object.entries(EVERY_OPTION), 1))('%s: Terraform takes it', async (_, fields) => {
    await setParameter('/queue', 'task-events');
    await setParameter('/topic', 'arn:aws:sns:us-east-1:111122223333:on-call');
    expect((await planOf(fields)).resource_changes.length).toBeGreaterThan(10);
  });

  test.each([
    ['a name', 'task-events', 'us-east-1'],
    ['an ARN', ELSEWHERE, 'eu-west-1'],
  ])('a parameter may hold %s of a queue', async (_, value, region) => {
    await setParameter('/queue', value);
    const plan = await planOf({ crash_detection: { existing_queue: { ssm_parameter: '/queue' } } });
    const { policy } = planned(plan, 'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]') ?? {};
    expect(plan.output_changes['prefect_worker_event_queue_name']?.after).toBe('task-events');
    expect(plan.output_changes['prefect_worker_event_queue_command']?.after).toContain(`--region ${region}`);
    expect(JSON.parse(policy).Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'ConsumeTaskEvents',
        Resource: `arn:aws:sqs:${region}:111122223333:task-events`,
      }),
    );
  });
});

/** A folder with what is synthesized for a stack file with the required fields and `fields`. */
function folderWith(fields: object): string {
  const folder = join(scratchFolder(), 'stack');
  return writeStack(folder, environmentOf(fields));
}

/** The attributes that hold a JSON document. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_sqs_queue: ['policy'],
  aws_iam_role_policy: ['policy'],
  aws_sns_topic_policy: ['policy'],
  aws_cloudwatch_event_rule: ['event_pattern'],
  aws_cloudwatch_dashboard: ['dashboard_body'],
};
