import type { Stack } from '../../src/diff/blocks';
import { stackDiff } from '../../src/diff/environment-diff';
import { REPLACING_ATTRIBUTES } from '../../src/inventory/replacing-attributes';
import { RESOURCE_TYPES } from '../../src/inventory/resource-types';
import { synthesizedStack } from '../helpers/synthesized-stack';

/** What a change of fields does, by address. */
function diffOf(before: object, after: object) {
  const { resources, blocks } = stackDiff(synthesizedStack(before), synthesizedStack(after));
  return { ...Object.fromEntries(resources.map(({ address, ...diff }) => [address, diff])), blocks };
}

const TASK_DEFINITION = 'aws_ecs_task_definition.prefect_worker_task_definition';
const SERVICE = 'aws_ecs_service.prefect_worker_service';

test('the same fields have no differences', () => {
  expect(diffOf({}, {})).toEqual({ blocks: [] });
});

test('a value of an input is shown where resources use it, within JSON documents too', () => {
  expect(diffOf({}, { worker_cpu: 512 })).toEqual({
    [TASK_DEFINITION]: {
      action: 'replace',
      replaced_for: ['container_definitions', 'cpu'],
      changes: [
        { path: 'container_definitions[prefect-worker-test].cpu', from: 1024, to: 512 },
        { path: 'cpu', from: 1024, to: 512 },
      ],
    },
    [SERVICE]: { action: 'update', changes: [], new_references: [{ path: 'task_definition', to: TASK_DEFINITION }] },
    blocks: [{ address: 'var.worker_cpu', changes: [{ path: 'default', from: 1024, to: 512 }] }],
  });
});

test('a change in place replaces nothing', () => {
  expect(diffOf({}, { worker_desired_count: 2 })).toMatchObject({
    [SERVICE]: { action: 'update', changes: [{ path: 'desired_count', from: 1, to: 2 }] },
  });
});

test('what refers to the id of a replaced resource is replaced too where AWS has it for life, and updated else', () => {
  const diff = diffOf({}, { vpc_id: 'vpc-07b2d84e6c1f953a0' });
  expect(diff).toMatchObject({
    'aws_security_group.prefect_worker': { action: 'replace', replaced_for: ['vpc_id'] },
    'aws_security_group_rule.network_outbound': { action: 'replace', replaced_for: ['security_group_id'] },
    [SERVICE]: { action: 'update' },
  });
  // The ARN of a role and the name of a log group stay.
  expect(diff).not.toHaveProperty('aws_cloudwatch_log_group.prefect_worker_log_group');
});

test('an entry in Cloud Map is replaced for another namespace, which stands within a block', () => {
  const fields = (namespace_id: string) => ({ service_discovery: { namespace_id, service: 'worker' } });
  const [, entry] =
    Object.entries(diffOf(fields('ns-e1tpmexample0001'), fields('ns-e1tpmexample0002'))).find(([address]) =>
      address.startsWith('aws_service_discovery_service.'),
    ) ?? [];
  expect(entry).toMatchObject({ action: 'replace', replaced_for: ['dns_config'] });
});

test('what a field turns off is destroyed, with count 0 too', () => {
  expect(diffOf({ alarms: {} }, {})).toMatchObject({
    'aws_cloudwatch_metric_alarm.prefect_worker_tasks_missing': { action: 'destroy' },
  });
  const role = 'arn:aws:iam::123456789012:role/own';
  expect(diffOf({ preset: 'reference' }, { preset: 'reference', worker_task_role_arn: role })).toMatchObject({
    'aws_iam_role.prefect_worker_task_role': { action: 'destroy' },
  });
});

test('only settings of Terraform change nothing in AWS', () => {
  expect(diffOf({}, { service: { wait_for_steady_state: false } })).toMatchObject({ [SERVICE]: { action: 'none' } });
});

test('a capacity provider strategy that changes stays in place, and one instead of a launch type replaces the service', () => {
  const spot = (base: number) => ({ worker_desired_count: 3, capacity: { type: 'fargate_spot', base } });
  expect(diffOf(spot(0), spot(1))).toMatchObject({ [SERVICE]: { action: 'update' } });
  expect(diffOf({}, spot(0))).toMatchObject({ [SERVICE]: { action: 'replace' } });
});

test('a moved block is no new resource', () => {
  const block = { name: 'a' };
  const before = { resource: { aws_sns_topic: { old: block } } };
  const after = {
    resource: { aws_sns_topic: { new: block } },
    moved: [{ from: 'aws_sns_topic.old', to: 'aws_sns_topic.new' }],
  };
  const stack = (document: object): Stack => ({ document, file: () => undefined });
  expect(stackDiff(stack(before), stack(after)).resources).toEqual([
    { address: 'aws_sns_topic.new', action: 'none', moved_from: 'aws_sns_topic.old', changes: [] },
  ]);
});

test('no secret in plain text is shown, and that it differs is', () => {
  const secret = (value: string) => ({ worker: { environment: { DB_PASSWORD: value, LEVEL: value } } });
  const diff = JSON.stringify(diffOf(secret('hunter2'), secret('hunter3')));
  const added = JSON.stringify(diffOf({}, { worker: { environment: { DB_PASSWORD: 'hunter4' } } }));
  expect(diff).toContain('environment[DB_PASSWORD].value","from":"(not shown)","to":"(not shown)"');
  expect(diff).toContain('[LEVEL].value","from":"hunter2","to":"hunter3"');
  expect(added).toContain('DB_PASSWORD');
  expect(added).not.toContain('hunter4');
});

test('the name may stay open, so that two environments differ in what they set only', () => {
  const named = (name: string) => synthesizedStack({ name });
  expect(stackDiff(named('one'), named('two'), { openInputs: ['name'] })).toEqual({
    resources: [],
    blocks: [{ address: 'var.name', changes: [{ path: 'default', from: 'one', to: 'two' }] }],
  });
});

test('the base job template is compared field by field', () => {
  expect(diffOf({ flow_runs: { cpu: 1024, memory: 2048 } }, { flow_runs: { cpu: 1024, memory: 4096 } }).blocks).toEqual(
    [
      {
        address: 'output.prefect_base_job_template',
        changes: [{ path: 'value.variables.properties.memory.default', from: 2048, to: 4096 }],
      },
    ],
  );
});

test('of every resource type it is known what replaces it', () => {
  expect(Object.keys(RESOURCE_TYPES).filter((type) => !(type in REPLACING_ATTRIBUTES))).toEqual([]);
});
