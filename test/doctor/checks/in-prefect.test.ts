import { checkFlowRuns } from '../../../src/doctor/checks/flow-runs';
import { reachPrefect } from '../../../src/doctor/checks/prefect';
import { checkWorkPools } from '../../../src/doctor/checks/work-pool';
import { plannedTemplate } from '../../../src/doctor/planned-template';
import { stackOf } from '../../helpers/doctor-stack';
import { LocalServer } from '../../helpers/local-server';
import {
  type Answers,
  contextOf,
  linesOf,
  NOW,
  refusal,
  type Situation,
  seenInPrefect,
} from '../../helpers/recorded-aws';

// biome-ignore lint/suspicious/noExplicitAny: what the API was asked.
type Asked = any;

/** What Prefect answers, by path; a number: a status without more. */
type Prefect = Readonly<Record<string, unknown>>;

let server: LocalServer | undefined;
let authorization: string | undefined;
afterEach(() => server?.stop());

async function prefect(answers: Prefect): Promise<string> {
  server = await LocalServer.start(async (request, response) => {
    authorization = request.headers.authorization;
    let sent = '';
    for await (const chunk of request) sent += chunk;
    const found = answers[request.url ?? ''];
    const answer = typeof found === 'function' ? found(sent === '' ? {} : JSON.parse(sent)) : found;
    const status = typeof answer === 'number' ? answer : answer === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? answer : { detail: 'no' }));
  });
  return server.url;
}

const POOL = 'ecs-pool-prod';
const TEMPLATE = plannedTemplate(stackOf('prod'), undefined);
const pool = (fields: object = {}) => ({
  [`/work_pools/${POOL}`]: {
    name: POOL,
    type: 'ecs',
    status: 'READY',
    is_paused: false,
    concurrency_limit: null,
    base_job_template: TEMPLATE,
    ...fields,
  },
});
const OWN = 'ok, worker: work pool template: it is the one of this stack';

describe('the work pool', () => {
  test.each<[string, Prefect, Situation, string[]]>([
    ['is polled', pool(), {}, [`ok, worker: work pool: ${POOL} is READY: a worker polls it`, OWN]],
    ['is not there', {}, {}, [`problem pool-not-found, worker: work pool: there is no work pool ${POOL}`]],
    [
      'is not there yet',
      {},
      { applied: false },
      [`skipped, worker: work pool: ${POOL} does not exist; create it after the apply`],
    ],
    [
      'is of another type than its worker',
      pool({ type: 'process' }),
      {},
      [`problem pool-type, worker: work pool: the type of ${POOL} is process, and the worker's is ecs`, OWN],
    ],
    ['is paused', pool({ is_paused: true }), {}, [`problem pool-paused, worker: work pool: ${POOL} is paused`, OWN]],
    [
      'is paused by its status',
      pool({ status: 'PAUSED' }),
      {},
      [`problem pool-paused, worker: work pool: ${POOL} is paused`, OWN],
    ],
    [
      'is not polled',
      pool({ status: 'NOT_READY' }),
      {},
      [`problem pool-not-polled, worker: work pool: ${POOL} is NOT_READY: no worker polls it`, OWN],
    ],
    ...[{ applied: false }, { service: { desiredCount: 0 } }].map(
      (situation): [string, Prefect, Situation, string[]] => [
        'is not polled, which is right',
        pool({ status: 'NOT_READY' }),
        situation,
        [`skipped, worker: work pool: ${POOL} exists; nothing polls it, as no task of the worker is to run`, OWN],
      ],
    ),
    [
      'has been edited',
      pool({
        base_job_template: { ...TEMPLATE, variables: { ...TEMPLATE.variables, type: 'other', required: ['a'] } },
      }),
      {},
      [
        `ok, worker: work pool: ${POOL} is READY: a worker polls it`,
        `warning template-differs, worker: work pool template: the template of ${POOL} differs at variables.type, variables.required`,
      ],
    ],
    [
      "has Prefect's own template",
      pool({ base_job_template: { job_configuration: {}, variables: { properties: { cluster: {} } } } }),
      {},
      [
        `ok, worker: work pool: ${POOL} is READY: a worker polls it`,
        `problem default-template, worker: work pool template: ${POOL} has a template without cluster and roles, as Prefect creates it by default`,
      ],
    ],
  ])('%s', async (_, answers, situation, expected) => {
    const lines = await seenInPrefect(checkWorkPools, await prefect(answers), {}, situation);
    expect(lines).toEqual(expected);
  });

  test('of a worker of type process is right to be of that type', async () => {
    const command = ['prefect', 'worker', 'start', '-p', POOL, '--type', 'process'];
    const worker = { task: { containers: [{ name: 'w', command }], architecture: 'X86_64' } };
    const url = await prefect(pool({ type: 'process' }));
    const [line] = await seenInPrefect(checkWorkPools, url, {}, { worker });
    expect(line).toBe(`ok, worker: work pool: ${POOL} is READY: a worker polls it`);
  });

  test('of a worker whose command names none is not looked for', async () => {
    const worker = { task: { containers: [{ name: 'w' }], architecture: 'X86_64' } };
    expect(await seenInPrefect(checkWorkPools, await prefect({}), {}, { worker })).toEqual([]);
  });

  test('that Prefect does not show is no finding of ours', async () => {
    const url = await prefect({ [`/work_pools/${POOL}`]: 500 });
    await expect(seenInPrefect(checkWorkPools, url)).rejects.toThrow('500');
  });
});

