import { RANDOM_FIELDS } from '../../../src/features/names/random-names';
import { createdItems } from '../../../src/inventory/inventory';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';
import { documentAt, resourceAt, runbookOf, stackOf, type Terraform } from '../../helpers/synthesized';

const READ = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::lake/*'] };

/** What creates everything that can have a random end. */
const ALL = {
  vpc_id: null,
  worker_subnets: null,
  network: { create: { endpoints: true, flow_logs: {} } },
  capacity: { type: 'fargate', ec2: {} },
  alarms: {},
  cluster: { execute_command: {} },
  service: { enable_execute_command: true },
  worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect:1',
  roles: { execution: { statements: [READ] }, task: { statements: [READ] } },
  worker: {
    secrets: { TOKEN: { create: true } },
    sidecars: { agent: { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:1' } },
  },
  flow_runs: { own_security_group: {}, execution_role: {}, task_role: { statements: [READ] } },
  ci_role: { github: 'acme/flows', read_api_key: true },
};
const FIELDS = RANDOM_FIELDS.filter((field) => !['auth_string_secret', 'create_log_group_policy'].includes(field));

const random = (fields: readonly string[], others: object = ALL) => ({ ...others, names: { random_suffix: fields } });

function prefixes(stack: Terraform): string[] {
  return Object.entries(stack.resource ?? {})
    .flatMap(([type, blocks]) => Object.entries(blocks).map(([name, block]) => [`${type}.${name}`, block] as const))
    .flatMap(([address, block]) => (block['name_prefix'] === undefined ? [] : [address]))
    .sort();
}

describe('a random end', () => {
  test('is there for all that has a name_prefix and is listed, and in the inventory', () => {
    const environment = random(FIELDS);
    const inInventory = createdItems(environmentOf(environment)).flatMap(({ address, name }) =>
      name?.randomEnd ? [address] : [],
    );
    expect(prefixes(stackOf(environment))).toEqual(inInventory.sort());
    expect(inInventory).toHaveLength(38);
  });

  test('of secrets and security groups alone, with true', () => {
    expect(prefixes(stackOf({ ...ALL, names: { random_suffix: true } }))).toEqual([
      'aws_secretsmanager_secret.prefect_api_key',
      'aws_secretsmanager_secret.worker_secret_token',
      'aws_security_group.prefect_flow_runs',
      'aws_security_group.prefect_worker',
    ]);
  });

  test('is referred to by those who need the name', () => {
    const stack = stackOf(random(['execution_role', 'task_role', 'event_rule'], {}));
    expect(resourceAt(stack, 'aws_iam_role.prefect_worker_execution_role')).toMatchObject({
      name_prefix: 'prefect-worker-execution-role-${var.name}-',
    });
    const rights = JSON.stringify(documentAt(stack, 'aws_iam_role_policy.prefect_worker_allow_ecs_task', 'policy'));
    expect(rights).toContain(':role/${aws_iam_role.prefect_worker_execution_role.name}');
    expect(JSON.stringify(documentAt(stack, 'aws_sqs_queue.prefect_worker_events', 'policy'))).toContain(
      ':rule/${aws_cloudwatch_event_rule.prefect_worker_events_rule.name}',
    );
  });

  test('of a queue is in its own policy as a pattern, and a reference everywhere else', () => {
    const stack = stackOf(random(['event_queue', 'failed_event_queue'], {}));
    const queue = resourceAt(stack, 'aws_sqs_queue.prefect_worker_events');
    expect(queue).toMatchObject({ name_prefix: 'prefect-worker-events-${var.name}-' });
    const own = JSON.stringify(documentAt(stack, 'aws_sqs_queue.prefect_worker_events', 'policy'));
    expect(own).toContain(':prefect-worker-events-${var.name}-*"');
    expect(own).not.toContain('aws_sqs_queue');
    expect(String(queue['redrive_policy'])).toContain('${aws_sqs_queue.prefect_worker_events_failed.name}');
    const rights = JSON.stringify(documentAt(stack, 'aws_iam_role_policy.prefect_worker_allow_ecs_task', 'policy'));
    expect(rights).toContain(':${aws_sqs_queue.prefect_worker_events.name}"');
  });

  test('is in the commands of the runbook as an output, and in its words as …', () => {
    const fields = [
      ...['log_group', 'flow_run_log_group', 'event_queue', 'failed_event_queue', 'alarm_topic'],
      ...['event_rule', 'service_event_rule'],
    ];
    const page = runbookOf(random(fields, { alarms: {}, flow_runs: {} }));
    for (const output of ['log_group', 'event_queue_name', 'failed_event_queue_name', 'alarm_topic_name']) {
      expect(page).toContain(`"$(terraform output -raw prefect_worker_${output})"`);
    }
    expect(page).toContain('`prefect-worker-events-failed-test-…`');
    expect(page).not.toMatch(/prefect-worker-(log-group|events|alarms)-test(?!-…|-undelivered)\b/);
  });

  test('of the log group of a further worker’s flow runs is an output of its own', () => {
    const further = { workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: { image: 'a/b:1' } } } };
    const fields = random(['flow_run_log_group'], further);
    expect(runbookOf(fields)).toContain('"$(terraform output -raw prefect_flow_run_log_group_gpu)"');
    expect(stackOf(fields).output?.['prefect_flow_run_log_group_gpu']).toMatchObject({
      value: '${aws_cloudwatch_log_group.prefect_flow_runs_gpu.name}',
    });
  });

  test.each(['hardened', 'reference'])('of the log group is an output with preset: %s', (preset) => {
    const stack = stackOf(random(['log_group'], { preset }));
    expect(stack.output?.['prefect_worker_log_group']).toMatchObject({
      value: '${aws_cloudwatch_log_group.prefect_worker_log_group.name}',
    });
  });

  test('of the task role is none where one is given', () => {
    const stack = stackOf(random(['task_role'], { flow_runs: { task_role: { same_as_worker: true } } }));
    expect(JSON.stringify(stack.locals?.['planned_task_role_arn'])).toContain(
      'try(aws_iam_role.prefect_worker_task_role[0].name, \\"\\")',
    );
  });

  test('of the roles of a further worker’s flow runs is referred to at their own address', () => {
    const further = {
      workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: { image: 'a/b:1', task_role: {} } } },
    };
    const stack = stackOf(random(['flow_run_task_role'], further));
    expect(resourceAt(stack, 'aws_iam_role.prefect_flow_task_role_gpu')).toMatchObject({
      name_prefix: 'prefect-flow-task-role-${var.name}-gpu-',
    });
    expect(JSON.stringify(documentAt(stack, 'aws_iam_role_policy.prefect_worker_allow_ecs_task', 'policy'))).toContain(
      ':role/${aws_iam_role.prefect_flow_task_role_gpu.name}',
    );
  });
});

