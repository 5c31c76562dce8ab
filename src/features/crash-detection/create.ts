import type { ITerraformDependable } from 'cdktf';
import { usesExistingTaskRole } from '../../environment/environment';
import type { StackContext } from '../../stack/context';
import type { AwsContext } from '../../terraform/aws-context';
import { named } from '../../terraform/named-value';
import type { Statement } from '../../terraform/policy-document';
import { Expression, literal } from '../../terraform/terraform-text';
import type { FlowRunCluster } from '../cluster/create';
import { furtherFamilies } from '../flow-runs/create-families';
import type { FlowRunResources } from '../flow-runs/create-types';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import type { Role } from '../roles/create-types';
import type { Variable } from '../worker/resources/worker-task';
import { consumeEvents, type EventQueue } from './resources/event-queue';
import { TaskEvents } from './resources/task-events';

/** From which queue the worker learns that a flow run crashed; none where it does not. Its name is known before it is made. */
export function createEventQueue(context: StackContext): EventQueue | undefined {
  const { environment, names, aws, lookUps } = context;
  const { crashDetection } = environment;
  if (crashDetection === undefined) return undefined;
  const { existingQueue, kmsKey } = crashDetection;
  const kmsKeyArn = kmsKey && lookUps.kmsKey(kmsKey);
  if (existingQueue === undefined) {
    return { name: names.eventQueue, region: aws.region, arn: aws.arn('sqs', names.eventQueue), kmsKeyArn };
  }
  if (typeof existingQueue === 'object') return { ...queueInParameter(context, existingQueue), kmsKeyArn };
  const [, , , region, , name] = existingQueue.split(':');
  return name === undefined || region === undefined
    ? { name: existingQueue, region: aws.region, arn: aws.arn('sqs', existingQueue), kmsKeyArn }
    : { name, region, arn: literal(existingQueue), kmsKeyArn };
}

/** A parameter may hold a name or an ARN. Each part has a local name, for it is used within JSON and expressions. */
function queueInParameter(
  { scope, aws, lookUps }: StackContext,
  parameter: Parameters<typeof lookUps.value>[0],
): EventQueue {
  const part = (name: string, code: string) => named(scope, name, new Expression(code).toString());
  const { code: found } = named(scope, 'found_event_queue', lookUps.value(parameter));
  const { code: built } = named(scope, 'built_event_queue_arn', aws.arn('sqs', new Expression(found).toString()));
  const arn = part('event_queue_arn', `startswith(${found}, "arn:") ? ${found} : ${built}`);
  return {
    arn: arn.toString(),
    name: part('event_queue_name', `split(":", ${arn.code})[5]`).toString(),
    region: part('event_queue_region', `split(":", ${arn.code})[3]`).toString(),
  };
}

/** What the worker's role needs beside the rights to run tasks. */
export function eventRights(
  { environment, aws }: StackContext,
  queue: EventQueue | undefined,
  logs: WorkerLogs | undefined,
  flowRuns: readonly FlowRunResources[],
): Statement[] {
  if (queue === undefined) return [];
  const isRead = environment.crashDetection?.forwardLogs === true;
  return consumeEvents(queue, aws, isRead ? logsOfFlowRuns(aws, logs, flowRuns) : []);
}

/** Where flow runs write to: the worker's own log, where nothing is known of them. */
function logsOfFlowRuns(
  aws: AwsContext,
  logs: WorkerLogs | undefined,
  flowRuns: readonly FlowRunResources[],
): string[] {
  if (flowRuns.length === 0) return logs === undefined ? [] : [logs.arn];
  const groups = new Set(flowRuns.flatMap(({ plannedLogGroup: group }) => group ?? []));
  return [...groups].map((group) => aws.arn('logs', `log-group:${group}`));
}

/** The settings of prefect-aws's observer, which reads the queue. */
export function observerVariables({ environment }: StackContext, queue: EventQueue | undefined): Variable[] {
  const { crashDetection } = environment;
  if (queue === undefined || crashDetection === undefined) return [];
  const { forwardLogs, forwardLogsMaxEvents } = crashDetection;
  const settings: [string, string | undefined][] = [
    ['SQS_QUEUE_NAME', queue.name],
    ['SQS_QUEUE_REGION', queue.region],
    ['FORWARD_CRASHED_RUN_LOGS', forwardLogs ? undefined : 'false'],
    ['FORWARD_CRASHED_RUN_LOGS_MAX_EVENTS', forwardLogsMaxEvents?.toString()],
  ];
  return settings.flatMap(([setting, value]) =>
    value === undefined ? [] : [{ name: `PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_${setting}`, value }],
  );
}

/** Whose events go into the queue, and who reads them. */
interface ObservedTasks {
  readonly clusters: readonly FlowRunCluster[];
  readonly pools: readonly Expression[];
  readonly flowRuns: readonly FlowRunResources[];
  /** The one that reads. */
  readonly taskRole: Role | undefined;
}

/** Makes the queue and what fills it, unless it is somebody else's; returns what must be there before a first task. */
export function createTaskEvents(
  context: StackContext,
  queue: EventQueue | undefined,
  { clusters, pools, flowRuns, taskRole }: ObservedTasks,
): readonly ITerraformDependable[] {
  const { scope, environment, names, resourceNames, aws } = context;
  const { crashDetection } = environment;
  if (queue === undefined || crashDetection === undefined || crashDetection.existingQueue !== undefined) return [];
  const { families, eventBus, messageRetentionSeconds, maxReceiveCount } = crashDetection;
  return new TaskEvents(scope, 'task_events', {
    aws,
    names,
    resourceNames,
    clusterArns: clusters.map((cluster) => cluster.arn()),
    families: [
      ...new Set([...pools.map((pool) => `prefect_${pool}_*`), ...flowRuns.flatMap(furtherFamilies), ...families]),
    ],
    eventBus: eventBus && literal(eventBus),
    kmsKeyArn: queue.kmsKeyArn,
    messageRetentionSeconds,
    maxReceiveCount,
    readerRoleArn: usesExistingTaskRole(environment.roles, environment.inputs.givesTaskRole)
      ? taskRole?.arn
      : undefined,
  }).ready;
}
