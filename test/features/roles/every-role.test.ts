import { stackOf, type Terraform } from '../../helpers/synthesized';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';

/** Creates every role that there is. */
const ALL = {
  roles: { path: '/team/', permissions_boundary: BOUNDARY, policy_type: 'managed' },
  vpc_id: null,
  worker_subnets: null,
  network: { create: { flow_logs: {} } },
  capacity: { ec2: {} },
  image: { repository: {} },
  flow_runs: { execution_role: {}, task_role: { statements: [{ actions: ['s3:GetObject'], resources: ['*'] }] } },
  workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: { task_role: {}, execution_role: {} } } },
  ci_role: { github: 'acme/flows' },
};

const of = ({ resource }: Terraform, type: string) => Object.entries(resource[type] ?? {});

test('every created role has the boundary, and it and its policies the path', () => {
  const stack = stackOf(ALL);
  expect(of(stack, 'aws_iam_role').map(([name]) => name)).toEqual([
    'prefect_flow_execution_role',
    'prefect_flow_execution_role_gpu',
    'prefect_flow_task_role',
    'prefect_flow_task_role_gpu',
    'prefect_worker_ci_role',
    'prefect_worker_execution_role',
    'prefect_worker_instance_role',
    'prefect_worker_task_role',
    'prefect_worker_vpc_flow_logs_role',
  ]);
  const bounded = of(stack, 'aws_iam_role').filter(([, role]) => role['permissions_boundary'] === BOUNDARY);
  expect(bounded).toEqual(of(stack, 'aws_iam_role'));
  for (const type of ['aws_iam_role', 'aws_iam_policy', 'aws_iam_instance_profile']) {
    const paths = of(stack, type).map(([name, { path }]) => `${name} ${path}`);
    expect(paths).toEqual(of(stack, type).map(([name]) => `${name} /team/`));
  }
});
