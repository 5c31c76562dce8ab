import { checkAlarms } from '../../../src/doctor/checks/alarms';
import { type Answers, NOW, refusal, seenBy } from '../../helpers/recorded-aws';

const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

describe('alarms', () => {
  const all = ['failed-events', 'log', 'oldest-event', 'tasks-missing', 'undelivered-events'];
  const alarms = (change: (name: string) => object = () => ({}), names = all): Answers => ({
    DescribeAlarms: {
      MetricAlarms: names.map((name) => ({
        AlarmName: `prefect-worker-alarm-prod-${name}`,
        StateValue: 'OK',
        ActionsEnabled: true,
        ...change(name),
      })),
    },
    ListSubscriptionsByTopic: { Subscriptions: [{ SubscriptionArn: 'arn:aws:sns:::on-call:1' }] },
  });
  const HEARD = 'ok, topic of the alarms: 1 confirmed subscription';
  const of = (which: string, fields: object) => (name: string) => (name === which ? fields : {});

  test.each<[string, Answers, string[]]>([
    ['are quiet', alarms(), ['ok, alarms: 5, and none rings']],
    [
      'ring',
      alarms(of('log', { StateValue: 'ALARM', StateReason: 'Threshold Crossed', StateUpdatedTimestamp: ago(10) })),
      [
        'problem alarm-rings, alarms: prefect-worker-alarm-prod-log rings since 2026-11-27T02:50:00.000Z: Threshold Crossed',
      ],
    ],
    [
      'are disabled',
      alarms(of('log', { ActionsEnabled: false })),
      ['warning alarms-disabled, alarms: the actions of prefect-worker-alarm-prod-log are disabled'],
    ],
    [
      'were deleted',
      alarms(undefined, all.slice(0, 4)),
      ['warning alarms-missing, alarms: there is no alarm prefect-worker-alarm-prod-undelivered-events'],
    ],
    [
      'lack data, which is right at first',
      alarms(() => ({ StateValue: 'INSUFFICIENT_DATA' })),
      ['ok, alarms: 5, and none rings'],
    ],
    [
      'may not be looked at',
      { ...alarms(), DescribeAlarms: refusal('AccessDenied') },
      ['unread, alarms: these credentials may not call cloudwatch:DescribeAlarms'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkAlarms, answers)).toEqual([...expected, HEARD]);
  });

  test.each([
    [
      'nobody',
      [],
      'warning alarms-unheard, topic of the alarms: arn:aws:sns:us-east-1:111122223333:on-call has no subscription',
    ],
    [
      'an address that has not confirmed',
      [
        { SubscriptionArn: 'arn:aws:sns:::on-call:1', Endpoint: 'a@example.com' },
        { SubscriptionArn: 'PendingConfirmation', Endpoint: 'b@example.com' },
      ],
      'warning alarms-unheard, topic of the alarms: b@example.com has not confirmed the subscription',
    ],
  ])('reach %s', async (_, Subscriptions, line) => {
    const answers = { ...alarms(), ListSubscriptionsByTopic: { Subscriptions } };
    expect(await seenBy(checkAlarms, answers)).toEqual(['ok, alarms: 5, and none rings', line]);
  });

  test('that a stack does not have are not looked at', async () => {
    expect(await seenBy(checkAlarms, {}, { example: 'dev' })).toEqual([]);
  });
});
