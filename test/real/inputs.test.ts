import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { copyProject } from '../helpers/project';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { type Plan, planned, Terraform } from '../helpers/terraform';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/mine`;

/**
 * What Terraform must refuse, and in which words. Terraform names the mistakes of one plan all at once, so each plan
 * has a bad value of each input. What depends on another input is in a plan where that one is right.
 */
const REFUSED: readonly Readonly<Record<string, readonly [value: unknown, message: string]>>[] = [
  {
    name: ['a'.repeat(35), 'name must be at most 34 characters'],
    vpc_id: ['vpc-123', 'vpc_id must be a VPC id'],
    worker_subnets: [['subnet-0a51c9e27f3b64d80', 'subnet-x'], 'worker_subnets must hold subnet ids only'],
    prefect_account_id: ['acme', 'prefect_account_id must be a UUID'],
    prefect_workspace_id: ['prod', 'prefect_workspace_id must be a UUID'],
    worker_cpu: [300, 'worker_cpu must be one of 256, 512'],
    worker_desired_count: [-1, 'worker_desired_count must be a whole number from 0 to 5000'],
    worker_image: ['a b', 'worker_image must be an image as Docker names it'],
    worker_log_retention_in_days: [31, 'worker_log_retention_in_days must be one of 0, 1, 3'],
    secrets_manager_recovery_in_days: [3, 'secrets_manager_recovery_in_days must be 0, or 7 to 30'],
    worker_task_role_arn: ['mine', 'worker_task_role_arn must be null, or the ARN of an IAM role'],
    worker_type: ['--help', 'worker_type must be the type of a Prefect worker'],
  },
  {
    name: ['my worker', 'name must be letters, digits, hyphens and underscores'],
    worker_subnets: [[], 'worker_subnets must name at least one subnet'],
    worker_work_pool_name: ['my pool', 'worker_work_pool_name must be letters, digits, hyphens'],
    worker_memory: [3000, 'worker_memory must be a size that Fargate takes with this worker_cpu'],
    worker_desired_count: [1.5, 'worker_desired_count must be a whole number'],
    secrets_manager_recovery_in_days: [31, 'secrets_manager_recovery_in_days must be 0, or 7 to 30'],
    prefect_api_key: [null, 'var.prefect_api_key defined at here: required variable may not be set to null'],
  },
  {
    worker_work_pool_name: ['a/b', 'worker_work_pool_name must be the name of a Prefect work pool'],
    worker_cpu: ['many', 'var.worker_cpu declared at here: a number is required'],
    worker_image: ['a'.repeat(256), 'worker_image must be an image as Docker names it, at most 255 characters'],
  },
  {
    worker_image: ['https://registry.example.com/worker:1', 'worker_image must be an image as Docker names it'],
  },
  {
    worker_image: ['registry.example.com/Team/worker:3:4', 'worker_image must be an image as Docker names it'],
  },
  {
    worker_image: ['11112222333.dkr.ecr.us-east-1.amazonaws.com/a:1', 'worker_image must be in a registry of ECR'],
  },
  {
    worker_image: ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a', 'worker_image must be in a registry of ECR'],
  },
];

real('an ops team that overrides inputs of dev', () => {
  let emulator: Emulator;
  let terraform: Terraform;
  const refusals: string[] = [];

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { variables } = await emulator.network();
    terraform = new Terraform(copyProject(scratchFolder()).stack('dev'), {
      ...emulator.variables,
      ...variables,
      TF_VAR_prefect_api_key: 'the-key',
    });
    await terraform.init();
    for (const values of REFUSED) {
      const pairs = Object.entries(values).map(([input, [value]]) => [input, value]);
      const { output } = await terraform.try('plan', inputs(Object.fromEntries(pairs)));
      refusals.push(output.replace(/\s+/g, ' ').replace(/cdk\.tf\.json:[0-9,-]+/g, 'here'));
    }
  });
  afterAll(() => emulator?.stop());

  /** A tfvars file with these values. */
  function inputs(values: Readonly<Record<string, unknown>>): string {
    writeFileSync(join(terraform.folder, 'given.tfvars.json'), JSON.stringify(values));
    return '-var-file=given.tfvars.json';
  }

  function planWith(values: Readonly<Record<string, unknown>>): Promise<Plan> {
    return terraform.plan(inputs(values));
  }

  test.each(
    REFUSED.flatMap((values, index) =>
      Object.entries(values).map(([input, [value, message]]) => [input, value, message, index] as const),
    ),
  )('is told that %s cannot be %j', (_input, _value, message, index) => {
    expect(refusals[index]).toContain(message);
  });

  test('gets the right to pull an image that is in ECR, in whatever account and region', async () => {
    const plan = await planWith({
      worker_image:
        '999988887777.dkr.ecr.eu-west-1.amazonaws.com/team/worker@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    });
    expect(statement(plan, 'prefect_worker_pull_image[0]', 'EcrPull')?.['Resource']).toBe(
      'arn:aws:ecr:eu-west-1:999988887777:repository/team/worker',
    );
  });

  test('gets no right to pull an image that is elsewhere', async () => {
    const plan = await planWith({ worker_image: 'ghcr.io/team/worker:1' });
    expect(planned(plan, 'aws_iam_role_policy.prefect_worker_pull_image[0]')).toBeUndefined();
  });

  test('gets rights for the pool that it names', async () => {
    const plan = await planWith({ worker_work_pool_name: 'another', name: 'other' });
    expect(statement(plan, 'prefect_worker_allow_ecs_task[0]', 'RunFlowTasks')).toMatchObject({
      Resource: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/prefect_another_*`,
      Condition: { ArnEquals: { 'ecs:cluster': `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/prefect-worker-other` } },
    });
  });

  test('gets no task role beside its own', async () => {
    const plan = await planWith({ worker_task_role_arn: ROLE });
    expect(planned(plan, 'aws_iam_role.prefect_worker_task_role[0]')).toBeUndefined();
    expect(planned(plan, 'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]')).toBeUndefined();
    expect(planned(plan, 'aws_ecs_task_definition.prefect_worker_task_definition')?.['task_role_arn']).toBe(ROLE);
    expect(plan.output_changes['prefect_worker_task_role_arn']?.after).toBe(ROLE);
  });

  test('gets no right to run tasks for a worker that runs none', async () => {
    const plan = await planWith({ worker_type: 'process', worker_work_pool_name: 'my pool' });
    expect(planned(plan, 'aws_iam_role.prefect_worker_task_role[0]')).toBeDefined();
    expect(planned(plan, 'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]')).toBeUndefined();
  });

  test('gets dev.yaml’s value where it says null', async () => {
    const plan = await planWith({ worker_cpu: null, worker_log_retention_in_days: null, name: null });
    expect(planned(plan, 'aws_ecs_task_definition.prefect_worker_task_definition')).toMatchObject({
      family: 'prefect-worker-dev',
      cpu: '256',
    });
    expect(planned(plan, 'aws_cloudwatch_log_group.prefect_worker_log_group')?.['retention_in_days']).toBe(7);
  });
});

/** A statement of a planned policy. */
function statement(plan: Plan, policy: string, sid: string): Record<string, unknown> | undefined {
  const { Statement } = JSON.parse(planned(plan, `aws_iam_role_policy.${policy}`)?.['policy']);
  return Statement.find(({ Sid }: { Sid: string }) => Sid === sid);
}
