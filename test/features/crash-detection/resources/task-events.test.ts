import { TaskEvents, type TaskEventsProps } from '../../../../src/features/crash-detection/resources/task-events';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { matches } from '../../../helpers/event-pattern';
import { addressesOf, documentAt, inStack, resourceAt, waitedFor } from '../../../helpers/synthesized';

const QUEUE = 'aws_sqs_queue.prefect_worker_events';
const FAILED = 'aws_sqs_queue.prefect_worker_events_failed';
const UNDELIVERED = 'aws_sqs_queue.prefect_worker_events_undelivered';
const RULE = 'aws_cloudwatch_event_rule.prefect_worker_events_rule';
const TARGET = 'aws_cloudwatch_event_target.prefect_worker_events_target';

const NAMES = {
  eventQueue: 'our-events',
  failedEventQueue: 'our-failed',
  undeliveredEventQueue: 'our-undelivered',
  eventRule: 'our-rule',
};

const PREFIXES = {
  eventQueue: { namePrefix: 'our-events-' },
  failedEventQueue: { namePrefix: 'our-failed-' },
  undeliveredEventQueue: { namePrefix: 'our-undelivered-' },
  eventRule: { namePrefix: 'our-rule-' },
};

const arnOf = (service: string, resource: string) =>
  `arn:\${data.aws_partition.current.partition}:${service}:\${data.aws_region.current.id}:\${data.aws_caller_identity.current.account_id}:${resource}`;

function events(props: Partial<TaskEventsProps> = {}, look: (ready: readonly string[]) => void = () => {}) {
  return inStack((scope) => {
    const { ready } = new TaskEvents(scope, 'task_events', {
      aws: new AwsContext(scope, 'aws'),
      names: NAMES,
      resourceNames: {
        eventQueue: { name: NAMES.eventQueue },
        failedEventQueue: { name: NAMES.failedEventQueue },
        undeliveredEventQueue: { name: NAMES.undeliveredEventQueue },
        eventRule: { name: NAMES.eventRule },
      },
      clusterArns: ['our-cluster', 'other-cluster'],
      families: ['flows', 'prefect_pool_*'],
      messageRetentionSeconds: 3600,
      maxReceiveCount: 4,
      ...props,
    });
    look(waitedFor(scope, ready));
  });
}

const tls = (queue: string) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: arnOf('sqs', queue),
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

const fromRule = (queue: string, rule: string) => ({
  Sid: 'EventBridgeRuleOnly',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf('sqs', queue),
  Condition: { ArnEquals: { 'aws:SourceArn': arnOf('events', `rule/${rule}`) } },
});

const statementsOf = (terraform: ReturnType<typeof events>, queue: string) =>
  (documentAt(terraform, queue, 'policy') as { Statement: unknown[] }).Statement;

describe('with nothing but what it needs', () => {
  const terraform = events();

  test('there are three queues, a rule and its target', () => {
    expect(addressesOf({ resource: terraform.resource })).toEqual([RULE, TARGET, QUEUE, FAILED, UNDELIVERED]);
  });

  test('only the rule may send, to the queue and to that of what could not be delivered, and nobody without TLS', () => {
    expect(statementsOf(terraform, QUEUE)).toEqual([fromRule('our-events', 'our-rule'), tls('our-events')]);
    expect(statementsOf(terraform, UNDELIVERED)).toEqual([
      fromRule('our-undelivered', 'our-rule'),
      tls('our-undelivered'),
    ]);
    expect(statementsOf(terraform, FAILED)).toEqual([tls('our-failed')]);
  });

  test('a message is hidden for five minutes, is asked for with patience, and goes elsewhere after some attempts', () => {
    expect(resourceAt(terraform, QUEUE)).toMatchObject({
      name: 'our-events',
      visibility_timeout_seconds: 300,
      receive_wait_time_seconds: 20,
      message_retention_seconds: 3600,
      sqs_managed_sse_enabled: true,
      depends_on: [FAILED],
    });
    expect(documentAt(terraform, QUEUE, 'redrive_policy')).toEqual({
      deadLetterTargetArn: arnOf('sqs', 'our-failed'),
      maxReceiveCount: 4,
    });
  });

  test.each([
    [FAILED, 'our-failed'],
    [UNDELIVERED, 'our-undelivered'],
  ])('%s keeps what it has as long as SQS can: 14 days', (queue, name) => {
    expect(resourceAt(terraform, queue)).toEqual({
      name,
      message_retention_seconds: 1_209_600,
      policy: expect.any(String),
      sqs_managed_sse_enabled: true,
    });
  });

  test('the rule’s target is the queue; what it cannot deliver within an hour goes elsewhere', () => {
    expect(resourceAt(terraform, TARGET)).toEqual({
      rule: `\${${RULE}.name}`,
      target_id: 'prefect-worker',
      arn: `\${${QUEUE}.arn}`,
      dead_letter_config: { arn: arnOf('sqs', 'our-undelivered') },
      retry_policy: { maximum_event_age_in_seconds: 3600, maximum_retry_attempts: 185 },
      depends_on: [UNDELIVERED],
    });
    expect(resourceAt(terraform, RULE)).toEqual({
      name: 'our-rule',
      description: 'Task state changes of the flow runs of a Prefect worker',
      event_pattern: expect.any(String),
    });
  });

  test('a first task waits for queue and target', () => {
    const look = jest.fn();
    events({}, look);
    expect(look).toHaveBeenCalledWith([TARGET, QUEUE]);
  });
});

