import type { Task } from '@aws-sdk/client-ecs';
import { shellWord } from '../../runbook/shell';
import { reasonOf } from '../checks/stopped-tasks';
import type { PrefectContext } from '../context';
import { type Explained, type Finding, problem, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import type { Answer } from '../prefect-api';
import { byCause, count } from './found-runs';
import type { Tasks } from './tasks-by-run';

/** A start takes a minute or two: the image is pulled first. */
export const LONG_PENDING = 5 * 60_000;

export async function pendingRuns(
  context: PrefectContext,
  subject: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Promise<Finding[]> {
  const explained = await Promise.all(runs.map((run) => whyPending(context, run, tasks.get(run.id))));
  return byCause(explained, runs).map(({ one, those }) => {
    const seen = `${count(those)} ${those.length === 1 ? 'is' : 'are'} Pending: ${one.seen}`;
    return problem(subject, { ...one, seen });
  });
}

/** Crash detection marks a run some seconds after its task stopped. */
function isGone({ now }: PrefectContext, task: Task | undefined): boolean {
  if (task === undefined) return true;
  return task.lastStatus === 'STOPPED' && now.getTime() - (task.stoppedAt?.getTime() ?? 0) > LONG_PENDING;
}

/** Runs that nothing executes any more, and that Prefect takes for running. */
export function runningRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Finding[] {
  const gone = runs.filter(({ id }) => isGone(context, tasks.get(id)));
  const [first] = gone;
  if (first === undefined) return [];
  const task = tasks.get(first.id);
  return [
    warning(subject, {
      id: 'running-no-task',
      seen: `${count(gone)} ${gone.length === 1 ? 'is' : 'are'} Running, and ${task === undefined ? `ECS has no task of it in ${cluster}` : `its task stopped: ${shortened(reasonOf(task))}`}`,
      cause:
        'Its task is gone, and no worker has marked it as Crashed: crash detection is disabled, or does not work. Or a deployment runs it in another cluster.',
      wayOut:
        'Look at the rule, the queue and the worker, above. Then set the state of these flow runs to Crashed, in the UI.',
      section: 'Crash detection',
    }),
  ];
}

/** A run ends itself when it is cancelled: the worker only stops tasks of runs that have not begun. */
export function cancellingRuns(
  context: PrefectContext,
  subject: string,
  cluster: string,
  runs: readonly Answer[],
  tasks: Tasks,
): Finding[] {
  const explained = runs.map((run): Explained => {
    const task = tasks.get(run.id);
    const gone = isGone(context, task);
    return {
      id: gone ? 'cancelling-no-task' : 'cancelling-hangs',
      seen: gone ? 'it has no task' : `its task is ${task?.lastStatus}`,
      cause: gone
        ? 'Its task is gone, so nothing ends the cancellation. It may hold a slot of a concurrency limit.'
        : 'The process of the flow does not react: it hangs, or does not reach the Prefect API.',
      wayOut: gone
        ? 'Set its state to Cancelled, in the UI.'
        : `Stop its task: aws ecs stop-task --region ${context.aws.region} --cluster ${shellWord(cluster)} --task ${task?.taskArn}. Then set its state to Cancelled, in the UI.`,
      section: 'When something is wrong',
    };
  });
  return byCause(explained, runs).map(({ one, those }) =>
    warning(subject, {
      ...one,
      seen: `${count(those)} ${those.length === 1 ? 'is' : 'are'} Cancelling for more than 5 minutes: ${one.seen}`,
    }),
  );
}

async function whyPending(context: PrefectContext, run: Answer, task: Task | undefined): Promise<Explained> {
  if (task?.lastStatus === 'STOPPED') {
    const reason = reasonOf(task);
    const known = explain(reason, 'flow run');
    if (known) return known;
    return {
      id: 'pending-task-stopped',
      seen: `its task stopped: ${shortened(reason)}`,
      cause: 'The task ended before the flow began, and no worker has marked the run as Crashed.',
      wayOut: 'Read the log of flow runs; check that crash detection works.',
      section: 'Crash detection',
    };
  }
  if (task !== undefined) {
    return {
      id: 'pending-task-starts',
      seen: `its task is ${task.lastStatus}`,
      cause:
        task.lastStatus === 'RUNNING'
          ? "The container runs, and does not reach Prefect's API: no way out of its subnets, or its security group lacks the port."
          : 'ECS still prepares the task: it waits for capacity, or pulls a large image.',
      wayOut:
        task.lastStatus === 'RUNNING'
          ? 'Check the way out of the subnets, and flow_runs.own_security_group.egress.'
          : 'Wait some minutes; then look at the capacity and at the size of the image.',
      section: 'Before you apply',
    };
  }
  const lines: Answer[] = await context.api.filter('/logs', {
    logs: { flow_run_id: { any_: [run.id] } },
    sort: 'TIMESTAMP_DESC',
    limit: 50,
  });
  const known = lines.map(({ message }) => explain(message, 'flow run')).find((one) => one !== undefined);
  if (known) return known;
  return {
    id: 'pending-no-task',
    seen: 'ECS has no task of it',
    cause: 'The worker has not started its task, or the task stopped more than an hour ago.',
    wayOut: "Read the worker's log; cancel the run, and start it again.",
    section: 'Is it down?',
  };
}
