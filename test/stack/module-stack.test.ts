import { synthesizeModule } from '../../src/stack/by-cdktf';
import { type Block, moduleOf } from '../helpers/synthesized';

const text = synthesizeModule();
const emitted = moduleOf();

/** To the letter: a configuration that calls the reference calls this one by another `source`. */
test.each<[name: string, interfaceOfInput: Block]>([
  ['name', { type: 'string' }],
  ['vpc_id', { type: 'string' }],
  ['worker_subnets', { type: 'list(string)' }],
  ['prefect_api_key', { type: 'string', sensitive: true }],
  ['prefect_account_id', { type: 'string' }],
  ['prefect_workspace_id', { type: 'string' }],
  ['worker_work_pool_name', { type: 'string' }],
  ['worker_cpu', { type: 'number', default: 1024 }],
  ['worker_memory', { type: 'number', default: 2048 }],
  ['worker_desired_count', { type: 'number', default: 1 }],
  ['worker_extra_pip_packages', { type: 'string', default: 'prefect-aws s3fs' }],
  ['worker_image', { type: 'string', default: 'prefecthq/prefect:3-python3.11' }],
  ['worker_log_retention_in_days', { type: 'number', default: 30 }],
  ['secrets_manager_recovery_in_days', { type: 'number', default: 30 }],
  ['worker_task_role_arn', { type: 'string', default: null }],
  ['worker_type', { type: 'string', default: 'ecs' }],
])('the input %s is what it is in the reference', (name, expected) => {
  expect(emitted.variable[name]).toEqual({ ...expected, description: expect.any(String) });
});

test('there are 16 inputs and 5 outputs', () => {
  expect(Object.keys(emitted.variable)).toHaveLength(16);
  expect(Object.keys(emitted.output)).toEqual([
    'prefect_worker_cluster_name',
    'prefect_worker_execution_role_arn',
    'prefect_worker_security_group',
    'prefect_worker_service_id',
    'prefect_worker_task_role_arn',
  ]);
});

test('it has neither provider nor backend: both are of the root that calls it', () => {
  expect(emitted).not.toHaveProperty('provider');
  expect(emitted.terraform).toEqual({
    required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0.0, < 7.0.0' } },
    required_version: '>= 1.1.0',
  });
});

test("it has nothing of CDKTF's own", () => {
  expect(text).not.toContain('"//"');
  expect(text).not.toMatch(/cdktf|TfToken/i);
});

test('its keys are sorted at every depth', () => {
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      expect(Object.keys(value)).toEqual(Object.keys(value).sort());
    }
    return value;
  });
});