test('a suffix ends every name from the pattern, and none that the file gives', () => {
  const stack = stackOf({ names: { suffix: 'k3x9', cluster: 'shared' }, image: { repository: {} } });
  expect(resourceAt(stack, 'aws_ecs_service.prefect_worker_service')).toMatchObject({
    name: 'prefect-worker-${var.name}-k3x9',
  });
  expect(resourceAt(stack, 'aws_ecr_repository.prefect_flows')).toMatchObject({
    name: 'prefect-flows-${var.name}-k3x9',
  });
  expect(resourceAt(stack, 'aws_ecs_cluster.prefect_worker_cluster')).toMatchObject({ name: 'shared' });
  const unnamed = createdItems(environmentOf({ names: { suffix: 'k3x9' } })).filter(
    ({ name }) => name?.kind !== undefined && !name.text.includes('-k3x9'),
  );
  expect(unnamed).toEqual([]);
});

describe('fails on', () => {
  test('a name that a suffix or a random end makes too long', () => {
    const name = 'n'.repeat(34);
    expect(() => environmentOf({ name })).not.toThrow();
    expect(reportOnFields({ name, names: { suffix: 'x' } })).toContain('must be at most 32 characters');
    expect(reportOnFields({ name: 'n'.repeat(8), names: { random_suffix: ['execution_role'] } })).toContain(
      'must be at most 7 characters: prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64, its random end of 27 among them',
    );
  });

  test('a random end of what has none', () => {
    expect(reportOnFields({ names: { random_suffix: ['cluster'] } })).toContain('names.random_suffix[0]: "cluster"');
  });

  test('a random end of what is not created', () => {
    expect(reportOnFields({ names: { random_suffix: ['instance_role'] } })).toContain(
      'instance_role has no effect: this stack does not create the role of the instances and of its instance profile\n    → remove instance_role from the list',
    );
  });

  test('a suffix that an ECR repository cannot end in', () => {
    expect(reportOnFields({ names: { suffix: 'K3' } })).toContain('lower-case letters, digits and hyphens');
    expect(reportOnFields({ names: { suffix: 'a-' } })).toContain('lower-case letters, digits and hyphens');
  });
});
