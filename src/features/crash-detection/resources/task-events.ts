import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { policyDocument, type Statement, tlsOnly } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { json } from '../../../terraform/terraform-text';
import { CONSUME } from './event-queue';

type Named = 'eventQueue' | 'failedEventQueue' | 'undeliveredEventQueue' | 'eventRule';

export interface TaskEventsProps {
  readonly aws: AwsContext;
  readonly names: Readonly<Record<Named, string>>;
  readonly resourceNames: Readonly<Record<Named, ResourceName>>;
  /** Of the clusters in which flow runs are. */
  readonly clusterArns: readonly string[];
  /** Families of task definitions whose tasks are flow runs; one that ends in * stands for all that begin so. */
  readonly families: readonly string[];
  /** An existing one that has the events of ECS; left out: the default bus. */
  readonly eventBus?: string;
  /** ARN of a customer-managed key; left out: SQS's own encryption. */
  readonly kmsKeyArn?: string;
  readonly messageRetentionSeconds: number;
  readonly maxReceiveCount: number;
  /** A role that this stack gives no rights to: the queue itself lets it read. */
  readonly readerRoleArn?: string;
}

/** The longest that SQS keeps anything: whoever looks into a dead-letter queue may come late. */
const FOURTEEN_DAYS = 14 * 24 * 3600;

/** What the observer of prefect-aws itself asks for: five minutes for a message, twenty seconds for an answer. */
const OBSERVER = { visibilityTimeoutSeconds: 300, receiveWaitTimeSeconds: 20 };

/** ECS forgets a stopped task after about an hour: what EventBridge could not deliver until then has no use. */
const PATIENCE = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 };

/**
 * The queue from which workers learn what became of their flow runs' tasks, filled by EventBridge; and two dead-letter
 * queues: of events that EventBridge could not deliver, and of those that no worker could handle.
 */
export class TaskEvents extends Construct {
  /** Without these an event is lost. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskEventsProps) {
    super(scope, id);
    const { aws, names, resourceNames, eventBus } = props;
    const onBus = { eventBusName: eventBus };
    const arn = (queue: string) => aws.arn('sqs', queue);
    // A queue cannot refer to a name that it gets itself: its policy has what the name begins with.
    const ownArn = (queue: Named) => {
      const named = resourceNames[queue];
      return arn('name' in named ? named.name : `${named.namePrefix}*`);
    };
    const rights = (queue: Named, ...statements: Statement[]) =>
      policyDocument(...statements, tlsOnly('sqs:*', ownArn(queue)));
    const fromRule = (queue: Named) =>
      sentByRule(ownArn(queue), aws.arn('events', `rule/${eventBus ? `${eventBus}/` : ''}${names.eventRule}`));

    const failed = new SqsQueue(this, 'prefect_worker_events_failed', {
      ...resourceNames.failedEventQueue,
      messageRetentionSeconds: FOURTEEN_DAYS,
      policy: rights('failedEventQueue'),
      ...encryption(props),
    });
    const undelivered = new SqsQueue(this, 'prefect_worker_events_undelivered', {
      ...resourceNames.undeliveredEventQueue,
      messageRetentionSeconds: FOURTEEN_DAYS,
      policy: rights('undeliveredEventQueue', fromRule('undeliveredEventQueue')),
      ...encryption(props),
    });
    const queue = new SqsQueue(this, 'prefect_worker_events', {
      ...resourceNames.eventQueue,
      ...OBSERVER,
      messageRetentionSeconds: props.messageRetentionSeconds,
      redrivePolicy: json({
        deadLetterTargetArn: arn(names.failedEventQueue),
        maxReceiveCount: props.maxReceiveCount,
      }),
      policy: rights('eventQueue', fromRule('eventQueue'), ...readBy(ownArn('eventQueue'), props.readerRoleArn)),
      ...encryption(props),
      // Its ARN is built from its name, which Terraform does not take for a reference.
      dependsOn: [failed],
    });
    const rule = new CloudwatchEventRule(this, 'prefect_worker_events_rule', {
      ...resourceNames.eventRule,
      ...onBus,
      description: 'Task state changes of the flow runs of a Prefect worker',
      eventPattern: taskStateChanges(props),
    });
    const target = new CloudwatchEventTarget(this, 'prefect_worker_events_target', {
      rule: rule.name,
      ...onBus,
      targetId: 'prefect-worker',
      arn: queue.arn,
      deadLetterConfig: { arn: arn(names.undeliveredEventQueue) },
      retryPolicy: PATIENCE,
      dependsOn: [undelivered],
    });
    this.ready = [queue, target];
  }
}

function encryption({ kmsKeyArn }: TaskEventsProps) {
  return kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn };
}

/**
 * Every state of every task of these families in the cluster. A task that RunTask starts has its family as its group, a
 * service's task has the service: the worker's own are left out.
 */
function taskStateChanges({ clusterArns, families }: TaskEventsProps): string {
  return json({
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: {
      clusterArn: clusterArns,
      group: families.map((family) =>
        family.endsWith('*') ? { prefix: `family:${family.slice(0, -1)}` } : `family:${family}`,
      ),
    },
  });
}

function sentByRule(queueArn: string, ruleArn: string): Statement {
  return {
    Sid: 'EventBridgeRuleOnly',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
  };
}

function readBy(queueArn: string, roleArn: string | undefined): Statement[] {
  if (roleArn === undefined) return [];
  return [{ Sid: 'WorkerReads', Effect: 'Allow', Principal: { AWS: roleArn }, Action: CONSUME, Resource: queueArn }];
}