describe('flow runs', () => {
  const run = (id: string, state: object) => ({ id, name: `run-${id}`, state });
  const pending = (minutes: number) => ({
    type: 'PENDING',
    name: 'Pending',
    timestamp: new Date(NOW.getTime() - minutes * 60_000).toISOString(),
  });
  /** Runs by what is asked for, and what each logged. */
  const runs = (found: {
    late?: object[];
    waiting?: object[];
    pending?: object[];
    running?: object[];
    cancelling?: object[];
    withoutQueue?: object[];
    ended?: object[];
    logs?: Record<string, string[]>;
  }) => ({
    ...pool(),
    '/flow_runs/filter': ({ flow_runs: { state, work_queue_name: queue } }: Asked) => {
      if (queue) return found.withoutQueue ?? [];
      if (state.name) return (state.name.any_[0] === 'Late' ? found.late : found.waiting) ?? [];
      const [type] = state.type.any_;
      const begun = { PENDING: found.pending, RUNNING: found.running, CANCELLING: found.cancelling };
      return (type in begun ? begun[type as keyof typeof begun] : found.ended) ?? [];
    },
    '/logs/filter': ({ logs }: Asked) => (found.logs?.[logs.flow_run_id.any_[0]] ?? []).map((message) => ({ message })),
  });
  const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
  const since = (minutes: number) => ({ timestamp: minutesAgo(minutes).toISOString() });
  const tasks = (...all: object[]): Answers => ({
    ListTasks: ({ desiredStatus }) => ({
      taskArns: desiredStatus === 'RUNNING' ? all.map((_, at) => `arn:${at}`) : [],
    }),
    DescribeTasks: { tasks: all },
  });
  const of = (id: string) => ({ tags: [{ key: 'prefect.io/flow-run-id', value: id }] });

  test.each<[string, Prefect, Answers, string[]]>([
    ['are none', runs({}), {}, ['ok, worker: flow runs: none is late or stuck, and none crashed in the last hour']],
    ['have no pool', { '/flow_runs/filter': [] }, {}, []],
    [
      'wait for a slot of their deployment',
      runs({ waiting: [run('a', { name: 'AwaitingConcurrencySlot' })] }),
      {},
      ['warning waits-for-slot, worker: flow runs: flow run run-a waits in the state AwaitingConcurrencySlot'],
    ],
    [
      'start, which takes some minutes',
      runs({ pending: [run('a', pending(4))] }),
      {},
      ['ok, worker: flow runs: none is late or stuck, and none crashed in the last hour'],
    ],
    [
      'are stuck, and their tasks start, run, or stopped',
      runs({ pending: ['a', 'b', 'c', 'd'].map((id) => run(id, pending(6))) }),
      tasks(
        { ...of('a'), lastStatus: 'PROVISIONING' },
        { ...of('b'), lastStatus: 'RUNNING' },
        { ...of('c'), lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'it ended' },
        {
          ...of('d'),
          lastStatus: 'STOPPED',
          stopCode: 'TaskFailedToStart',
          stoppedReason: 'CannotPullContainerError: pull access denied',
        },
        { lastStatus: 'RUNNING' },
      ),
      [
        'problem pending-task-starts, worker: flow runs: 2 flow runs are Pending: its task is PROVISIONING',
        'problem pending-task-stopped, worker: flow runs: flow run run-c is Pending: its task stopped: EssentialContainerExited; it ended',
        'problem image-denied, worker: flow runs: flow run run-d is Pending: TaskFailedToStart; CannotPullContainerError: pull access denied',
      ],
    ],
    [
      'are stuck without a task, for a reason in their log or none',
      runs({
        pending: ['a', 'b'].map((id) => run(id, pending(6))),
        logs: { a: ['Submitting', 'ThrottlingException: Rate exceeded'] },
      }),
      tasks(),
      [
        'problem throttled, worker: flow runs: flow run run-a is Pending: ThrottlingException: Rate exceeded',
        'problem pending-no-task, worker: flow runs: flow run run-b is Pending: ECS has no task of it',
      ],
    ],
    [
      'run, and their task is there, is gone, or stopped a while ago or just now',
      runs({ running: ['a', 'b', 'c', 'd'].map((id) => run(id, since(6))) }),
      tasks(
        { ...of('a'), lastStatus: 'RUNNING' },
        { ...of('b'), lastStatus: 'STOPPED', stoppedAt: minutesAgo(8), stopCode: 'SpotInterruption' },
        { ...of('c'), lastStatus: 'STOPPED', stoppedAt: minutesAgo(1) },
      ),
      ['warning running-no-task, worker: flow runs: 2 flow runs are Running, and its task stopped: SpotInterruption'],
    ],
    [
      'began some minutes ago, of which ECS may not tell yet',
      runs({ running: [run('a', since(4))], cancelling: [run('b', since(4))] }),
      {},
      ['ok, worker: flow runs: none is late or stuck, and none crashed in the last hour'],
    ],
    [
      'are cancelled for long, with a task and without',
      runs({ cancelling: ['a', 'b'].map((id) => run(id, since(6))) }),
      tasks({ ...of('a'), lastStatus: 'RUNNING', taskArn: 'arn:a' }),
      [
        'warning cancelling-hangs, worker: flow runs: flow run run-a is Cancelling for more than 5 minutes: its task is RUNNING',
        'warning cancelling-no-task, worker: flow runs: flow run run-b is Cancelling for more than 5 minutes: it has no task',
      ],
    ],
    [
      'are late, and their queue was deleted; others are served, or have a queue',
      runs({
        withoutQueue: [
          { ...run('a', {}), work_queue_name: 'gone', work_queue_id: null },
          { ...run('b', {}), work_queue_name: 'default', work_queue_id: '1' },
        ],
      }),
      {},
      [
        'ok, worker: flow runs: none is late or stuck, and none crashed in the last hour',
        'warning late-queue-deleted, flow runs: flow run run-a is Late, and the work queue gone does not exist any more',
      ],
    ],
    [
      'are stuck, and their tasks may not be looked at',
      runs({ pending: [run('a', pending(6))] }),
      { ListTasks: refusal('AccessDeniedException') },
      ['unread, worker: flow runs: these credentials may not call ecs:DescribeTasks'],
    ],
    [
      'crashed for a reason that is known, by their state or log, or for none; what failed by its code is no finding',
      runs({
        ended: [
          run('a', { type: 'CRASHED', message: 'exec format error' }),
          run('b', { type: 'FAILED', message: 'Flow run encountered an exception' }),
          run('c', { type: 'FAILED', message: 'ValueError in the flow' }),
          run('d', { type: 'CRASHED', message: 'Task exited with 1' }),
          run('e', { type: 'CRASHED' }),
        ],
        logs: { b: ['botocore.exceptions.NoCredentialsError: Unable to locate credentials'] },
      }),
      {},
      [
        'warning image-architecture, worker: flow runs: flow run run-a crashed or failed in the last hour: exec format error',
        'warning no-credentials, worker: flow runs: flow run run-b crashed or failed in the last hour: botocore.exceptions.NoCredentialsError: Unable to locate credentials',
        'warning crashed, worker: flow runs: 2 flow runs crashed or failed in the last hour: Task exited with 1',
      ],
    ],
  ])('%s', async (_, found, answers, expected) => {
    expect(await seenInPrefect(checkFlowRuns, await prefect(found), answers)).toEqual(expected);
  });

  test.each([
    [20, '20 flow runs'],
    [200, '200 or more flow runs'],
  ])('that run without a task are counted: %i', async (number, counted) => {
    const running = Array.from({ length: number }, (_, at) => run(String(at), since(6)));
    const [seen] = await seenInPrefect(checkFlowRuns, await prefect(runs({ running })), tasks());
    expect(seen).toContain(`: ${counted} are Running, and ECS has no task of it`);
  });

  test('that are a part of those that were asked for may be more', async () => {
    const causes = ['exec format error', ...Array.from({ length: 19 }, () => 'Task exited with 1')];
    const ended = causes.map((message, at) => run(String(at), { type: 'CRASHED', message }));
    const seen = await seenInPrefect(checkFlowRuns, await prefect(runs({ ended })), {});
    expect(seen[1]).toContain('19 or more flow runs crashed or failed in the last hour');
  });

  test.each([
    [19, '19 flow runs'],
    [20, '20 or more flow runs'],
  ])('that are late are counted: %i', async (number, counted) => {
    const late = Array.from({ length: number }, (_, at) => ({
      ...run(String(at), { name: 'Late' }),
      work_queue_name: 'default',
      expected_start_time: '2026-11-27T02:00:00Z',
    }));
    const url = await prefect({ ...runs({ late }), ...pool({ status: 'NOT_READY' }) });
    expect(await seenInPrefect(checkFlowRuns, url)).toEqual([
      `problem late-not-polled, worker: flow runs: ${counted} of ${POOL} are Late, by 60 minutes`,
    ]);
  });

  test.each<[string, object, object, string]>([
    ['a paused pool', { is_paused: true }, {}, 'late-pool-paused'],
    ['a paused queue', {}, { is_paused: true }, 'late-queue-paused'],
    ['a limit', { concurrency_limit: 2 }, {}, 'late-limit'],
  ])('are late for %s', async (_, ofPool, ofQueue, id) => {
    const late = [{ ...run('a', {}), work_queue_name: 'default', expected_start_time: '2026-11-27T02:59:00Z' }];
    const queues = [{ name: 'default', is_paused: false, status: 'READY', ...ofQueue }];
    const url = await prefect({ ...runs({ late }), ...pool(ofPool), [`/work_pools/${POOL}/queues/filter`]: queues });
    expect(await seenInPrefect(checkFlowRuns, url)).toEqual([
      `problem ${id}, worker: flow runs: flow run run-a of ${POOL} is Late, by 1 minute`,
    ]);
  });
});

