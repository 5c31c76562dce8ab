import { spawnSync } from 'node:child_process';
import { anchorsOf, fencedBlocksOf, internalLinksOf, sectionsOf } from '../helpers/markdown';
import { environmentOf } from '../helpers/stack-files';
import { makeAll, runbookOf } from '../helpers/synthesized';
import { EVERY_VARIANT, IMAGE_IN_ECR, type Variant } from '../helpers/variants';

makeAll(EVERY_VARIANT.map(([, fields]) => environmentOf(fields)));

/** One page of each, since a stack takes longer to make than a test. */
const pages = new Map(EVERY_VARIANT.map(([variant, fields]) => [variant, runbookOf(fields)]));
const pageOf = (variant: Variant) => pages.get(variant) as string;

/** Sections that are there where the environment has what they are about. */
const hasCrashDetection = ({ preset, worker_type, crash_detection = {} }: Fields) =>
  crash_detection.enabled ?? (preset !== 'reference' && worker_type !== 'process');
const hasFlowRuns = ({ preset, worker_type, flow_runs }: Fields) =>
  worker_type !== 'process' && (preset !== 'reference' || flow_runs !== undefined);
const hasTasksToTellOf = ({ capacity, service }: Fields) => capacity !== undefined || service !== undefined;
const hasAlarms = ({ alarms }: Fields) => alarms !== undefined;

interface Fields {
  readonly preset?: string;
  readonly worker_type?: string;
  readonly crash_detection?: { readonly enabled?: boolean };
  readonly flow_runs?: object;
  readonly capacity?: object;
  readonly service?: object;
  readonly alarms?: object;
}

