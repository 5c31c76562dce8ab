import type { Call, Caller } from './policy-evaluator';
import {
  ECS_MUST_NOT,
  type Here,
  logStream,
  OTHER_ACCOUNT,
  on,
  onAnything,
  type Row,
  WORKER_MUST_NOT,
} from './replayed-calls';

/** Who may be a role, and what it may do and must not. */
interface Rights {
  readonly service: string;
  readonly may: (here: Here, logGroup: (name: string) => string) => readonly Call[];
  readonly mayNot: readonly Row[];
}

const RUNS_FLOWS: Row = [
  'run, stop or register tasks, or give roles away',
  (here) => [
    ...on([here.arn('ecs', `task-definition/prefect_${here.pool}_a:1`)], 'ecs:RunTask', 'ecs:RegisterTaskDefinition'),
    ...on([here.arn('ecs', `task/${here.cluster}/a`)], 'ecs:StopTask', 'ecs:ExecuteCommand', 'ecs:TagResource'),
    ...on([...here.flowRoles, ...here.otherRoles], 'iam:PassRole', 'sts:AssumeRole'),
  ],
];
const READS_SECRETS: Row = [
  'read secrets, or decrypt',
  (here) => [
    ...on([...here.secrets, here.arn('secretsmanager', 'secret:other-AbC123')], 'secretsmanager:GetSecretValue'),
    ...on([...here.secrets, here.arn('ssm', 'parameter/other')], 'ssm:GetParameters'),
    ...on([...here.keys.map(({ arn }) => arn), here.arn('kms', 'key/another')], 'kms:Decrypt'),
  ],
];
const READS_EVENTS: Row = [
  'read the worker’s events, or send some',
  (here) => on([here.arn('sqs', `prefect-worker-events-${here.name}`)], 'sqs:ReceiveMessage', 'sqs:SendMessage'),
];
const WRITES_LOGS: Row = [
  'write into the log of the worker',
  (here) => logStream(here, 'logs:CreateLogStream', 'logs:PutLogEvents'),
];

/** Their image may be in ECR, and the worker's elsewhere. */
function butLogin([what, calls]: Row): Row {
  return [what, (here) => calls(here).filter(({ action }) => action !== 'ecr:GetAuthorizationToken')];
}

/** The roles beside the worker's two, by their names in Terraform. */
export const OTHER_ROLES: readonly (readonly [name: RegExp, rights: Rights])[] = [
  [
    /^prefect_flow_task_role/,
    {
      service: 'ecs-tasks.amazonaws.com',
      may: () => [],
      mayNot: [RUNS_FLOWS, READS_SECRETS, READS_EVENTS, WRITES_LOGS, ...WORKER_MUST_NOT],
    },
  ],
  [
    /^prefect_flow_execution_role/,
    {
      service: 'ecs-tasks.amazonaws.com',
      may: (here, logGroup) =>
        logStream({ ...here, logGroup: logGroup('prefect_flow_runs') }, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      mayNot: [RUNS_FLOWS, READS_EVENTS, WRITES_LOGS, ...WORKER_MUST_NOT, ...ECS_MUST_NOT.map(butLogin)],
    },
  ],
  [
    /^prefect_worker_instance_role$/,
    {
      service: 'ec2.amazonaws.com',
      may: () => onAnything('ecs:Poll', 'ecs:SubmitTaskStateChange', 'ecs:RegisterContainerInstance'),
      mayNot: [
        RUNS_FLOWS,
        READS_EVENTS,
        // Parameters it may read where the stack file gives it AWS's own policy for Session Manager.
        [READS_SECRETS[0], (here) => READS_SECRETS[1](here).filter(({ action }) => action !== 'ssm:GetParameters')],
      ],
    },
  ],
  [
    /^prefect_worker_ci_role$/,
    {
      // Nobody but jobs with a token.
      service: '',
      may: () => [],
      mayNot: [RUNS_FLOWS, READS_EVENTS, WRITES_LOGS],
    },
  ],
  [
    /^prefect_worker_vpc_flow_logs_role$/,
    {
      service: 'vpc-flow-logs.amazonaws.com',
      may: (here, logGroup) =>
        on(
          [`${here.arn('logs', `log-group:${logGroup('prefect_worker_vpc_flow_logs_group')}`)}:log-stream:a`],
          'logs:PutLogEvents',
        ),
      mayNot: [RUNS_FLOWS, READS_SECRETS, READS_EVENTS, WRITES_LOGS, ...WORKER_MUST_NOT, ...ECS_MUST_NOT],
    },
  ],
];

/** The two roles of the worker, whose calls have tests of their own. */
export const WORKERS_ROLES = ['prefect_worker_execution_role', 'prefect_worker_task_role'];

/** Who has no business with a stack. */
export function strangers(here: Here): readonly Caller[] {
  return [
    { AWS: here.iam('root', OTHER_ACCOUNT) },
    { AWS: here.iam('role/Admin', OTHER_ACCOUNT) },
    { AWS: here.iam('user/mallory', OTHER_ACCOUNT) },
    { Service: 's3.amazonaws.com' },
    { Service: 'lambda.amazonaws.com' },
    { Service: 'scheduler.amazonaws.com' },
  ];
}

/** What strangers would do to something that has a policy of its own, by its type. */
export const ON_THINGS: Readonly<Record<string, readonly string[]>> = {
  aws_sqs_queue: [
    'sqs:SendMessage',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:PurgeQueue',
    'sqs:SetQueueAttributes',
  ],
  aws_s3_bucket_policy: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:PutBucketPolicy'],
  aws_sns_topic_policy: ['sns:Publish', 'sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic'],
};

/** Who publishes to the topic of the alarms, and who must not. */
export function publishes(here: Here, topic: string): readonly (readonly [who: string, may: boolean, call: Call])[] {
  const publish = (Service: string, context: Call['context'], action = 'sns:Publish'): Call => ({
    action,
    resource: topic,
    caller: { Service },
    context: { 'aws:SecureTransport': 'true', ...context },
  });
  const alarm = (account: string) => ({
    'aws:SourceAccount': account,
    'aws:SourceArn': here.arn('cloudwatch', 'alarm:a', account),
  });
  return [
    ['an alarm of this account', true, publish('cloudwatch.amazonaws.com', alarm(here.account))],
    ['a rule of EventBridge', true, publish('events.amazonaws.com', {})],
    ['an alarm of another account', false, publish('cloudwatch.amazonaws.com', alarm(OTHER_ACCOUNT))],
    ['an alarm that says no account', false, publish('cloudwatch.amazonaws.com', {})],
    [
      'an alarm without TLS',
      false,
      publish('cloudwatch.amazonaws.com', { ...alarm(here.account), 'aws:SecureTransport': 'false' }),
    ],
    ['a rule without TLS', false, publish('events.amazonaws.com', { 'aws:SecureTransport': 'false' })],
    ['an alarm that subscribes', false, publish('cloudwatch.amazonaws.com', alarm(here.account), 'sns:Subscribe')],
    ['S3', false, publish('s3.amazonaws.com', { 'aws:SourceAccount': here.account })],
  ];
}
