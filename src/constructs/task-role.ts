import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsContext } from './aws-context';
import { ecsTasksTrust, policyDocument, type Statement } from './policy-document';
import { Expression } from './terraform-text';

interface Names {
  readonly taskRole: string;
  readonly executionRole: string;
  readonly runTasksPolicy: string;
  readonly cluster: string;
}

export interface TaskRoleProps {
  readonly aws: AwsContext;
  readonly names: Names;
  /** A role to use instead; null, or an expression that turns out null, makes one. */
  readonly existingRoleArn: Expression;
  readonly workPoolName: string;
  readonly workerType: Expression;
  /** false: the reference's 18 actions on every resource. */
  readonly leastPrivilege: boolean;
}

/** What the worker itself may do: start, watch and stop the tasks of its flow runs. */
export class TaskRole extends Construct {
  /** The created role's ARN, or the given one's. */
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id);
    const { aws, names, existingRoleArn, leastPrivilege } = props;
    const created = `${existingRoleArn.code} == null`;

    new IamRole(this, 'prefect_worker_task_role', {
      count: Token.asNumber(`\${${created} ? 1 : 0}`),
      name: names.taskRole,
      assumeRolePolicy: ecsTasksTrust(leastPrivilege ? aws : undefined),
    });
    const allowed = leastPrivilege ? `${created} && ${props.workerType.code} == "ecs"` : created;
    const policy = new IamRolePolicy(this, 'prefect_worker_allow_ecs_task', {
      count: Token.asNumber(`\${${allowed} ? 1 : 0}`),
      name: names.runTasksPolicy,
      role: '${aws_iam_role.prefect_worker_task_role[0].id}',
      policy: policyDocument(...(leastPrivilege ? runFlowsOfPool(props) : [REFERENCE_RIGHTS])),
    });

    const role = `${created} ? aws_iam_role.prefect_worker_task_role[0].arn : ${existingRoleArn.code}`;
    this.arn = new Expression(role).toString();
    this.ready = [policy];
  }
}

/**
 * The calls that the worker was seen to make, on the families of its pool and in its cluster.
 * prefect-aws names a family `prefect_POOL_DEPLOYMENT`, so a pool whose name begins with this one's and `_` is within
 * reach too.
 */
function runFlowsOfPool({ aws, names, workPoolName }: TaskRoleProps): Statement[] {
  const cluster = aws.arn('ecs', `cluster/${names.cluster}`);
  const tasks = aws.arn('ecs', `task/${names.cluster}/*`);
  return [
    {
      Sid: 'RunFlowTasks',
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: aws.arn('ecs', `task-definition/prefect_${workPoolName}_*`),
      Condition: { ArnEquals: { 'ecs:cluster': cluster } },
    },
    {
      // On every family: people report denials where it was narrowed, and then no flow runs at all. What a definition
      // can be used for is fenced by RunFlowTasks and PassFlowRoles.
      Sid: 'RegisterFlowTaskDefinitions',
      Effect: 'Allow',
      Action: 'ecs:RegisterTaskDefinition',
      Resource: '*',
    },
    // ECS offers no narrower resource.
    { Sid: 'ReadTaskDefinitions', Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
    {
      Sid: 'TagFlowTasks',
      Effect: 'Allow',
      Action: 'ecs:TagResource',
      Resource: tasks,
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    },
    {
      Sid: 'WatchAndStopFlowTasks',
      Effect: 'Allow',
      Action: ['ecs:DescribeTasks', 'ecs:StopTask'],
      Resource: tasks,
      Condition: { ArnEquals: { 'ecs:cluster': cluster } },
    },
    {
      // The two roles of this stack that a work pool can name as its execution role and task role.
      Sid: 'PassFlowRoles',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: [aws.iamArn(`role/${names.executionRole}`), aws.iamArn(`role/${names.taskRole}`)],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      // A pool with Prefect's own template makes the worker look its VPC up. EC2 offers no narrower resource.
      Sid: 'LookUpNetwork',
      Effect: 'Allow',
      Action: ['ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      Resource: '*',
    },
  ];
}

const REFERENCE_RIGHTS: Statement = {
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
