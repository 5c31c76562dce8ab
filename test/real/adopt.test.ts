import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { whatIsThere } from '../helpers/aws';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { type Plan, Terraform } from '../helpers/terraform';

const STATES = resolve('test', 'adopt', 'states');
const MODULE = 'module.prefect_ecs_worker';

interface State {
  readonly resources: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

const INPUTS = {
  name: 'prod',
  prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
  worker_work_pool_name: 'ecs-pool',
};

/** What a stack file says of the worker in each state, beside what all say. */
const WORKERS = {
  registry: { adopt: { module: MODULE } },
  recipe: {
    name: 'old',
    adopt: { module: MODULE, from: 'recipe' },
    worker_image: 'prefecthq/prefect:2-python3.10',
    network: { egress: 'https_only', assign_public_ip: true },
  },
};

real('the state of a module under a new stack with preset: reference', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator?.stop());

  /** The plan on a state alone: what it lists is not in the emulator. */
  async function planOn(state: string, fields: object): Promise<Plan> {
    const folder = writeStack(scratchFolder(), environmentOf({ preset: 'reference', ...placeIn(state), ...fields }));
    copyFileSync(join(STATES, `${state}.json`), join(folder, 'terraform.tfstate'));
    const terraform = new Terraform(folder, { ...emulator.variables, TF_VAR_prefect_api_key: 'not-a-key' });
    await terraform.init();
    return terraform.plan('-refresh=false');
  }

  test('of the registry module plans to no change', async () => {
    const plan = await planOn('registry', WORKERS.registry);
    expect(realChanges(plan)).toEqual([]);
    expect(managed('registry')).toBe(15);
    expect(plan.resource_changes.filter(({ previous_address }) => previous_address !== undefined)).toHaveLength(15);
  });

  test('of the recipe plans its policies over those within the roles, and destroys nothing', async () => {
    const plan = await planOn('recipe', WORKERS.recipe);
    expect(realChanges(plan).sort()).toEqual([
      'aws_iam_role_policy.allow_create_log_group create',
      'aws_iam_role_policy.prefect_worker_allow_ecs_task[0] create',
      'aws_iam_role_policy.ssm_allow_read_prefect_api_key create',
      'aws_iam_role_policy_attachment.prefect_worker_ecs_policy create',
      'aws_security_group_rule.network_outbound.description',
    ]);
  });
});

real('the module of an old configuration, whose state the new stack takes over', () => {
  let emulator: Emulator;
  let stack: Terraform;
  let before: readonly string[];

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { vpcId: vpc_id, subnets: worker_subnets } = await emulator.network();
    const inputs = { ...INPUTS, vpc_id, worker_subnets: [...worker_subnets] };
    const old = new Terraform(scratchFolder(), emulator.variables);
    cpSync(resolve('generated', 'module'), join(old.folder, 'worker'), { recursive: true });
    const call = { source: './worker', prefect_api_key: 'not-a-key', ...inputs };
    const root = { provider: { aws: { region: 'us-east-1' } }, module: { prefect_ecs_worker: call } };
    writeFileSync(join(old.folder, 'main.tf.json'), JSON.stringify(root));
    await old.init();
    await old.apply();
    before = await whatIsThere(emulator);
    const fields = { preset: 'reference', adopt: { module: MODULE }, ...inputs };
    stack = new Terraform(writeStack(scratchFolder(), environmentOf(fields)), {
      ...emulator.variables,
      TF_VAR_prefect_api_key: 'not-a-key',
    });
    copyFileSync(join(old.folder, 'terraform.tfstate'), join(stack.folder, 'terraform.tfstate'));
    await stack.init();
  });
  afterAll(() => emulator?.stop());

  test('plans to no change', async () => {
    expect(realChanges(await stack.plan())).toEqual([]);
  });

  test('is applied, and what was there is there, and nothing else', async () => {
    await stack.applyPlan();
    expect(await whatIsThere(emulator)).toEqual(before);
    const { stdout } = await stack.run('state', 'list');
    expect(stdout).not.toContain('module.');
  });

  test('then needs no moved blocks any more', async () => {
    const { stdout } = await stack.run('state', 'list');
    expect(stdout.split('\n').filter((address) => /^aws_/.test(address))).toHaveLength(15);
    const document = JSON.parse(stack.read('cdk.tf.json'));
    writeFileSync(join(stack.folder, 'cdk.tf.json'), JSON.stringify({ ...document, moved: undefined }));
    expect(realChanges(await stack.plan())).toEqual([]);
  });
});

/** The network that a state names. */
function placeIn(state: string): object {
  const text = readFileSync(join(STATES, `${state}.json`), 'utf8');
  const [vpc_id] = text.match(/vpc-[0-9a-f]+/) ?? [];
  return {
    vpc_id,
    ...INPUTS,
    worker_subnets: [...new Set(text.match(/subnet-[0-9a-f]+/g))].sort(),
  };
}

function managed(state: string): number {
  const { resources } = JSON.parse(readFileSync(join(STATES, `${state}.json`), 'utf8')) as State;
  return resources.filter(({ mode }) => mode === 'managed').flatMap(({ instances }) => instances).length;
}
