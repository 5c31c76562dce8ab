import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, warning } from '../finding';
import { shortened } from '../known-causes';
import { isKnown } from '../terraform-expression';
import { looking } from '../unread';

const SUBJECT = 'alarms';

/** Which alarms ring, and which are not there. */
export const checkAlarms: Check = async (context) => {
  if (context.workers.every(({ live }) => live === undefined)) return [];
  const names = [...context.stack.resources('aws_cloudwatch_metric_alarm').values()]
    .map(({ alarm_name: name }) => String(name))
    .filter(isKnown);
  if (names.length === 0) return [];
  return looking(SUBJECT, 'cloudwatch:DescribeAlarms', () => alarms(context, names));
};

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
