import type { Environment } from '../../src/environment/environment';
import type { ConfiguredStatement } from '../../src/features/roles/schema';
import { ACCOUNT } from './emulator';
import type { Call, Context } from './policy-evaluator';

export const OTHER_ACCOUNT = '999988887777';

/** What the calls are about: the names and ARNs of one planned stack. */
export interface Here {
  /** ARN of something, of this account and region unless others are named. */
  arn(service: string, resource: string, account?: string, region?: string): string;
  iam(resource: string, account?: string): string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly dnsSuffix: string;
  readonly name: string;
  readonly pool: string;
  readonly cluster: string;
  /** ARNs of what ECS injects into the worker. */
  readonly secrets: readonly string[];
  /** The customer-managed keys of these. */
  readonly keys: readonly Key[];
  /** undefined: no log is kept. */
  readonly logGroup?: string;
  /** ARN of the image's repository; undefined: the image is not in ECR. */
  readonly repository?: string;
  /** Flow runs, which ECS starts with the same role, have their images in ECR. */
  readonly flowImageInEcr?: boolean;
  /** The roles that flow runs may have. */
  readonly flowRoles: readonly string[];
  /** Those of the worker that no flow run may have. */
  readonly otherRoles: readonly string[];
  readonly executionRole: string;
}

export interface Key {
  readonly arn: string;
  readonly service: 'secretsmanager' | 'ssm';
}

/** A sentence's end, and the calls that it means: `the worker may` and so on. */
export type Row = readonly [what: string, calls: (here: Here) => readonly Call[]];

const TASK = '0123456789abcdef0123456789abcdef';
const DEPLOYMENT = '3e2a5c1e-7f0b-4f4e-9a37-0d6e4c1b2a90';
/** Some of the tags that prefect-aws sends with each RunTask. */
const TAGS: Context = {
  'aws:TagKeys': ['prefect.io/flow-run-id', 'prefect.io/flow-run-name', 'prefect.io/deployment-id'],
};

const cluster = (here: Here, name = here.cluster) => here.arn('ecs', `cluster/${name}`);
const inCluster = (here: Here, name = here.cluster): Context => ({ 'ecs:cluster': cluster(here, name) });
const definition = (here: Here, pool = here.pool) => here.arn('ecs', `task-definition/prefect_${pool}_${DEPLOYMENT}:1`);
const task = (here: Here, name = here.cluster) => here.arn('ecs', `task/${name}/${TASK}`);

function runTask(here: Here, resource = definition(here), context: Context = inCluster(here)): Call {
  return { action: 'ecs:RunTask', resource, context: { ...TAGS, ...context } };
}

function passRole(resource: string, service = 'ecs-tasks.amazonaws.com'): Call {
  return { action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } };
}

export function onAnything(...actions: readonly string[]): Call[] {
  return actions.map((action) => ({ action, resource: '*' }));
}

export function on(resources: readonly string[], ...actions: readonly string[]): Call[] {
  return resources.flatMap((resource) => actions.map((action) => ({ action, resource })));
}

/** The calls that prefect-aws 0.7 was seen to make, and those that AWS checks along with them. */
const WORKER_MAKES: readonly Row[] = [
  ['run a task of its pool in its cluster', (here) => [runTask(here)]],
  ['register a task definition of its pool', (here) => on([definition(here)], 'ecs:RegisterTaskDefinition')],
  ['read task definitions', () => onAnything('ecs:DescribeTaskDefinition')],
  [
    'tag the task that it runs, as Prefect does',
    (here) => [
      { action: 'ecs:TagResource', resource: task(here), context: { ...TAGS, 'ecs:CreateAction': 'RunTask' } },
    ],
  ],
  ['watch a task', (here) => [{ action: 'ecs:DescribeTasks', resource: task(here), context: inCluster(here) }]],
  ['stop a task', (here) => [{ action: 'ecs:StopTask', resource: task(here), context: inCluster(here) }]],
  ['give its tasks the roles of flow runs', (here) => here.flowRoles.map((role) => passRole(role))],
];

/** What prefect-aws calls for a work pool whose template leaves the network open. */
const WORKER_LOOKS_UP: readonly Row[] = [
  ['look up VPC and subnets', () => onAnything('ec2:DescribeVpcs', 'ec2:DescribeSubnets')],
];

