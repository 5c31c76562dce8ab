import { checkFlowRuns } from '../../../src/doctor/checks/flow-runs';
import { AnsweringPrefect, POOL, type PrefectAnswers, pool } from '../../helpers/prefect-answers';
import { type Answers, NOW, refusal, seenInPrefect } from '../../helpers/recorded-aws';

const prefect = new AnsweringPrefect();
afterEach(() => prefect.stop());
// biome-ignore lint/suspicious/noExplicitAny: what the API was asked.
type Asked = any;

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

  test.each<[string, PrefectAnswers, Answers, string[]]>([
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
    expect(await seenInPrefect(checkFlowRuns, await prefect.start(found), answers)).toEqual(expected);
  });

  test.each([
    [20, '20 flow runs'],
    [200, '200 or more flow runs'],
  ])('that run without a task are counted: %i', async (number, counted) => {
    const running = Array.from({ length: number }, (_, at) => run(String(at), since(6)));
    const [seen] = await seenInPrefect(checkFlowRuns, await prefect.start(runs({ running })), tasks());
    expect(seen).toContain(`: ${counted} are Running, and ECS has no task of it`);
  });

  test('that are a part of those that were asked for may be more', async () => {
    const causes = ['exec format error', ...Array.from({ length: 19 }, () => 'Task exited with 1')];
    const ended = causes.map((message, at) => run(String(at), { type: 'CRASHED', message }));
    const seen = await seenInPrefect(checkFlowRuns, await prefect.start(runs({ ended })), {});
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
    const url = await prefect.start({ ...runs({ late }), ...pool({ status: 'NOT_READY' }) });
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
    const url = await prefect.start({
      ...runs({ late }),
      ...pool(ofPool),
      [`/work_pools/${POOL}/queues/filter`]: queues,
    });
    expect(await seenInPrefect(checkFlowRuns, url)).toEqual([
      `problem ${id}, worker: flow runs: flow run run-a of ${POOL} is Late, by 1 minute`,
    ]);
  });
});
