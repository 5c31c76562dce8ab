import { isDeepStrictEqual } from 'node:util';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { Block } from '../../runbook/terraform-document';
import type { Check, Context } from '../context';
import { type Explained, type Finding, ok, problem, warning } from '../finding';
import { isKnown } from '../terraform-value';
import { isMissing, looking } from '../unread';

/** What is lost without a rule, by its address. */
const LOST = {
  tasks: { cause: 'flow runs whose task dies stay Running', section: 'Crash detection' },
  service: { cause: 'the topic gets no message when ECS cannot run the worker', section: 'Alarms' },
} as const;

/** Whether the rules of EventBridge are enabled, select what the stack says, and lead to their target. */
export const checkEventRules: Check = async (context) => {
  if (context.workers.every(({ live }) => live === undefined)) return [];
  const targets = [...context.stack.resources('aws_cloudwatch_event_target').values()];
  const rules = [...context.stack.resources('aws_cloudwatch_event_rule')];
  const found = await Promise.all(
    rules.map(([address, block]) => {
      const rule = ruleOf(address, block, targets);
      if (!isKnown(rule.name) || !isKnown(rule.bus)) return [];
      return looking(`rule ${rule.name}`, 'events:DescribeRule', () => checkRule(context, rule));
    }),
  );
  return found.flat();
};

interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly pattern: string;
  /** The ids of its targets. */
  readonly targets: readonly string[];
  readonly lost: (typeof LOST)[keyof typeof LOST];
}

function ruleOf(
  address: string,
  { name, event_bus_name: bus = 'default', event_pattern: pattern }: Block,
  all: readonly Block[],
): Rule {
  return {
    name: String(name),
    bus: String(bus),
    pattern: String(pattern),
    targets: all.flatMap(({ rule, target_id: id }) => (rule === name ? [String(id)] : [])),
    lost: address.includes('service') ? LOST.service : LOST.tasks,
  };
}

async function checkRule({ aws }: Context, { name, bus, pattern, targets, lost }: Rule): Promise<Finding[]> {
  const subject = `rule ${name}`;
  const wrong = (explained: Pick<Explained, 'id' | 'seen' | 'cause' | 'wayOut'>): Explained => ({
    ...explained,
    cause: `${explained.cause}: ${lost.cause}.`,
    section: lost.section,
  });
  let answer: { readonly State?: string; readonly EventPattern?: string };
  try {
    answer = await aws.events.send(new DescribeRuleCommand({ Name: name, EventBusName: bus }));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [
      problem(
        subject,
        wrong({ id: 'rule-missing', seen: 'it does not exist', cause: 'Somebody deleted it', wayOut: 'Apply again.' }),
      ),
    ];
  }
  const { Targets = [] } = await aws.events.send(new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus }));
  const absent = targets.filter((id) => Targets.every(({ Id }) => Id !== id));
  const found = [
    ...(answer.State === 'DISABLED' ? [problem(subject, wrong(disabled(name, bus, aws.region)))] : []),
    ...(absent.length > 0
      ? [
          problem(
            subject,
            wrong({
              id: 'rule-without-target',
              seen: `it has no target ${absent.join(', ')}`,
              cause: 'Somebody removed the target',
              wayOut: 'Apply again.',
            }),
          ),
        ]
      : []),
    ...(isKnown(pattern) && !isSame(pattern, answer.EventPattern) ? [warning(subject, changed(lost.section))] : []),
  ];
  return found.length > 0 ? found : [ok(subject, 'enabled, with its target')];
}

function disabled(name: string, bus: string, region: string): Pick<Explained, 'id' | 'seen' | 'cause' | 'wayOut'> {
  const onBus = bus === 'default' ? '' : ` --event-bus-name ${bus}`;
  return {
    id: 'rule-disabled',
    seen: 'it is disabled',
    cause: 'Somebody disabled it',
    wayOut: `Enable it: aws events enable-rule --region ${region} --name ${name}${onBus}`,
  };
}

function changed(section: Explained['section']): Explained {
  return {
    id: 'rule-differs',
    seen: 'it selects other events than the stack says',
    cause: 'The stack changed since the last apply, or somebody edited the rule.',
    wayOut: 'Apply again.',
    section,
  };
}

/** Whether two documents say the same. */
function isSame(one: string, other = ''): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    return false;
  }
}
