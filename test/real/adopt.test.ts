import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Adoption, adoptionOf } from '../../src/adopt/adoption';
import { resourcesOfStack } from '../../src/adopt/cloudformation-resources';
import type { DescribedStack } from '../../src/adopt/cloudformation-stack';
import { documentIn, type Template, templateIn } from '../../src/adopt/cloudformation-template';
import { type FoundWorker, workersAmong } from '../../src/adopt/found-worker';
import { oldConfiguration } from '../../src/adopt/old-configuration';
import { resourcesInState } from '../../src/adopt/terraform-state';
import type { Way } from '../../src/adopt/ways';
import type { Environment } from '../../src/environment/environment';
import { loadEnvironments } from '../../src/environment/load';
import { nearestExistingPath } from '../helpers/aws';
import { CloudFormation, createAsInTemplate } from '../helpers/cloudformation';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import { run, succeed } from '../helpers/run';
import { sampled } from '../helpers/sampled';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { type Plan, Terraform, terraformEnvironment } from '../helpers/terraform';
import { Recorder } from '../transitions/recorder';

const STATES = resolve('test', 'adopt', 'states');
const MODULE = 'module.prefect_ecs_worker';

interface StoredResource {
  readonly type: string;
  readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
}

interface State {
  readonly resources: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

const KEY = { TF_VAR_prefect_api_key: 'not-a-key' };

/** What a service that is imported lacks: the emulator gives no defaults, and the provider has FAMILY:REVISION for the ARN. */
const OF_IMPORTS = ['deployment_maximum_percent', 'deployment_minimum_healthy_percent', 'task_definition'].map(
  (attribute) => `aws_ecs_service.prefect_worker_service.${attribute}`,
);

const SERVICES = 'arn:aws:ecs:us-east-1:111122223333:service/';
/** A service as the template of prefect-aws has it: a shell, ECS Exec, a port that is open; the emulator gives back no strategy. */
const OTHER = {
  network: { ingress: [{ port: 8080, cidr_blocks: ['0.0.0.0/0'] }] },
  service: { enable_execute_command: true, deployment_circuit_breaker: { enable: true, rollback: true } },
  worker: {
    command: ['sh', '-c', 'prefect worker start --type ecs --pool ecs-pool --with-healthcheck --work-queue default'],
    health_check: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health'] },
    depends_on: { router: 'START' },
    sidecars: {
      router: {
        ...{ image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.3', essential: true },
        memory_reservation: 50,
        firelens_configuration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
      },
      agent: {
        ...{ image: 'agent:7', depends_on: { worker: 'START' }, mounts: { shared: { container_path: '/shared' } } },
        log_configuration: { log_driver: 'awsfirelens', options: { Name: 'cloudwatch', log_group_name: '/ecs/agent' } },
      },
    },
    volumes: { shared: {} },
  },
  names: {
    cluster: 'main',
    service: 'own',
    task_family: 'own',
    log_group: '/ecs/own',
    security_group: 'own',
  },
};

/** Of Terraform alone, and the description of the rule of the recipe. */
const OF_OWN = /\.(force_new_deployment|force_overwrite_replica_secret|tags)$|network_outbound\.description$/;

/** What people add to a module, and what a provider with default_tags does. */
function withOwnSettings({ resources }: { resources: readonly StoredResource[] }): void {
  const of = (type: string) => resources.find((one) => one.type === type)?.instances[0]?.attributes ?? {};
  for (const { instances } of resources) {
    for (const { attributes } of instances) if ('tags_all' in attributes) attributes['tags_all'] = { Team: 'data' };
  }
  Object.assign(of('aws_cloudwatch_log_group'), {
    kms_key_id: 'arn:aws:kms:us-east-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62',
    log_group_class: 'INFREQUENT_ACCESS',
    tags_all: { Team: 'data', Tier: 'logs' },
    tags: { Tier: 'logs' },
  });
  Object.assign(of('aws_secretsmanager_secret'), { description: 'of the worker' });
  Object.assign(of('aws_ecs_service'), {
    ...{ deployment_maximum_percent: 100, deployment_minimum_healthy_percent: 0, desired_count: 2, launch_type: '' },
    ...{ health_check_grace_period_seconds: 60, platform_version: '1.4.0' },
    capacity_provider_strategy: [{ capacity_provider: 'FARGATE', base: 2, weight: 100 }],
    load_balancer: [
      {
        target_group_arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/a/0123456789abcdef',
        ...{ container_name: of('aws_ecs_service')['name'], container_port: 8080, elb_name: '' },
      },
    ],
  });
}

const OF_TERRAFORM = [
  'force_overwrite_replica_secret',
  'recovery_window_in_days',
  'wait_for_steady_state',
  'skip_destroy',
  'force_delete',
];

/** Nothing of Prefect Cloud. */
const ITS_OWN_SERVER = { prefect_account_id: null, prefect_workspace_id: null };

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
  async function planOn(state: string, fields: object, stored?: object): Promise<Plan> {
    const folder = writeStack(scratchFolder(), environmentOf({ preset: 'reference', ...placeIn(state), ...fields }));
    copyFileSync(join(STATES, `${state}.json`), join(folder, 'terraform.tfstate'));
    if (stored !== undefined) writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(stored));
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

  test('of the later registry module keeps names and queue, and destroys nothing', async () => {
    const resources = resourcesInState(JSON.parse(readFileSync(join(STATES, 'registry-later.json'), 'utf8'))) ?? [];
    const workers = workersAmong(resources);
    const { fields } = adoptionOf(workers[0] as FoundWorker, workers, { resources, isState: true });
    const plan = await planOn('registry-later', fields);
    const whole = realChanges(plan).filter((change) => / /.test(change));
    expect(whole.sort()).toEqual([
      'aws_ecs_task_definition.prefect_worker_task_definition delete and create',
      'aws_sqs_queue.prefect_worker_events_failed create',
      'aws_sqs_queue.prefect_worker_events_undelivered create',
      `${MODULE}.aws_iam_policy.prefect_worker_read_sqs[0] forget`,
      `${MODULE}.aws_sqs_queue_policy.this[0] forget`,
    ]);
  });

  test.each(sampled(['registry', 'recipe'], 1))('of the %s with settings of its own keeps them', async (state) => {
    const stored = JSON.parse(readFileSync(join(STATES, `${state}.json`), 'utf8'));
    withOwnSettings(stored);
    const resources = resourcesInState(stored) ?? [];
    const workers = workersAmong(resources);
    const { fields, way } = adoptionOf(workers[0] as FoundWorker, workers, { resources, isState: true });
    expect(way).toBe('moved');
    const plan = await planOn(state, fields, stored);
    const whole = realChanges(plan).filter((change) => change.includes(' '));
    expect(whole.filter((change) => !/^aws_iam_role_policy.* create$/.test(change))).toEqual([]);
    expect(realChanges(plan).filter((change) => !whole.includes(change) && !OF_OWN.test(change))).toEqual([]);
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

/** Each is applied, which takes a minute and more. */
const APPLIED = ['module', 'two workers', 'service', 'cloudformation'] as const;
const CHOSEN = sampled(APPLIED, 1);

function applied(which: (typeof APPLIED)[number], what: string, tests: () => void): void {
  if (CHOSEN.includes(which)) real(what, tests);
}

applied('module', 'the module of an old configuration, whose state the new stack takes over', () => {
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
    before = await nearestExistingPath(emulator);
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
    expect(await nearestExistingPath(emulator)).toEqual(before);
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

applied(
  'two workers',
  'an old configuration with two workers and a bucket, whose workers go to stacks of their own',
  () => {
    let emulator: Emulator;
    let old: Terraform;
    let root: { module?: Record<string, object>; removed?: object[] } & Record<string, unknown>;
    let before: readonly string[];

    beforeAll(async () => {
      emulator = await Emulator.start();
      const { vpcId: vpc_id, subnets: worker_subnets } = await emulator.network();
      old = new Terraform(scratchFolder(), { ...emulator.variables, ...KEY });
      cpSync(resolve('generated', 'module'), join(old.folder, 'worker'), { recursive: true });
      const call = { source: './worker', prefect_api_key: 'not-a-key', ...INPUTS, vpc_id, worker_subnets };
      root = {
        provider: { aws: { region: 'us-east-1' } },
        module: { a: { ...call, name: 'a' }, b: { ...call, name: 'b' } },
        resource: { aws_sqs_queue: { other: { name: 'other' } } },
      };
      await configure();
      await old.init();
      await old.apply();
      before = await nearestExistingPath(emulator);
    });
    afterAll(() => emulator?.stop());

    async function configure(): Promise<void> {
      writeFileSync(join(old.folder, 'main.tf.json'), JSON.stringify(root));
    }

    /** The stack of a worker in the state, as the command writes its file. */
    async function adopted(module: string, way: Way): Promise<{ stack: Terraform; adoption: Adoption }> {
      const shown = JSON.parse((await old.run('show', '-json')).stdout);
      const resources = resourcesInState(shown) ?? [];
      const workers = workersAmong(resources);
      const worker = workers.find((one) => one.module === module) as FoundWorker;
      const adoption = adoptionOf(worker, workers, { resources, isState: true }, way);
      const stack = new Terraform(writeStack(scratchFolder(), environmentOf(adoption.fields)), {
        ...emulator.variables,
        ...KEY,
      });
      await stack.init();
      return { stack, adoption };
    }

    test('one is imported without a change, and the old configuration forgets it', async () => {
      const { stack } = await adopted('module.a', 'import');
      const plan = await stack.plan();
      expect(plan.resource_changes.filter(({ change }) => change.importing !== undefined)).toHaveLength(15);
      expect(withoutSettings(realChanges(plan))).toEqual(OF_IMPORTS);
      await stack.applyPlan();
      expect(withoutSettings(realChanges(await stack.plan()))).toEqual([]);
      const { a: _, ...others } = root.module ?? {};
      root = { ...root, module: others, removed: [{ from: 'module.a', lifecycle: { destroy: false } }] };
      await configure();
      await old.plan();
      await old.applyPlan();
      expect(await nearestExistingPath(emulator)).toEqual(before);
    });

    test('the other is moved from state to state by the printed commands', async () => {
      const { stack, adoption } = await adopted('module.b', 'state-mv');
      const lines = oldConfiguration(adoption.worker, 'state-mv', 'b').split('\n');
      const commands = lines.filter((line) => /^(terraform state|cp) /.test(line)).join('\n');
      await succeed('sh', ['-ec', commands], { cwd: old.folder, env: terraformEnvironment(emulator.variables) });
      copyFileSync(join(old.folder, 'b.tfstate'), join(stack.folder, 'moved.tfstate'));
      await stack.run('state', 'push', 'moved.tfstate');
      expect(realChanges(await stack.plan())).toEqual([]);
      await old.run('state', 'push', 'old.tfstate');
      const { module: _, ...others } = root;
      root = others;
      await configure();
      await old.init();
      expect(realChanges(await old.plan())).toEqual([]);
      expect(await nearestExistingPath(emulator)).toEqual(before);
    });
  },
);

applied('service', 'a service that something else created, read from its account', () => {
  let emulator: Emulator;
  const folder = scratchFolder();

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { vpcId: vpc_id, subnets: worker_subnets } = await emulator.network();
    const fields = { preset: 'reference', ...INPUTS, vpc_id, worker_subnets: [...worker_subnets], ...OTHER };
    const made = new Terraform(writeStack(scratchFolder(), environmentOf(fields)), { ...emulator.variables, ...KEY });
    await made.init();
    await made.apply();
  });
  afterAll(() => emulator?.stop());

  const adopt = (service: string) =>
    run('node', ['--import', 'tsx', 'src/cli.ts', 'adopt', `${SERVICES}${service}`, 'prod', '--dir', folder], {
      env: {
        ...process.env,
        ...emulator.variables,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
    });

  test('is imported with its log group and its security group; no plan destroys or replaces more than the revision', async () => {
    const { status, output } = await adopt('main/own');
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('created by other means') });
    const [environment] = loadEnvironments(join(folder, 'stacks'));
    const stack = new Terraform(writeStack(scratchFolder(), environment as Environment), emulator.variables);
    await stack.init();
    expect(output).toContain('1 ingress rule of the security group: a worker needs none');
    const plan = await stack.plan();
    expect(plan.resource_changes.filter(({ change }) => change.importing !== undefined)).toHaveLength(5);
    const whole = realChanges(plan).filter((change) => change.includes(' '));
    expect(whole.filter((change) => !change.includes('aws_ecs_task_definition'))).toEqual([]);
    const task = plan.resource_changes.find(({ address }) => address.startsWith('aws_ecs_task_definition.'));
    const beside = (state: unknown) => {
      const { container_definitions: text } = state as { readonly container_definitions: string };
      const all = JSON.parse(text) as Readonly<Record<string, unknown>>[];
      // ECS and the emulator add what is empty.
      const isSet = (value: unknown) => value !== 0 && JSON.stringify(value) !== '[]';
      return all
        .filter(({ name }) => name === 'router' || name === 'agent')
        .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => isSet(value))))
        .sort((one, other) => String(one['name']).localeCompare(String(other['name'])));
    };
    expect(beside(task?.change.after)).toEqual(beside(task?.change.before));
    expect(beside(task?.change.after)).toHaveLength(2);
  });

  test('is not found where there is none', async () => {
    expect(await adopt('main/none')).toMatchObject({
      status: 2,
      output: expect.stringContaining('is no service that is active'),
    });
  });
});