describe.each(EVERY_VARIANT)('the runbook of %s', (variant, fields) => {
  const page = pageOf(variant);

  test('has every section, and leads to each', () => {
    const sections = [...sectionsOf(page).keys()];
    expect(sections).toEqual([
      'What it creates',
      'How it is set up',
      'Before you apply',
      'Apply',
      'Verify',
      'Work pool',
      ...(hasFlowRuns(fields) ? ['First flow run'] : []),
      'Logs',
      ...(hasCrashDetection(fields) ? ['Crash detection'] : []),
      ...(hasAlarms(fields) ? ['Alarms'] : []),
      'Change and roll back',
      ...(hasTasksToTellOf(fields) ? ['Tasks and what they run on'] : []),
      expect.stringMatching(/^Rotate the (API key|auth string)$/),
      'Destroy',
      'When something is wrong',
      'Inputs',
    ]);
    const anchors = anchorsOf(page);
    expect(internalLinksOf(page).filter((link) => !anchors.includes(link))).toEqual([]);
    expect(internalLinksOf(page).slice(0, sections.length)).toEqual(anchors.slice(1));
  });

  test('has no gap where a value should be, and nothing that the template left over', () => {
    expect(page.match(/undefined|null|NaN|\[object|\{\{|\}\}|(?<!`)``(?!`)|\| +\||\n{3}/g)).toBeNull();
  });

  test('has one diagram', () => {
    expect(fencedBlocksOf(page, 'mermaid')).toEqual([expect.stringMatching(/^flowchart LR\n/)]);
  });
});

test('what the runbooks tell people to type is shell', () => {
  const scripts = EVERY_VARIANT.flatMap(([variant]) => fencedBlocksOf(pageOf(variant), 'sh'));
  expect(scripts.length).toBeGreaterThan(EVERY_VARIANT.length * 5);
  // One shell for all, since it takes longer to start than to read; a function each, so that each has to end by itself.
  const all = [...new Set(scripts)].map((script, index) => `script_${index}() {\n${script}\n}`).join('\n');
  expect(spawnSync('bash', ['-n'], { input: all, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

/** Sentences that are there in one variant and not in another. */
const SAID: readonly [variant: Variant, section: string, said: string][] = [
  ['hardened', 'What it creates', 'The Prefect API key is in the secret and nowhere else'],
  ['reference', 'What it creates', '**The Prefect API key is in the state, in clear text**'],
  ['hardened, everything set', 'What it creates', 'each tagged `Team` = data\\_platform, `Größe` = klein'],
  ['hardened', 'Before you apply', 'Terraform 1.11.0 or newer'],
  ['reference', 'Before you apply', 'Terraform 1.9.0 or newer'],
  ['hardened', 'Before you apply', 'The stack file names no account'],
  ['hardened, everything set', 'Before you apply', 'Terraform refuses any account but `111122223333`'],
  ['hardened, everything set', 'Before you apply', 'the profile is `prod`; Terraform then assumes `arn:aws:iam::'],
  ['hardened', 'Before you apply', 'In `terraform.tfstate` in this folder, on this machine only'],
  [
    'hardened, everything set',
    'Before you apply',
    'In the S3 bucket `a-bucket`, under `prefect-ecs-worker/test.tfstate`, locked by a file beside it.',
  ],
  [
    'reference, S3 without a lock',
    'Before you apply',
    'under `prefect-ecs-worker/test.tfstate`. The bucket must exist',
  ],
  ['hardened, image in ECR', 'Before you apply', 'aws ecr describe-images'],
  ['hardened', 'Before you apply', 'docker pull --platform linux/amd64 prefecthq/prefect-aws:'],
  ['hardened', 'Before you apply', '`secretsmanager:CreateSecret`'],
  ['hardened, everything set', 'Before you apply', '`s3:DeleteObject` on the lock file'],
  ['hardened', 'Apply', 'export TF_VAR_prefect_api_key'],
  ['hardened, existing secret', 'Apply', 'The worker reads the Prefect API key from `arn:aws:secretsmanager:'],
  ['hardened, everything set', 'Verify', '`runningCount` is 2'],
  ['hardened, process worker', 'Verify', "prefect work-pool inspect 'it'\\''s my pool'"],
  ['hardened', 'Work pool', 'The worker makes no pool'],
  ['reference', 'Work pool', 'the worker makes one'],
  ['reference', 'Work pool', '| Cluster | the output `prefect_worker_cluster_name` |'],
  ['reference, existing secret', 'Work pool', '| Prefect API Key Secret ARN | the ARN of `arn:aws:secretsmanager:'],
  ['hardened', 'Logs', 'Events are kept for 30 days'],
  ['hardened, everything set', 'Logs', 'Events are kept for ever'],
  ['hardened', 'Change and roll back', 'Older revisions of the task definition stay active'],
  ['reference', 'Change and roll back', 'is deregistered by then'],
  ['hardened, everything set', 'Rotate the API key', 'raise `api_key.version` from 7 to 8'],
  ['reference', 'Rotate the API key', '--force-new-deployment'],
  ['hardened, existing secret', 'Rotate the API key', 'Store the new value in `arn:aws:secretsmanager:'],
  ['hardened', 'Destroy', 'The name of the secret stays taken for 30 days'],
  ['hardened, everything set', 'Destroy', 'The secret is gone at once'],
  ['hardened', 'When something is wrong', '`Resource postcondition failed`'],
  ['reference', 'When something is wrong', 'this apply does not wait for the worker'],

  ['reference, key in a parameter', 'What it creates', 'The Prefect API key is in the parameter and nowhere else'],
  ['reference, key in a parameter', 'Before you apply', 'Terraform 1.11.0 or newer'],
  [
    'Terraform of our own',
    'What it creates',
    '| `aws_sns_topic.alerts` | `alerts` | From terraform.resource of the stack file',
  ],
  ['rights of our own', 'What it creates', `prefect_worker_execution_role_policies["arn:aws:iam::`],

  ['hardened', 'How it is set up', 'in the created secret `prefect-api-key-test`, kept out of plan and state |'],
  ['reference', 'How it is set up', 'in the created secret `prefect-api-key-test`, **kept in the state** |'],
  ['own server, no credential', 'How it is set up', '| Prefect API | `http://prefect.internal:4200/api` |'],
  ['own server, no credential', 'How it is set up', '| Credential | none: the API asks for nothing |'],
  ['own server, no credential', 'How it is set up', 'one of its own, let into `sg-12ab34cd` |'],
  ['own server, URL in a parameter', 'How it is set up', 'the URL that the parameter `/prefect/url` holds'],
  ['network looked up by tags', 'How it is set up', '| VPC | the VPC tagged'],
  ['everything there already', 'How it is set up', '| Execution role | the existing `platform-execution` |'],
  ['everything there already', 'How it is set up', '| Task role | the existing `platform-worker` |'],
  ['everything there already', 'How it is set up', '| Cluster | the existing `platform` |'],
  ['everything there already', 'How it is set up', '| Log | the existing `/platform/prefect` |'],
  [
    'everything there already, found by parameters',
    'How it is set up',
    '| Cluster | the one that the parameter /platform/cluster names |',
  ],
  ['names of our own, with random ends', 'How it is set up', 'built as `{name}-{kind}`'],
  ['names of our own, with random ends', 'How it is set up', 'the cluster: `shared-by-us`'],
  ['secrets of the worker', 'How it is set up', '`DATABASE_URL` (created), `TOKEN` (created), `OTHER` |'],
  ['one role for both', 'How it is set up', 'it is the task role too'],
  ['public addresses, rules of our own', 'How it is set up', "by the stack file's own 2 rules, and nothing else"],
  ['public addresses, rules of our own', 'How it is set up', "by the stack file's own rule, and nothing else"],
  ['Terraform of our own', 'How it is set up', 'changes `aws_ecs_service.prefect_worker_service`; adds resource |'],

  ['own server, no credential', 'Before you apply', 'At `https://state.example.com/prefect`.'],
  ['own server, no credential', 'Before you apply', 'Nothing locks it'],
  ['reference, S3 without a lock', 'Before you apply', 'Nothing locks it'],
  ['own server, no credential', 'Before you apply', 'must let the worker in: this stack adds the rule.'],
  ['own server, auth string', 'Before you apply', 'through a NAT gateway to the Prefect API'],
  ['everything there already', 'Before you apply', 'organization `example`, workspace `prefect-ecs-worker-test`'],
  ['everything there already', 'Before you apply', '`terraform login`'],
  ['everything there already, found by parameters', 'Before you apply', '`terraform login terraform.example.com`'],
  ['everything there already', 'Before you apply', '`iam:PassRole` on the roles'],
  ['everything there already', 'Before you apply', '`ecs:DescribeClusters`'],
  ['backend at init', 'Before you apply', 'In a backend of the kind `gcs`'],
  [
    'network looked up by tags',
    'Before you apply',
    "vpc=$(aws ec2 describe-vpcs --region us-east-1 --filters 'Name=tag:Name,Values=the team'\\''s'",
  ],
  ['network looked up by tags', 'Before you apply', 'Name=vpc-id,Values=$vpc Name=tag:Tier,Values=private'],
  [
    'network looked up in parameters',
    'Before you apply',
    'aws ssm get-parameter --region us-east-1 --name /network/vpc',
  ],
  ['public addresses, rules of our own', 'Before you apply', 'Each line should show `igw-…`'],
  ['keys of our own', 'Before you apply', '`logs:AssociateKmsKey` on the log groups'],
  ['rights of our own', 'Before you apply', '`iam:PutRolePermissionsBoundary`'],
  ['Terraform of our own', 'Before you apply', '| SNS | '],

  ['own server, auth string', 'Apply', 'read -rs TF_VAR_prefect_api_auth_string'],
  ['secrets of the worker', 'Apply', 'read -rs TF_VAR_worker_secret_database_url'],
  ['secrets of the worker', 'Apply', 'ask for them.\nEach is stored only when its version number'],
  ['secrets of the worker, beside a key in the state', 'Apply', 'Each apply stores the Prefect API key'],
  ['backend at init', 'Apply', 'terraform init -backend-config=FILE\n'],
  ['backend at init', 'Apply', 'export TF_CLI_ARGS_init=-backend-config='],

  ['own server, no credential', 'Verify', 'export PREFECT_API_URL=http://prefect.internal:4200/api\n'],
  ['own server, auth string', 'Verify', 'read -rs PREFECT_API_AUTH_STRING'],
  ['own server, URL in a parameter', 'Verify', 'PREFECT_API_URL="$(aws ssm get-parameter'],
  [
    'own server, URL in a secret',
    'Verify',
    'aws ssm get-parameter --region us-east-1 --with-decryption --name /prefect/url',
  ],
  ['own server, URL beside the key', 'Verify', '--secret-id team/prefect --query SecretString --output text | python3'],
  ['everything there already', 'Verify', '--cluster platform --services prefect-worker-test'],
  [
    'everything there already, found by parameters',
    'Verify',
    '--cluster "$(aws ssm get-parameter --region us-east-1 --name /platform/cluster',
  ],
  ['names of our own, with random ends', 'Verify', '--cluster shared-by-us --services test-prefect-worker'],
  ['no log', 'Verify', 'The worker keeps no log'],

  [
    'reference',
    'Work pool',
    '"securityGroups":["GROUPS"],"assignPublicIp":"DISABLED"}`, with the output `prefect_worker_security_group` for `GROUPS` |',
  ],
  [
    'reference, network looked up by tags',
    'Work pool',
    'with the ids of the subnets tagged Tier = private, Team = data for `SUBNETS` and the output `prefect_worker_security_group`',
  ],
  ['reference, network looked up by tags', 'Work pool', "`sg-12ab34cd` and the VPC's default group for `GROUPS` |"],
  [
    'reference, everything there already',
    'Work pool',
    'the group that the parameter /platform/group names for `GROUPS` |',
  ],
  ['reference, everything there already', 'Work pool', 'the ARN of `platform/prefect`, followed by `:api_key::` |'],
  [
    'reference, everything there already',
    'Work pool',
    'with what the parameter `/platform/logs` holds for `LOG_GROUP` |',
  ],
  [
    'reference, network looked up by tags',
    'Work pool',
    "what `aws secretsmanager list-secrets --region us-east-1 --filters Key=name,Values=prefect/key- --query 'SecretList[].ARN' --output text` shows",
  ],
  [
    'reference, key in a parameter',
    'Work pool',
    'what `aws ssm get-parameter --region us-east-1 --name prefect-api-key-test --query Parameter.ARN',
  ],
  [
    'reference, own server, public addresses, no log',
    'Work pool',
    '| Prefect API Auth String Secret ARN | what `aws secretsmanager',
  ],
  ['reference, own server, public addresses, no log', 'Work pool', '"assignPublicIp":"ENABLED"'],
  ['reference, own server, public addresses, no log', 'Work pool', '| Configure Cloudwatch Logs | off'],

  ['hardened', 'Work pool', "is Prefect's own template with this stack's ARNs in it"],
  ['hardened', 'Work pool', 'eval "$(terraform output -raw prefect_work_pool_create_command)"'],
  ['hardened', 'Work pool', 'eval "$(terraform output -raw prefect_work_pool_update_command)"'],
  ['hardened', 'Work pool', 'Flows can call nothing of AWS: `flow_runs.task_role`'],
  ['reference, flow runs', 'Work pool', 'eval "$(terraform output -raw prefect_work_pool_create_command)"'],
  ['a pool and a repository that are made', 'Work pool', 'The apply makes the pool `my-ecs-pool`'],
  [
    'a pool and a repository that are made',
    'Work pool',
    'terraform import prefect_work_pool.prefect_worker_pool my-ecs-pool',
  ],
  ['a pool and a repository that are made', 'Work pool', 'a deployment cannot name an image'],

  ['hardened', 'First flow run', '1. Apply, and create the pool. `prefect work-pool inspect my-ecs-pool` says READY'],
  ['hardened', 'First flow run', 'This stack has no repository'],
  ['hardened', 'First flow run', 'aws logs tail prefect-flow-runs-test --region us-east-1'],
  ['a pool and a repository that are made', 'First flow run', '1. Apply. `prefect work-pool'],
  [
    'a pool and a repository that are made',
    'First flow run',
    '--platform linux/amd64 --tag $account.dkr.ecr.us-east-1.amazonaws.com/prefect-flows-test:1 --push .',
  ],
  [
    'a pool and a repository that are made',
    'First flow run',
    'cloned from https://github.com/example/flows.git at each',
  ],
  ['a pool and a repository that are made', 'First flow run', 'aws logs tail prefect-worker-log-group-test --region'],
  ['flow runs with everything', 'First flow run', 'docker buildx build --platform linux/arm64'],
  ['flow runs with everything', 'First flow run', 'aws logs tail /every/option --region'],
  ['tasks on Spot, and further workers', 'First flow run', `--tag ${IMAGE_IN_ECR} --push .`],
  [
    'tasks on instances, that can be entered',
    'First flow run',
    'aws logs tail "$(aws ssm get-parameter --region us-east-1 --name /flows/log',
  ],

  ['tasks on Spot, and further workers', 'Tasks and what they run on', 'Tasks on Spot may be taken back'],
  [
    'tasks on Spot, and further workers',
    'Tasks and what they run on',
    '| big | `prefect-worker-test-big` | `my-ecs-pool` |',
  ],
  [
    'tasks on instances, that can be entered',
    'Tasks and what they run on',
    'Up to 4 instances (m7i.large) come and go',
  ],
  [
    'tasks on instances, that can be entered',
    'Tasks and what they run on',
    '--container prefect-worker-test --interactive',
  ],
  ['tasks that come and go', 'Tasks and what they run on', 'AWS keeps between 1 and 4 tasks running'],
  [
    'tasks that come and go',
    'Tasks and what they run on',
    '`cron(0 19 ? * MON-FRI *)` (Europe/Zurich): at least 0, at most 0',
  ],
  ['no service', 'Tasks and what they run on', 'makes the task definition and no service'],

  [
    'hardened',
    'What it creates',
    'An apply ends well only when the worker runs; when it does not start, ECS goes back',
  ],
  ['reference', 'What it creates', 'An apply ends when ECS has taken the order'],
  ['no service', 'What it creates', 'others run it, and an apply starts no task'],
  ['no service', 'What it creates', 'tasks of prefect-worker-test<br/>each, 1024 CPU units'],
  ['no service', 'Verify', '--family prefect-worker-test --desired-status RUNNING'],
  ['no service', 'Change and roll back', 'which revision of `prefect-worker-test` is the one'],
  ['no service', 'Rotate the API key', 'replaced by whoever runs them'],
  ['no service, key in a parameter', 'Rotate the API key', 'replaced by whoever runs them'],
  ['no service, key in a parameter', 'Change and roll back', 'is deregistered by then'],
  ['no service', 'Destroy', "Stop the worker's tasks, which others run."],
  ['no service', 'When something is wrong', 'no service runs its task definition'],

  ['everything there already', 'Logs', 'aws logs tail /platform/prefect --region'],
  ['a log by the driver', 'Logs', 'aws logs tail /prefect/worker --region'],
  ['a log by the driver', 'Logs', 'it keeps events for ever unless you say otherwise'],
  ['keys of our own', 'Logs', 'aws logs start-query'],
  ['no log', 'Logs', 'The worker keeps no log'],

  ['hardened', 'How it is set up', '| Crash detection | by the queue `prefect-worker-events-test`, which a rule'],
  ['hardened', 'How it is set up', "the last lines of a crashed run's log go to Prefect |"],
  ['hardened', 'How it is set up', '| Alarms | none: nobody is told |'],
  ['no crash detection', 'How it is set up', '| Crash detection | off: a run whose task dies stays *Running*'],
  ['events from an existing queue', 'How it is set up', 'by the existing queue `task-events`'],
  [
    'events from a queue that a parameter names',
    'How it is set up',
    'by the existing queue, the one that the parameter /events/queue names |',
  ],
  [
    'events from a queue with a key of ours, and a given role',
    'How it is set up',
    'the families `reports`, `nightly-*` too',
  ],
  [
    'alarms to a topic of our own',
    'How it is set up',
    'told to the created topic `prefect-worker-alarms-test`, `on-call@example.com`, with a dashboard |',
  ],
  ['alarms to an existing topic', 'How it is set up', 'told to `arn:aws:sns:us-east-1:111122223333:on-call` |'],

  ['hardened', 'Before you apply', '| SQS | `sqs:*Queue*` |'],
  ['hardened', 'Before you apply', '| EventBridge | `events:*Rule*`, `events:*Targets*`'],
  ['alarms to a topic of our own', 'Before you apply', '| SNS | `sns:*` on the topic |'],
  ['alarms to a topic of our own', 'Before you apply', '`cloudwatch:*Alarm*`'],
  ['alarms to a topic of our own', 'Before you apply', '`cloudwatch:*Dashboard*`'],
  ['alarms to a topic of our own', 'Before you apply', '`logs:*MetricFilter*`'],
  ['a VPC that is made', 'Before you apply', '`ec2:*NatGateway*`'],

  ['hardened', 'Crash detection', 'the rule `prefect-worker-events-test` puts that into the queue'],
  ['hardened', 'Crash detection', '| messages in `prefect-worker-events-failed-test` | a worker took them 5 times'],
  ['hardened', 'Crash detection', 'again 60 seconds after it was deleted'],
  ['hardened', 'Crash detection', '--cluster prefect-worker-test --service prefect-worker-test --force-new-deployment'],
  ['events from an existing queue', 'Crash detection', "somebody else's rule puts that into the queue `task-events`"],
  ['events from an existing queue', 'Crash detection', 'It must be allowed `sqs:GetQueueUrl`'],
  ['events from an existing queue', 'Crash detection', "`kms:Decrypt` with the queue's key itself"],
  [
    'events from a queue that a parameter names',
    'Crash detection',
    'the queue, the one that the parameter /events/queue names, and the worker reads it',
  ],
  [
    'events from a queue with a key of ours, and a given role',
    'Crash detection',
    '"Action": ["kms:Decrypt", "kms:GenerateDataKey"]',
  ],
  [
    'events from a queue with a key of ours, and a given role',
    'Crash detection',
    'The queue lets it in; it must be allowed `ecs:DescribeTasks`, `logs:GetLogEvents` on `prefect-flow-runs-test`',
  ],
  ['rights of our own', 'Crash detection', "has the stack file's own statements alone. They must allow `sqs:"],

  ['alarms to a topic of our own', 'Alarms', 'arn:aws:sns:us-east-1:$account:prefect-worker-alarms-test'],
  ['alarms to a topic of our own', 'Alarms', '"Action": ["kms:Decrypt", "kms:GenerateDataKey*"]'],
  ['alarms to a topic of our own', 'Alarms', '| `prefect-worker-alarm-test-failed-events` |'],
  [
    'alarms to a topic of our own',
    'Alarms',
    '--alarm-name prefect-worker-alarm-test-tasks-missing --state-value ALARM',
  ],
  ['alarms to a topic of our own', 'Alarms', '#dashboards/dashboard/prefect-worker-test>'],
  ['alarms to an existing topic', 'Alarms', 'The topic `arn:aws:sns:us-east-1:111122223333:on-call` is told'],
  ['alarms to an existing topic', 'Alarms', '--alarm-name prefect-worker-alarm-test-oldest-event --state-value ALARM'],
  ['no crash detection', 'Alarms', 'fewer than 1 run'],
  ['no alarm, but messages', 'Alarms', 'a message "ECS says …"'],
  [
    'events from a queue that a parameter names',
    'Alarms',
    'The topic that the parameter `/alarms/topic` names is told',
  ],

  ['reference, a VPC that is made', 'Work pool', 'with the ids of subnets of its own for `SUBNETS`'],

  ['own server, auth string', 'Rotate the auth string', 'Set the new string on the server'],
  ['own server, no credential', 'Rotate the API key', 'there is nothing to rotate'],
  ['key in a parameter', 'Rotate the API key', 'The last line replaces the running tasks'],
  ['reference, key in a parameter', 'Rotate the API key', 'raise `api_key.version` from 1 to 2'],
  ['secrets of the worker', 'Rotate the API key', 'raise `worker.secrets.NAME.version`'],

  ['names of our own, with random ends', 'Destroy', 'this environment can be created again at once'],
  ['secrets of the worker', 'Destroy', 'The name of each secret stays taken for 30 days'],
  ['secrets of the worker', 'Destroy', '--secret-id prefect-worker-secret-test-TOKEN --force-delete-without-recovery'],
  ['a log by the driver', 'Destroy', '--log-group-name /prefect/worker'],

  ['own server, no credential', 'When something is wrong', 'the pool does not exist on this server'],
  ['own server, no credential', 'When something is wrong', 'the Prefect API does ask for a credential'],
  ['everything there already', 'When something is wrong', 'the rights of the existing execution role'],
  ['everything there already', 'When something is wrong', '`Error acquiring the state lock`'],

  ['everything there already', 'Inputs', '| `vpc_id` | *none: looked up* |'],
  ['hardened', 'Inputs', '| `worker_task_role_arn` | *none: created* |'],
];

test.each(SAID)('%s: under "%s" stands: %s', (variant, section, said) => {
  expect(sectionsOf(pageOf(variant)).get(section)).toContain(said);
});

test.each<[variant: Variant, section: string, missing: RegExp]>([
  ['hardened, existing secret', 'Before you apply', /secretsmanager:/],
  ['hardened, existing secret', 'Apply', /TF_VAR_prefect_api_key|any text/],
  ['hardened, existing secret', 'Destroy', /key|secret/],
  ['everything there already', 'What it creates', /roles can do|Container Insights/],
  ['one existing role for both', 'What it creates', /roles can do/],
  ['everything there already', 'Apply', /all ask for|TF_VAR/],
  ['hardened', 'Work pool', /Cluster|VPC ID|GROUPS|by hand|in clear text/],
  ['reference', 'Work pool', /prefect_base_job_template|work_pool_create_command/],
  ['flow runs with everything', 'Work pool', /call nothing of AWS/],
  ['a pool and a repository that are made', 'Work pool', /work_pool_create_command|call nothing of AWS/],
  ['tasks on Spot, and further workers', 'First flow run', /aws logs|no repository/],
  ['no service', 'What it creates', /An apply ends|`aws_ecs_service/],
  ['no service', 'Verify', /rolloutState|describe-services|goes? back/],
  ['no service', 'Crash detection', /update-service/],
  ['no service', 'Change and roll back', /ECS itself/],
  ['no service', 'Rotate the API key', /update-service|replace the running/],
  ['no service, key in a parameter', 'Rotate the API key', /update-service/],
  ['no service', 'When something is wrong', /tfSTABLE|postcondition/],
  ['no service, key in a parameter', 'Destroy', /Revisions/],
  ['own server, no credential', 'Apply', /ask|TF_VAR/],
  ['own server, no credential', 'Verify', /app\.prefect\.cloud|read -rs/],
  ['own server, auth string', 'Apply', /Prefect Cloud/],
  ['own server, URL in a parameter', 'Rotate the API key', /Prefect Cloud/],
  ['reference, own server without a key', 'Work pool', /Secret ARN|in clear text/],
  ['own server, no credential', 'When something is wrong', /pull secrets|scheduled for deletion|rotate|state lock/],
  ['reference, S3 without a lock', 'When something is wrong', /state lock/],
  ['key in a parameter', 'Destroy', /stays taken|gone at once/],
  ['key in a parameter', 'Before you apply', /secretsmanager:/],
  ['keys of our own', 'Logs', /aws logs tail/],
  ['no log', 'Logs', /aws logs/],
  ['names of our own, with random ends', 'Destroy', /delete-secret/],
  ['backend at init', 'Destroy', /Remove the stack file only after/],
  ['hardened, process worker', 'Work pool', /Cluster|VPC ID/],
  ['hardened, everything set', 'Destroy', /Remove the stack file only after/],
  ['hardened', 'Before you apply', /s3:/],
  ['reference', 'Destroy', /Revisions/],
  [
    'events from an existing queue',
    'Crash detection',
    /60 seconds|EventBridgeToQueue.*events_failed|prefect-worker-events/,
  ],
  ['hardened', 'Crash detection', /is not ours|KMS|kms:/],
  ['a VPC that is made', 'Before you apply', /\| further \|/],
  ['alarms to a topic of our own', 'Before you apply', /\| further \|/],
  ['alarms to an existing topic', 'Alarms', /tasks-missing|-test-log|sns subscribe/],
  ['no crash detection', 'Alarms', /-event/],
  ['no alarm, but messages', 'Alarms', /Try it|set-alarm-state/],
])('%s: under "%s" nothing is said of %s', (variant, section, missing) => {
  expect(sectionsOf(pageOf(variant)).get(section)).not.toMatch(missing);
});
