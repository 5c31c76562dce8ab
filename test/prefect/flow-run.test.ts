import { Emulator, type Network } from '../helpers/emulator';
import { freePort } from '../helpers/free-port';
import { LocalServer } from '../helpers/local-server';
import { asEcsStarts } from '../helpers/prefect-container';
import { networkWithNames } from '../helpers/prefect-network';
import { type Json, runOutput, templateOf } from '../helpers/prefect-pool';
import { Running } from '../helpers/prefect-process';
import { withPrefect } from '../helpers/prefect-real';
import { type Call, Recording } from '../helpers/prefect-recording';
import { asIamSees, policiesOf, refused } from '../helpers/prefect-rights';
import { PrefectServer, quietly, waitFor } from '../helpers/prefect-server';
import { type AppliedStack, applied, createEventQueue, workerDefinition } from '../helpers/prefect-stack';
import { createQueue, putIntoQueue, putOnEventBus, stoppedWithError, waitingIn } from '../helpers/prefect-task-events';
import { PrefectWorker } from '../helpers/prefect-worker';
import { scratchFolder } from '../helpers/stack-files';

const POOL = 'my-ecs-pool';
const NAME = 'self-hosted';
const DEPLOYMENT = `my-flow/${NAME}-ecs-test`;
const AUTH_STRING = 'admin:not-in-clear-text';
const ENDED = ['COMPLETED', 'CRASHED', 'FAILED', 'CANCELLED'];
const IMAGE = '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:2026-11-24';
const ACCOUNT = 'us-east-1:111122223333';

