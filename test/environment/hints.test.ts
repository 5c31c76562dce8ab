import { reportOnFields, reportOnValues } from '../helpers/stack-files';

const hintsOn = (fields: object) => [...reportOnValues(fields).matchAll(/→ (.*)/g)].map(([, hint]) => hint);

const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const WORKSPACE = '54cdfc71-9f13-41ba-9492-e1cf24eed185';
const UUID = '6e02a1db-07de-4760-a15d-60d8fe0b04e1';
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbC123';
const PROVIDERS =
  'for the provider aws, set region, tags, aws.profile or aws.assume_role; the stack has no other provider';

describe('the hint leads to what was meant by', () => {
  test.each<[string, object, string]>([
    [
      'a Compose file',
      { services: {} },
      'a stack file is no Compose file: npx prefect-ecs-worker init writes a first one; further containers are worker.sidecars',
    ],
    [
      'a task definition',
      { containerDefinitions: [] },
      'a stack file is no task definition: npx prefect-ecs-worker adopt writes the stack file of a worker that exists, init a first one',
    ],
    [
      'the network of a service as the AWS CLI has it',
      { network: { awsvpcConfiguration: { subnets: [] } } },
      'set worker_subnets, network.security_groups and network.assign_public_ip',
    ],
    ['a variable of a shell', { region: '$AWS_REGION' }, 'write the value itself: stack files are not templates'],
    [
      'a reference of Terraform',
      { worker_task_role_arn: 'aws_iam_role.task.arn' },
      'write the value itself: stack files are not templates',
    ],
    [
      'several groups where a rule has one',
      { network: { egress: [{ port: 5432, security_groups: ['sg-0a51c9e27f3b64d80'] }] } },
      'did you mean security_group?',
    ],
    ['a VPC by its name', { vpc_id: { name: 'main' } }, 'write vpc_id: {tags: {Name: main}}'],
    [
      'security groups by their names',
      { network: { security_groups: [{ Name: 'base' }] } },
      'write {tags: {Name: base}}',
    ],
    ['a key of KMS by its name', { logs: { kms_key: { name: 'team' } } }, 'did you mean alias?'],
    [
      'a secret of flow runs to create',
      { flow_runs: { secrets: { A: { create: true, secret_name: 'a' } } } },
      'set secret_name or secret_arn of a secret that exists: the stack creates those of worker.secrets alone',
    ],
    [
      'a log group to create',
      { cluster: { execute_command: { log_group: { create: true } } } },
      'remove it: a log group is created by default',
    ],
    [
      'a number of tasks between two',
      { worker_desired_count: { min: 1, max: 2 } },
      'for example service: {autoscaling: {min: 1, max: 2, cpu: 70}}',
    ],
    [
      'the time of a task to start',
      { task_start_timeout_seconds: 600 },
      'did you mean flow_runs.start_timeout_seconds?',
    ],
    [
      'a server at an IPv6 address',
      { prefect: { api_url: 'http://[fd00::5]:4200/api' } },
      'set a DNS name of the server instead of its IPv6 address',
    ],
    [
      'an account that pulls images',
      { image: { repository: { pull_from: ['444455556666'] } } },
      'did you mean arn:aws:iam::444455556666:root?',
    ],
    [
      'a folder of the repository from the folder itself',
      { image: { code: { git: { repository: 'https://github.com/acme/flows', folder: './flows' } } } },
      'did you mean folder: flows?',
    ],
    ['a port at the top level', { container_port: 8080 }, 'did you mean network.ingress?'],
    [
      'a branch by its whole name',
      { image: { code: { git: { repository: 'https://github.com/acme/flows', branch: 'refs/heads/main' } } } },
      'did you mean main?',
    ],
    [
      'a UUID with a digit too many',
      { prefect_account_id: `${UUID.replaceAll('-', '')}0` },
      `for example prefect_account_id: ${UUID}`,
    ],
    ['Spot alone', { capacity: 'spot' }, 'write capacity: {type: fargate_spot}'],
    ['egress to anywhere', { network: { egress: 'any' } }, 'did you mean all?'],
    ['a platform of an image', { worker: { architecture: 'linux/arm64' } }, 'did you mean arm64?'],
    [
      'a group that is off',
      { alarms: false },
      'remove it, or set fields of it, for example alarms: {email: [on-call@example.com]}',
    ],
    ['a group that is off by a word', { crash_detection: 'off' }, 'write crash_detection: {enabled: false}'],
    ['logs for ever', { worker_log_retention_in_days: 'never' }, 'write worker_log_retention_in_days: 0'],
    [
      'a number of zones in quotes',
      { network: { create: { availability_zones: '2' } } },
      'write it without quotes: availability_zones: 2',
    ],
    [
      'a health check as a line that says how it is run',
      { worker: { health_check: { command: 'CMD-SHELL curl -f localhost || exit 1' } } },
      'write command: [CMD-SHELL, curl -f localhost || exit 1]',
    ],
    [
      'a health check as a Dockerfile has it',
      { worker: { health_check: 'CMD curl -f localhost:8080/health' } },
      'write health_check: {command: [CMD-SHELL, curl -f localhost:8080/health]}',
    ],
    [
      'a health check as a line of a shell',
      { worker: { health_check: 'curl -f localhost:8080/health' } },
      'write health_check: {command: [CMD-SHELL, curl -f localhost:8080/health]}',
    ],
    ['a VPC by its name', { vpc_id: 'main' }, 'write the id; or look it up by its tag: vpc_id: {tags: {Name: main}}'],
    [
      'subnets by their names',
      { worker_subnets: ['private-a'] },
      'write the id; or look it up by its tag: worker_subnets: {tags: {Name: private-a}}',
    ],
    [
      'a page of Prefect Cloud',
      { prefect: { api_url: `https://app.prefect.cloud/account/${UUID}/workspace/${WORKSPACE}/dashboard` } },
      `remove it, and set prefect_account_id: ${UUID} and prefect_workspace_id: ${WORKSPACE}`,
    ],
    [
      'the handles of a workspace',
      { prefect_workspace_id: 'acme/data' },
      'for the handles of a workspace set prefect: {workspace: acme/data}, without prefect_account_id and prefect_workspace_id',
    ],
    [
      'an account in an ARN',
      { aws: { account_id: 'arn:aws:iam::111122223333:root' } },
      'did you mean account_id: "111122223333"?',
    ],
    [
      'an ARN of a secret without its end',
      { api_key: { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect' } },
      'write the ARN as aws secretsmanager describe-secret shows it, or secret_name: prefect instead',
    ],
    [
      'the name of a log group',
      { logs: { group: '/ecs/prefect' } },
      'did you mean name: /ecs/prefect? allowed: created, existing, by_driver, none',
    ],
    [
      'the page of a cluster',
      { cluster: { existing: 'https://us-east-1.console.aws.amazon.com/ecs/v2/clusters/flows?region=us-east-1' } },
      'did you mean existing: flows?',
    ],
    [
      'the source of a rule',
      { network: { ingress: [{ port: 8080, source: '10.0.0.0/8' }] } },
      'did you mean cidr_blocks or security_group?',
    ],
    [
      'a list in a text',
      { worker_subnets: '- subnet-0a51c9e27f3b64d80\n- subnet-0e93d7b1428c5af60\n' },
      'write a list: worker_subnets: [subnet-0a51c9e27f3b64d80, subnet-0e93d7b1428c5af60]',
    ],
    [
      'a list of JSON in a text',
      { alarms: { email: '["a@example.com", "b@example.com"]' } },
      'write a list: email: [a@example.com, b@example.com]',
    ],
    ['a base as others name it', { include: 'base.yaml' }, 'write extends: FILE'],
    [
      'warnings without their reasons',
      { acknowledge: ['moving-tag'] },
      'write each with its reason: acknowledge: {moving-tag: REASON}',
    ],
    ['a name with a space', { names: { cluster: 'my cluster' } }, 'did you mean cluster: my-cluster?'],
    ['a name with an accent', { name: 'pröd.eu' }, 'did you mean name: prod-eu?'],
    [
      'an attribute of a resource by its whole path',
      { overrides: { 'resource.aws_ecs_service.prefect_worker_service.desired_count': 2 } },
      'write aws_ecs_service.prefect_worker_service: {desired_count: 2}',
    ],
    [
      'a resource by its address',
      { terraform: { resource: { 'aws_s3_bucket.inputs': { bucket: 'inputs' } } } },
      'write resource: {aws_s3_bucket: {inputs: {…}}}',
    ],
    [
      'a work pool as prefect.yaml has it',
      { project: { deployments: [{ name: 'a', entrypoint: 'a.py:f', work_pool: { name: 'etl' } }] } },
      'write the value itself: work_pool: etl',
    ],
    [
      'a limit in quotes',
      { project: { deployments: [{ name: 'a', entrypoint: 'a.py:f', concurrency_limit: '2' }] } },
      'write it without quotes: concurrency_limit: 2',
    ],
    [
      'the name of a further worker',
      { workers: { gpu: { name: 'gpu' } } },
      'remove it: the key below workers is the name of the worker',
    ],
    ['a provider', { provider: { aws: { region: 'us-east-1' } } }, PROVIDERS],
    ['a provider among Terraform of its own', { terraform: { provider: { aws: {} } } }, PROVIDERS],
    [
      'the versions of providers',
      { terraform: { required_providers: { aws: {} } } },
      'remove it: the stack sets it; aws.provider_version sets the version of the provider aws',
    ],
    ['a resource at the top', { resource: { aws_s3_bucket: {} } }, 'did you mean terraform.resource?'],
    [
      'a template of CloudFormation',
      { Resources: {} },
      'a stack file is no CloudFormation template: npx prefect-ecs-worker adopt writes the stack file of a worker in one',
    ],
    [
      'a manifest of Kubernetes',
      { apiVersion: 'v1' },
      'a stack file is no manifest of Kubernetes: npx prefect-ecs-worker init writes a first one',
    ],
    [
      'a switch for a warning',
      { acknowledge: { 'old-image': true } },
      'write the reason, for example old-image: a test environment',
    ],
    ['a log group that exists', { logs: { existing: '/a/b' } }, 'write logs: {group: existing, name: NAME}'],
    [
      'a version of Prefect',
      { prefect: { version: 3.6 } },
      'set worker_image: the version of Prefect is that of the image',
    ],
    ['a list of subnets', { network: { subnets: ['subnet-1'] } }, 'did you mean worker_subnets at the top level?'],
    [
      'a secret as ECS has it in valueFrom',
      { worker: { secrets: { DB: `${SECRET}:password:AWSPREVIOUS:` } } },
      `write DB: {secret_arn: ${SECRET}, json_key: password, version_stage: AWSPREVIOUS}`,
    ],
    [
      'a secret with its key behind a single colon',
      { flow_runs: { secrets: { DB: `${SECRET}:password` } } },
      `write DB: {secret_arn: ${SECRET}, json_key: password}`,
    ],
    [
      'the ARN of a secret with a key of its JSON',
      { worker: { secrets: { DB: { secret_arn: `${SECRET}:password::` } } } },
      `write secret_arn: ${SECRET} and json_key: password`,
    ],
    [
      'a key of a secret that has none',
      { worker: { repository_credentials: { secret_arn: `${SECRET}:password::` } } },
      `write secret_arn: ${SECRET}`,
    ],
    ['a key of AWS', { logs: { kms_key: 'alias/aws/logs' } }, 'remove kms_key: it is only for keys of your own'],
    [
      'a key of AWS by its alias',
      { api_key: { kms_key: { alias: 'alias/aws/secretsmanager' } } },
      'remove kms_key: it is only for keys of your own',
    ],
    [
      'a key of AWS for a state',
      { logs: { kms_key: 'alias/aws/logs' } },
      'remove kms_key: it is only for keys of your own',
    ],
    [
      'the ARN of an alias',
      { crash_detection: { kms_key: 'arn:aws:kms:us-east-1:111122223333:alias/my-key' } },
      'write kms_key: {alias: alias/my-key}',
    ],
    [
      'an endpoint of the state',
      { backend: { s3: { bucket: 'states', endpoints: { s3: 'https://s3.example.com' } } } },
      'set backend: {at_init: s3}, and pass all settings of the bucket to terraform init -backend-config',
    ],
    [
      'workspaces of Terraform',
      { backend: { s3: { bucket: 'states', workspace_key_prefix: 'env' } } },
      'remove it: each environment has a state of its own, without workspaces of Terraform; backend.s3.key sets its path',
    ],
    [
      'a subnet instead of a VPC',
      { vpc_id: 'subnet-0a51c9e27f3b64d80' },
      'write worker_subnets: [subnet-0a51c9e27f3b64d80]',
    ],
    ['a VPC among subnets', { worker_subnets: ['vpc-0c7e31f5a9d24b860'] }, 'write vpc_id: vpc-0c7e31f5a9d24b860'],
    [
      'an id that nothing beside takes',
      { vpc_id: 'sg-0a51c9e27f3b64d80' },
      'for example vpc_id: vpc-0c7e31f5a9d24b860',
    ],
    [
      'an access point instead of a file system',
      { worker: { volumes: { a: { container_path: '/a', efs: { file_system_id: 'fsap-0123456789abcdef0' } } } } },
      'write access_point_id: fsap-0123456789abcdef0',
    ],
    ['a policy instead of a role', { roles: { task: { existing: READ_ONLY } } }, `write policies: [${READ_ONLY}]`],
    [
      'the ARN of a bucket beside a field for any text',
      { image: { code: { s3: { bucket: 'arn:aws:s3:::my-bucket' } } } },
      'did you mean bucket: my-bucket?',
    ],
    [
      'a range of ports',
      { network: { ingress: [{ port: '8000-8010', cidr_blocks: ['10.0.0.0/16'] }] } },
      'write from_port: 8000, to_port: 8010',
    ],
    [
      'a size as Kubernetes has it',
      { worker: { resources: { limits: { cpu: '500m' } } } },
      'did you mean worker_cpu at the top level or worker_memory at the top level?',
    ],
    [
      'a reference that the field has not',
      { worker: { repository_credentials: { secret_name: 'a', json_key: 'password' } } },
      'allowed: secret_arn, secret_name, kms_key',
    ],
    ['a file of variables', { worker: { env_file: '.env' } }, 'did you mean worker.attributes.environmentFiles?'],
    ['a check of Docker Compose', { worker: { health_check: { test: ['CMD', 'true'] } } }, 'did you mean command?'],
    ['capacity of a module for ECS', { fargate_capacity_providers: { FARGATE_SPOT: {} } }, 'did you mean capacity?'],
    ['a network mode', { worker: { network_mode: 'host' } }, 'remove it: tasks always have the network mode awsvpc'],
    [
      'a Dockerfile as a base',
      { image: { base: './Dockerfile' } },
      'set image.dockerfile: Dockerfile instead: it is no image',
    ],
    [
      'a Dockerfile of another name',
      { image: { base: 'docker/flows.Dockerfile' } },
      'set image.dockerfile: docker/flows.Dockerfile instead: it is no image',
    ],
    [
      'a Dockerfile of the worker',
      { worker_image: 'Dockerfile' },
      'build an image from the Dockerfile, push it, and set its name',
    ],
    [
      'a policy by its path',
      { roles: { task: { policies: ['service-role/AmazonECSTaskExecutionRolePolicy'] } } },
      `did you mean ${POLICY}?`,
    ],
    [
      'a policy by another path',
      { roles: { task: { policies: ['job-function/AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy by a part of its ARN',
      { flow_runs: { task_role: { policies: ['aws:policy/AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy by an ARN that lacks a part',
      { roles: { execution: { policies: ['arn:aws:iam::aws:AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy instead of a list',
      { roles: { task: { policies: 'AmazonS3ReadOnlyAccess' } } },
      'write a list: policies: [AmazonS3ReadOnlyAccess]',
    ],
    ['a capacity by its provider', { capacity: 'FARGATE_SPOT' }, 'write capacity: {type: fargate_spot}'],
    ['a word for Spot', { flow_runs: { capacity: 'spot' } }, 'did you mean fargate_spot?'],
    ['the name of a work pool', { work_pool: 'my-pool' }, 'did you mean worker_work_pool_name?'],
    ['a rule instead of a list', { network: { egress: { port: 443 } } }, 'write a list: egress: [{port: VALUE}]'],
    [
      'a mapping of names',
      { project: { deployments: { nightly: { entrypoint: 'a.py:a' } } } },
      'write a list: deployments: [{name: NAME, entrypoint: VALUE}]',
    ],
    [
      'a block instead of a list',
      { terraform: { moved: { from: 'a.b', to: 'a.c' } } },
      'write a list: moved: [{from: VALUE}]',
    ],
    [
      'a block for a number',
      { worker: { ephemeral_storage: { size_in_gib: 50 } } },
      'write the value itself: ephemeral_storage: 50',
    ],
    ['no log', { logs: false }, 'write logs: {group: none}'],
    ['no crash detection', { crash_detection: false }, 'write crash_detection: {enabled: false}'],
    [
      'a NAT gateway',
      { vpc_id: undefined, worker_subnets: undefined, network: { create: { nat: true } } },
      'did you mean single?',
    ],
    ['basic authentication', { prefect: { auth: 'basic' } }, 'did you mean auth_string?'],
    ['days with their unit', { worker_log_retention_in_days: '30d' }, 'write worker_log_retention_in_days: 30'],
    ['months', { worker_log_retention_in_days: '6 months' }, 'write worker_log_retention_in_days: 180'],
    ['years', { worker_log_retention_in_days: '2 years' }, 'the nearest are 545 and 731'],
    ['a week', { worker_log_retention_in_days: '1 week' }, 'write worker_log_retention_in_days: 7'],
    ['days with a unit that are not offered', { worker_log_retention_in_days: '45d' }, 'the nearest are 30 and 60'],
    ['a disk with its unit', { flow_runs: { ephemeral_storage: '50GB' } }, 'write ephemeral_storage: 50'],
    [
      'workers without names',
      { workers: [{ worker_work_pool_name: 'x' }] },
      'write a mapping: workers: {NAME: {worker_work_pool_name: my-gpu-pool}}',
    ],
    [
      'a repository by its URL',
      { image: { repository: {} }, ci_role: { github: 'https://github.com/acme/flows.git' } },
      'did you mean github: acme/flows?',
    ],
    [
      'a parameter of AWS',
      { output_parameters: { cluster_arn: '/team//x' } },
      'for example cluster_arn: /team/prefect/cluster_arn',
    ],
  ])('%s', (_, fields, hint) => {
    expect(hintsOn(fields)).toEqual([hint]);
  });
});

test.each([
  ['\u00a0', 'a no-break space, which looks like a space and is none (U+00A0)'],
  ['\u200b', 'a zero-width space, which is invisible (U+200B)'],
  ['\u2063', 'a word joiner, which is invisible (U+2063)'],
  ['\u{e0041}', 'a tag character, which is invisible (U+E0041)'],
  ['\u202e', 'a direction mark, which is invisible and changes the order of the characters after it (U+202E)'],
  ['\u200f', 'a direction mark, which is invisible and changes the order of the characters after it (U+200F)'],
])('a text with %j is said to contain it in plain words', (character, words) => {
  const report = reportOnFields({ worker_cpu: 1, worker: { environment: { A: `a${character}b` } } });
  expect(report).toContain(`warning invisible-character: contains ${words}`);
});

test.each(['naïve – “quoted” …', '日本語', 'العربية', '👩🏽'])('%s is a plain text', (text) => {
  expect(reportOnFields({ worker_cpu: 1, worker: { environment: { A: text } } })).not.toContain('invisible-character');
});

test('a required field under another name is one mistake', () => {
  expect(hintsOn({ flow_runs: { capacity: [{ capacityProvider: 'FARGATE', weight: 1 }] } })).toEqual([
    'did you mean capacity_provider?',
  ]);
});
