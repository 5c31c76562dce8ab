import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Emulator } from '../helpers/emulator';
import { networkWithNames } from '../helpers/prefect-network';
import { runOutput } from '../helpers/prefect-pool';
import { Recording } from '../helpers/prefect-recording';
import { PrefectServer, waitFor } from '../helpers/prefect-server';
import { type AppliedStack, applied, createEventQueue, workerDefinition } from '../helpers/prefect-stack';
import { waitingIn } from '../helpers/prefect-task-events';
import { installPrefect } from '../helpers/prefect-tools';
import { PrefectWorker } from '../helpers/prefect-worker';
import { succeed } from '../helpers/run';
import { missingTools } from '../helpers/tools';
import { randomFrom } from '../pairwise/covering';
import { runName } from './shares';
import { TaskStandIn } from './task-stand-in';
import { type Refusal, ThrottlingProxy } from './throttling-proxy';
import { type EndedRun, faultOf, hasEnded, shares } from './verdict';

const USAGE = `Usage: npm run test:load -- [--runs N] [--limit N] [--burst N] [--strand N] [--seed N]

  --runs   flow runs that are due at once (default: 200)
  --limit  prefect.limit of the stack file; 0: none (default: 20)
  --burst  seconds for which AWS refuses every call, while the second worker runs (default: 30)
  --strand seconds after which the automation ends a flow run without a task; more on a slow machine (default: 900)
  --seed   which calls are throttled (default: the time)`;

const NAME = 'load';
const POOL = 'my-ecs-pool';
const DEPLOYMENT = `my-flow/${NAME}-ecs-test`;

/** Of ten calls, how many are refused: an account in which others call as well. */
const AWS_REFUSES = 2;
const PREFECT_REFUSES = 1;

/** The observer hides a message for five minutes; what a killed worker held is here to be seen again earlier. */
const VISIBILITY_SECONDS = 30;

/** Seconds without any change, beyond those of the automation, after which what has not ended never will. */
const PATIENCE = 60;

/** What the end stops, the last started first. */
const started: (() => unknown)[] = [];

/**
 * `npm run test:load`: flow runs that are due at once, through the real worker, server and Terraform. Their containers
 * have a stand-in. AWS and Prefect answer that they are asked too much; the worker is killed once, and once replaced as
 * a deployment does it. Exit 1 where a flow run does not end in the state that says what happened to it.
 */
interface Load {
  readonly runs: number;
  readonly seed: number;
  readonly burst: number;
  readonly limit: number;
  readonly strand: number;
}

