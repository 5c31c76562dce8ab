import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { inRegionOf } from '../aws';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, warning } from '../finding';
import { shortened } from '../known-causes';
import { isKnown } from '../terraform-value';
import { looking } from '../unread';

const SUBJECT = 'alarms';

/** Which alarms ring, and which are not there. */
export const checkAlarms: Check = async (context) => {
  if (context.workers.every(({ live }) => live === undefined)) return [];
  const names = [...context.stack.resources('aws_cloudwatch_metric_alarm').values()]
    .map(({ alarm_name: name }) => String(name))
    .filter(isKnown);
  if (names.length === 0) return [];
  const topics = new Set(
    [...context.stack.resources('aws_cloudwatch_metric_alarm').values()].flatMap(({ alarm_actions: actions }) =>
      Array.isArray(actions) ? actions.map(String).filter((arn) => isOwnTopic(arn, context.account)) : [],
    ),
  );
  const found = await Promise.all([
    looking(SUBJECT, 'cloudwatch:DescribeAlarms', () => alarms(context, names)),
    ...[...topics].map((topic) =>
      looking('topic of the alarms', 'sns:ListSubscriptionsByTopic', () => subscriptions(context, topic)),
    ),
  ]);
  return found.flat();
};

/** Those of another account are not for these credentials to see. */
function isOwnTopic(arn: string, account: string): boolean {
  const [, , service, , owner] = arn.split(':');
  return isKnown(arn) && service === 'sns' && owner === account;
}

/** Whether anybody hears of an alarm. A page of 100 subscriptions is enough to know. */
async function subscriptions({ aws }: Context, topic: string): Promise<Finding[]> {
  const subject = 'topic of the alarms';
  const { sns } = inRegionOf(aws, topic);
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  const waiting = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  const confirmed = Subscriptions.length - waiting.length;
  if (confirmed > 0 && waiting.length === 0)
    return [ok(subject, `${confirmed} confirmed ${confirmed === 1 ? 'subscription' : 'subscriptions'}`)];
  const who = waiting.map(({ Endpoint }) => Endpoint).join(', ');
  return [
    warning(subject, {
      id: 'alarms-unheard',
      seen:
        waiting.length === 0
          ? `${topic} has no subscription`
          : `${who} ${waiting.length === 1 ? 'has' : 'have'} not confirmed the subscription`,
      cause:
        confirmed === 0
          ? 'Nobody gets a message when an alarm rings.'
          : 'An address gets messages only after it has confirmed the first mail.',
      wayOut:
        waiting.length === 0
          ? 'Subscribe an address to the topic, or set alarms.email in the stack file and apply.'
          : 'Confirm it in the mail of AWS. If the mail is lost, subscribe the address again.',
      section: 'Alarms',
    }),
  ];
}

async function alarms({ aws }: Context, names: string[]): Promise<Finding[]> {
  const all: MetricAlarm[] = [];
  // DescribeAlarms takes 100 names.
  for (let from = 0; from < names.length; from += 100) {
    const AlarmNames = names.slice(from, from + 100);
    const { MetricAlarms = [] } = await aws.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }));
    all.push(...MetricAlarms);
  }
  const rings = all.filter(({ StateValue }) => StateValue === 'ALARM').map(ringing);
  const muted = all.filter(({ ActionsEnabled }) => ActionsEnabled === false);
  const missing = names.filter((name) => !all.some(({ AlarmName }) => AlarmName === name));
  const found = [
    ...rings,
    ...(muted.length > 0 ? [silent(muted)] : []),
    ...(missing.length > 0 ? [lost(missing)] : []),
  ];
  return found.length > 0 ? found : [ok(SUBJECT, `${all.length}, and none rings`)];
}

function ringing({ AlarmName, AlarmDescription, StateReason = '', StateUpdatedTimestamp }: MetricAlarm): Finding {
  return problem(SUBJECT, {
    id: 'alarm-rings',
    seen: `${AlarmName} rings since ${StateUpdatedTimestamp?.toISOString() ?? 'some time'}: ${shortened(StateReason)}`,
    cause: AlarmDescription ?? 'The alarm has no description.',
    wayOut: 'Look at what this alarm watches.',
    section: 'Alarms',
  });
}

function silent(muted: readonly MetricAlarm[]): Finding {
  return warning(SUBJECT, {
    id: 'alarms-disabled',
    seen: `the actions of ${muted.map(({ AlarmName }) => AlarmName).join(', ')} are disabled`,
    cause: 'Somebody disabled them: when it rings, the topic gets no message.',
    wayOut: 'Apply again, or enable the actions.',
    section: 'Alarms',
  });
}

function lost(missing: readonly string[]): Finding {
  return warning(SUBJECT, {
    id: 'alarms-missing',
    seen: `there is no alarm ${missing.join(', ')}`,
    cause: 'The stack changed since the last apply, or somebody deleted it.',
    wayOut: 'Apply again.',
    section: 'Alarms',
  });
}