/** Everything is Fargate's and created here; other shapes are in matrix.test.ts. */
function fields(network: Network, apiUrl: string): object {
  return {
    vpc_id: network.vpcId,
    worker_subnets: network.subnets,
    worker_work_pool_name: POOL,
    prefect_account_id: undefined,
    prefect_workspace_id: undefined,
    prefect: { api_url: apiUrl, auth: 'auth_string' },
    flow_runs: {
      cpu: 512,
      memory: 1024,
      image: IMAGE,
      environment: { GREETING: 'hello' },
      labels: { Team: 'data' },
      task_role: { statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a-bucket/*'] }] },
    },
  };
}

withPrefect('flow runs of a stack whose Prefect server asks for an auth string', () => {
  let emulator: Emulator;
  let recording: Recording;
  let server: PrefectServer;
  let stack: AppliedStack;
  let network: Network;
  let worker: PrefectWorker;
  let queueName: string;

  beforeAll(async () => {
    [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start({ authString: AUTH_STRING })]);
    recording = await Recording.start(emulator);
    network = await networkWithNames(emulator);
    stack = await applied(NAME, fields(network, server.apiUrl), {
      ...emulator.variables,
      TF_VAR_prefect_api_auth_string: AUTH_STRING,
    });
    queueName = createEventQueue(stack) ?? 'task-events';
    if (!crashDetectionIsApplied()) await createQueue(emulator, queueName);
  });
  afterAll(async () => {
    await worker?.stop();
    await server?.stop();
    recording?.stop();
    emulator?.stop();
  });

  function crashDetectionIsApplied(): boolean {
    return createEventQueue(stack) !== undefined;
  }

  function definition() {
    return workerDefinition(emulator, stack);
  }

  async function storedTemplate() {
    return (await server.api('GET', `/work_pools/${POOL}`)).base_job_template;
  }

  describe('the work pool', () => {
    test('cannot be made by somebody without the auth string', async () => {
      const { PREFECT_API_AUTH_STRING: _, ...env } = server.variables;
      const answer = await fetch(`${env['PREFECT_API_URL']}/work_pools/filter`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(401);
    });

    test('is created from the Terraform output, and nothing of it is lost', async () => {
      await runOutput(server, stack, 'prefect_work_pool_create_command');
      expect(await storedTemplate()).toEqual(templateOf(stack));
    });

    test('can be updated from it again and again', async () => {
      await runOutput(server, stack, 'prefect_work_pool_update_command');
      await runOutput(server, stack, 'prefect_work_pool_update_command');
      expect(await storedTemplate()).toEqual(templateOf(stack));
    });

    test('has every variable and every part of the job configuration that prefect-aws has', async () => {
      const printed = await server.prefect(['work-pool', 'get-default-base-job-template', '--type', 'ecs']);
      const missing = pathsOf(namesIn(JSON.parse(printed))).filter(
        (path) => !pathsOf(namesIn(templateOf(stack))).includes(path),
      );
      expect(missing).toEqual([]);
    });
  });

  describe('the generated project', () => {
    test('is deployed as it is', async () => {
      await server.prefect(['deploy', '--all'], stack.folder);
      const deployment = await server.api('GET', `/deployments/name/${DEPLOYMENT}`);
      expect(deployment).toMatchObject({ work_pool_name: POOL, entrypoint: 'my_flow.py:my_flow' });
      expect(JSON.stringify(deployment.pull_steps)).not.toContain(stack.folder);
    });
  });

  describe('the worker, started as its task definition says', () => {
    let run: string;
    let register: Call;
    let runTask: Call;

    beforeAll(async () => {
      worker = await PrefectWorker.start(
        { emulator, recording, definition: await definition() },
        crashDetectionIsApplied()
          ? undefined
          : { environment: { PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME: queueName } },
      );
      run = await server.runOf(DEPLOYMENT);
      runTask = await taskOf(run);
      register = definitionOf(runTask);
    });

    /** The call that starts the task of a flow run. */
    function taskOf(run: string): Promise<Call> {
      return waitFor(`a task for flow run ${run}`, async () =>
        recording.of('ecs:RunTask').find(({ body }) => body.tags.some(({ value }: { value: string }) => value === run)),
      ).catch((error) => {
        throw new Error(`${error.message}\n${worker.output}`);
      });
    }

    /** The call that registered what the task is started from. */
    function definitionOf({ body }: Call): Call {
      const found = recording
        .of('ecs:RegisterTaskDefinition')
        .find(({ answer }) => answer.taskDefinition?.taskDefinitionArn === body.taskDefinition);
      return found as Call;
    }

    /** Does what ECS would do: starts the container, here. The folder of the flows in the image is the stack's. */
    async function play(task: Call, further: Readonly<Record<string, string>> = {}): Promise<void> {
      const { command, environment } = await asEcsStarts(
        emulator,
        definitionOf(task).body.containerDefinitions[0],
        task.body.overrides.containerOverrides[0],
      );
      const env = { ...quietly(scratchFolder()), ...environment, ...further };
      const container = Running.start(command, { cwd: stack.folder, env });
      expect([await container.ended(), container.output]).toEqual([0, expect.any(String)]);
    }

    /** The image, which nobody builds here, has the flows in a folder of its own. */
    async function flowsAreIn(folder: string, deployment: string): Promise<void> {
      const { id } = await server.api('GET', `/deployments/name/${deployment}`);
      await server.api('PATCH', `/deployments/${id}`, {
        pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: folder } }],
      });
    }

    test('answers 200 at /health, and its health check succeeds', async () => {
      expect(await worker.health()).toBe(200);
      expect(await worker.probe()).toBe(0);
    });

    test('registers the image, size, execution role, log and secret of the stack file', () => {
      expect(register.status).toBe(200);
      expect(register.body).toMatchObject({
        family: expect.stringMatching(new RegExp(`^prefect_${POOL}_`)),
        cpu: '512',
        memory: '1024',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: stack.outputs['prefect_worker_execution_role_arn'],
        runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
        containerDefinitions: [
          {
            name: 'prefect',
            image: IMAGE,
            logConfiguration: {
              logDriver: 'awslogs',
              options: { 'awslogs-create-group': 'false', 'awslogs-region': 'us-east-1' },
            },
          },
        ],
      });
    });

    test('gives flow runs the auth string as the secret that it has it from itself', async () => {
      const { secrets } = await definition();
      const [container] = register.body.containerDefinitions;
      const own = secrets?.find(({ name }) => name === 'PREFECT_API_AUTH_STRING');
      expect(container.secrets).toEqual([
        { name: 'PREFECT_API_AUTH_STRING', valueFrom: expect.stringContaining('arn:aws:secretsmanager:') },
      ]);
      expect(container.secrets[0].valueFrom.split(':').slice(0, 7)).toEqual(own?.valueFrom?.split(':').slice(0, 7));
    });

    test('says the auth string in clear text to nobody', () => {
      const told = JSON.stringify(recording.calls.map(({ body }) => body));
      expect(told).not.toContain(AUTH_STRING);
      expect(told).not.toContain(Buffer.from(AUTH_STRING).toString('base64'));
    });

    test('runs the task in the cluster, subnets and security group of the stack, with its role', () => {
      expect(runTask.status).toBe(200);
      expect(runTask.body).toMatchObject({
        cluster: stack.outputs['prefect_worker_cluster_arn'],
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: network.subnets,
            securityGroups: [stack.outputs['prefect_worker_security_group']],
            assignPublicIp: 'DISABLED',
          },
        },
        overrides: {
          cpu: '512',
          memory: '1024',
          taskRoleArn: expect.stringMatching(/^arn:aws:iam::111122223333:role\//),
        },
      });
      expect(runTask.body.overrides.taskRoleArn).not.toBe(stack.outputs['prefect_worker_task_role_arn']);
    });

    test('tags the task as the stack file says, and for the observer', () => {
      expect(runTask.body.tags).toEqual(
        expect.arrayContaining([
          { key: 'Team', value: 'data' },
          { key: 'prefect.io/flow-run-id', value: run },
          { key: 'prefect.io/work-pool-name', value: POOL },
        ]),
      );
    });

    test('hands on the variables of the stack file', () => {
      const [{ environment }] = runTask.body.overrides.containerOverrides;
      expect(environment).toEqual(
        expect.arrayContaining([
          { name: 'GREETING', value: 'hello' },
          { name: 'PREFECT_API_URL', value: server.apiUrl },
        ]),
      );
    });

    test('asks EC2 nothing', () => {
      expect(recording.actions.filter((action) => action.startsWith('ec2:'))).toEqual([]);
    });

    test('what ECS then starts says hello, and the flow run completes', async () => {
      await flowsAreIn(stack.folder, DEPLOYMENT);
      await play(runTask);
      expect(await server.stateOf(run, ENDED)).toMatchObject({ type: 'COMPLETED' });
      expect(await server.logOf(run, 'Hello')).toContain('Hello from ECS!');
    });

    test('the other flow says where it runs', async () => {
      const deployment = `where-it-runs/${NAME}-ecs-test`;
      await flowsAreIn(stack.folder, deployment);
      const run = await server.runOf(deployment);
      const task = await taskOf(run);
      const [{ taskArn }] = task.answer.tasks;
      const metadata = await LocalServer.start((_, answer) => answer.end(JSON.stringify({ TaskARN: taskArn })));
      await play(task, { ECS_CONTAINER_METADATA_URI_V4: `${metadata.url}/v4/1` });
      metadata.stop();
      expect(await server.stateOf(run, ENDED)).toMatchObject({ type: 'COMPLETED' });
      expect(await server.logOf(run, 'TaskARN')).toContain(`TaskARN: ${taskArn}`);
    });

    test('marks a flow run crashed whose task stopped with an error', async () => {
      const crashing = await server.runOf(DEPLOYMENT);
      const event = stoppedWithError(await taskOf(crashing));
      await (crashDetectionIsApplied() ? putOnEventBus(emulator, event) : putIntoQueue(emulator, queueName, event));
      const state = await server.stateOf(crashing, ENDED);
      expect(state).toMatchObject({
        type: 'CRASHED',
        message: expect.stringContaining("The following containers stopped with a non-zero exit code: ['prefect']"),
      });
      expect(await waitFor('the queue to be empty', async () => (await waitingIn(emulator, queueName)) === 0)).toBe(
        true,
      );
    });

    test('makes no call that its role does not allow', async () => {
      const rights = await policiesOf(emulator, String(stack.outputs['prefect_worker_task_role_arn']));
      const calls = recording.calls.filter(({ action }) => crashDetectionIsApplied() || !action.startsWith('sqs:'));
      expect(refused(rights, [...calls.flatMap(asIamSees), stopping(runTask)])).toEqual([]);
      expect(recording.actions).toEqual([
        'ecs:DescribeTaskDefinition',
        'ecs:DescribeTasks',
        'ecs:RegisterTaskDefinition',
        'ecs:RunTask',
        ...(recording.actions.includes('logs:GetLogEvents') ? ['logs:GetLogEvents'] : []),
        'sqs:DeleteMessage',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ]);
    });

    test('could not make others with it', async () => {
      const rights = await policiesOf(emulator, String(stack.outputs['prefect_worker_task_role_arn']));
      const elsewhere = { 'ecs:cluster': `arn:aws:ecs:${ACCOUNT}:cluster/another` };
      const here = { 'ecs:cluster': String(stack.outputs['prefect_worker_cluster_arn']) };
      const toEcs = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
      const forbidden = [
        { action: 'ecs:RunTask', resource: runTask.body.taskDefinition, context: elsewhere },
        { action: 'ecs:RunTask', resource: `arn:aws:ecs:${ACCOUNT}:task-definition/other:1`, context: here },
        { action: 'ecs:StopTask', resource: `arn:aws:ecs:${ACCOUNT}:task/another/1`, context: elsewhere },
        { action: 'iam:PassRole', resource: 'arn:aws:iam::111122223333:role/admin', context: toEcs },
        {
          action: 'iam:PassRole',
          resource: runTask.body.overrides.taskRoleArn,
          context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
        {
          action: 'secretsmanager:GetSecretValue',
          resource: register.body.containerDefinitions[0].secrets[0].valueFrom,
        },
        { action: 'sqs:SendMessage', resource: `arn:aws:sqs:${ACCOUNT}:${queueName}` },
      ];
      expect(refused(rights, forbidden)).toHaveLength(forbidden.length);
    });

    test('ends by itself when ECS asks it to, and then its health check fails', async () => {
      expect(await worker.stop()).toBe(0);
      expect(await worker.health()).toBeUndefined();
      expect(await worker.probe()).not.toBe(0);
    });
  });

  test('a worker that never reached its API answers 200 at /health, but its health check fails', async () => {
    const closed = await freePort();
    const lost = await PrefectWorker.start(
      { emulator, recording, definition: await definition() },
      { environment: { PREFECT_API_URL: `http://127.0.0.1:${closed}/api` } },
    );
    try {
      await waitFor('the worker to answer', async () => (await lost.health()) === 200);
      expect(await lost.probe()).not.toBe(0);
    } finally {
      await lost.stop();
    }
  });
});

/** How the worker ends a task whose run was cancelled; Prefect waits five minutes before it has it do so. */
function stopping({ body: { cluster }, answer }: Call) {
  return { action: 'ecs:StopTask', resource: answer.tasks[0].taskArn, context: { 'ecs:cluster': cluster } };
}

/** Of a template: the variables, and the job configuration as it is. */
function namesIn({ variables, job_configuration }: Json): Json {
  return {
    variables: Object.fromEntries(Object.keys(variables.properties).map((name) => [name, ''])),
    job_configuration,
  };
}

/** Where in a JSON document something is. */
function pathsOf(value: Json, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member, `${path}.${name}`));
}
