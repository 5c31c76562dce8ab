import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parse } from 'yaml';
import { PRESETS } from '../../src/environment/presets';
import shipped from '../../src/features/work-pool/ecs-base-job-template.json';
import { ACCOUNT, Emulator, type Network } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { defaultsOf, type JobTemplate } from '../helpers/job-template';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { Terraform } from '../helpers/terraform';

const EVERY_OPTION = parse(readFileSync(join(__dirname, '..', 'helpers', 'flow-runs.yaml'), 'utf8'));
const IAM = `arn:aws:iam::${ACCOUNT}`;
const KEY = { TF_VAR_prefect_api_key: 'pnu_key', TF_VAR_prefect_api_auth_string: 'a:b' };

/** A folder with the Terraform of the environment `flows`. */
function stack(fields: object, variables: NodeJS.ProcessEnv = {}): Terraform {
  const folder = scratchFolder();
  const environment = environmentOf({ prefect_account_id: null, prefect_workspace_id: null, ...fields }, 'flows');
  writeStack(folder, environment);
  return new Terraform(folder, { ...variables, ...KEY });
}

async function templateOf(terraform: Terraform): Promise<JobTemplate> {
  return JSON.parse(String((await terraform.outputs())['prefect_base_job_template']));
}

real('flow runs', () => {
  let emulator: Emulator;
  let network: Network;

  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await emulator.network();
    const ec2 = emulator.client(EC2Client);
    const group = { GroupName: 'notebooks', Description: 'notebooks', VpcId: network.vpcId };
    const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(group));
    const tag = (resource: string, Key: string, Value: string) =>
      ec2.send(new CreateTagsCommand({ Resources: [resource], Tags: [{ Key, Value }] }));
    await tag(GroupId, 'Name', 'notebooks');
    await tag(network.subnets[0] ?? '', 'Tier', 'private');
    for (const Name of ['headers', 'db', 'team/registry']) {
      await emulator.client(SecretsManagerClient).send(new CreateSecretCommand({ Name, SecretString: '{}' }));
    }
  });
  afterAll(() => emulator?.stop());

  test('with nothing said have the applied ARNs in their template', async () => {
    const { prefect_account_id, prefect_workspace_id } = {
      prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
      prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
    };
    const terraform = stack(
      { name: 'plain', prefect_account_id, prefect_workspace_id },
      { ...emulator.variables, ...network.variables },
    );
    await terraform.init();
    await terraform.apply();

    const template = await templateOf(terraform);
    expect(Object.keys(defaultsOf(template)).sort()).toEqual(Object.keys(shipped.variables.properties).sort());
    expect(defaultsOf(template)).toMatchObject({
      cluster: `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/prefect-worker-plain`,
      execution_role_arn: `${IAM}:role/prefect-worker-execution-role-plain`,
      prefect_api_key_secret_arn: expect.stringMatching(/:secret:prefect-api-key-plain-.{6}$/),
      image: PRESETS.hardened.workerImage,
      cloudwatch_logs_options: { 'awslogs-group': 'prefect-flow-runs-plain', 'awslogs-region': 'us-east-1' },
    });
    expect(template.job_configuration.task_run_request['networkConfiguration']).toEqual({
      awsvpcConfiguration: {
        subnets: network.subnets,
        securityGroups: [expect.stringMatching(/^sg-/)],
        assignPublicIp: 'DISABLED',
      },
    });
  });

  test('with every option are applied; what the stack file says arrives to the letter', async () => {
    // The emulator has no KMS alias of ours to look up: what is encrypted with which key is checked in the plan alone.
    const text = JSON.stringify(EVERY_OPTION).replaceAll(
      '{"alias":"alias/mine"}',
      `"arn:aws:kms:us-east-1:${ACCOUNT}:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62"`,
    );
    const terraform = stack({ name: 'every', ...JSON.parse(text) }, { ...emulator.variables, ...network.variables });
    await terraform.init();
    await terraform.apply();

    const template = await templateOf(terraform);
    expect(defaultsOf(template)).toMatchObject({
      execution_role_arn: `${IAM}:role/prefect-flow-execution-role-every`,
      task_role_arn: `${IAM}:role/prefect-flow-task-role-every`,
      env: {
        TEXT: EVERY_OPTION.flow_runs.environment.TEXT,
        PREFECT_API_AUTH_STRING: null,
        PREFECT_CLIENT_CUSTOM_HEADERS: null,
        PREFECT_WORKER_QUERY_SECONDS: null,
      },
      image: expect.stringMatching(/\/prefect-flows-every:v7$/),
      network_configuration: { subnets: [network.subnets[0]], assignPublicIp: 'DISABLED' },
    });
    expect(template.job_configuration).toMatchObject({ own: '{{ gpu }}', task_definition: { pidMode: 'task' } });

    // The emulator stores what it was sent; a policy or template of another order would differ each time.
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('with every option are valid for the oldest provider, keys looked up by alias included', async () => {
    const terraform = stack({ name: 'every', ...EVERY_OPTION });
    await terraform.init();
    await terraform.run('validate');
  });

  test('with a file system have one mount target in each zone, also where two subnets share one', async () => {
    const { Subnet } = await emulator.client(EC2Client).send(
      new CreateSubnetCommand({
        VpcId: network.vpcId,
        CidrBlock: '10.0.9.0/24',
        AvailabilityZone: 'us-east-1a',
      }),
    );
    const [first = '', second = ''] = network.subnets;
    const fields = {
      name: 'shared-zone',
      prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
      prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
      flow_runs: {
        subnets: [first, Subnet?.SubnetId, second],
        own_security_group: {},
        task_role: {},
        volumes: { data: { container_path: '/data', efs: { create: {} } } },
      },
    };
    const terraform = stack(fields, { ...emulator.variables, ...network.variables });
    await terraform.init();
    await terraform.apply();
    const state = JSON.parse((await terraform.run('show', '-json')).stdout);
    const targets = state.values.root_module.resources.filter(
      ({ type }: { type: string }) => type === 'aws_efs_mount_target',
    );
    expect(targets.map(({ values }: { values: { subnet_id: string } }) => values.subnet_id)).toEqual([first, second]);
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('of a further worker have roles, a log group and a template of their own', async () => {
    const fields = {
      name: 'pools',
      prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
      prefect_workspace_id: '54cdfc71-9f13-41ba-9492-e1cf24eed185',
      workers: {
        gpu: {
          worker_work_pool_name: 'gpu-pool',
          flow_runs: {
            image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/gpu:1`,
            execution_role: {},
            task_role: { policies: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] },
            own_security_group: {},
            volumes: { data: { container_path: '/data', efs: { create: {} } } },
          },
        },
      },
    };
    const terraform = stack(fields, { ...emulator.variables, ...network.variables });
    await terraform.init();
    await terraform.apply();
    const outputs = await terraform.outputs();
    const template = JSON.parse(String(outputs['prefect_base_job_template_gpu']));
    expect(defaultsOf(template)).toMatchObject({
      image: fields.workers.gpu.flow_runs.image,
      execution_role_arn: `${IAM}:role/prefect-flow-execution-role-pools-gpu`,
      task_role_arn: `${IAM}:role/prefect-flow-task-role-pools-gpu`,
      cloudwatch_logs_options: { 'awslogs-group': 'prefect-flow-runs-pools-gpu' },
    });
    expect(defaultsOf(JSON.parse(String(outputs['prefect_base_job_template'])))).toMatchObject({
      image: PRESETS.hardened.workerImage,
      execution_role_arn: `${IAM}:role/prefect-worker-execution-role-pools`,
      cloudwatch_logs_options: { 'awslogs-group': 'prefect-flow-runs-pools' },
    });
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('with a task definition that all of them share are valid, on Fargate and on instances', async () => {
    const { execution_role, task_role, secrets, volumes, sidecars, own_security_group, log_configuration } =
      EVERY_OPTION.flow_runs;
    const shared = { execution_role, task_role, secrets, volumes, sidecars, own_security_group, log_configuration };
    const instances = { capacity: { type: 'fargate', ec2: {} } };
    for (const [beside, further] of [
      [{}, { ephemeral_storage: 50 }],
      [instances, { capacity: 'ec2', cpu: 900, memory: 900 }],
    ]) {
      const terraform = stack({
        ...EVERY_OPTION,
        ...beside,
        flow_runs: { create_task_definition: true, ...shared, ...further },
      });
      await terraform.init();
      await terraform.run('validate');
    }
  });
});
