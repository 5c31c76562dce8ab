import { iamActionsOf, isAmong } from '../../../src/values/iam-actions';
import { documentAt, stackOf } from '../../helpers/synthesized';

const ACCOUNT = '${data.aws_caller_identity.current.account_id}';
const PARTITION = 'arn:${data.aws_partition.current.partition}';
const HERE = `\${data.aws_region.current.id}:${ACCOUNT}`;
const CLUSTER = `${PARTITION}:ecs:${HERE}:cluster/prefect-worker-\${var.name}`;
const TASKS = `${PARTITION}:ecs:${HERE}:task/prefect-worker-\${var.name}/*`;

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
}

const hardened = stackOf();

function statements(address: string, attribute = 'policy', terraform = hardened): Statement[] {
  return (documentAt(terraform, address, attribute) as { Statement: Statement[] }).Statement;
}

const POLICIES = [
  'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
  'aws_iam_role_policy.prefect_worker_write_logs',
  'aws_iam_role_policy.prefect_worker_pull_image',
  'aws_iam_role_policy.prefect_worker_allow_ecs_task',
  'aws_iam_role_policy.prefect_flow_runs_execution',
] as const;
const [READ_KEY, WRITE_LOGS, PULL_IMAGE, RUN_TASKS, START_FLOW_RUNS] = POLICIES;

describe('ECS, to start the worker, may', () => {
  test('read the one secret of this name', () => {
    expect(statements(READ_KEY)).toEqual([
      {
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: `${PARTITION}:secretsmanager:${HERE}:secret:prefect-api-key-\${var.name}-??????`,
      },
    ]);
  });

  test('read an existing secret, and no other', () => {
    const secret_arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123';
    expect(statements(READ_KEY, 'policy', stackOf({ api_key: { secret_arn } }))).toMatchObject([
      { Resource: secret_arn },
    ]);
  });

  test('write into this log group', () => {
    expect(statements(WRITE_LOGS)).toEqual([
      {
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${PARTITION}:logs:${HERE}:log-group:prefect-worker-log-group-\${var.name}:log-stream:*`,
      },
    ]);
  });

  test('pull from the one repository that the image is in', () => {
    const image = (part: string) => `\${local.worker_image_in_ecr[count.index].${part}}`;
    expect(statements(PULL_IMAGE)).toEqual([
      { Sid: 'EcrLogin', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Sid: 'EcrPull',
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: `${PARTITION}:ecr:${image('region')}:${image('account')}:repository/${image('repository')}`,
      },
    ]);
  });
});

test('ECS, to start flow runs, may write into their log group', () => {
  expect(statements(START_FLOW_RUNS)).toEqual([
    {
      Sid: 'WriteFlowRunLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${PARTITION}:logs:${HERE}:log-group:prefect-flow-runs-\${var.name}:log-stream:*`,
    },
  ]);
});

test('the worker may run, watch and stop the tasks of its pool in its cluster, give them the one role that starts them, and learn which of them crashed', () => {
  const onThisCluster = { ArnEquals: { 'ecs:cluster': CLUSTER } };
  expect(statements(RUN_TASKS)).toEqual([
    {
      Sid: 'RunFlowTasks',
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: `${PARTITION}:ecs:${HERE}:task-definition/prefect_\${var.worker_work_pool_name}_*`,
      Condition: onThisCluster,
    },
    { Sid: 'RegisterFlowTaskDefinitions', Effect: 'Allow', Action: 'ecs:RegisterTaskDefinition', Resource: '*' },
    { Sid: 'ReadTaskDefinitions', Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
    {
      Sid: 'TagFlowTasks',
      Effect: 'Allow',
      Action: 'ecs:TagResource',
      Resource: TASKS,
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    },
    {
      Sid: 'WatchAndStopFlowTasks',
      Effect: 'Allow',
      Action: ['ecs:DescribeTasks', 'ecs:StopTask'],
      Resource: TASKS,
      Condition: onThisCluster,
    },
    {
      Sid: 'PassFlowRoles',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: `${PARTITION}:iam::${ACCOUNT}:role/prefect-worker-execution-role-\${var.name}`,
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      Sid: 'ConsumeTaskEvents',
      Effect: 'Allow',
      Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      Resource: `${PARTITION}:sqs:${HERE}:prefect-worker-events-\${var.name}`,
    },
    {
      Sid: 'ReadCrashLogs',
      Effect: 'Allow',
      Action: 'logs:GetLogEvents',
      Resource: `${PARTITION}:logs:${HERE}:log-group:prefect-flow-runs-\${var.name}:log-stream:*`,
    },
  ]);
});

test.each(['prefect_worker_execution_role', 'prefect_worker_task_role'])(
  'only ECS tasks of this account and region can be %s',
  (role) => {
    expect(statements(`aws_iam_role.${role}`, 'assume_role_policy')).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': `${PARTITION}:ecs:${HERE}:*` },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      },
    ]);
  },
);

/** Each with the reason. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'ecr:GetAuthorizationToken': 'a login to the registry of the account: it has no resource',
  'ecs:RegisterTaskDefinition': 'people report denials where it is narrowed, and then no flow runs',
  'ecs:DescribeTaskDefinition': 'it has no resource',
};

test('nothing but a few named actions is allowed on everything, and none by a wildcard', () => {
  const all = POLICIES.flatMap((address) => statements(address));
  const actions = (given: Statement[]) => given.flatMap(({ Action }) => Action);
  const onEverything = all.filter(({ Resource = '*' }) => [Resource].flat().includes('*'));
  expect(actions(onEverything).sort()).toEqual(Object.keys(ON_EVERYTHING).sort());
  expect(actions(all).filter((action) => action.includes('*'))).toEqual([]);
  expect(all.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
});

test('no role policy is there that this file does not know', () => {
  expect(Object.keys(hardened.resource['aws_iam_role_policy'] ?? {}).sort()).toEqual(
    POLICIES.map((address) => address.split('.')[1]).sort(),
  );
  expect(hardened.resource['aws_iam_role_policy_attachment']).toBeUndefined();
});

test('IAM has all actions of our own policies', () => {
  const text = JSON.stringify(hardened);
  const actions = new Set(text.match(/\b(ecs|ecr|iam|logs|ec2|sqs|secretsmanager):[A-Z][A-Za-z]+\b/g));
  expect(actions.size).toBeGreaterThan(20);
  const keys = ['ecs:CreateAction', 'iam:PassedToService'];
  for (const action of [...actions].filter((one) => !keys.includes(one))) {
    const [service = '', name = ''] = action.split(':');
    expect([action, isAmong(name, iamActionsOf(service) ?? [])]).toEqual([action, true]);
  }
});