async function main({ runs, seed, burst, limit, strand }: Load): Promise<void> {
  const missing = missingTools();
  if (missing.length > 0) throw new Error(`needs ${missing.join(' and ')}`);
  await installPrefect();
  const began = Date.now();
  const [emulator, server] = await Promise.all([Emulator.start(), PrefectServer.start()]);
  started.push(
    () => emulator.stop(),
    () => server.stop(),
  );
  const recording = await Recording.start(emulator);
  started.push(() => recording.stop());
  const random = randomFrom(seed);
  const patience = strand + PATIENCE;
  let burstEnds = 0;
  const aws = await ThrottlingProxy.before({
    url: recording.endpoint,
    refuse: (asked) => (random() * 10 < AWS_REFUSES || Date.now() < burstEnds ? throttled(asked) : undefined),
    rewrite: (text) => text.replace('"VisibilityTimeout": 300', `"VisibilityTimeout": ${VISIBILITY_SECONDS}`),
  });
  const api = await ThrottlingProxy.before({
    url: server.apiUrl,
    refuse: () => (random() * 10 < PREFECT_REFUSES ? TOO_MANY_REQUESTS : undefined),
  });
  started.push(
    () => aws.stop(),
    () => api.stop(),
  );

  const network = await networkWithNames(emulator);
  const stack = await applied(
    NAME,
    {
      vpc_id: network.vpcId,
      worker_subnets: network.subnets,
      worker_work_pool_name: POOL,
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      prefect: { api_url: server.apiUrl, auth: 'none', ...(limit > 0 && { limit }) },
      flow_runs: { image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:1' },
    },
    emulator.variables,
  );
  await runOutput(server, stack, 'prefect_work_pool_create_command');
  await createAutomation(server, stack, strand);
  await server.prefect(['deploy', '--all'], stack.folder);
  const ids = await dueAtOnce(server, runs);
  say(began, `${runs} flow runs are due (--seed ${seed})`);

  const standIn = new TaskStandIn(emulator, recording, server, 2_000);
  const played = standIn.play();
  const definition = await workerDefinition(emulator, stack);
  const start = async () => {
    const environment = { AWS_ENDPOINT_URL: aws.url, PREFECT_API_URL: api.url };
    const worker = await PrefectWorker.start({ emulator, recording, definition }, { environment });
    started.push(() => worker.stop());
    return worker;
  };
  const look = async () => {
    const all = await endOf(server, ids, standIn);
    say(began, `${standIn.started.length} tasks, ${inOneLine(all)}`);
    return all;
  };
  const first = await start();
  await untilNothingChanges(patience, look, (all) => all.filter(hasEnded).length >= runs / 3);
  first.kill();
  const [before, killed] = [standIn.started.length, Date.now()];
  say(began, `the worker is killed after ${before} tasks`);
  const second = await start();
  await waitFor(
    'a task of the second worker, or a while',
    async () => standIn.started.length > before || Date.now() - killed > 20_000,
    60_000,
  );
  burstEnds = Date.now() + burst * 1_000;
  // With so many refusals not every flow run gets a task: those that ended count.
  await untilNothingChanges(patience, look, (all) => all.filter(hasEnded).length >= (2 * runs) / 3);
  say(began, `the worker is replaced after ${standIn.started.length} tasks`);
  const [third, status] = await Promise.all([start(), second.stop()]);
  say(began, `it ended with ${status}`);

  const last = await untilNothingChanges(patience, look, (all) => all.every((run) => faultOf(run) === undefined));
  await standIn.end();
  await played;
  const ended = await withHistory(server, last);
  const queues = await untilNothingChanges(
    patience,
    () => leftIn(emulator, stack),
    (all) => all.every(([, count]) => count === 0),
  );
  await third.stop();

  const faults = [
    ...ended.flatMap((run) => faultOf(run) ?? []),
    ...queues.filter(([, count]) => count > 0).map(([queue, count]) => `${count} messages are left in ${queue}`),
    ...(await notHandledOnce(recording)),
  ];
  console.table(Object.fromEntries(shares(ended).map(({ fate, runs, states }) => [fate, { runs, ...states }])));
  say(
    began,
    `${standIn.sent} events; refused: AWS ${aws.refused} of ${aws.refused + aws.passed}, Prefect ${api.refused} of ${api.refused + api.passed}`,
  );
  console.log(faults.length === 0 ? `None of ${runs} is lost.` : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** As the page says it, but for how long it waits. The observer has to tell of a task meanwhile. */
async function createAutomation(server: PrefectServer, { folder }: AppliedStack, strand: number): Promise<void> {
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  const [command = 'false'] = /^prefect automation create .*$/m.exec(page) ?? [];
  const sooner = command.replace('"within":900', `"within":${strand}`);
  await succeed('sh', ['-c', sooner], { cwd: folder, env: server.variables });
}

async function dueAtOnce(server: PrefectServer, count: number): Promise<string[]> {
  const { id } = await server.api('GET', `/deployments/name/${DEPLOYMENT}`);
  const ids: string[] = [];
  // One after the other: SQLite takes one at a time, and the server gives up on those that wait.
  for (let index = 0; index < count; index += 1) {
    const run = { name: runName(index), state: { type: 'SCHEDULED' } };
    ids.push((await server.api('POST', `/deployments/${id}/create_flow_run`, run)).id);
  }
  return ids;
}

async function endOf(server: PrefectServer, ids: readonly string[], standIn: TaskStandIn): Promise<EndedRun[]> {
  const tasks = standIn.started.flatMap(({ body }) => body.tags.map(({ value }: { value: string }) => value));
  const runs: (Pick<EndedRun, 'name' | 'state'> & { readonly id: string })[] = [];
  // The server answers with at most 200.
  for (let from = 0; from < ids.length; from += 200) {
    const filter = { flow_runs: { id: { any_: ids.slice(from, from + 200) } } };
    runs.push(...(await server.api('POST', '/flow_runs/filter', filter)));
  }
  return runs.map(({ id, name, state }) => ({
    ...{ id, name, state, history: [] },
    tasks: tasks.filter((value) => value === id).length,
  }));
}

/** With all the states that they were in, one call for each. */
async function withHistory(server: PrefectServer, runs: readonly EndedRun[]): Promise<EndedRun[]> {
  const all: EndedRun[] = [];
  for (const run of runs) {
    const states = await server.api('GET', `/flow_run_states/?flow_run_id=${run.id}`);
    all.push({ ...run, history: states.map(({ type }: { type: string }) => type) });
  }
  return all;
}

/** What there is once it is enough, or once for a while nothing more happens. */
async function untilNothingChanges<Thing>(
  seconds: number,
  ask: () => Promise<Thing>,
  isEnough: (thing: Thing) => boolean,
): Promise<Thing> {
  let before = '';
  let since = Date.now();
  for (;;) {
    const thing = await ask();
    const now = JSON.stringify(thing);
    if (now !== before) since = Date.now();
    before = now;
    if (isEnough(thing) || Date.now() - since > seconds * 1000) return thing;
    await sleep(5_000);
  }
}

function inOneLine(runs: readonly EndedRun[]): string {
  const states = runs.map(({ state }) => state.name);
  return [...new Set(states)].map((state) => `${states.filter((one) => one === state).length} ${state}`).join(', ');
}

async function leftIn(emulator: Emulator, stack: AppliedStack): Promise<[string, number][]> {
  const events = createEventQueue(stack) ?? '';
  const queues = [events, events.replace('events', 'events-failed'), events.replace('events', 'events-undelivered')];
  return Promise.all(queues.map(async (queue): Promise<[string, number]> => [queue, await waitingIn(emulator, queue)]));
}

/** Messages that were deleted twice, or handed to a worker more often than the two stops explain. */
async function notHandledOnce(recording: Recording): Promise<string[]> {
  const deliveries = new Map<string, number>();
  for (const { answer } of recording.of('sqs:ReceiveMessage')) {
    for (const { MessageId } of answer?.Messages ?? []) deliveries.set(MessageId, (deliveries.get(MessageId) ?? 0) + 1);
  }
  const again = [...deliveries.values()].filter((count) => count > 1).length;
  return again > 2 ? [`${again} messages were handed out more than once; two stops explain two`] : [];
}

/** How AWS's JSON services say it. Source: botocore, data/_retry.json */
function throttled({ headers }: IncomingMessage): Refusal {
  return {
    status: 400,
    headers: { 'content-type': String(headers['content-type'] ?? 'application/x-amz-json-1.1') },
    body: JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }),
  };
}

/** How Prefect Cloud says it. Source: https://docs.prefect.io/v3/concepts/rate-limits */
const TOO_MANY_REQUESTS: Refusal = {
  status: 429,
  headers: { 'retry-after': '1', 'content-type': 'application/json' },
  body: '{"detail":"Rate limit exceeded"}',
};

function say(began: number, text: string): void {
  console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);
}

async function stopAll(): Promise<void> {
  for (const stop of started.splice(0).reverse()) await stop();
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    burst: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now()) },
    limit: { type: 'string', default: '20' },
    strand: { type: 'string', default: '900' },
    help: { type: 'boolean' },
  },
});
if (values.help) console.log(USAGE);
else
  main({
    runs: Number(values.runs),
    burst: Number(values.burst),
    seed: Number(values.seed),
    limit: Number(values.limit),
    strand: Number(values.strand),
  }).finally(stopAll);
