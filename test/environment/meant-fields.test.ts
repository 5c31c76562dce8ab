import { allFields, meantFields } from '../../src/environment/meant-fields';
import { OTHER_WORDS } from '../../src/environment/other-words';
import { pathInWords, pathOfField } from '../../src/stack-file/path';
import { ECS_SHAPES, membersOf } from '../../src/values/ecs-shapes';

function meant(field: string): string[] {
  return meantFields(pathOfField(field)).map(pathInWords);
}

test.each<[tool: string, word: string, ours: string]>([
  ['Docker Compose', 'worker.env_file', 'worker.environment'],
  ['Docker Compose', 'flow_runs.mem_limit', 'flow_runs.memory'],
  ['Docker Compose', 'worker.cap_drop', 'worker.drop_capabilities'],
  ['Docker Compose', 'worker.stop_grace_period', 'worker.stop_timeout'],
  ['Docker Compose', 'services', 'worker.sidecars'],
  ['Kubernetes', 'replicaCount', 'worker_desired_count'],
  ['Kubernetes', 'flow_runs.resources', 'flow_runs.memory'],
  ['Kubernetes', 'flow_runs.serviceAccountName', 'flow_runs.task_role'],
  ['Kubernetes', 'service.autoscaling.maxReplicas', 'service.autoscaling.max'],
  ['Kubernetes', 'worker.secrets.DB.secretKeyRef', 'worker.secrets.DB.secret_name'],
  ['ECS', 'worker.secrets.DB.valueFrom', 'worker.secrets.DB.secret_arn'],
  ['ECS', 'worker.entryPoint', 'worker.entry_point'],
  ['ECS', 'flow_runs.taskRoleArn', 'flow_runs.task_role.existing'],
  ['ECS', 'launch_type', 'capacity'],
  ['ECS', 'service.desired_count', 'worker_desired_count'],
  ['ECS', 'service.autoscaling.desired_count', 'service.autoscaling.min'],
  ['Prefect', 'flow_runs.environment_variables', 'flow_runs.environment'],
  ['Prefect', 'flow_runs.task_role_arn', 'flow_runs.task_role.existing'],
  ['Prefect', 'flow_runs.execution_role_arn', 'flow_runs.execution_role.existing'],
  ['Prefect', 'flow_runs.command', 'flow_runs.variables.command'],
  ['CloudFormation', 'network.ingress.CidrIp', 'network.ingress[0].cidr_blocks'],
  ['ECS', 'worker.mountPoints', 'worker.volumes'],
  ['Terraform', 'network.create.vpc_endpoints', 'network.create.endpoints'],
  ['ECS', 'worker.portMappings', 'worker.attributes.portMappings'],
  ['ECS', 'flow_runs.privileged', 'flow_runs.attributes.privileged'],
  ['ECS', 'worker.sidecars.agent.pseudo_terminal', 'worker.sidecars.agent.attributes.pseudoTerminal'],
  ['ECS', 'worker.runtime_platform', 'worker.architecture'],
  ['ECS', 'service.deployment_configuration', 'service.deployment_maximum_percent'],
  ['ECS', 'cluster.setting', 'cluster.container_insights'],
  ['Docker Compose', 'worker.tty', 'worker.attributes.pseudoTerminal'],
  ['Docker Compose', 'worker.restart', 'worker.attributes.restartPolicy'],
  ['Docker Compose', 'image.build', 'image.dockerfile'],
  ['Kubernetes', 'worker.volumes.files.mountPath', 'worker.volumes.files.container_path'],
  ['prefect-aws', 'flow_runs.configure_cloudwatch_logs', 'flow_runs.log'],
  ['prefect-aws', 'flow_runs.cloudwatch_logs_prefix', 'flow_runs.log.stream_prefix'],
  ['prefect-aws', 'flow_runs.vpc_id', 'flow_runs.network'],
  ['prefect-aws', 'flow_runs.family', 'flow_runs.variables.family'],
  ['the CLI of prefect-aws', 'existing_cluster_identifier', 'cluster.existing'],
  ['the CLI of prefect-aws', 'existing_subnet_ids', 'worker_subnets'],
  ['the CLI of prefect-aws', 'stack_name', 'name'],
  ['the reference module', 'worker_task_role_extra_policy_attachment', 'roles.task.policies'],
  ['the reference module', 'enable_sqs_monitoring', 'crash_detection.enabled'],
  ['the reference module', 'worker_extra_env', 'worker.environment'],
  ['Prefect', 'work_queues', 'prefect.work_queues'],
  ['Prefect', 'prefect.work_pool', 'worker_work_pool_name'],
  ['Terraform', 'capacity.launch_type', 'capacity.type'],
  ['Terraform', 'roles.task_role', 'roles.task'],
  ['Terraform', 'logs.retention', 'worker_log_retention_in_days'],
  ['Terraform', 'bucket.bucket', 'bucket.name'],
  ['Terraform', 'aws_region', 'region'],
  ['Terraform', 'roles.task.managed_policy_arns', 'roles.task.policies'],
  ['Terraform', 'roles.task_role_arn', 'roles.task.existing'],
  ['Terraform', 'service.schedule.up.cron', 'service.schedule.up.schedule'],
  ['Terraform', 'service.enable_autoscaling', 'service.autoscaling'],
  ['Terraform', 'backend.cloud', 'backend.hcp'],
  ['Terraform', 'logs.retention_in_days', 'worker_log_retention_in_days'],
  ['Terraform', 'account_id', 'aws.account_id'],
  ['Terraform', 'names.prefix', 'names.pattern'],
  ['Terraform', 'network.vpc_id', 'vpc_id'],
  ['Terraform', 'default_tags', 'tags'],
  ['Terraform', 'vpc_cidr', 'network.create.cidr_block'],
  ['Terraform', 'network.create.single_nat_gateway', 'network.create.nat'],
  ['Terraform', 'service.lifecycle', 'service.ignore'],
  ['Terraform', 'backend.s3.assume_role', 'backend.s3.role_arn'],
  ['Terraform', 'backend.gitlab', 'backend.http'],
  ['Terraform', 'vpc_id.filter', 'vpc_id.tags'],
  ['Terraform', 'create_vpc', 'network.create'],
  ['Terraform', 'capacity.ec2.desired', 'capacity.ec2.min_size'],
  ['Terraform', 'worker.volumes.files.efs.path', 'worker.volumes.files.efs.root_directory'],
  ['ECS', 'worker.enable_execute_command', 'service.enable_execute_command'],
  ['Kubernetes', 'worker.serviceAccountName', 'roles.task'],
  ['ECS', 'networkConfiguration', 'network'],
  ['ECS', 'flow_runs.log_group', 'flow_runs.log.name'],
  ['Prefect', 'flow_runs.job_variables', 'flow_runs.variables'],
])('a word of %s, %s, leads to %s', (_, word, ours) => {
  expect(meant(word)).toContain(ours);
});

