import { type Resource, textOf, textsIn } from './resource';

/** The id by which Terraform imports a resource. Source: the section Import of each page of the provider's documentation. */
const IDS: Readonly<Record<string, (resource: Resource) => string | undefined>> = {
  aws_ecs_cluster: (one) => textOf(one, 'name'),
  aws_ecs_cluster_capacity_providers: (one) => textOf(one, 'cluster_name'),
  aws_ecs_service: (one) => joined('/', textOf(one, 'cluster')?.split('/').at(-1), textOf(one, 'name')),
  aws_ecs_task_definition: (one) => textOf(one, 'arn'),
  aws_iam_role: (one) => textOf(one, 'name'),
  aws_iam_role_policy: (one) => joined(':', textOf(one, 'role'), textOf(one, 'name')),
  aws_iam_role_policy_attachment: (one) => joined('/', textOf(one, 'role'), textOf(one, 'policy_arn')),
  aws_secretsmanager_secret: (one) => textOf(one, 'arn'),
  aws_secretsmanager_secret_version: (one) => joined('|', textOf(one, 'secret_id'), textOf(one, 'version_id')),
  aws_cloudwatch_log_group: (one) => textOf(one, 'name'),
  aws_security_group: (one) => textOf(one, 'id'),
  aws_security_group_rule: securityGroupRuleId,
  aws_sqs_queue: (one) => textOf(one, 'url') ?? textOf(one, 'id'),
  aws_cloudwatch_event_rule: (one) => joined('/', ...busOf(one), textOf(one, 'name')),
  aws_appautoscaling_target: (one) => joined('/', ...scaled(one)),
  aws_appautoscaling_policy: (one) => joined('/', ...scaled(one), textOf(one, 'name')),
  aws_cloudwatch_event_target: (one) => joined('/', ...busOf(one), textOf(one, 'rule'), textOf(one, 'target_id')),
};

export function importId(resource: Resource): string | undefined {
  return IDS[resource.type]?.(resource);
}

/** Of a rule on another bus than the default one the ID begins with it. */
function busOf(one: Resource) {
  const bus = textOf(one, 'event_bus_name');
  return bus === undefined || bus === 'default' ? [] : [bus];
}

function scaled(one: Resource) {
  return ['service_namespace', 'resource_id', 'scalable_dimension'].map((attribute) => textOf(one, attribute));
}

function joined(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}

function securityGroupRuleId(rule: Resource): string | undefined {
  const { type, protocol, from_port: from, to_port: to, cidr_blocks: ranges } = rule.values;
  const of = protocol === '-1' ? 'all' : protocol;
  return joined(
    '_',
    textOf(rule, 'security_group_id'),
    String(type),
    String(of),
    String(from),
    String(to),
    ...textsIn(ranges),
  );
}
