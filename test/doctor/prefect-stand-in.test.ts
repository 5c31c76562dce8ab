import type { Aws } from '../../src/doctor/aws';
import { checkFlowRuns } from '../../src/doctor/checks/flow-runs';
import { reachPrefect } from '../../src/doctor/checks/prefect';
import type { PrefectContext } from '../../src/doctor/context';
import { PrefectApi } from '../../src/doctor/prefect-api';
import type { Worker } from '../../src/doctor/workers';
import { LocalServer } from '../helpers/local-server';

const NOW = new Date('2026-11-27T03:00:00Z');

const WORKER: Worker = {
  cluster: 'c',
  service: 's',
  scaled: false,
  fargate: ['FARGATE'],
  placement: { subnets: [], securityGroups: [], publicAddress: false },
  task: { architecture: 'X86_64', containers: [{ name: 'w', command: ['prefect', 'worker', 'start', '-p', 'pool'] }] },
};

/** A server that answers these paths, as Prefect does, and everything else with 404; the first time, by 503. */
async function answering(answers: Readonly<Record<string, unknown>>, { busy = false } = {}): Promise<string> {
  let first = busy;
  server = await LocalServer.start(({ url = '' }, response) => {
    if (first) {
      first = false;
      response.writeHead(503).end('Service Unavailable');
      return;
    }
    const answer = answers[url];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { detail: 'Not Found' }));
  });
  return server.url;
}

let server: LocalServer | undefined;
afterEach(() => server?.stop());

/** AWS is not asked here. */
function context(url: string): PrefectContext {
  const environment = [{ name: 'PREFECT_API_URL', value: url }];
  const [container] = WORKER.task.containers;
  const task = { ...WORKER.task, containers: [{ ...container, environment }] };
  return {
    api: new PrefectApi(url),
    workers: [{ ...WORKER, task }],
    now: NOW,
    env: {},
    aws: {} as Aws,
  } as unknown as PrefectContext;
}

test('Prefect Cloud says by 404 that there is no such workspace', async () => {
  const { findings, api } = await reachPrefect(context(await answering({ '/health': true })));
  expect(findings.map(({ id }) => id)).toEqual(['workspace-missing']);
  expect(api).toBeUndefined();
});

test('what answers and is no API is not taken for one', async () => {
  const { findings } = await reachPrefect(context(await answering({})));
  expect(findings.map(({ id }) => id)).toEqual(['api-wrong']);
});

test('a server that is busy for a moment is asked again, as Prefect asks it', async () => {
  const api = new PrefectApi(await answering({ '/work_pools/pool': { name: 'pool' } }, { busy: true }));
  expect(await api.get('/work_pools/pool')).toEqual({ name: 'pool' });
});

test('a server that nobody answers at is none of the problems: it may be in a VPC', async () => {
  const { findings } = await reachPrefect(context('http://127.0.0.1:9/api'));
  expect(findings.map(({ status }) => status)).toEqual(['skipped']);
});

const POOL = { name: 'pool', status: 'READY', is_paused: false, concurrency_limit: null };
const QUEUE = { name: 'nightly', is_paused: false, status: 'READY' };

test.each([
  ['late', { concurrency_limit: 2, active_slots: 1 }, {}],
  ['late-limit', { concurrency_limit: 2, active_slots: 2 }, {}],
  ['late-limit', { concurrency_limit: 2 }, {}],
  ['late', {}, { concurrency_limit: 2, active_slots: 1 }],
  ['late-limit', {}, { concurrency_limit: 2, active_slots: 2 }],
  ['late-limit', {}, { concurrency_limit: 0, active_slots: 0 }],
])('a flow run is %s where the pool has %j and its queue %j', async (id, pool, queue) => {
  const url = await answering({
    '/work_pools/pool': { ...POOL, ...pool },
    '/work_pools/pool/queues/filter': [{ ...QUEUE, ...queue }],
    '/flow_runs/filter': [LATE],
  });
  const [finding] = await lateIn(url);
  expect(finding?.id).toBe(id);
});

test('a flow run is late where the pool lacks another queue that its worker polls', async () => {
  const url = await answering({
    '/work_pools/pool': POOL,
    '/work_pools/pool/queues/filter': [{ ...QUEUE, status: 'NOT_READY' }],
    '/flow_runs/filter': [LATE],
  });
  const [finding] = await lateIn(url, ['-q', 'nightly', '--work-queue', "it's urgent"]);
  expect(finding).toMatchObject({
    id: 'work-queue-missing',
    seen: 'flow run brave-fox of pool is Late, by 60 minutes',
    wayOut: "Create it: prefect work-queue create 'it'\\''s urgent' --pool pool",
  });
});

const LATE = { id: 'a', name: 'brave-fox', work_queue_name: 'nightly', expected_start_time: '2026-11-27T02:00:00Z' };

test.each([
  ['late-queue-not-polled', 'NOT_READY'],
  ['late', 'READY'],
])('a flow run of a pool that is polled is %s where its queue is %s', async (id, status) => {
  const url = await answering({
    '/work_pools/pool': POOL,
    '/work_pools/pool/queues/filter': [{ ...QUEUE, status }],
    '/flow_runs/filter': [LATE],
    '/logs/filter': [],
  });
  expect(await lateIn(url)).toEqual([
    expect.objectContaining({ id, seen: 'flow run brave-fox of pool is Late, by 60 minutes' }),
  ]);
});

/** What is found of flow runs by a worker with these options. */
async function lateIn(url: string, options: readonly string[] = []) {
  const api = new PrefectApi(url);
  // Each of its questions gets the same run: only what is Late is looked at here.
  const filter = api.filter.bind(api);
  api.filter = (path, body) =>
    path === '/flow_runs' && !JSON.stringify(body).includes('Late') ? Promise.resolve([]) : filter(path, body);
  const whole = context(url);
  const workers = whole.workers.map((worker) => {
    const containers = worker.task.containers.map(({ command = [], ...one }) => ({
      ...one,
      command: [...command, ...options],
    }));
    return { ...worker, task: { ...worker.task, containers } };
  });
  return checkFlowRuns({ ...whole, workers, api });
}