test.each([
  ['worker.cpu', 'worker_cpu'],
  ['worker.image', 'worker_image'],
  ['worker.task_role_arn', 'worker_task_role_arn'],
  ['prefect.account_id', 'prefect_account_id'],
  ['workers.gpu.worker.memory', 'workers.gpu.worker_memory'],
])('%s is the field that begins with the name of its group, %s', (word, ours) => {
  expect(meant(word)).toEqual([ours]);
});

test.each([
  ['cluster.name', 'names.cluster'],
  ['service.name', 'names.service'],
])('%s is the physical name, %s', (word, ours) => {
  expect(meant(word)).toEqual([ours]);
});

test('the words of a path together are the field', () => {
  expect(meant('prefect.api_key_secret_arn')).toEqual(['api_key.secret_arn']);
});

test('a field of a group within the group goes before those of other groups', () => {
  expect(meant('backend.bucket')).toEqual(['backend.s3.bucket']);
  expect(meant('workers.gpu.environment')).toContain('workers.gpu.worker.environment');
});

test.each([
  'service.autoscaling.enabled',
  'network.type',
  'flow_runs.worker_tier',
  'kind',
  'flow_runs.image_pull_policy',
  'constructor',
  'worker.ttx',
  'alarms.alarms',
])('nothing is meant by %s, although letters of some field are like its own', (word) => {
  expect(meant(word)).toEqual([]);
});

