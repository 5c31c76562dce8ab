import { checkEventRules } from '../../../src/doctor/checks/event-rules';
import { stackOf } from '../../helpers/doctor-stack';
import { type Answers, contextOf, refusal, seenBy } from '../../helpers/recorded-aws';

describe('the rules of EventBridge', () => {
  const RULE = 'prefect-worker-events-prod';
  const [tasks] = [...stackOf('prod').resources('aws_cloudwatch_event_rule').values()];
  const pattern = String(tasks?.['event_pattern']);
  const rules = (
    change: object = {},
    targets: readonly object[] = [{ Id: 'prefect-worker', Arn: 'arn:aws:sqs:::q' }],
  ) => ({
    DescribeRule: ({ Name }: { Name: string }) => ({
      Name,
      State: 'ENABLED',
      EventPattern: stackPattern(Name),
      ...(Name === RULE && change),
    }),
    ListTargetsByRule: ({ Rule }: { Rule: string }) => ({
      ...(Rule !== RULE && { Targets: [{ Id: 'prefect-worker-alarms', Arn: 'arn:aws:sns:::t' }] }),
      ...(Rule === RULE && targets.length > 0 && { Targets: targets }),
    }),
  });
  const stackPattern = (name: string) =>
    String(
      [...stackOf('prod').resources('aws_cloudwatch_event_rule').values()].find((rule) => rule['name'] === name)?.[
        'event_pattern'
      ],
    );
  const other = 'ok, rule prefect-worker-service-events-prod: enabled, with its target';

  test.each<[string, Answers, string[]]>([
    ['are as the stack says', rules(), [`ok, rule ${RULE}: enabled, with its target`, other]],
    [
      'select the same in other words',
      rules({ EventPattern: JSON.stringify(JSON.parse(pattern), null, 2) }),
      [`ok, rule ${RULE}: enabled, with its target`, other],
    ],
    ['are disabled', rules({ State: 'DISABLED' }), [`problem rule-disabled, rule ${RULE}: it is disabled`, other]],
    [
      'have no target',
      rules({}, []),
      [`problem rule-without-target, rule ${RULE}: it has no target prefect-worker`, other],
    ],
    [
      'select something else',
      rules({ EventPattern: '{"source":["aws.ec2"]}' }),
      [`warning rule-differs, rule ${RULE}: it selects other events than the stack says`, other],
    ],
    [
      'were deleted',
      { DescribeRule: refusal('ResourceNotFoundException') },
      [
        `problem rule-missing, rule ${RULE}: it does not exist`,
        'problem rule-missing, rule prefect-worker-service-events-prod: it does not exist',
      ],
    ],
    [
      'may not be looked at',
      { DescribeRule: refusal('AccessDeniedException') },
      [
        `unread, rule ${RULE}: these credentials may not call events:DescribeRule`,
        'unread, rule prefect-worker-service-events-prod: these credentials may not call events:DescribeRule',
      ],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkEventRules, answers)).toEqual(expected);
  });

  test('say what is lost without them, and how to enable them', async () => {
    const [found] = await checkEventRules(contextOf(rules({ State: 'DISABLED' })));
    expect(found).toMatchObject({
      cause: 'Somebody disabled it: flow runs whose task dies stay Running.',
      wayOut: `Enable it: aws events enable-rule --region us-east-1 --name ${RULE}`,
      section: 'Crash detection',
    });
  });

  test('are not looked at before an apply', async () => {
    expect(await seenBy(checkEventRules, {}, { applied: false })).toEqual([]);
  });
});
