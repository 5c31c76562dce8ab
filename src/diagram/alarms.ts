import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Edge, Part } from './diagram';
import { workersIn } from './tasks';

/** What is watched, and who learns of it. */
export function alarmsIn(environment: Environment, created: Created): Part {
  const { alarms } = environment;
  if (alarms === undefined) return {};
  const metricAlarms = created(/^aws_cloudwatch_metric_alarm\.(?!prefect_worker_step_)/);
  const dashboard = created(/^aws_cloudwatch_dashboard\./);
  const rule = created(/^aws_cloudwatch_event_rule\.prefect_worker_service_events_rule/);
  const topic = created(/^aws_sns_topic\./);
  const emails = created(/^aws_sns_topic_subscription\./);
  return {
    nodes: [
      ...(metricAlarms.length > 0
        ? [
            {
              id: 'alarms',
              title: 'CloudWatch alarms',
              notes: dashboard.length > 0 ? ['and a dashboard'] : [],
              within: 'aws',
              items: [...metricAlarms, ...dashboard, ...created(/^aws_cloudwatch_log_metric_filter\./)],
            },
          ]
        : []),
      ...(rule.length > 0
        ? [{ id: 'servicerule', title: 'EventBridge rule', notes: ['service cannot run'], within: 'aws', items: rule }]
        : []),
      {
        id: 'topic',
        title: alarms.furtherTopics.length > 0 ? 'SNS topics' : 'SNS topic',
        notes: emails.length > 0 ? ['sends e-mail'] : [],
        within: 'aws',
        items: [...topic, ...emails],
      },
    ],
    edges: [
      ...watched(environment, metricAlarms),
      ...(metricAlarms.length > 0 ? [{ from: 'alarms', to: 'topic', label: 'notify' }] : []),
      ...(rule.length > 0
        ? [
            ...workersIn(environment)
              .filter(({ settings }) => settings.service.create)
              .map(({ id }) => ({ from: id, to: 'servicerule', label: 'service events' })),
            { from: 'servicerule', to: 'topic', label: 'notifies' },
          ]
        : []),
    ],
  };
}

function watched(environment: Environment, alarms: readonly string[]): Edge[] {
  const has = (end: string) =>
    alarms.some((address) => address.startsWith(`aws_cloudwatch_metric_alarm.prefect_worker_${end}`));
  const ofOurs = environment.crashDetection?.existingQueue === undefined;
  return [
    ...workersIn(environment).flatMap(({ id, suffix }) =>
      alarms.includes(`aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing${suffix}`) ? [id] : [],
    ),
    ...(has('oldest_event') ? ['queue'] : []),
    ...(ofOurs && (has('failed_events') || has('undelivered_events')) ? ['failed'] : []),
    ...(has('log') ? ['log'] : []),
  ].map((to) => ({ from: 'alarms', to, label: 'watch', upwards: true }));
}
