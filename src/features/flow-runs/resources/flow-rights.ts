import type { AwsContext } from '../../../terraform/aws-context';
import { allow, each, type Statement } from '../../../terraform/policy-document';

export interface FlowRights {
  readonly aws: AwsContext;
  /** Those in which flow runs are. */
  readonly clusters: readonly { readonly name: string; readonly arn: string }[];
  readonly workPoolNames: readonly string[];
  /** Roles that a work pool may name for its flow runs. */
  readonly passableRoles: readonly string[];
  /** On the pool's families alone; people report denials where it was narrowed, and then no flow runs at all. */
  readonly registerOwnFamiliesOnly?: boolean;
  /** ARNs of task definitions that are run beside those of the pool's families. */
  readonly furtherTaskDefinitions?: readonly string[];
  /** Looks VPCs and subnets up; not needed where the template pins them. */
  readonly lookUpNetwork?: boolean;
  readonly deregisterTaskDefinitions?: boolean;
  readonly tagTaskDefinitions?: boolean;
}

/**
 * The calls that the worker was seen to make, on the families of its pools and in their clusters.
 * prefect-aws names a family `prefect_POOL_DEPLOYMENT`, so a pool whose name begins with this one's and `_` is within
 * reach too.
 */
export function runFlowsOfPool(rights: FlowRights): Statement[] {
  const { aws, clusters, workPoolNames, passableRoles, registerOwnFamiliesOnly } = rights;
  const families = [...new Set(workPoolNames)].map((pool) => aws.arn('ecs', `task-definition/prefect_${pool}_*`));
  const inCluster = { ArnEquals: { 'ecs:cluster': each(clusters.map(({ arn }) => arn)) ?? [] } };
  const tasks = clusters.map(({ name }) => aws.arn('ecs', `task/${name}/*`));
  const { furtherTaskDefinitions = [] } = rights;
  return [
    ...allow('RunFlowTasks', 'ecs:RunTask', [...families, ...furtherTaskDefinitions], inCluster),
    // What a definition can be used for is fenced by RunFlowTasks and PassFlowRoles.
    ...allow('RegisterFlowTaskDefinitions', 'ecs:RegisterTaskDefinition', registerOwnFamiliesOnly ? families : ['*']),
    // ECS offers no narrower resource.
    { Sid: 'ReadTaskDefinitions', Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
    ...allow('TagFlowTasks', 'ecs:TagResource', tasks, { StringEquals: { 'ecs:CreateAction': 'RunTask' } }),
    ...allow('WatchAndStopFlowTasks', ['ecs:DescribeTasks', 'ecs:StopTask'], tasks, inCluster),
    ...allow('PassFlowRoles', 'iam:PassRole', passableRoles, {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
    // EC2 offers no narrower resource.
    ...(rights.lookUpNetwork ? allow('LookUpNetwork', ['ec2:DescribeSubnets', 'ec2:DescribeVpcs'], ['*']) : []),
    // Nor does ECS here.
    ...(rights.deregisterTaskDefinitions
      ? allow('DeregisterFlowTaskDefinitions', 'ecs:DeregisterTaskDefinition', ['*'])
      : []),
    ...(rights.tagTaskDefinitions
      ? allow('TagFlowTaskDefinitions', 'ecs:TagResource', [aws.arn('ecs', 'task-definition/*')], {
          StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' },
        })
      : []),
  ];
}

/** The reference module's 18 actions. */
export const REFERENCE_RIGHTS: Statement = {
  Action: [
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetAuthorizationToken',
    'ecr:GetDownloadUrlForLayer',
    'ecs:DeregisterTaskDefinition',
    'ecs:DescribeTaskDefinition',
    'ecs:DescribeTasks',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask',
    'ecs:StopTask',
    'ecs:TagResource',
    'iam:PassRole',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:GetLogEvents',
    'logs:PutLogEvents',
  ],
  Effect: 'Allow',
  Resource: '*',
};
