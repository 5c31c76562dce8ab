import { shellWord } from '../../runbook/shell';
import type { PrefectCheck, PrefectContext } from '../context';
import { type Explained, type Finding, ok, problem, skipped, warning } from '../finding';
import { plannedTemplate } from '../planned-template';
import { type Answer, PrefectError } from '../prefect-api';
import { differingPaths } from '../template-differences';
import { currentTask, inWords, poolOf, queuesOf, typeOf, type Worker } from '../workers';

/** Whether the work pool of each worker exists, is polled, and has the template of this stack. */
export const checkWorkPools: PrefectCheck = async (context) => {
  const found = await Promise.all(context.workers.map((worker) => workPool(context, worker)));
  return found.flat();
};

async function workPool(context: PrefectContext, worker: Worker): Promise<Finding[]> {
  const subject = `${inWords(worker)}: work pool`;
  const name = poolOf(currentTask(worker));
  if (name === undefined) return [];
  const pool = await poolNamed(context, name);
  if (pool === undefined) return [missing(context, worker, subject, name)];
  const isChosen = queuesOf(currentTask(worker)).length > 0;
  const absent = isChosen ? absentQueues(worker, await workQueues(context, name)) : [];
  return [
    statusOf(subject, worker, pool),
    ...(absent.length > 0 ? [problem(subject, queueMissing(name, absent))] : []),
    ...template(context, worker, subject, pool),
  ];
}

export function workQueues({ api }: PrefectContext, pool: string): Promise<Answer[]> {
  return api.filter(`/work_pools/${encodeURIComponent(pool)}/queues`, {});
}

/** Those that a worker polls, and that its pool does not have. */
export function absentQueues(worker: Worker, queues: readonly Answer[]): string[] {
  return queuesOf(currentTask(worker)).filter((polled) => !queues.some(({ name }) => name === polled));
}

/** To a question for several queues of which one is missing, the API answers 404, which the worker takes for no runs. */
export function queueMissing(pool: string, absent: readonly string[]): Explained {
  const [first = ''] = absent;
  return {
    id: 'work-queue-missing',
    seen: `${pool} has no work queue ${absent.join(', ')}`,
    cause:
      'While one of the work queues that it polls does not exist, the worker starts no flow run of any, and logs nothing of it.',
    wayOut: `Create it: prefect work-queue create ${shellWord(first)} --pool ${shellWord(pool)}`,
    section: 'Work pool',
  };
}

export function resumePool(pool: string): string {
  return `Resume it when the reason is gone: prefect work-pool resume ${shellWord(pool)}`;
}

/** The pool; undefined: there is none. */
export async function poolNamed({ api }: PrefectContext, name: string): Promise<Answer | undefined> {
  try {
    return await api.get(`/work_pools/${encodeURIComponent(name)}`);
  } catch (error) {
    if (error instanceof PrefectError && error.status === 404) return undefined;
    throw error;
  }
}

function missing({ stack }: PrefectContext, { live }: Worker, subject: string, name: string): Finding {
  if (live === undefined) {
    const managed = stack.resources('prefect_work_pool').size > 0;
    return skipped(
      subject,
      `${name} does not exist; ${managed ? 'the apply creates it' : 'create it after the apply'}`,
    );
  }
  return problem(subject, {
    id: 'pool-not-found',
    seen: `there is no work pool ${name}`,
    cause: 'It was never created, was deleted, or is in another workspace. The worker waits for it, and is healthy.',
    wayOut: 'Create the work pool.',
    section: 'Work pool',
  });
}

function statusOf(subject: string, worker: Worker, { name, type, status, is_paused: paused }: Answer): Finding {
  const { live } = worker;
  const wanted = typeOf(currentTask(worker));
  if (wanted !== undefined && type !== wanted) {
    return problem(subject, {
      id: 'pool-type',
      seen: `the type of ${name} is ${type}, and the worker's is ${wanted}`,
      cause: 'A worker polls only pools of its own type.',
      wayOut: `Use another name, or delete this pool and create it with type ${wanted}.`,
      section: 'Work pool',
    });
  }
  if (paused || status === 'PAUSED') {
    return problem(subject, {
      id: 'pool-paused',
      seen: `${name} is paused`,
      cause: 'Somebody paused it: no flow run of it starts.',
      wayOut: resumePool(name),
      section: 'Pause',
    });
  }
  if (status === 'READY') return ok(subject, `${name} is READY: a worker polls it`);
  if (live === undefined || live.service.desiredCount === 0) {
    return skipped(subject, `${name} exists; nothing polls it, as no task of the worker is to run`);
  }
  return problem(subject, {
    id: 'pool-not-polled',
    seen: `${name} is ${status}: no worker polls it`,
    cause: 'No worker runs, it cannot reach this API, or it polls another pool, workspace or server.',
    wayOut: "Look at the service and the worker's log, above.",
    section: 'Verify',
  });
}

const SHOWN = 5;

function template({ stack }: PrefectContext, { name }: Worker, subject: string, pool: Answer): Finding[] {
  const expected = plannedTemplate(stack, name);
  if (expected === undefined) return [];
  const actual = pool.base_job_template;
  const paths = differingPaths(expected, actual);
  if (paths.length === 0) return [ok(`${subject} template`, 'it is the one of this stack')];
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
  const explained = {
    id: 'template-differs',
    seen: `the template of ${pool.name} differs at ${paths.slice(0, SHOWN).join(', ')}${more}`,
    cause: 'The stack changed since the pool was updated, or somebody edited the pool.',
    wayOut: 'Update the work pool.',
    section: 'Work pool',
  } as const;
  if (!isDefault(actual)) return [warning(`${subject} template`, explained)];
  return [
    problem(`${subject} template`, {
      ...explained,
      id: 'default-template',
      seen: `${pool.name} has a template without cluster and roles, as Prefect creates it by default`,
      cause:
        'It was created without the template of this stack: its flow runs show the API key, and look for a network by themselves.',
    }),
  ];
}

function isDefault(template: Answer): boolean {
  const { cluster, execution_role_arn: role } = template?.variables?.properties ?? {};
  return !cluster?.default && !role?.default;
}