export const WORKER_MUST_NOT: readonly Row[] = [
  [
    'run its tasks in another cluster',
    (here) => ['other', `${here.cluster}-eu`].map((name) => runTask(here, undefined, inCluster(here, name))),
  ],
  ['run its tasks in a cluster that is not said', (here) => [runTask(here, undefined, {})]],
  [
    'run tasks of another pool',
    (here) => ['other', `${here.pool}-eu`, `x_${here.pool}`].map((pool) => runTask(here, definition(here, pool))),
  ],
  [
    'run tasks that are no flow runs',
    (here) =>
      ['admin:1', `prefect-worker-${here.name}:1`, 'prefect_:1'].map((family) =>
        runTask(here, here.arn('ecs', `task-definition/${family}`)),
      ),
  ],
  [
    'run tasks of another account or region',
    (here) => [
      runTask(here, definition(here).replace(here.account, OTHER_ACCOUNT)),
      runTask(here, definition(here).replace(here.region, 'ap-east-1')),
      runTask(here, undefined, { 'ecs:cluster': cluster(here).replace(here.account, OTHER_ACCOUNT) }),
    ],
  ],
  [
    'watch or stop tasks of another cluster',
    (here) =>
      ['ecs:DescribeTasks', 'ecs:StopTask'].flatMap((action) => [
        { action, resource: task(here, 'other'), context: inCluster(here, 'other') },
        { action, resource: task(here, `${here.cluster}-eu`), context: inCluster(here, `${here.cluster}-eu`) },
        { action, resource: task(here, 'other'), context: inCluster(here) },
        { action, resource: task(here), context: inCluster(here, 'other') },
        { action, resource: task(here) },
      ]),
  ],
  [
    'tag anything but the task that it runs',
    (here) => [
      { action: 'ecs:TagResource', resource: task(here) },
      { action: 'ecs:TagResource', resource: task(here), context: { 'ecs:CreateAction': 'StartTask' } },
      { action: 'ecs:TagResource', resource: task(here, 'other'), context: { 'ecs:CreateAction': 'RunTask' } },
      { action: 'ecs:TagResource', resource: cluster(here), context: { 'ecs:CreateAction': 'RunTask' } },
      { action: 'ecs:UntagResource', resource: task(here) },
    ],
  ],
  [
    'give its tasks any other role',
    (here) => [
      ...here.flowRoles.flatMap((role) => [
        passRole(`${role}-admin`),
        passRole(role.replace(here.account, OTHER_ACCOUNT)),
      ]),
      ...here.otherRoles.map((role) => passRole(role)),
      passRole(here.iam('role/Admin')),
    ],
  ],
  [
    'give its roles to any other service',
    (here) =>
      here.flowRoles.flatMap((role) => [
        passRole(role, 'lambda.amazonaws.com'),
        passRole(role, 'ec2.amazonaws.com'),
        passRole(role, 'ecs.amazonaws.com'),
        { action: 'iam:PassRole', resource: role },
      ]),
  ],
  [
    'change services, or get into tasks',
    (here) =>
      ['ecs:CreateService', 'ecs:UpdateService', 'ecs:DeleteService', 'ecs:StartTask', 'ecs:ExecuteCommand'].flatMap(
        (action) => [cluster(here), task(here)].map((resource) => ({ action, resource, context: inCluster(here) })),
      ),
  ],
  [
    'change roles, or take others on',
    (here) =>
      on(
        [...here.flowRoles, here.iam('role/Admin')],
        'iam:PutRolePolicy',
        'iam:AttachRolePolicy',
        'iam:UpdateAssumeRolePolicy',
        'iam:CreateRole',
        'sts:AssumeRole',
      ),
  ],
  [
    'touch data, or other services',
    (here) => [
      ...on([`arn:${here.partition}:s3:::bucket/key`], 's3:GetObject', 's3:PutObject', 's3:DeleteObject'),
      ...on([`arn:${here.partition}:s3:::bucket`], 's3:ListBucket'),
      ...on([here.arn('lambda', 'function:f')], 'lambda:InvokeFunction'),
      ...on([here.arn('sqs', 'other')], 'sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'),
      ...on([logGroup(here)], 'logs:DeleteLogGroup'),
      ...onAnything('ec2:RunInstances', 'ec2:CreateNetworkInterface', 'secretsmanager:ListSecrets'),
    ],
  ],
];

