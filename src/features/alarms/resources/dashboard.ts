import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { type JsonDocument, json } from '../../../terraform/terraform-text';
import { LOG_METRIC_NAMESPACE } from './worker-alarms';

export interface DashboardProps {
  readonly aws: AwsContext;
  readonly name: string;
  readonly clusterName: string;
  /** The first worker's service first. */
  readonly services: readonly { readonly worker?: string; readonly name: string }[];
  /** The queue of task state changes in this region, and its dead-letter queues as far as they are ours. */
  readonly queues?: { readonly events: string; readonly deadLetters: readonly string[] };
  /** Name of the metric that counts lines of the log. */
  readonly logMetric?: string;
  readonly alarmNames: readonly string[];
}

type Metric = readonly [namespace: string, name: string, ...dimensionsAndOptions: (string | JsonDocument)[]];

/** A dashboard has 24 columns. */
const HALF = { width: 12, height: 6 };

/** One page of all that is watched. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { aws, name, clusterName, services, queues, logMetric, alarmNames } = props;
    const ofEach = (metric: string, label: string, options: JsonDocument & object = {}): Metric[] =>
      services.map(({ worker, name: service }) => [
        ...(['AWS/ECS', metric, 'ClusterName', clusterName, 'ServiceName', service] as const),
        { label: worker === undefined ? label : `${worker}: ${label}`, ...options },
      ]);
    const inQueue = (queue: string, label: string): Metric => [
      ...(['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', queue] as const),
      { label, stat: 'Maximum' },
    ];
    const graphs: [title: string, metrics: readonly Metric[]][] = [
      ['Tasks that run', ofEach('CPUUtilization', 'tasks', { stat: 'SampleCount', period: 60 })],
      ['CPU and memory, per cent', [...ofEach('CPUUtilization', 'CPU'), ...ofEach('MemoryUtilization', 'memory')]],
    ];
    if (queues !== undefined) {
      const { events, deadLetters } = queues;
      const age: Metric = ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', events, { stat: 'Maximum' }];
      graphs.push(['Age of the oldest event, seconds', [age]]);
      const queued = [inQueue(events, 'waiting'), ...deadLetters.map((queue) => inQueue(queue, queue))];
      graphs.push(['Events that wait', queued]);
    }
    if (logMetric !== undefined) {
      graphs.push(['Lines that say the worker lost Prefect', [[LOG_METRIC_NAMESPACE, logMetric, { stat: 'Sum' }]]]);
    }
    const alarms = alarmNames.map((alarm) => aws.arn('cloudwatch', `alarm:${alarm}`));
    new CloudwatchDashboard(this, 'prefect_worker_dashboard', {
      dashboardName: name,
      dashboardBody: json({
        widgets: [
          ...(alarms.length === 0
            ? []
            : [{ type: 'alarm', width: 24, height: 3, properties: { title: 'Alarms', alarms } }]),
          ...graphs.map(([title, metrics]) => ({
            type: 'metric',
            ...HALF,
            properties: { title, metrics, region: aws.region, period: 300, view: 'timeSeries' },
          })),
        ],
      }),
    });
  }
}