test('a name of a resource is not meant where a field configures the resource', () => {
  expect(meant('task_role')).toEqual(['worker_task_role_arn']);
  expect(meant('execution_role')).toEqual(['roles.execution']);
});

test('each word of another tool leads to a field that exists', () => {
  const fields = allFields().map(pathInWords);
  const known = new Set([...fields, ...fields.map((field) => field.replace(/^.*\./, ''))]);
  const missing = Object.values(OTHER_WORDS)
    .flat()
    .filter((field) => !field.startsWith('.') && !known.has(field));
  expect(missing).toEqual([]);
});

test('each word of another tool that leads into attributes leads to a member of a container definition', () => {
  const members = membersOf(ECS_SHAPES.container).map((member) => `.attributes.${member}`);
  const words = Object.values(OTHER_WORDS)
    .flat()
    .filter((field) => field.startsWith('.attributes.'));
  expect(words.filter((field) => !members.includes(field))).toEqual([]);
});

test('each word of another tool that leads to a path of the same group leads to fields of one', () => {
  const fields = allFields().map(pathInWords);
  const paths = Object.values(OTHER_WORDS)
    .flat()
    .filter((field) => /^\.(?!attributes\.|variables\.)/.test(field));
  expect(paths.filter((path) => !fields.some((field) => field.endsWith(path)))).toEqual([]);
});

test('fields of entries are named where no other field has the name', () => {
  expect(meant('network.vpc_id')).toEqual(['vpc_id']);
  expect(meant('alarms.slack')).toEqual([]);
  expect(meant('network.port')).toContain('network.egress[0].port');
});

test.each<[field: string, value: unknown, ours: string]>([
  ['network.subnets', ['subnet-014aa5f348034e45b'], 'worker_subnets'],
  ['network.subnets', 'subnet-1, subnet-2', 'worker_subnets'],
  ['network.subnets', { private: ['10.0.0.0/20'] }, 'network.create.subnets'],
  ['network.private_subnets', ['subnet-014aa5f348034e45b'], 'worker_subnets'],
  ['capacity.ec2.subnets', ['subnet-014aa5f348034e45b'], 'worker_subnets'],
  ['workers.b.network', { egress: 'all' }, 'network'],
  ['service.tags', { Team: 'data' }, 'tags'],
  ['worker_secrets', { DB: { secret_name: 'db' } }, 'worker.secrets'],
  ['worker_vpc', 'vpc-acfc2092275244ca8', 'vpc_id'],
  ['worker_queues', ['etl'], 'prefect.work_queues'],
  ['flow_runs.task_definition', { cpu: '512' }, 'flow_runs.job_configuration'],
  ['jobs', { cpu: 512 }, 'flow_runs'],
])('%s with the value %j leads to %s, which has values of this shape', (field, value, ours) => {
  expect(meantFields(pathOfField(field), value).map(pathInWords)).toEqual([ours]);
});

test.each([
  ['backend.s3.endpoints', { s3: 'https://minio.example.com' }],
  ['roles.flow_runs', { policies: [] }],
])('nothing is meant by %s with the value %j: the fields of this name have another shape', (field, value) => {
  expect(meantFields(pathOfField(field), value)).toEqual([]);
});

test('a slip is one whatever its value is', () => {
  expect(meantFields(pathOfField('worker_memry'), { value: 2 }).map(pathInWords)).toEqual(['worker_memory']);
});

test.each([
  ['flow_run_image', 'flow_runs.image'],
  ['worker_env', 'worker.environment'],
  ['worker_execution_role_arn', 'roles.execution.existing'],
  ['alarm_email', 'alarms.email'],
])('%s, which begins with a group, leads into it: %s', (word, ours) => {
  expect(meant(word)).toEqual([ours]);
});

test('the names of resources and of parameters are meant only below their own group', () => {
  expect(meant('api_key_secret_arn')).toEqual(['api_key.secret_arn']);
  expect(meant('log_group')).toEqual(['logs.name']);
});
