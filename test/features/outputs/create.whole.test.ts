import { STACK_VALUES } from '../../../src/features/outputs/stack-values';
import { stackOf } from '../../helpers/synthesized';

/** The outputs of a stack, and what each is. */
function outputsOf(fields: object = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stackOf(fields).output).map(([name, { value }]) => [name, value]));
}

const REFERENCE = {
  prefect_worker_service_id: '${aws_ecs_service.prefect_worker_service.id}',
  prefect_worker_execution_role_arn: '${aws_iam_role.prefect_worker_execution_role.arn}',
  prefect_worker_task_role_arn:
    '${var.worker_task_role_arn == null ? aws_iam_role.prefect_worker_task_role[0].arn : var.worker_task_role_arn}',
  prefect_worker_security_group: '${aws_security_group.prefect_worker.id}',
  prefect_worker_cluster_name: '${aws_ecs_cluster.prefect_worker_cluster.name}',
};

const LOG_GROUP = '${aws_cloudwatch_log_group.prefect_worker_log_group.name}';

const QUEUE_URL =
  '$(aws sqs get-queue-url --queue-name prefect-worker-events-${var.name} --region ${data.aws_region.current.id} --query QueueUrl --output text)';

const FLOW_RUN_LOG_GROUP = '${aws_cloudwatch_log_group.prefect_flow_runs.name}';

const WRITE_TEMPLATE = 'terraform output -raw prefect_base_job_template > .terraform/base-job-template.json';

const HARDENED = {
  ...REFERENCE,
  prefect_base_job_template: '${local.prefect_base_job_template}',
  prefect_flow_run_log_group: FLOW_RUN_LOG_GROUP,
  prefect_flow_run_logs_command: `aws logs tail ${FLOW_RUN_LOG_GROUP} --region us-east-1 --since 1h --follow`,
  prefect_work_pool_create_command: `${WRITE_TEMPLATE} && prefect work-pool create \${var.worker_work_pool_name} --type ecs --base-job-template .terraform/base-job-template.json`,
  prefect_work_pool_update_command: `${WRITE_TEMPLATE} && prefect work-pool update \${var.worker_work_pool_name} --base-job-template .terraform/base-job-template.json`,
  prefect_worker_cluster_arn: '${aws_ecs_cluster.prefect_worker_cluster.id}',
  prefect_worker_region: 'us-east-1',
  prefect_worker_service_url:
    'https://console.aws.amazon.com/ecs/v2/clusters/${aws_ecs_cluster.prefect_worker_cluster.name}/services/prefect-worker-${var.name}?region=us-east-1',
  prefect_worker_log_group: LOG_GROUP,
  prefect_worker_logs_command: `aws logs tail ${LOG_GROUP} --region us-east-1 --since 1h --follow`,
  prefect_worker_event_queue_name: 'prefect-worker-events-${var.name}',
  prefect_worker_event_queue_command: `aws sqs get-queue-attributes --queue-url "${QUEUE_URL}" --region \${data.aws_region.current.id} --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible`,
};

test('a stack of the reference has its five outputs, and no other', () => {
  expect(outputsOf({ preset: 'reference' })).toEqual(REFERENCE);
});

test('a hardened one has these, and what people ask for next', () => {
  expect(outputsOf()).toEqual(HARDENED);
});

test('every output says what it is', () => {
  for (const { description } of Object.values(stackOf().output)) expect(description).toMatch(/^\S.{10,}$/);
});

test('the console is the one of the partition', () => {
  expect(outputsOf({ region: 'us-gov-west-1' })['prefect_worker_service_url']).toMatch(
    /^https:\/\/console\.amazonaws-us-gov\.com\/.*\?region=us-gov-west-1$/,
  );
});

test('a worker without a log has no command that shows it', () => {
  const { prefect_worker_log_group: _, prefect_worker_logs_command: __, ...others } = HARDENED;
  expect(outputsOf({ logs: { group: 'none' } })).toEqual(others);
});

test('a log that can only be queried has no command that follows it', () => {
  const { prefect_worker_logs_command: _, ...others } = HARDENED;
  expect(outputsOf({ logs: { class: 'INFREQUENT_ACCESS' } })).toEqual(others);
});

test('a worker that is told of no crash has no queue', () => {
  const { prefect_worker_event_queue_name: _, prefect_worker_event_queue_command: __, ...others } = HARDENED;
  expect(outputsOf({ crash_detection: { enabled: false } })).toEqual(others);
});

test('what a stack uses without making it is an output all the same', () => {
  const outputs = outputsOf({
    cluster: { existing: 'platform' },
    logs: { group: 'existing', name: '/platform/prefect' },
    roles: { execution: { existing: { name: 'execution' } } },
  });
  expect(outputs).toMatchObject({
    prefect_worker_cluster_name: '${data.aws_ecs_cluster.prefect_worker_cluster.cluster_name}',
    prefect_worker_cluster_arn: '${data.aws_ecs_cluster.prefect_worker_cluster.arn}',
    prefect_worker_log_group: '/platform/prefect',
    prefect_worker_execution_role_arn: '${data.aws_iam_role.role_execution.arn}',
  });
});

test('what a stack has not is null under the name that the reference has for it', () => {
  const outputs = outputsOf({
    network: { create_security_group: false, default_security_group: true },
    worker_type: 'process',
    roles: { task: { none: true } },
  });
  expect(outputs).toMatchObject({
    prefect_worker_security_group: '${null}',
    prefect_worker_task_role_arn: '${null}',
  });
});

describe('an output of the stack file', () => {
  test('is a value that the stack knows', () => {
    expect(outputsOf({ outputs: { vpc: 'vpc_id', where: 'region' } })).toEqual({
      ...HARDENED,
      vpc: '${var.vpc_id}',
      where: '${data.aws_region.current.id}',
    });
  });

  test('is available in both presets', () => {
    expect(outputsOf({ preset: 'reference', outputs: { vpc: 'vpc_id' } })).toEqual({
      ...REFERENCE,
      vpc: '${var.vpc_id}',
    });
  });

  test('is an expression, described and hidden as the stack file says', () => {
    const asked = { expression: 'aws_ecs_service.prefect_worker_service.name', description: 'It', sensitive: true };
    expect(stackOf({ outputs: { service: asked } }).output['service']).toEqual({
      value: '${aws_ecs_service.prefect_worker_service.name}',
      description: 'It',
      sensitive: true,
    });
  });

  test('is taken under any name that Terraform takes, the names of our own parts among them', () => {
    const outputs = { worker: 'vpc_id', inputs: 'vpc_id', service: 'vpc_id', _a: 'vpc_id' } as const;
    expect(outputsOf({ outputs })).toMatchObject({ worker: '${var.vpc_id}', inputs: '${var.vpc_id}' });
  });

  test.each(STACK_VALUES)('can be %s, resolved', (value) => {
    const outputs = outputsOf({
      vpc_id: null,
      worker_subnets: null,
      network: { create: {} },
      alarms: {},
      bucket: { name: 'prefect-worker-flows' },
      flow_runs: { task_role: {} },
      outputs: { it: value },
    });
    expect(JSON.stringify(outputs['it'])).toMatch(/^"\$\{|^"arn:\$\{|^\["\$\{|prefect-worker/);
  });
});