describe('an event', () => {
  const pattern = documentAt(events(), RULE, 'event_pattern') as Parameters<typeof matches>[0];
  const event = (group: string, others: { source?: string; type?: string; clusterArn?: string } = {}) => {
    const { source = 'aws.ecs', type = 'ECS Task State Change', clusterArn = 'our-cluster' } = others;
    return { source, 'detail-type': type, detail: { clusterArn, group, lastStatus: 'STOPPED' } };
  };

  test.each([
    ['of a family', event('family:flows')],
    ['of a family that begins as one is said to', event('family:prefect_pool_2e4')],
    ['of another cluster of flow runs', event('family:flows', { clusterArn: 'other-cluster' })],
  ])('%s is taken', (_, taken) => {
    expect(matches(pattern, taken)).toBe(true);
  });

  test.each([
    ['of the worker’s service', event('service:flows')],
    ['of a family that only begins so', event('family:flows2')],
    ['of another family', event('family:prefect_other_2e4')],
    ['of a cluster of others', event('family:flows', { clusterArn: 'a-cluster' })],
    ['of another kind', event('family:flows', { type: 'ECS Service Action' })],
    ['that somebody puts on the bus', event('family:flows', { source: 'ours' })],
  ])('%s is not', (_, left) => {
    expect(matches(pattern, left)).toBe(false);
  });
});

test('on a bus of one’s own the rule and its target are there, and only that rule may send', () => {
  const terraform = events({ eventBus: 'our-bus' });
  expect(resourceAt(terraform, RULE)).toMatchObject({ event_bus_name: 'our-bus' });
  expect(resourceAt(terraform, TARGET)).toMatchObject({ event_bus_name: 'our-bus' });
  for (const [queue, name] of [
    [QUEUE, 'our-events'],
    [UNDELIVERED, 'our-undelivered'],
  ] as const) {
    expect(statementsOf(terraform, queue)).toEqual([fromRule(name, 'our-bus/our-rule'), tls(name)]);
  }
});

test('with a key of one’s own all queues have it, and no encryption of SQS’s own', () => {
  const terraform = events({ kmsKeyArn: 'the-key' });
  for (const queue of [QUEUE, FAILED, UNDELIVERED]) {
    expect(resourceAt(terraform, queue)).toMatchObject({ kms_master_key_id: 'the-key' });
    expect(resourceAt(terraform, queue)).not.toHaveProperty('sqs_managed_sse_enabled');
  }
});

test('a role that gets no rights of ours may read the queue, and no other', () => {
  const terraform = events({ readerRoleArn: 'a-role' });
  expect(statementsOf(terraform, QUEUE)).toContainEqual({
    Sid: 'WorkerReads',
    Effect: 'Allow',
    Principal: { AWS: 'a-role' },
    Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
    Resource: arnOf('sqs', 'our-events'),
  });
  for (const queue of [FAILED, UNDELIVERED]) {
    expect(JSON.stringify(statementsOf(terraform, queue))).not.toContain('a-role');
  }
});

test('a policy of a queue whose name AWS ends is for names that begin so', () => {
  const terraform = events({ resourceNames: PREFIXES });
  expect(resourceAt(terraform, QUEUE)).toMatchObject({ name_prefix: 'our-events-' });
  expect(statementsOf(terraform, QUEUE)).toEqual([fromRule('our-events-*', 'our-rule'), tls('our-events-*')]);
  expect(statementsOf(terraform, FAILED)).toEqual([tls('our-failed-*')]);
});
