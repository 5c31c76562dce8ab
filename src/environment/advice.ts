import { type Path, pathInWords } from '../stack-file/path';

const KUBERNETES = 'a stack file is no manifest of Kubernetes: npx prefect-ecs-worker init writes a first one';
const CLOUDFORMATION =
  'a stack file is no CloudFormation template: npx prefect-ecs-worker adopt writes the stack file of a worker in one';
const COMPOSE =
  'a stack file is no Compose file: npx prefect-ecs-worker init writes a first one; further containers are worker.sidecars';
const TASK_DEFINITION =
  'a stack file is no task definition: npx prefect-ecs-worker adopt writes the stack file of a worker that exists, init a first one';
const PROVIDERS =
  'for the provider aws, set region, tags, aws.profile or aws.assume_role; the stack has no other provider';
const S3_SETTINGS = 'set backend: {at_init: s3}, and pass all settings of the bucket to terraform init -backend-config';
const VERSIONS = 'remove it: the stack sets it; aws.provider_version sets the version of the provider aws';

/** What to do about words of other tools that no field stands for; of any group, or of those that begin so. */
const ADVICE: readonly [words: readonly string[], advice: string, groups?: readonly string[]][] = [
  [['apiVersion', 'kind', 'metadata', 'spec'], KUBERNETES, ['']],
  [['AWSTemplateFormatVersion', 'Conditions', 'Mappings', 'Outputs', 'Parameters', 'Resources'], CLOUDFORMATION, ['']],
  [['services'], COMPOSE, ['']],
  [['containerDefinitions', 'family', 'requiresCompatibilities'], TASK_DEFINITION, ['']],
  [
    ['awsvpcConfiguration', 'awsvpc_configuration', 'networkConfiguration', 'network_configuration'],
    'set worker_subnets, network.security_groups and network.assign_public_ip',
    ['', 'network', 'service', 'worker'],
  ],
  [
    ['awsvpcConfiguration', 'awsvpc_configuration', 'networkConfiguration', 'network_configuration'],
    'set flow_runs.subnets, flow_runs.security_groups and flow_runs.assign_public_ip',
    ['flow_runs'],
  ],
  [['create'], 'remove it: the stack creates a cluster unless cluster.existing is set', ['cluster']],
  [
    ['create'],
    'set secret_name or secret_arn of a secret that exists: the stack creates those of worker.secrets alone',
    ['flow_runs.secrets'],
  ],
  [['create'], 'write logs: {group: existing, name: NAME}, or logs: {group: none}', ['logs']],
  [['stream_output'], 'remove it: flow runs write to CloudWatch Logs, as flow_runs.log says', ['flow_runs']],
  [['name'], 'remove it: the key below workers is the name of the worker', ['workers']],
  [['name'], 'did you mean service?', ['service_discovery']],
  [['base', 'bases', 'import', 'imports', 'include', 'includes', 'inherit', 'inherits'], 'write extends: FILE', ['']],
  [['provider', 'providers'], PROVIDERS, ['', 'terraform']],
  [['required_providers', 'required_version', 'terraform_version'], VERSIONS, ['', 'terraform']],
  [
    [
      'acl',
      'endpoint',
      'endpoints',
      'force_path_style',
      'shared_config_files',
      'shared_credentials_files',
      'skip_credentials_validation',
      'skip_metadata_api_check',
      'skip_region_validation',
      'skip_requesting_account_id',
      'skip_s3_checksum',
      'sse_customer_key',
      'use_dualstack_endpoint',
      'use_fips_endpoint',
      'use_path_style',
    ],
    S3_SETTINGS,
    ['backend'],
  ],
  [
    ['workspace_key_prefix', 'workspaces'],
    'remove it: each environment has a state of its own, without workspaces of Terraform; backend.s3.key sets its path',
    ['backend'],
  ],
  [['resource'], 'did you mean terraform.resource?', ['']],
  [['network_mode', 'networkMode'], 'remove it: tasks always have the network mode awsvpc'],
  [
    ['load_balancer', 'load_balancers', 'loadBalancers', 'target_group_arn'],
    'remove it: nothing connects to a worker; service_discovery gives it a DNS name',
    ['', 'service', 'workers'],
  ],
  ...['azurerm', 'consul', 'gcs', 'pg'].map((backend): [string[], string, string[]] => [
    [backend],
    `set backend: {at_init: ${backend}}, and pass its settings to terraform init -backend-config`,
    ['backend'],
  ]),
  [['existing', 'existing_log_group'], 'write logs: {group: existing, name: NAME}', ['logs']],
  [
    ['value'],
    'write expression instead, without ${ and }: expression: aws_ecs_service.prefect_worker_service.name',
    ['outputs'],
  ],
  [['version', 'prefect_version'], 'set worker_image: the version of Prefect is that of the image', ['prefect']],
  [['image_pull_policy', 'imagePullPolicy'], 'remove it: ECS pulls the image for each task on Fargate'],
];

/** What to do about an unknown field that has no counterpart here. */
export function adviceOn(path: Path): string | undefined {
  const word = String(path.at(-1));
  const group = pathInWords(path.slice(0, -1));
  const isWithinOne = (groups: readonly string[]) =>
    groups.some((one) => group === one || (one !== '' && group.startsWith(`${one}.`)));
  const found = ADVICE.find(
    ([words, , groups]) => words.includes(word) && (groups === undefined || isWithinOne(groups)),
  );
  return found?.[1];
}
