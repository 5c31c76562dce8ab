import type { Task } from '@aws-sdk/client-ecs';
import { shellWord } from '../../runbook/shell';
import { reasonOf } from '../checks/stopped-tasks';
import type { PrefectContext } from '../context';
import { type Explained, type Finding, problem, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import type { Answer } from '../prefect-api';
import { causeInLog, type FoundRuns } from './found-runs';
import type { Tasks } from './tasks-by-run';

/** A start takes a minute or two: the image is pulled first. */
export const LONG_PENDING = 5 * 60_000;

/** Runs whose task does not begin the flow. */
export async function pendingRuns(
  context: PrefectContext,
  subject: string,
  pending: FoundRuns,
  tasks: Tasks,
): Promise<Finding[]> {
  const groups = await pending.byCause((run) => whyPending(context, run, tasks.get(run.id)));
  return groups.map(({ cause, runs }) =>
    problem(subject, { ...cause, seen: `${runs.inWords} ${runs.verb('is', 'are')} Pending: ${cause.seen}` }),
  );
}

function whyPending(context: PrefectContext, run: Answer, task: Task | undefined): Explained | Promise<Explained> {
  if (task === undefined) return whyWithoutTask(context, run);
  return task.lastStatus === 'STOPPED' ? whyStopped(task) : whyStarting(task);
}

function whyStopped(task: Task): Explained {
  const reason = reasonOf(task);
  const unknown = {
    id: 'pending-task-stopped',
    seen: `its task stopped: ${shortened(reason)}`,
    cause: 'The task ended before the flow began, and no worker has marked the run as Crashed.',
    wayOut: 'Read the log of flow runs; check that crash detection works.',
    section: 'Crash detection',
  } as const;
  return explain(reason, 'flow run') ?? unknown;
}

function whyStarting({ lastStatus }: Task): Explained {
  const isRunning = lastStatus === 'RUNNING';
  return {
    id: 'pending-task-starts',
    seen: `its task is ${lastStatus}`,
    cause: isRunning
      ? "The container runs, and does not reach Prefect's API: no way out of its subnets, or its security group lacks the port."
      : 'ECS still prepares the task: it waits for capacity, or pulls a large image.',
    wayOut: isRunning
      ? 'Check the way out of the subnets, and flow_runs.own_security_group.egress.'
      : 'Wait some minutes; then look at the capacity and at the size of the image.',
    section: 'Before you apply',
  };
}

async function whyWithoutTask(context: PrefectContext, run: Answer): Promise<Explained> {
  const unknown = {
    id: 'pending-no-task',
    seen: 'ECS has no task of it',
    cause: 'The worker has not started its task, or the task stopped more than an hour ago.',
    wayOut: "Read the worker's log; cancel the run, and start it again.",
    section: 'Is it down?',
  } as const;
  return (await causeInLog(context, run)) ?? unknown;
}

/** Runs that nothing executes any more, and that Prefect takes for running. */
export function runningRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  running: FoundRuns,
  tasks: Tasks,
): Finding[] {
  const gone = running.filter(({ id }) => isGone(context, tasks.get(id)));
  const [first] = gone.all;
  if (first === undefined) return [];
  const task = tasks.get(first.id);
  const because =
    task === undefined ? `ECS has no task of it in ${cluster}` : `its task stopped: ${shortened(reasonOf(task))}`;
  return [
    warning(subject, {
      id: 'running-no-task',
      seen: `${gone.inWords} ${gone.verb('is', 'are')} Running, and ${because}`,
      cause:
        'Its task is gone, and no worker has marked it as Crashed: crash detection is disabled, or does not work. Or a deployment runs it in another cluster.',
      wayOut:
        'Look at the rule, the queue and the worker, above. Then set the state of these flow runs to Crashed, in the UI.',
      section: 'Crash detection',
    }),
  ];
}

/** Crash detection marks a run some seconds after its task stopped. */
function isGone({ now }: PrefectContext, task: Task | undefined): boolean {
  if (task === undefined) return true;
  return task.lastStatus === 'STOPPED' && now.getTime() - (task.stoppedAt?.getTime() ?? 0) > LONG_PENDING;
}

/** A run ends itself when it is cancelled: the worker only stops tasks of runs that have not begun. */
export async function cancellingRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  cancelling: FoundRuns,
  tasks: Tasks,
): Promise<Finding[]> {
  const groups = await cancelling.byCause((run) => whyCancelling(context, cluster, tasks.get(run.id)));
  return groups.map(({ cause, runs }) =>
    warning(subject, {
      ...cause,
      seen: `${runs.inWords} ${runs.verb('is', 'are')} Cancelling for more than 5 minutes: ${cause.seen}`,
    }),
  );
}

function whyCancelling(context: PrefectContext, cluster: string, task: Task | undefined): Explained {
  const section = 'When something is wrong';
  if (task === undefined || isGone(context, task)) {
    return {
      id: 'cancelling-no-task',
      seen: 'it has no task',
      cause: 'Its task is gone, so nothing ends the cancellation. It may hold a slot of a concurrency limit.',
      wayOut: 'Set its state to Cancelled, in the UI.',
      section,
    };
  }
  return {
    id: 'cancelling-hangs',
    seen: `its task is ${task.lastStatus}`,
    cause: 'The process of the flow does not react: it hangs, or does not reach the Prefect API.',
    wayOut: `Stop its task: aws ecs stop-task --region ${context.aws.region} --cluster ${shellWord(cluster)} --task ${task.taskArn}. Then set its state to Cancelled, in the UI.`,
    section,
  };
}