/** What the execution role is for, and no other. */
const WORKER_LEAVES_TO_ECS: readonly Row[] = [
  ['read the secrets that ECS injects', (here) => here.secrets.map(readSecret)],
  ['decrypt with their keys', (here) => here.keys.map((key) => decrypt(here, key))],
  ['write the log by itself', (here) => logStream(here, 'logs:CreateLogStream', 'logs:PutLogEvents')],
  ['pull images by itself', () => onAnything('ecr:GetAuthorizationToken')],
];

const ECS_NEEDS: readonly Row[] = [
  ['read each secret that the worker is given', (here) => here.secrets.map(readSecret)],
  ['decrypt these', (here) => here.keys.map((key) => decrypt(here, key))],
  ['write the worker’s log', (here) => logStream(here, 'logs:CreateLogStream', 'logs:PutLogEvents')],
  [
    'pull the image',
    ({ repository }) =>
      repository === undefined ? [] : [...onAnything('ecr:GetAuthorizationToken'), ...on([repository], ...PULL)],
  ],
];
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

export const ECS_MUST_NOT: readonly Row[] = [
  [
    'read other secrets, however alike their names',
    (here) =>
      [
        ...here.secrets.flatMap((arn) => [
          ...(isParameter(arn)
            ? [`${arn}-eu`, `${arn}/x`, arn.replace(/.$/, '')]
            : ['-eu-AbC123', 'x-AbC123', '-AbC1234', '-AbC12', '-a/b-AbC123'].map((end) =>
                arn.replace(/-\w{6}$/, end),
              )),
          // Which need not be of this account itself.
          arn.replace(/:\d{12}:/, `:${OTHER_ACCOUNT}:`),
          arn.replace(regionOf(arn), 'ap-east-1'),
        ]),
        here.arn('secretsmanager', 'secret:prefect-api-key-other-AbC123'),
        here.arn('ssm', 'parameter/prefect-api-key-other'),
      ].map(readSecret),
  ],
  [
    'change or list secrets',
    (here) => [
      ...on(here.secrets, 'secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret', 'ssm:PutParameter'),
      ...onAnything('secretsmanager:ListSecrets', 'ssm:DescribeParameters'),
    ],
  ],
  [
    'decrypt for any other purpose, or with any other key',
    (here) => [
      ...here.keys.flatMap((key) => [
        { action: 'kms:Decrypt', resource: key.arn },
        { ...decrypt(here, key), context: { 'kms:ViaService': `s3.${regionOf(key.arn)}.${here.dnsSuffix}` } },
        { ...decrypt(here, key), context: { 'kms:ViaService': `${key.service}.ap-east-1.${here.dnsSuffix}` } },
        { ...decrypt(here, key), action: 'kms:Encrypt' },
      ]),
      decrypt(here, { arn: here.arn('kms', 'key/another'), service: 'secretsmanager' }),
    ],
  ],
  [
    'write into other log groups, or change and delete any',
    (here) => [
      ...['other', `${here.logGroup ?? 'group'}-eu`].flatMap((name) =>
        logStream({ ...here, logGroup: name }, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ),
      ...on([logGroup(here)], 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogStream'),
    ],
  ],
  [
    'pull from any other repository, or push',
    ({ repository, flowImageInEcr = false, arn }) => [
      ...on([arn('ecr', 'repository/other'), ...(repository ? [`${repository}-eu`, `${repository}/x`] : [])], ...PULL),
      ...on([repository ?? arn('ecr', 'repository/other')], 'ecr:PutImage', 'ecr:DeleteRepository'),
      ...(repository === undefined && !flowImageInEcr ? onAnything('ecr:GetAuthorizationToken') : []),
    ],
  ],
  [
    'change roles, take others on, or read data',
    (here) => [
      ...on([here.executionRole, here.iam('role/Admin')], 'iam:PutRolePolicy', 'sts:AssumeRole'),
      ...on([`arn:${here.partition}:s3:::bucket/key`], 's3:GetObject'),
    ],
  ],
];

/** What the worker's own role is for, and no other. */
const ECS_LEAVES_TO_WORKER: readonly Row[] = [
  ['run tasks', (here) => [runTask(here)]],
  ['stop tasks', (here) => [{ action: 'ecs:StopTask', resource: task(here), context: inCluster(here) }]],
  ['give roles', (here) => here.flowRoles.map((role) => passRole(role))],
];

const MAKES_LOG_GROUP: readonly Row[] = [['make the log group', (here) => on([logGroup(here)], 'logs:CreateLogGroup')]];

function ownStatements({ statements, ownStatements: own }: Statements): readonly Row[] {
  return [
    [
      'do what the stack file’s own statements say',
      () =>
        (statements ?? own ?? []).flatMap(({ actions, resources }) =>
          on(
            resources.map((resource) => resource.replaceAll('*', 'a')),
            ...actions,
          ),
        ),
    ],
  ];
}

interface Statements {
  readonly statements?: readonly ConfiguredStatement[];
  readonly ownStatements?: readonly ConfiguredStatement[];
}

function readSecret(resource: string): Call {
  return { action: isParameter(resource) ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue', resource };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

function isParameter(arn: string): boolean {
  return arn.split(':')[2] === 'ssm';
}

/** A key is where the secret is, which may be another region. */
function decrypt({ dnsSuffix }: Here, { arn, service }: Key): Call {
  const region = regionOf(arn);
  return { action: 'kms:Decrypt', resource: arn, context: { 'kms:ViaService': `${service}.${region}.${dnsSuffix}` } };
}

function logGroup({ arn, logGroup: name = 'none' }: Here): string {
  return arn('logs', `log-group:${name}:*`);
}

export function logStream({ arn, logGroup: name }: Here, ...actions: readonly string[]): Call[] {
  return name === undefined
    ? []
    : on([arn('logs', `log-group:${name}:log-stream:prefix/container/${TASK}`)], ...actions);
}

export interface Expectation {
  readonly who: 'the worker' | 'ECS, to start it,';
  readonly may: boolean;
  readonly rows: readonly Row[];
}

/** What must go through in an environment and what must not, by the roles that it makes. */
export function expectations({ preset, inputs, roles, logs, flowRuns }: Environment): Expectation[] {
  const worker = 'the worker';
  const ecs = 'ECS, to start it,';
  const { task, execution, oneForBoth } = roles;
  const makes = {
    [worker]: inputs.workerTaskRoleArn === undefined && task?.existing === undefined && !task?.none,
    [ecs]: execution?.existing === undefined,
  };
  const startsTasks = inputs.workerType === 'ecs' && task?.ownStatements === undefined;
  const looksUp = preset === 'reference' || flowRuns?.network === 'as_variables';
  const starts = execution?.ownStatements === undefined;
  const needed: Expectation[] = [
    ...(startsTasks || preset === 'hardened'
      ? [
          { who: worker, may: startsTasks, rows: WORKER_MAKES } as const,
          { who: worker, may: startsTasks && looksUp, rows: WORKER_LOOKS_UP } as const,
        ]
      : []),
    { who: ecs, may: starts, rows: ECS_NEEDS },
    ...(task?.statements || task?.ownStatements
      ? [{ who: worker, may: true, rows: ownStatements(task) } as const]
      : []),
    ...(execution?.statements || execution?.ownStatements
      ? [{ who: ecs, may: true, rows: ownStatements(execution) } as const]
      : []),
  ];
  const refused: Expectation[] = [
    { who: worker, may: false, rows: WORKER_MUST_NOT },
    { who: ecs, may: false, rows: ECS_MUST_NOT },
    { who: ecs, may: starts && logs.group === 'by_driver', rows: MAKES_LOG_GROUP },
    ...(oneForBoth
      ? []
      : [
          { who: worker, may: false, rows: WORKER_LEAVES_TO_ECS } as const,
          { who: ecs, may: false, rows: ECS_LEAVES_TO_WORKER } as const,
        ]),
  ];
  // The reference's roles reach everything.
  return [...needed, ...(preset === 'reference' ? [] : refused)].filter(({ who }) => makes[who]);
}

/** Who else might want to be a task's role, and whether the source decides about it. */
export const TAKING_ON: readonly (readonly [who: string, bySource: boolean, call: (here: Here) => Partial<Call>])[] = [
  ['a task of another account', true, (here) => ({ context: source(here, OTHER_ACCOUNT) })],
  ['a task of another region', true, (here) => ({ context: source(here, here.account, 'ap-east-1') })],
  ['a task that says no source', true, () => ({ context: {} })],
  ['a task that says its account alone', true, (here) => ({ context: { 'aws:SourceAccount': here.account } })],
  [
    'a function that says it is of this account',
    true,
    (here) => ({ context: { ...source(here), 'aws:SourceArn': here.arn('lambda', 'function:f') } }),
  ],
  ['the service that runs ECS services', false, () => ({ caller: { Service: 'ecs.amazonaws.com' } })],
  ['EC2', false, () => ({ caller: { Service: 'ec2.amazonaws.com' } })],
  ['Lambda', false, () => ({ caller: { Service: 'lambda.amazonaws.com' } })],
  ['the root of this account', false, (here) => ({ caller: { AWS: here.iam('root') } })],
  ['a role of this account', false, (here) => ({ caller: { AWS: here.iam('role/Admin') } })],
  ['the root of another account', false, (here) => ({ caller: { AWS: here.iam('root', OTHER_ACCOUNT) } })],
  ['a token from the web', false, () => ({ action: 'sts:AssumeRoleWithWebIdentity' })],
  ['a session with tags of its own', false, () => ({ action: 'sts:TagSession' })],
];

/** What ECS says of the task for which it takes a role on. */
function source(here: Here, account = here.account, region = here.region): Context {
  return {
    'aws:SourceAccount': account,
    'aws:SourceArn': here.arn('ecs', `task/${here.cluster}/${TASK}`, account, region),
  };
}

/** ECS, taking a role on for a task of this account and region. */
export function takesOn(here: Here): Call {
  return {
    action: 'sts:AssumeRole',
    resource: '*',
    caller: { Service: 'ecs-tasks.amazonaws.com' },
    context: source(here),
  };
}

/** A queue for events, and the rules that may send to it. */
export interface EventQueue {
  readonly arn: string;
  readonly rules: readonly string[];
}

/** Who may send to the queue of the worker's events, and who may not. */
export function sends(here: Here, { arn, rules }: EventQueue): readonly (readonly [string, boolean, Call])[] {
  const send = (context: Context, caller: Call['caller'] = { Service: 'events.amazonaws.com' }): Call => ({
    action: 'sqs:SendMessage',
    resource: arn,
    caller,
    context: { 'aws:SecureTransport': 'true', ...context },
  });
  const [rule = here.arn('events', 'rule/none')] = rules;
  const sent = (ruleArn: string): Context => ({ 'aws:SourceArn': ruleArn, 'aws:SourceAccount': here.account });
  return [
    ...rules.map((one) => [`the rule ${one}`, true, send(sent(one))] as const),
    ['another rule of this account', false, send(sent(here.arn('events', 'rule/other')))],
    ['a rule whose name begins alike', false, send(sent(`${rule}-eu`))],
    ['the rule of this name in another account', false, send(sent(rule.replace(here.account, OTHER_ACCOUNT)))],
    ['EventBridge without a rule', false, send({})],
    ['the rule without TLS', false, send({ ...sent(rule), 'aws:SecureTransport': 'false' })],
    ['S3', false, send(sent(rule), { Service: 's3.amazonaws.com' })],
    ['SNS', false, send(sent(rule), { Service: 'sns.amazonaws.com' })],
    ['a role of another account', false, send(sent(rule), { AWS: here.iam('role/Admin', OTHER_ACCOUNT) })],
    ['the root of another account', false, send({}, { AWS: here.iam('root', OTHER_ACCOUNT) })],
    [
      'a reader of another account',
      false,
      { ...send({}, { AWS: here.iam('root', OTHER_ACCOUNT) }), action: 'sqs:ReceiveMessage' },
    ],
  ];
}

/** The worker's calls on the queue that it is told of. */
export function receives(arn: string): Call[] {
  return on([arn], 'sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility');
}

/** What the worker must not do to any queue. */
export function misuses(arn: string): Call[] {
  return on(
    [arn],
    'sqs:SendMessage',
    'sqs:PurgeQueue',
    'sqs:DeleteQueue',
    'sqs:SetQueueAttributes',
    'sqs:AddPermission',
  );
}

/** The statement of the stacks that have one of their own. */
export const OWN_STATEMENT = { actions: ['s3:AbortMultipartUpload'], resources: ['arn:aws:s3:::team-results/*'] };

/** What is in the SSM parameters that stacks look up, by name. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  '/team/boundary': `arn:aws:iam::${ACCOUNT}:policy/team/boundary`,
  '/team/policy': `arn:aws:iam::${ACCOUNT}:policy/team/extra`,
  '/team/key': `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  '/team/api-url': 'https://prefect.example.com/api',
  '/platform/alerts/topic': `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`,
  '/platform/prefect/security-group': 'sg-12ab34cd',
};