describe("Prefect's API", () => {
  const ANSWERS = { '/health': true, '/work_pools/filter': [] };
  const KEY: Answers = { GetSecretValue: { SecretString: 'pnu_A1b2C3' } };
  const DENIED: Answers = { GetSecretValue: refusal('AccessDeniedException') };

  /** What is found of an API at this URL; the rest is as in the example. */
  async function reached(url: string | undefined, answers: Answers, situation: Situation = {}, fields: object = {}) {
    const environment = url === undefined ? [] : [{ name: 'PREFECT_API_URL', value: url }];
    const container = { environment, ...fields };
    const { findings, api } = await reachPrefect(contextOf(answers, { ...situation, container }));
    return { lines: linesOf(findings), api };
  }

  test("is asked with the worker's own key", async () => {
    const url = await prefect(ANSWERS);
    const { lines, api } = await reached(url, KEY);
    expect(lines).toEqual([`ok, Prefect API: ${url} answers, and takes the worker's own credential`]);
    expect([api?.authorized, authorization]).toEqual([true, 'Bearer pnu_A1b2C3']);
  });

  test.each<[string, Answers]>([
    ['may not be read', DENIED],
    ['has the wrong form', { GetSecretValue: { SecretString: 'pnu\n' } }],
  ])("is asked with the caller's key, where the worker's own %s", async (_, answers) => {
    const url = await prefect(ANSWERS);
    const { lines } = await reached(url, answers, { env: { PREFECT_API_KEY: ' mine ' } });
    expect(lines).toEqual([`ok, Prefect API: ${url} answers, and takes yours`]);
    expect(authorization).toBe('Bearer mine');
  });

  test.each<[boolean, string]>([
    [true, 'unread'],
    [false, 'skipped'],
  ])('is not looked at further without a credential; applied: %s', async (applied, status) => {
    const url = await prefect(ANSWERS);
    const { lines, api } = await reached(url, DENIED, { applied });
    expect(lines).toEqual([
      `${status}, Prefect API: ${url} answers; work pool and flow runs were not looked at, for lack of a credential`,
    ]);
    expect(api).toBeUndefined();
  });

  test.each<[number, string]>([
    [401, "problem unauthorized, Prefect API: URL refuses the worker's own credential: 401"],
    [403, "problem unauthorized, Prefect API: URL refuses the worker's own credential: 403"],
    [404, "problem workspace-missing, Prefect API: URL refuses the worker's own credential: 404"],
    [500, 'unread, Prefect API: URL: POST /work_pools/filter: 500 {"detail":"no"}'],
  ])('answers %i', async (status, expected) => {
    const url = await prefect({ ...ANSWERS, '/work_pools/filter': status });
    const { lines, api } = await reached(url, KEY);
    expect([lines, api]).toEqual([[expected.replace('URL', url)], undefined]);
  });

  test.each<[string, object, string]>([
    [
      'a secret',
      { secrets: [{ name: 'PREFECT_API_URL', valueFrom: 'arn:aws:ssm:::parameter/url' }] },
      'its URL is in a secret',
    ],
    ['the apply', { secrets: [] }, 'its URL is only known after the apply'],
  ])('is not found where only %s has its URL', async (_, fields, seen) => {
    const { lines } = await reached(undefined, KEY, {}, fields);
    expect(lines).toEqual([`unread, Prefect API: ${seen}`]);
  });

  test('is found by the variable of this process then', async () => {
    const url = await prefect(ANSWERS);
    const { lines } = await reached(undefined, {}, { env: { PREFECT_API_URL: url } }, { secrets: [] });
    expect(lines).toEqual([`ok, Prefect API: ${url} answers`]);
  });

  test('of a stack without a service is not looked for', async () => {
    expect(await reachPrefect({ ...contextOf({}), workers: [] })).toEqual({ findings: [] });
  });
});
