import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DeleteSecretCommand, RestoreSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { doctor, examined, found, SECRET } from '../helpers/doctor';
import { stoppedTask } from '../helpers/doctor-tasks';
import { Emulator } from '../helpers/emulator';
import { networkWithNames } from '../helpers/prefect-network';
import { runOutput, templateOf } from '../helpers/prefect-pool';
import { withPrefect } from '../helpers/prefect-real';
import { Recording } from '../helpers/prefect-recording';
import { PrefectServer, waitFor } from '../helpers/prefect-server';
import { type AppliedStack, applied, workerDefinition } from '../helpers/prefect-stack';
import { PrefectWorker } from '../helpers/prefect-worker';

const AUTH_STRING = `admin:${SECRET}`;
const POOL = 'my-ecs-pool';
const NAME = 'prefect-worker-self-hosted';
const LOG_GROUP = 'prefect-worker-log-group-self-hosted';

withPrefect('doctor, of an applied stack whose Prefect server asks for an auth string', () => {
  let emulator: Emulator;
  let recording: Recording;
  let ofWorker: Recording;
  let server: PrefectServer;
  let stack: AppliedStack;
  let worker: PrefectWorker | undefined;

  beforeAll(async () => {
    [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start({ authString: AUTH_STRING })]);
    [recording, ofWorker] = await Promise.all([Recording.start(emulator), Recording.start(emulator)]);
    const network = await networkWithNames(emulator);
    stack = await applied(
      'self-hosted',
      {
        vpc_id: network.vpcId,
        worker_subnets: network.subnets,
        worker_work_pool_name: POOL,
        prefect_account_id: undefined,
        prefect_workspace_id: undefined,
        prefect: { api_url: server.apiUrl, auth: 'auth_string' },
      },
      { ...emulator.variables, TF_VAR_prefect_api_auth_string: AUTH_STRING },
    );
  });
  afterAll(async () => {
    await worker?.stop();
    await server?.stop();
    recording?.stop();
    ofWorker?.stop();
    emulator?.stop();
  });

  const report = () => examined(stack.folder, recording.variables);
  const ecs = () => emulator.client(ECSClient);

  test('finds that there is no work pool, and the line that the worker logs of it', async () => {
    worker = await start();
    await waitFor('the worker to miss its pool', async () => worker?.output.includes('not found!'));
    await log(worker.output);
    const { status, findings } = await report();
    expect(found({ status, findings })).toEqual(['problem pool-not-found', 'problem pool-not-found']);
    expect(status).toBe(1);
    expect(findings.map(({ seen }) => seen).join('\n')).toContain(`there is no work pool ${POOL}`);
    await worker.stop();
    worker = undefined;
  });

  test('finds that nothing polls the pool', async () => {
    await runOutput(server, stack, 'prefect_work_pool_create_command');
    await emulator.client(CloudWatchLogsClient).send(new PutLogEventsCommand(logged(['Worker started!'])));
    expect(found(await report())).toContain('problem pool-not-polled');
  });

  test('says where to read on, of each problem', async () => {
    const { output, status } = await doctor(['--folder', stack.folder], recording.variables);
    expect(output).toContain(`page:  ${stack.folder}/README.md#verify`);
    expect(status).toBe(1);
  });

  test('finds no problem when the worker polls', async () => {
    worker = await start();
    await waitFor('the pool to be ready', async () => (await pool()).status === 'READY');
    const { findings } = await report();
    const bad = findings.filter(({ status, subject }) => status === 'problem' && subject !== 'worker: log');
    expect(bad).toEqual([]);
  });

  test('finds a pool that is paused', async () => {
    await server.prefect(['work-pool', 'pause', POOL]);
    expect(found(await report())).toContain('problem pool-paused');
    await server.prefect(['work-pool', 'resume', POOL]);
  });

  test('finds a template that somebody edited, and where', async () => {
    const template = templateOf(stack);
    template.variables.properties.cpu.default = 4096;
    await server.api('PATCH', `/work_pools/${POOL}`, { base_job_template: template });
    const { findings } = await report();
    expect(findings.find(({ id }) => id === 'template-differs')).toMatchObject({
      status: 'warning',
      seen: expect.stringContaining('differs at variables.properties.cpu.default'),
    });
  });

  test('finds the template that Prefect creates by default', async () => {
    const text = await server.prefect(['work-pool', 'get-default-base-job-template', '--type', 'ecs']);
    await server.api('PATCH', `/work_pools/${POOL}`, { base_job_template: JSON.parse(text) });
    expect(found(await report())).toContain('problem default-template');
    await runOutput(server, stack, 'prefect_work_pool_update_command');
  });

  test('finds that somebody scaled the service to 0', async () => {
    await ecs().send(new UpdateServiceCommand({ cluster: NAME, service: NAME, desiredCount: 0 }));
    expect(found(await report())).toContain('problem scaled-to-zero');
    await ecs().send(new UpdateServiceCommand({ cluster: NAME, service: NAME, desiredCount: 1 }));
  });

  test('finds why tasks stopped; a warning, as the service runs again', async () => {
    await stoppedTask(emulator, NAME, 'Task failed container health checks');
    await stoppedTask(emulator, NAME, 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)');
    const { findings } = await report();
    expect(findings.filter(({ subject }) => subject === 'worker: stopped tasks')).toEqual([
      expect.objectContaining({ status: 'warning', id: 'unhealthy' }),
    ]);
  });

  test('finds a secret that is scheduled for deletion', async () => {
    const secrets = emulator.client(SecretsManagerClient);
    const SecretId = 'prefect-api-auth-string-self-hosted';
    await secrets.send(new DeleteSecretCommand({ SecretId }));
    const { findings } = await report();
    expect(findings.find(({ id }) => id === 'secret-deleted')).toMatchObject({ section: 'Destroy' });
    await secrets.send(new RestoreSecretCommand({ SecretId }));
  });

  test('only reads', () => {
    const reading = /^\w+:(?:Describe|List|Get|Filter|BatchGet|Head|undefined|null)/;
    const calls = recording.actions.filter((action) => !reading.test(action));
    expect(calls).toEqual([]);
  });

  async function start(): Promise<PrefectWorker> {
    return PrefectWorker.start({ emulator, recording: ofWorker, definition: await workerDefinition(emulator, stack) });
  }

  async function pool() {
    return server.api('GET', `/work_pools/${POOL}`);
  }

  /** Puts lines where the log driver would. */
  async function log(text: string): Promise<void> {
    const logs = emulator.client(CloudWatchLogsClient);
    await logs.send(new CreateLogStreamCommand({ logGroupName: LOG_GROUP, logStreamName: STREAM }));
    await logs.send(new PutLogEventsCommand(logged(text.split('\n').filter((line) => line.trim() !== ''))));
  }
});

const STREAM = `${NAME}/prefect-worker-self-hosted/0123456789abcdef0123456789abcdef`;

function logged(lines: readonly string[]) {
  const timestamp = Date.now();
  return {
    logGroupName: LOG_GROUP,
    logStreamName: STREAM,
    logEvents: lines.map((message) => ({ timestamp, message })),
  };
}
