import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import type { Check, Context } from '../context';
import { type Explained, type Finding, ok, problem, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import { isDenied, isMissing, looking } from '../unread';
import { currentTask, inWords, type Worker, workerContainer } from '../workers';

/** Why tasks of each worker stopped; ECS forgets them after about an hour. */
export const checkStoppedTasks: Check = async (context) => {
  const applied = context.workers.filter(({ live }) => live !== undefined);
  const found = await Promise.all(
    applied.map((worker) =>
      looking(`${inWords(worker)}: stopped tasks`, 'ecs:DescribeTasks', () => stoppedTasks(context, worker)),
    ),
  );
  return found.flat();
};

async function stoppedTasks(context: Context, worker: Worker): Promise<Finding[]> {
  const { ecs } = context.aws;
  const { cluster, service, live } = worker;
  const subject = `${inWords(worker)}: stopped tasks`;
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName: service, desiredStatus: 'STOPPED' }),
  );
  if (taskArns.length === 0) return [ok(subject, 'none in the last hour')];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) }));
  const failed = tasks.filter((task) => !wasMeant(task));
  if (failed.length === 0) return [ok(subject, `${tasks.length} in the last hour, all of them replaced or scaled in`)];
  const explained = await Promise.all(failed.map((task) => explainTask(context, worker, task)));
  const runs = (live?.service.runningCount ?? 0) >= (live?.service.desiredCount ?? 1);
  return byCause(explained).map((one) => (runs ? warning : problem)(subject, one));
}

/** ECS stops tasks of a service that it replaces or no longer needs. */
function wasMeant({ stoppedReason = '', stopCode }: Task): boolean {
  return (
    stopCode !== 'TaskFailedToStart' && /^Scaling activity initiated by|^Task stopped by user|^$/.test(stoppedReason)
  );
}

/** What a task says of its end. */
export function reasonOf({ stopCode, stoppedReason, containers = [] }: Task): string {
  const ofContainers = containers.flatMap(({ name, reason, exitCode }) => [
    ...(reason ? [`${name}: ${reason}`] : []),
    ...(exitCode ? [`${name} exited with ${exitCode}`] : []),
  ]);
  return [stopCode, stoppedReason, ...ofContainers].filter((part) => part).join('; ');
}

async function explainTask(context: Context, worker: Worker, task: Task): Promise<Explained> {
  const reason = reasonOf(task);
  const known = explain(reason, 'task');
  if (known) return known;
  const lines = await lastLines(context, worker, task);
  const fromLog = lines.map((line) => explain(line, 'log')).find((one) => one !== undefined);
  if (fromLog) return { ...fromLog, seen: `${shortened(reason)}; its log says: ${fromLog.seen}` };
  const exitCode = task.containers?.find((container) => container.exitCode)?.exitCode;
  const last = lines.at(-1);
  return {
    id: exitCode === KILLED ? 'killed' : 'worker-exited',
    seen: last === undefined ? shortened(reason) : `${shortened(reason)}; the last line of its log: ${shortened(last)}`,
    cause:
      exitCode === KILLED
        ? 'The container was killed: it used more memory than it has, or did not stop within its stop timeout.'
        : 'The worker ended by itself.',
    wayOut: exitCode === KILLED ? 'Raise worker_memory, if it happens again.' : "Read the worker's log.",
    section: 'Is it down?',
  };
}

/** 128 and SIGKILL. */
const KILLED = 137;

/** What the task's worker printed last, where its log driver is CloudWatch's. */
async function lastLines({ aws }: Context, worker: Worker, task: Task): Promise<string[]> {
  const container = workerContainer(currentTask(worker));
  const { options = {}, logDriver } = container?.logConfiguration ?? {};
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = options;
  const id = task.taskArn?.split('/').at(-1);
  if (logDriver !== 'awslogs' || !group || !prefix || !container?.name || !id) return [];
  try {
    const { events = [] } = await aws.logs.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: `${prefix}/${container.name}/${id}`, limit: 50 }),
    );
    return events.flatMap(({ message }) => message ?? []);
  } catch (error) {
    // The container never wrote a line, or only its last one stays unknown: why the task stopped is known all the same.
    if (isMissing(error) || isDenied(error)) return [];
    throw error;
  }
}

/** Tasks that stopped for one reason are one finding. */
function byCause(explained: readonly Explained[]): Explained[] {
  const groups = new Map<string, Explained[]>();
  for (const one of explained) groups.set(one.id, [...(groups.get(one.id) ?? []), one]);
  return [...groups.values()].map((group) => {
    const [first] = group as [Explained];
    return group.length === 1 ? first : { ...first, seen: `${group.length} tasks: ${first.seen}` };
  });
}
