import { CreateClusterCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ACCOUNT, Emulator, type Network } from '../helpers/emulator';
import { asEcsStarts } from '../helpers/prefect-container';
import { networkWithNames } from '../helpers/prefect-network';
import { runOutput } from '../helpers/prefect-pool';
import { withPrefect } from '../helpers/prefect-real';
import { type Call, Recording } from '../helpers/prefect-recording';
import { asIamSees, policiesOf, refused } from '../helpers/prefect-rights';
import { PrefectServer } from '../helpers/prefect-server';
import { type AppliedStack, applied, createEventQueue, workerDefinition } from '../helpers/prefect-stack';
import { PrefectWorker } from '../helpers/prefect-worker';
import { sampled } from '../helpers/sampled';
import { REQUIRED } from '../helpers/stack-files';

const CLUSTER = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/shared`;
const GROUP = 'sg-0a51c9e27f3b64d80';
const KEY = 'pnu_not-in-clear-text';
const AUTH_STRING = 'admin:neither-in-clear-text';
const DATABASE = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:team/database-AbC123`;
const ARM64 = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
const X86_64 = { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' };

function role(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

function secret(name: string, stackName: string): object {
  return {
    name,
    valueFrom: expect.stringMatching(new RegExp(`^arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:.*${stackName}`)),
  };
}

interface Shape {
  /** The stack file's fields beside network and pool. */
  readonly fields: object;
  /** The value of the input for the credential, which flow runs then have as this variable. */
  readonly credential?: { readonly variable: string; readonly value: string };
  /** What arrives at ECS. Nothing is registered where the stack has made the task definition. */
  readonly registers?: object;
  readonly runs: object;
  /** Of the call that runs the task, what must not be there. */
  readonly runsWithout: readonly string[];
  /** Whether the worker looks the network up. */
  readonly asksEc2?: true;
}

/** A server of your own that asks for an auth string; the one here takes any. */
function withAuthString(apiUrl: string): object {
  return { ...withoutAuth(apiUrl), prefect: { api_url: apiUrl, auth: 'auth_string' } };
}

/** A server of your own that asks for nothing. */
function withoutAuth(apiUrl: string): object {
  return {
    prefect_account_id: undefined,
    prefect_workspace_id: undefined,
    prefect: { api_url: apiUrl, auth: 'none' },
    cluster: { existing: 'shared' },
  };
}

function shapes(apiUrl: string, subnets: readonly string[]): Readonly<Record<string, Shape>> {
  const pinned = { awsvpcConfiguration: { subnets, assignPublicIp: 'DISABLED' } };
  return {
    'Prefect Cloud, Fargate Spot, ARM64, the largest size but one, roles and a security group of its own': {
      fields: {
        flow_runs: {
          cpu: 8192,
          memory: 61440,
          ephemeral_storage: 200,
          architecture: 'arm64',
          capacity: 'fargate_spot',
          execution_role: {},
          task_role: {},
          own_security_group: { to_itself: true },
          enable_execute_command: true,
        },
      },
      credential: { variable: 'PREFECT_API_KEY', value: KEY },
      registers: {
        cpu: '8192',
        memory: '61440',
        ephemeralStorage: { sizeInGiB: 200 },
        runtimePlatform: ARM64,
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: role('prefect-flow-execution-role-shape-0'),
        containerDefinitions: [{ secrets: [secret('PREFECT_API_KEY', 'shape-0')] }],
      },
      runs: {
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
        networkConfiguration: pinned,
        enableExecuteCommand: true,
        overrides: { cpu: '8192', memory: '61440', taskRoleArn: role('prefect-flow-task-role-shape-0') },
      },
      runsWithout: ['launchType'],
    },
    'a server without auth, EC2, existing roles, cluster and security group': {
      fields: {
        ...withoutAuth(apiUrl),
        flow_runs: {
          capacity: 'ec2',
          execution_role: { existing: role('team/execution') },
          task_role: { existing: role('team/flows') },
          security_groups: [GROUP],
        },
      },
      registers: {
        runtimePlatform: X86_64,
        requiresCompatibilities: ['EC2'],
        networkMode: 'awsvpc',
        executionRoleArn: role('team/execution'),
      },
      runs: {
        cluster: CLUSTER,
        launchType: 'EC2',
        networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [GROUP], assignPublicIp: 'DISABLED' } },
        overrides: { taskRoleArn: role('team/flows') },
      },
      runsWithout: ['capacityProviderStrategy'],
    },
    'a server without auth, a strategy of two providers, the network as variables, no task role': {
      fields: {
        ...withoutAuth(apiUrl),
        tags: { Team: 'data' },
        flow_runs: {
          capacity: [
            { capacity_provider: 'FARGATE_SPOT', weight: 4 },
            { capacity_provider: 'FARGATE', weight: 1, base: 1 },
          ],
          network: 'as_variables',
          propagate_tags: true,
          environment: { GREETING: 'hello' },
        },
      },
      registers: {
        runtimePlatform: X86_64,
        requiresCompatibilities: ['FARGATE'],
        tags: [{ key: 'Team', value: 'data' }],
      },
      runs: {
        cluster: CLUSTER,
        capacityProviderStrategy: [
          { capacityProvider: 'FARGATE_SPOT', weight: 4, base: 0 },
          { capacityProvider: 'FARGATE', weight: 1, base: 1 },
        ],
        networkConfiguration: pinned,
        propagateTags: 'TASK_DEFINITION',
        tags: expect.arrayContaining([{ key: 'Team', value: 'data' }]),
      },
      runsWithout: ['launchType', 'overrides.taskRoleArn'],
      asksEc2: true,
    },
    'an auth string beside other secrets, a volume and a sidecar': {
      fields: {
        ...withAuthString(apiUrl),
        flow_runs: {
          cpu: 1024,
          memory: 2048,
          secrets: { DATABASE: { secret_arn: DATABASE } },
          volumes: { scratch: { container_path: '/scratch' } },
          sidecars: { proxy: { image: 'public.ecr.aws/team/proxy:1', cpu: 256, memory: 512 } },
        },
      },
      credential: { variable: 'PREFECT_API_AUTH_STRING', value: AUTH_STRING },
      registers: {
        volumes: [{ name: 'scratch' }],
        containerDefinitions: [
          {
            name: 'prefect',
            secrets: expect.arrayContaining([
              { name: 'DATABASE', valueFrom: DATABASE },
              secret('PREFECT_API_AUTH_STRING', 'shape-3'),
            ]),
            mountPoints: [{ sourceVolume: 'scratch', containerPath: '/scratch', readOnly: false }],
          },
          { name: 'proxy', image: 'public.ecr.aws/team/proxy:1', cpu: 256, memory: 512, essential: false },
        ],
      },
      runs: { launchType: 'FARGATE', overrides: { cpu: '1024', memory: '2048' } },
      runsWithout: ['overrides.containerOverrides[0].cpu', 'overrides.containerOverrides[0].memory'],
    },
    'an auth string, and one task definition of the stack for all flow runs': {
      fields: {
        ...withAuthString(apiUrl),
        flow_runs: {
          create_task_definition: true,
          // For moto, as prefect-recording.ts says.
          attributes: { memoryReservation: 128 },
        },
      },
      credential: { variable: 'PREFECT_API_AUTH_STRING', value: AUTH_STRING },
      runs: { taskDefinition: expect.stringMatching(/task-definition\/prefect-flow-runs-shape-4:1$/) },
      runsWithout: [],
    },
  };
}

