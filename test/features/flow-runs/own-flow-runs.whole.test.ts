import { templateFileName } from '../../../src/features/work-pool/template-file-name';
import { createdItems } from '../../../src/inventory/inventory';
import { defaultsOf, templateIn, templateOfWorker } from '../../helpers/job-template';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';
import { addressesOf, documentAt, fileBeside, resourceAt, stackOf } from '../../helpers/synthesized';

/** A CPU pool and a GPU pool. */
const GPU = {
  capacity: { type: 'fargate', ec2: { instance_types: ['g5.xlarge'], max_size: 2 } },
  flow_runs: {
    image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/cpu:1',
    task_role: { statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::cpu-data/*'] }] },
  },
  workers: {
    gpu: {
      worker_work_pool_name: 'gpu-pool',
      flow_runs: {
        cpu: 4096,
        memory: 12288,
        gpus: 1,
        capacity: 'ec2',
        image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/gpu:1',
        task_role: { statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::gpu-data/*'] }] },
        execution_role: {},
        own_security_group: {},
        create_task_definition: true,
        secrets: { TOKEN: { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:gpu-AbC123' } },
        retries: { run_task_attempts: 7 },
      },
    },
  },
};

const stack = () => stackOf(GPU);

test('each pool has a template of its own, with its image, its size and its roles', () => {
  expect(fileBeside(stack(), templateFileName())).not.toBe(fileBeside(stack(), templateFileName('gpu')));
  expect(defaultsOf(templateIn(stack()))).toMatchObject({
    image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/cpu:1',
    cpu: 1024,
    launch_type: 'FARGATE',
    task_role_arn: '${aws_iam_role.prefect_flow_task_role.arn}',
  });
  expect(defaultsOf(templateOfWorker(stack(), 'gpu'))).toMatchObject({
    image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/gpu:1',
    cpu: 4096,
    launch_type: 'EC2',
    task_role_arn: '${aws_iam_role.prefect_flow_task_role_gpu.arn}',
    execution_role_arn: '${aws_iam_role.prefect_flow_execution_role_gpu.arn}',
    task_definition_arn: '${aws_ecs_task_definition.prefect_flow_runs_gpu.arn}',
  });
  expect(stack().output['prefect_base_job_template_gpu']?.['value']).toBe('${local.prefect_base_job_template_gpu}');
});

test('what a further pool has is beside what the first one has, and is named after its worker', () => {
  const own = addressesOf(stack()).filter((address) => /flow.*_gpu$/.test(address));
  expect(own).toEqual([
    'aws_cloudwatch_log_group.prefect_flow_runs_gpu',
    'aws_ecs_task_definition.prefect_flow_runs_gpu',
    'aws_iam_role.prefect_flow_execution_role_gpu',
    'aws_iam_role.prefect_flow_task_role_gpu',
    'aws_iam_role_policy.prefect_flow_runs_execution_gpu',
    'aws_iam_role_policy.prefect_flow_task_role_statements_gpu',
    'aws_security_group.prefect_flow_runs_gpu',
    'aws_security_group_rule.flow_runs_outbound_gpu',
  ]);
  expect(resourceAt(stack(), 'aws_iam_role.prefect_flow_task_role_gpu')).toMatchObject({
    name: 'prefect-flow-task-role-${var.name}-gpu',
  });
});

test('the inventory has the same, with the names that an apply would give', () => {
  const items = createdItems(environmentOf(GPU)).filter(({ address }) => /flow.*_gpu$/.test(address));
  expect(items.map(({ address }) => address).sort()).toEqual(
    addressesOf(stack()).filter((address) => /flow.*_gpu$/.test(address)),
  );
  expect(items.find(({ address }) => address === 'aws_iam_role.prefect_flow_task_role_gpu')?.name?.text).toBe(
    'prefect-flow-task-role-test-gpu',
  );
});

test('the worker may pass the roles of both, and the roles have the rights of their own pool alone', () => {
  const statements = (address: string) =>
    (documentAt(stack(), address, 'policy') as { Statement: { Sid: string; Resource: unknown }[] }).Statement;
  const passed = statements('aws_iam_role_policy.prefect_worker_allow_ecs_task').find(({ Sid }) => /Pass/.test(Sid));
  expect(passed?.Resource).toEqual([
    expect.stringContaining('role/prefect-worker-execution-role-'),
    expect.stringMatching(/role\/prefect-flow-task-role-\$\{var\.name\}$/),
    expect.stringMatching(/role\/prefect-flow-execution-role-\$\{var\.name\}-gpu$/),
    expect.stringMatching(/role\/prefect-flow-task-role-\$\{var\.name\}-gpu$/),
  ]);
  expect(JSON.stringify(statements('aws_iam_role_policy.prefect_flow_task_role_statements'))).toContain('cpu-data');
  const gpu = JSON.stringify(statements('aws_iam_role_policy.prefect_flow_task_role_statements_gpu'));
  expect(gpu).toContain('gpu-data');
  expect(gpu).not.toContain('cpu-data');
  expect(JSON.stringify(statements('aws_iam_role_policy.prefect_flow_runs_execution_gpu'))).toContain('secret:gpu-');
});

test('only its worker has its retries', () => {
  const variables = (end: string) =>
    JSON.stringify(
      documentAt(stack(), `aws_ecs_task_definition.prefect_worker_task_definition${end}`, 'container_definitions'),
    );
  expect(variables('_gpu')).toContain('ECS_WORKER_CREATE_TASK_RUN_MAX_ATTEMPTS');
  expect(variables('')).not.toContain('ECS_WORKER_CREATE_TASK_RUN_MAX_ATTEMPTS');
});

test('instances for a pool with GPUs have the image of AWS for them', () => {
  expect(environmentOf(GPU).instances?.ami).toContain('gpu');
});

test('a role that several pools have is passed once', () => {
  const plain = { workers: { gpu: { worker_work_pool_name: 'gpu-pool', flow_runs: { image: 'a/b:1' } } } };
  const { Statement: statements } = documentAt(
    stackOf(plain),
    'aws_iam_role_policy.prefect_worker_allow_ecs_task',
    'policy',
  ) as { Statement: { Sid: string; Resource: unknown }[] };
  expect(statements.find(({ Sid }) => Sid === 'PassFlowRoles')?.Resource).toMatch(/prefect-worker-execution-role-/);
});

describe('a pool whose flow runs are in another cluster', () => {
  const elsewhere = {
    ...GPU,
    workers: { gpu: { ...GPU.workers.gpu, flow_runs: { image: 'a/b:1', cluster: 'gpus' } } },
  };

  test('is in its template alone', () => {
    expect(defaultsOf(templateOfWorker(stackOf(elsewhere), 'gpu'))['cluster']).toMatch(/cluster\/gpus$/);
    expect(defaultsOf(templateIn(stackOf(elsewhere)))['cluster']).not.toMatch(/gpus/);
  });

  test('gives the worker permissions in both clusters, and events of both', () => {
    const { Statement: statements } = documentAt(
      stackOf(elsewhere),
      'aws_iam_role_policy.prefect_worker_allow_ecs_task',
      'policy',
    ) as { Statement: { Sid: string; Resource: unknown; Condition?: { ArnEquals: unknown } }[] };
    const of = (sid: string) => statements.find(({ Sid }) => Sid === sid);
    const both = [expect.stringContaining('cluster/prefect-worker-'), expect.stringMatching(/cluster\/gpus$/)];
    expect(of('RunFlowTasks')?.Condition?.ArnEquals).toEqual({ 'ecs:cluster': both });
    expect(of('WatchAndStopFlowTasks')?.Resource).toEqual([
      expect.stringContaining('task/prefect-worker-'),
      expect.stringMatching(/task\/gpus\/\*$/),
    ]);
    const pattern = documentAt(
      stackOf(elsewhere),
      'aws_cloudwatch_event_rule.prefect_worker_events_rule',
      'event_pattern',
    );
    expect(pattern).toMatchObject({ detail: { clusterArn: both } });
  });
});

test('flow runs with the role of the worker give it what they need', () => {
  const withRole = {
    workers: {
      gpu: {
        worker_work_pool_name: 'gpu-pool',
        flow_runs: { image: 'a/b:1', task_role: { same_as_worker: true }, enable_execute_command: true },
      },
    },
  };
  expect(addressesOf(stackOf(withRole)).filter((address) => address.includes('flow_task_role'))).toEqual([]);
  expect(
    JSON.stringify(documentAt(stackOf(withRole), 'aws_iam_role_policy.prefect_worker_allow_ecs_task', 'policy')),
  ).toContain('ssmmessages:CreateDataChannel');
});

test('managed policies are named after the worker, and attached to its own roles', () => {
  const managed = stackOf({ ...GPU, roles: { policy_type: 'managed' } });
  expect(resourceAt(managed, 'aws_iam_policy.prefect_flow_task_role_statements_gpu')['name']).toMatch(/-gpu$/);
  expect(resourceAt(managed, 'aws_iam_role_policy_attachment.prefect_flow_task_role_statements_gpu')).toMatchObject({
    policy_arn: '${aws_iam_policy.prefect_flow_task_role_statements_gpu.arn}',
    role: '${aws_iam_role.prefect_flow_task_role_gpu.name}',
  });
});

describe('fails on', () => {
  test('flow runs of a worker that polls the pool of another', () => {
    expect(reportOnFields({ workers: { gpu: { flow_runs: { image: 'a/b:1' } } } })).toContain(
      'must belong to a work pool of its own',
    );
  });

  test('flow runs without an image', () => {
    expect(reportOnFields({ workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: {} } } })).toContain(
      'workers.gpu.flow_runs.image',
    );
  });

  test('a mistake in them, where it stands', () => {
    const own = { image: 'a/b:1', cpu: 512, memory: 512 };
    const report = reportOnFields({ workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: own } } });
    expect(report).toContain('workers.gpu.flow_runs.memory: 512');
    expect(report).toContain('change workers.gpu.flow_runs.memory, workers.gpu.flow_runs.cpu, or both');
  });

  test('a worker with which a name of its flow runs would be too long', () => {
    const own = { worker_work_pool_name: 'gpu', flow_runs: { image: 'a/b:1' } };
    const longest = 64 - 'prefect-flow-execution-role-test-'.length;
    expect(reportOnFields({ workers: { ['a'.repeat(longest + 1)]: own } })).toContain(
      'would be longer than 64 characters',
    );
    expect(() => environmentOf({ workers: { ['a'.repeat(longest)]: own } })).not.toThrow();
  });

  test('flow runs of a worker that starts none', () => {
    const own = { worker_work_pool_name: 'gpu', flow_runs: { image: 'a/b:1' } };
    expect(reportOnFields({ worker_type: 'process', workers: { gpu: own } })).toContain(
      'only an ecs worker starts tasks',
    );
  });
});
