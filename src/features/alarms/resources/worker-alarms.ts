import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { Expression, literal } from '../../../terraform/terraform-text';

export interface WorkerAlarmsProps {
  /** Every alarm's name begins with it. */
  readonly name: string;
  /** ARNs of the topics that are notified. */
  readonly topicArns: readonly string[];
  readonly notifyWhenOk: boolean;
  readonly clusterName: string;
  /** The services whose tasks are counted. */
  readonly tasksMissing: readonly CountedService[];
  readonly highUse: readonly HighUse[];
  readonly oldestEvent?: { readonly queueName: string; readonly minutes: number };
  readonly failedEvents?: { readonly queueName: string; readonly moreThan: number };
  readonly undeliveredEvents?: { readonly queueName: string; readonly moreThan: number };
  readonly log?: {
    readonly groupName: string;
    readonly lines: readonly string[];
    readonly minutes: number;
    readonly moreThan: number;
  };
}

export interface CountedService {
  /** The further worker that it runs. */
  readonly worker?: string;
  readonly serviceName: string;
  readonly desiredCount: Expression;
  readonly fewest?: number;
  readonly minutes: number;
  readonly quietWhenNone?: boolean;
}

/** A service whose tasks use much of what they have. */
export interface HighUse {
  readonly of: 'cpu' | 'memory';
  readonly worker?: string;
  readonly serviceName: string;
  /** Per cent. */
  readonly moreThan: number;
  readonly minutes: number;
}

const USES = { cpu: ['CPU', 'CPUUtilization'], memory: ['memory', 'MemoryUtilization'] } as const;

/** Of the metric that counts the lines of a worker's log. */
export const LOG_METRIC_NAMESPACE = 'PrefectWorker';

type Metric = Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'alarmActions' | 'okActions' | 'dimensions'> & {
  readonly dimensions?: Record<string, string>;
};

/** Tells topics when a worker is down, or deaf. */
export class WorkerAlarms extends Construct {
  /** Of the alarms that are made, in their order. */
  readonly alarmNames: string[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkerAlarmsProps,
  ) {
    super(scope, id);
    for (const service of props.tasksMissing) this.tasksMissing(service);
    for (const use of props.highUse) this.highUse(use);
    this.oldestEvent(props);
    this.deadLetters('failed_events', 'the worker could not handle', props.failedEvents);
    this.deadLetters('undelivered_events', 'EventBridge could not deliver', props.undeliveredEvents);
    this.log(props);
  }

  /** Each running task reports its CPU once a minute: how often that is, is how many tasks run, and costs nothing. */
  private tasksMissing(service: CountedService): void {
    const { worker, serviceName, desiredCount, fewest, minutes, quietWhenNone } = service;
    const whenNone = new Expression(`${desiredCount.code} == 0 ? "notBreaching" : "breaching"`);
    const [suffix, end, whose] = worker === undefined ? ['', '', ''] : [`_${worker}`, `-${worker}`, ` ${worker}`];
    this.alarm(`tasks_missing${suffix}`, `tasks-missing${end}`, {
      alarmDescription: `Fewer tasks of the Prefect worker${whose} run than should`,
      namespace: 'AWS/ECS',
      metricName: 'CPUUtilization',
      dimensions: { ClusterName: this.props.clusterName, ServiceName: serviceName },
      statistic: 'SampleCount',
      period: 60,
      evaluationPeriods: minutes,
      comparisonOperator: 'LessThanThreshold',
      threshold: fewest ?? Token.asNumber(desiredCount.toString()),
      treatMissingData: quietWhenNone ? 'notBreaching' : whenNone.toString(),
    });
  }

  private highUse({ of, worker, serviceName, moreThan, minutes }: HighUse): void {
    const [suffix, end, whose] = worker === undefined ? ['', '', ''] : [`_${worker}`, `-${worker}`, ` ${worker}`];
    const [what, metricName] = USES[of];
    this.alarm(`high_${of}${suffix}`, `high-${of}${end}`, {
      alarmDescription: `The tasks of the Prefect worker${whose} use much ${what}`,
      namespace: 'AWS/ECS',
      metricName,
      dimensions: { ClusterName: this.props.clusterName, ServiceName: serviceName },
      statistic: 'Average',
      period: 60,
      evaluationPeriods: minutes,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: moreThan,
      treatMissingData: 'notBreaching',
    });
  }

  private oldestEvent({ oldestEvent }: WorkerAlarmsProps): void {
    if (oldestEvent === undefined) return;
    this.alarm('oldest_event', 'oldest-event', {
      alarmDescription: 'No Prefect worker reads the events of its flow runs: those that crash now stay Running',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: oldestEvent.queueName },
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: oldestEvent.minutes * 60,
      treatMissingData: 'notBreaching',
    });
  }

  private deadLetters(id: string, what: string, queue: WorkerAlarmsProps['failedEvents']): void {
    if (queue === undefined) return;
    this.alarm(id, id.replaceAll('_', '-'), {
      alarmDescription: `There are events of flow runs that ${what}`,
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queue.queueName },
      statistic: 'Maximum',
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: queue.moreThan,
      treatMissingData: 'notBreaching',
    });
  }

  private log({ log, name }: WorkerAlarmsProps): void {
    if (log === undefined) return;
    const metric = { name: `${name}-log`, namespace: LOG_METRIC_NAMESPACE };
    const filter = new CloudwatchLogMetricFilter(this, 'prefect_worker_log_lines', {
      name: metric.name,
      logGroupName: log.groupName,
      pattern: log.lines.map((line) => `?"${literal(line)}"`).join(' '),
      metricTransformation: { ...metric, value: '1' },
    });
    this.alarm('log', 'log', {
      alarmDescription: 'The Prefect worker prints that it lost the API, its work pool or its queue',
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: 'Sum',
      period: log.minutes * 60,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: log.moreThan,
      treatMissingData: 'notBreaching',
      dependsOn: [filter],
    });
  }

  private alarm(id: string, end: string, metric: Metric): void {
    const { name, topicArns, notifyWhenOk } = this.props;
    const alarmName = `${name}-${end}`;
    new CloudwatchMetricAlarm(this, `prefect_worker_${id}`, {
      alarmName,
      ...metric,
      alarmActions: [...topicArns],
      ...(notifyWhenOk && { okActions: [...topicArns] }),
    });
    this.alarmNames.push(alarmName);
  }
}