/** The names are known before there is a server. The first is Prefect Cloud, of whose worker more is asked. */
const [CLOUD = '', ...OTHERS] = Object.keys(shapes('', []));
const TRIED = [CLOUD, ...sampled(OTHERS, 2)];

withPrefect('what arrives at ECS when a deployment of the generated project runs', () => {
  let emulator: Emulator;
  let server: PrefectServer;
  let network: Network;
  let all: [name: string, shape: Shape, stack: AppliedStack][];

  beforeAll(async () => {
    [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start()]);
    await emulator.client(ECSClient).send(new CreateClusterCommand({ clusterName: 'shared' }));
    network = await networkWithNames(emulator);
    const wanted = Object.entries(shapes(server.apiUrl, network.subnets)).map(
      ([name, shape], index) => [name, shape, index] as const,
    );
    all = await Promise.all(
      wanted
        .filter(([name]) => TRIED.includes(name))
        .map(async ([name, shape, index]): Promise<(typeof all)[number]> => {
          const fields = {
            ...shape.fields,
            vpc_id: network.vpcId,
            worker_subnets: network.subnets,
            worker_work_pool_name: `pool-${index}`,
          };
          const { variable = 'NONE', value } = shape.credential ?? {};
          const variables = { ...emulator.variables, [`TF_VAR_${variable.toLowerCase()}`]: value };
          return [name, shape, await applied(`shape-${index}`, fields, variables)];
        }),
    );
  });
  afterAll(async () => {
    await server?.stop();
    emulator?.stop();
  });

  test.each(TRIED)('%s', async (wanted) => {
    const [, shape, stack] = all.find(([name]) => name === wanted) as (typeof all)[number];
    const recording = await Recording.start(emulator);
    try {
      await runOutput(server, stack, 'prefect_work_pool_create_command');
      await server.prefect(['deploy', '--all'], stack.folder);
      await server.runOf(`my-flow/${stack.name}-ecs-test`);
      const worker = await PrefectWorker.start(
        { emulator, recording, definition: await workerDefinition(emulator, stack) },
        // Only one look at the pool; and Prefect Cloud cannot be reached from here, so another server stands for it.
        { command: ['--run-once'], environment: { PREFECT_API_URL: server.apiUrl } },
      );
      expect([await worker.ended(), worker.output]).toEqual([0, expect.stringContaining('Created ECS task')]);

      const [register] = recording.of('ecs:RegisterTaskDefinition');
      const [runTask] = recording.of('ecs:RunTask');
      expect(register === undefined).toBe(shape.registers === undefined);
      if (shape.registers) expect(register?.body).toMatchObject(shape.registers);
      expect(runTask?.body).toMatchObject(shape.runs);
      for (const path of shape.runsWithout) expect(runTask?.body).not.toHaveProperty(path);
      expect(await credentialsIn(runTask as Call)).toEqual(
        shape.credential ? { [shape.credential.variable]: shape.credential.value } : {},
      );
      for (const credential of [KEY, AUTH_STRING]) expect(JSON.stringify(recording.calls)).not.toContain(credential);
      expect(recording.actions.some((action) => action.startsWith('ec2:'))).toBe(shape.asksEc2 ?? false);
      const rights = await policiesOf(emulator, String(stack.outputs['prefect_worker_task_role_arn']));
      // Without a queue in the stack the observer asks in vain for one.
      const queue = createEventQueue(stack);
      const calls = recording.calls.filter(({ action }) => queue !== undefined || !action.startsWith('sqs:'));
      expect(refused(rights, calls.flatMap(asIamSees))).toEqual([]);
    } finally {
      recording.stop();
    }
  });

  /** With which credentials ECS would start the flow's container. */
  async function credentialsIn({ body }: Call): Promise<object> {
    const { taskDefinition } = await emulator
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: body.taskDefinition }));
    const flow = taskDefinition?.containerDefinitions?.find(({ name }) => name === 'prefect');
    const secrets = flow?.secrets?.filter(({ name }) => /^PREFECT_API_(KEY|AUTH_STRING)$/.test(name ?? ''));
    const [override] = body.overrides.containerOverrides;
    const { environment } = await asEcsStarts(emulator, { ...flow, secrets }, override);
    return Object.fromEntries(
      Object.entries(environment).filter(([name]) => /^PREFECT_API_(KEY|AUTH_STRING)$/.test(name)),
    );
  }

  test('a worker of Prefect Cloud is sent to its account and workspace, with its key as a secret', async () => {
    const [[, , stack] = []] = all;
    const container = await workerDefinition(emulator, stack as AppliedStack);
    const { prefect_account_id: account, prefect_workspace_id: workspace } = REQUIRED;
    expect(container.environment).toEqual(
      expect.arrayContaining([
        {
          name: 'PREFECT_API_URL',
          value: `https://api.prefect.cloud/api/accounts/${account}/workspaces/${workspace}`,
        },
      ]),
    );
    expect(container.secrets).toMatchObject([secret('PREFECT_API_KEY', 'shape-0')]);
  });
});
