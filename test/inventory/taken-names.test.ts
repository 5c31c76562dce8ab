import { isNameTaken } from '../../src/inventory/taken-names';

const ENTRY = 'aws_service_discovery_service';

test.each([
  ['a role on another path', 'aws_iam_role', ['path']],
  ['a policy on another path', 'aws_iam_policy', ['path', 'policy']],
  ['a log group of another class', 'aws_cloudwatch_log_group', ['log_group_class']],
  ['a repository with another key', 'aws_ecr_repository', ['encryption_configuration.kms_key']],
  ['an entry in Cloud Map with other records', ENTRY, ['dns_config.dns_records.type']],
])('AWS refuses the successor of %s', (_, type, changed) => {
  expect(isNameTaken(type, changed)).toBe(true);
});

test.each([
  ['a role with another name', 'aws_iam_role', ['name', 'path']],
  ['a role with a random end', 'aws_iam_role', ['name_prefix', 'path']],
  ['an entry in another namespace', ENTRY, ['dns_config.namespace_id', 'dns_config.dns_records.type']],
  ['an entry in a namespace that is replaced', ENTRY, ['dns_config']],
  ['a rule on another event bus', 'aws_cloudwatch_event_rule', ['event_bus_name']],
  ['a group in another VPC', 'aws_security_group', ['vpc_id']],
  ['a task definition, whose family has many', 'aws_ecs_task_definition', ['cpu']],
])('AWS takes the successor of %s', (_, type, changed) => {
  expect(isNameTaken(type, changed)).toBe(false);
});
