import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearestExistingPath, roleNamed, secretNamed, securityGroupNamed, workerNamed } from '../helpers/aws';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import { CONTAINER, REFERENCE, TRUST, WORKER_RIGHTS } from '../helpers/reference';
import { scratchFolder } from '../helpers/stack-files';
import { type Plan, planned, Terraform } from '../helpers/terraform';

const REQUIRED = {
  source: './worker',
  vpc_id: '${var.vpc_id}',
  worker_subnets: '${var.worker_subnets}',
  prefect_api_key: 'the-key',
  prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
  worker_work_pool_name: 'pool',
};

const CALLS = {
  /** The 7 required inputs. */
  seven: { ...REQUIRED, name: 'seven' },
  /** All 16. */
  sixteen: {
    ...REQUIRED,
    name: 'sixteen',
    worker_cpu: 2048,
    worker_memory: 8192,
    worker_desired_count: 1,
    worker_extra_pip_packages: 'prefect-aws "quoted" s3fs',
    worker_image: 'registry.example.com/worker:1',
    worker_log_retention_in_days: 90,
    secrets_manager_recovery_in_days: 7,
    worker_task_role_arn: `arn:aws:iam::${ACCOUNT}:role/mine`,
    worker_type: 'process',
  },
};

/** What a configuration of the reference's that uses the module looks like. */
const ROOT = {
  provider: { aws: { region: 'us-east-1' } },
  variable: { vpc_id: { type: 'string' }, worker_subnets: { type: 'list(string)' } },
  module: CALLS,
  output: Object.fromEntries(Object.keys(CALLS).map((name) => [name, { value: `\${module.${name}}` }])),
};

real('the module, called as the reference is', () => {
  let emulator: Emulator;
  let terraform: Terraform;
  let plan: Plan;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { variables } = await emulator.network();
    const folder = scratchFolder();
    cpSync(resolve('generated', 'module'), join(folder, 'worker'), { recursive: true });
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(ROOT));
    terraform = new Terraform(folder, { ...emulator.variables, ...variables });
    await terraform.init();
    plan = await terraform.plan();
    await terraform.applyPlan();
  });
  afterAll(() => emulator?.stop());

  function addresses(call: string): string[] {
    const prefix = `module.${call}.`;
    return plan.resource_changes
      .filter(({ address, change }) => address.startsWith(prefix) && change.actions.includes('create'))
      .map(({ address }) => address.slice(prefix.length));
  }

  test('plans the reference’s resources with 7 inputs, and no other', () => {
    expect(addresses('seven').sort()).toEqual(Object.keys(REFERENCE).sort());
  });

  test.each(Object.entries(REFERENCE))('plans %s as the reference does', (address, attributes) => {
    const resource = planned(plan, `module.seven.${address}`);
    expect(resource).toMatchObject(attributes);
    // The reference tags nothing.
    expect(resource?.['tags'] ?? null).toBeNull();
  });

  test.each(['execution', 'task'])('lets ECS tasks take the %s role, as the reference does', async (kind) => {
    expect((await roleNamed(emulator, `prefect-worker-${kind}-role-seven`)).trust).toEqual(TRUST);
  });

  test('gives the execution role the reference’s rights', async () => {
    const { arn } = await secretNamed(emulator, 'prefect-api-key-seven');
    expect((await roleNamed(emulator, 'prefect-worker-execution-role-seven')).policies).toEqual({
      'ssm-allow-read-prefect-api-key-seven': allow(
        ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'ssm:GetParameters'],
        [arn],
      ),
      'logs-allow-create-log-group-seven': allow(['logs:CreateLogGroup'], '*'),
    });
  });

  test('gives the task role the reference’s 18 rights', async () => {
    const { policies } = await roleNamed(emulator, 'prefect-worker-task-role-seven');
    expect(policies).toEqual({
      'prefect-worker-allow-ecs-task-seven': allow(WORKER_RIGHTS, '*'),
    });
  });

  test('runs the reference’s container', async () => {
    const { container } = await workerNamed(emulator, 'seven');
    const { arn } = await secretNamed(emulator, 'prefect-api-key-seven');
    expect(container).toMatchObject({ ...CONTAINER, secrets: [{ name: 'PREFECT_API_KEY', valueFrom: arn }] });
    expect(container.healthCheck).toBeUndefined();
  });

  test('makes no task role with 16 inputs, one of which names one, and does what the others say', async () => {
    expect(addresses('sixteen').sort()).toEqual(
      Object.keys(REFERENCE)
        .filter((address) => !address.endsWith('[0]'))
        .sort(),
    );
    const { definition, container } = await workerNamed(emulator, 'sixteen');
    expect(definition).toMatchObject({
      cpu: '2048',
      memory: '8192',
      taskRoleArn: CALLS.sixteen.worker_task_role_arn,
    });
    expect(container).toMatchObject({
      image: 'registry.example.com/worker:1',
      command: ['prefect', 'worker', 'start', '-p', 'pool', '--type', 'process'],
      environment: expect.arrayContaining([{ name: 'EXTRA_PIP_PACKAGES', value: 'prefect-aws "quoted" s3fs' }]),
    });
  });

  test('gives the reference’s 5 outputs', async () => {
    expect(await terraform.outputs()).toMatchObject({
      seven: await outputsOf('seven', `arn:aws:iam::${ACCOUNT}:role/prefect-worker-task-role-seven`),
      sixteen: await outputsOf('sixteen', CALLS.sixteen.worker_task_role_arn),
    });
  });

  async function outputsOf(name: string, taskRole: string) {
    return {
      prefect_worker_service_id: (await workerNamed(emulator, name)).service.serviceArn,
      prefect_worker_execution_role_arn: `arn:aws:iam::${ACCOUNT}:role/prefect-worker-execution-role-${name}`,
      prefect_worker_task_role_arn: taskRole,
      prefect_worker_security_group: (await securityGroupNamed(emulator, `prefect-worker-sg-${name}`))?.GroupId,
      prefect_worker_cluster_name: `prefect-worker-${name}`,
    };
  }

  test('then plans to no change', async () => {
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('terraform destroy leaves nothing', async () => {
    await terraform.destroy();
    expect(await nearestExistingPath(emulator)).toEqual([]);
  });
});

function allow(Action: string[], Resource: string | string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
}
