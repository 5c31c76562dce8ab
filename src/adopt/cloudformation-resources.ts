import { securityGroup } from './cloudformation-network';
import { type Created, last, mapsIn, numberOf, type Properties, textOr } from './cloudformation-properties';
import { scalableTarget, scalingPolicy, scheduledActions, TARGET } from './cloudformation-scaling';
import { clusterArn, providersIn, service } from './cloudformation-service';
import type { DescribedStack } from './cloudformation-stack';
import { taskDefinition } from './cloudformation-task';
import type { Template } from './cloudformation-template';
import { TemplateValues, unknownIn } from './cloudformation-values';
import type { Resource } from './resource';

/**
 * What a stack of CloudFormation created, with the attributes that Terraform has for it. The address is the logical id.
 * Source of the ids: "Return values", Ref, of each type in the template reference of CloudFormation.
 */
export function resourcesOfStack(template: Template, stack: DescribedStack): readonly Resource[] {
  const values = new TemplateValues(template, stack);
  return createdIn(template, stack, values).flatMap(({ logicalId, of, id }): Resource[] => {
    const { type, attributes } = TYPES[of] ?? { type: of, attributes: () => ({}) };
    const properties = values.propertiesOf(logicalId);
    const tags = TAGGED.includes(of) ? { tags: tagsIn(properties, stack) } : {};
    const one = { address: logicalId, module: '', type, name: logicalId };
    return [
      { ...one, values: { ...attributes({ id, properties }, stack), ...tags } },
      ...(of === TARGET ? scheduledActions(logicalId, id, properties) : []),
    ];
  });
}

/** What the descriptions of a stack do not tell of its resources, by logical id: paths of properties. */
export function unknownOfStack(template: Template, stack: DescribedStack): ReadonlyMap<string, readonly string[]> {
  const values = new TemplateValues(template, stack);
  const unknown = createdIn(template, stack, values).map(
    ({ logicalId }) => [logicalId, unknownIn(values.propertiesOf(logicalId))] as const,
  );
  return new Map(unknown.filter(([, paths]) => paths.length > 0));
}

function createdIn(template: Template, stack: DescribedStack, values: TemplateValues) {
  const ids = new Map(stack.resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
  return Object.entries(template.Resources).flatMap(([logicalId, { Type: of, Condition: condition }]) => {
    const id = ids.get(logicalId);
    return id === undefined || !values.isThere(condition) ? [] : [{ logicalId, of, id }];
  });
}

/** Those of the stack are on everything that it creates. Source: "Resource tags" in the user guide of CloudFormation. */
function tagsIn(properties: Properties, { tags }: DescribedStack): Properties {
  const own = mapsIn(properties['Tags']).map(({ Key, Value }) => [String(Key), textOr(Value)]);
  return { ...tags, ...Object.fromEntries(own) };
}

const TAGGED = [
  ...['AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::ECS::TaskDefinition', 'AWS::EC2::SecurityGroup'],
  ...['AWS::Logs::LogGroup', 'AWS::SecretsManager::Secret'],
];

const TYPES: Readonly<
  Record<string, { type: string; attributes: (created: Created, stack: DescribedStack) => Properties }>
> = {
  'AWS::ECS::Cluster': {
    type: 'aws_ecs_cluster',
    attributes: ({ id, properties }, stack) => ({
      id: clusterArn(id, stack),
      arn: clusterArn(id, stack),
      name: last(id),
      ...providersIn(properties),
    }),
  },
  'AWS::ECS::ClusterCapacityProviderAssociations': {
    type: 'aws_ecs_cluster_capacity_providers',
    attributes: ({ properties }) => ({ cluster_name: last(String(properties['Cluster'])), ...providersIn(properties) }),
  },
  'AWS::ECS::Service': { type: 'aws_ecs_service', attributes: service },
  'AWS::ECS::TaskDefinition': { type: 'aws_ecs_task_definition', attributes: taskDefinition },
  'AWS::Logs::LogGroup': {
    type: 'aws_cloudwatch_log_group',
    attributes: ({ id, properties }) => ({
      name: id,
      retention_in_days: numberOf(properties['RetentionInDays']) ?? 0,
      kms_key_id: properties['KmsKeyId'],
      log_group_class: properties['LogGroupClass'],
    }),
  },
  'AWS::SecretsManager::Secret': {
    type: 'aws_secretsmanager_secret',
    // AWS puts a hyphen and six characters behind the name.
    attributes: ({ id, properties }) => ({
      arn: id,
      name: id.split(':')[6]?.replace(/-[A-Za-z0-9]{6}$/, ''),
      kms_key_id: properties['KmsKeyId'],
      description: properties['Description'],
    }),
  },
  'AWS::EC2::SecurityGroup': { type: 'aws_security_group', attributes: securityGroup },
  'AWS::IAM::Role': {
    type: 'aws_iam_role',
    attributes: ({ id, properties: { Path: path = '/' } }, { id: arn }) => {
      const [, partition, , , account] = arn.split(':');
      return { name: id, arn: `arn:${partition}:iam::${account}:role${path}${id}` };
    },
  },
  'AWS::SQS::Queue': { type: 'aws_sqs_queue', attributes: ({ id }) => ({ url: id, id, name: last(id) }) },
  [TARGET]: { type: 'aws_appautoscaling_target', attributes: scalableTarget },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { type: 'aws_appautoscaling_policy', attributes: scalingPolicy },
};
