import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { schemaForEditors } from '../../src/environment/editor-schema';
import { EXAMPLES } from '../helpers/examples';
import { fieldsOf, problemsOf, withoutReferences } from '../helpers/json-schema';
import { REQUIRED } from '../helpers/stack-files';

const text = schemaForEditors();
const schema = withoutReferences(JSON.parse(text));
const fields = fieldsOf(schema);

test('says which draft it is of, and uses nothing that is not of it', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(problemsOf(REQUIRED, schema)).toEqual([]);
});

test('says once what it has in several places, so that an editor reads it in no time', () => {
  expect(text.length).toBeLessThan(475_000);
  expect(JSON.stringify(schema, undefined, 2).length).toBeGreaterThan(text.length);
});

test('describes every field, those of groups too', () => {
  expect(fields.length).toBeGreaterThan(35);
  const undescribed = fields.filter(([, { description }]) => !/^\S.{15,}$/s.test(String(description)));
  expect(undescribed.map(([path]) => path)).toEqual([]);
});

test('each example is a value that the field may have', () => {
  const shown = fields.filter(([, { examples }]) => examples !== undefined);
  expect(shown.length).toBeGreaterThan(100);
  const wrong = shown.filter(([, field]) => problemsOf((field['examples'] as unknown[])[0], field).length > 0);
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test('has a default only where the field has it in every preset', () => {
  const defaults = Object.fromEntries(
    fields.filter(([, field]) => 'default' in field).map(([path, field]) => [path, field['default']]),
  );
  expect(defaults).toEqual({
    acknowledge: {},
    'adopt.from': 'registry',
    format: 'json',
    preset: 'hardened',
    aws: {},
    'aws.provider_version': 5,
    worker_cpu: 1024,
    worker_memory: 2048,
    worker_desired_count: 1,
    worker_log_retention_in_days: 30,
    secrets_manager_recovery_in_days: 30,
    worker_type: 'ecs',
    'backend.local.path': 'terraform.tfstate',
    'backend.s3.use_lockfile': true,
    'backend.s3.encrypt': true,
    tags: {},
    prefect: {},
    'prefect.settings': {},
    names: {},
    'names.pattern': '{kind}-{name}',
    'names.random_suffix': false,
    roles: {},
    'roles.path': '/',
    'roles.policy_type': 'inline',
    'roles.source_conditions': true,
    'roles.one_for_both': false,
    'roles.task.none': false,
    'roles.task.register_task_definitions': 'any_family',
    logs: {},
    'logs.group': 'created',
    'logs.skip_destroy': false,
    cluster: {},
    'cluster.capacity_providers': [],
    'cluster.execute_command.bucket_encrypted': false,
    'cluster.execute_command.log_group_encrypted': false,
    'cluster.execute_command.skip_destroy': false,
    network: {},
    'network.create.cidr_block': '10.0.0.0/16',
    'network.create.availability_zones': 2,
    'network.create.private_subnet_prefix': 20,
    'network.create.public_subnet_prefix': 24,
    'network.create.public_only': false,
    'network.create.flow_logs.retention_in_days': 30,
    'network.create.flow_logs.traffic': 'ALL',
    'network.assign_public_ip': false,
    'network.create_security_group': true,
    'network.default_security_group': false,
    'network.required_egress': true,
    capacity: {},
    'capacity.type': 'fargate',
    'ci_role.create_provider': false,
    'ci_role.environments': [],
    'ci_role.read_api_key': false,
    'ci_role.restart_workers': false,
    'ci_role.tags': [],
    'capacity.ec2.min_size': 0,
    'capacity.ec2.max_size': 4,
    'capacity.ec2.target_capacity': 100,
    'capacity.ec2.spot': false,
    'capacity.ec2.root_volume_size': 30,
    'capacity.ec2.session_manager': false,
    'capacity.ec2.block_task_metadata': true,
    'capacity.ec2.termination_protection': true,
    worker: {},
    'worker.readonly_root_filesystem': false,
    'worker.depends_on': {},
    'worker.docker_labels': {},
    'worker.drop_capabilities': [],
    'worker.log_configuration.options': {},
    'worker.attributes': {},
    'bucket.access': 'read_write',
    'bucket.versioning': true,
    'bucket.keep_noncurrent_days': 90,
    'bucket.eventbridge': false,
    'bucket.results.folder': 'results',
    crash_detection: {},
    'alarms.notify_when_ok': true,
    'alarms.tasks_missing.minutes': 10,
    'alarms.oldest_event.minutes': 10,
    'alarms.failed_events.more_than': 0,
    'alarms.high_cpu.minutes': 10,
    'alarms.high_cpu.more_than': 80,
    'alarms.high_memory.minutes': 10,
    'alarms.high_memory.more_than': 80,
    'alarms.undelivered_events.more_than': 0,
    'alarms.worker_log.lines': [
      'Failed the last',
      'error threshold',
      'not found!',
      'has not polled',
      '401 Unauthorized',
      'ECS observer task crashed',
    ],
    'alarms.worker_log.minutes': 5,
    'alarms.worker_log.more_than': 0,
    'alarms.service_events.names': ['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DEPLOYMENT_FAILED'],
    'alarms.dashboard': false,
    'flow_runs.cpu': 1024,
    'flow_runs.memory': 2048,
    'flow_runs.architecture': 'x86_64',
    'flow_runs.network': 'pinned',
    'flow_runs.own_security_group.required_egress': true,
    'flow_runs.own_security_group.to_itself': false,
    'flow_runs.labels': {},
    'flow_runs.environment': {},
    'flow_runs.depends_on': {},
    'flow_runs.docker_labels': {},
    'flow_runs.drop_capabilities': [],
    'flow_runs.attributes': {},
    'flow_runs.enable_execute_command': false,
    'flow_runs.propagate_tags': false,
    'flow_runs.log': {},
    'flow_runs.log.group': 'created',
    'flow_runs.log.retention_in_days': 30,
    'flow_runs.log.skip_destroy': false,
    'flow_runs.ecr_repositories': [],
    'flow_runs.create_task_definition': false,
    'flow_runs.auto_deregister_task_definition': false,
    'flow_runs.log_configuration.options': {},
    'flow_runs.match_latest_revision_in_family': false,
    'flow_runs.readonly_root_filesystem': false,
    'flow_runs.task_role.same_as_worker': false,
    'flow_runs.template.additional_properties': true,
    'flow_runs.template.remove_variables': [],
    'flow_runs.variables': {},
    'flow_runs.job_configuration': {},
    'image.packages': [],
    'image.repository.scan_on_push': true,
    'image.tag': '1',
    'image.repository.image_tag_mutability': 'IMMUTABLE',
    'image.repository.keep_images': 100,
    'image.repository.keep_untagged_days': 14,
    'image.repository.pull_from': [],
    'image.repository.force_delete': false,
    'image.code.git.branch': 'main',
    'image.code.s3.folder': 'flows',
    work_pool: 'output',
    service: {},
    'service.create': true,
    'service.enable_execute_command': false,
    'service.deployment_circuit_breaker.enable': true,
    'service.deployment_circuit_breaker.rollback': true,
    output_parameters: {},
    resource_tags: {},
    'service.timeouts.create': '20m',
    'service.timeouts.update': '20m',
    'service_discovery.cluster_default': false,
    'service_discovery.dns_records': ['A'],
    'service_discovery.ttl': 10,
    'service.timeouts.delete': '20m',
    'service.ignore': [],
    'service.autoscaling.min': 1,
    overrides: {},
    terraform: {},
  });
});

const EXAMPLE_FILES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

test.each(EXAMPLE_FILES)('takes test/examples/%s, which names it in its first line', (file) => {
  const text = readFileSync(join(EXAMPLES, file), 'utf8');
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../generated/environment.schema.json');
  expect(problemsOf(parse(text), schema)).toEqual([]);
});

test.each([
  ['a file that has everything from its base', { extends: '_base.yaml' }],
  ['several bases', { extends: ['_a.yaml', '_b.yaml'] }],
  [
    'null for any field, which takes away what a base has',
    Object.fromEntries(Object.keys(REQUIRED).map((key) => [key, null])),
  ],
  ['null within a group', { backend: { s3: null, local: { path: null } } }],
  ['null for a tag', { tags: { Team: null } }],
])('takes %s', (_, file) => {
  expect(problemsOf(file, schema)).toEqual([]);
});

test.each([
  ['a field that is not known', { worker_cpus: 1 }],
  ['a field of a group that is not known', { api_key: { verison: 1 } }],
  ['the API key', { prefect_api_key: 'x' }],
  ['a region that is not known', { region: 'us-eats-1' }],
  ['a CPU size that neither Fargate nor an instance has', { worker_cpu: 100 }],
  ['an id of another thing', { vpc_id: 'subnet-12ab34cd' }],
  ['a value where a list belongs', { worker_subnets: 'subnet-12ab34cd' }],
  ['a tag that is no text', { tags: { CostCenter: 4711 } }],
  ['a base that is no stack file', { extends: '_base.yml' }],
])('underlines %s', (_, file) => {
  expect(problemsOf(file, schema)).not.toEqual([]);
});