applied('cloudformation', 'a stack of CloudFormation, by its template and its description', () => {
  let emulator: Emulator;
  let recorder: Recorder;
  let cloudFormation: CloudFormation;
  let stack: Terraform;
  let before: readonly string[];
  const template = readFileSync(resolve('test', 'adopt', 'cloudformation', 'worker.yaml'), 'utf8');

  beforeAll(async () => {
    emulator = await Emulator.start();
    recorder = await Recorder.before(emulator.endpoint);
    cloudFormation = new CloudFormation(emulator);
    const { vpcId, subnets } = await emulator.network();
    const secrets = emulator.client(SecretsManagerClient);
    const { ARN: key = '' } = await secrets.send(new CreateSecretCommand({ Name: 'key', SecretString: 'not-a-key' }));
    const inputs = { Pool: 'etl', VpcId: vpcId, SubnetIds: subnets.join(','), KeyArn: key };
    await cloudFormation.create('etl', template, inputs);
    const described = { ...(await cloudFormation.describe('etl')), parameters: inputs };
    const inTemplate = (stackNow: DescribedStack) =>
      resourcesOfStack(templateIn(documentIn(template)) as Template, stackNow);
    const revision = await createAsInTemplate(recorder.endpoint, inTemplate(described));
    const resources = inTemplate({
      ...described,
      resources: described.resources.map((one) => (one.logicalId === 'Task' ? { ...one, physicalId: revision } : one)),
    });
    const workers = workersAmong(resources);
    const found = { resources, isState: false, stack: described };
    const { fields } = adoptionOf(workers[0] as FoundWorker, workers, found);
    before = await nearestExistingPath(emulator);
    stack = new Terraform(writeStack(scratchFolder(), environmentOf({ ...ITS_OWN_SERVER, ...fields })), {
      ...emulator.variables,
      AWS_ENDPOINT_URL: recorder.endpoint,
    });
    await stack.init();
  });
  afterAll(() => {
    recorder?.stop();
    emulator?.stop();
  });

  test('is imported; no plan destroys or replaces more than the revision', async () => {
    const plan = await stack.plan();
    expect(plan.resource_changes.filter(({ change }) => change.importing !== undefined)).toHaveLength(6);
    const whole = realChanges(plan).filter((change) => change.includes(' '));
    expect(whole).toEqual([
      'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers create',
      'aws_ecs_task_definition.prefect_worker_task_definition delete and create',
    ]);
    await stack.applyPlan();
    expect(realChanges(await stack.plan())).toEqual([]);
  });

  test('is deleted then, and what it created stays', async () => {
    await cloudFormation.delete('etl');
    expect(await nearestExistingPath(emulator)).toEqual(before);
    expect(realChanges(await stack.plan())).toEqual([]);
  });
});

/** Settings of Terraform alone, which AWS does not keep, so that an import does not find them. */
function withoutSettings(changes: readonly string[]): string[] {
  return changes.filter((change) => !OF_TERRAFORM.some((setting) => change.endsWith(`.${setting}`)));
}

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
