import { DescribeTasksCommand, ListTasksCommand, type Service } from '@aws-sdk/client-ecs';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import { looking } from '../unread';
import { inWords, type Worker } from '../workers';

/** Whether each worker runs as it should, and how its last deployment ended. */
export const checkServices: Check = async (context) => {
  const applied = context.workers.filter(({ live }) => live !== undefined);
  const found = await Promise.all(applied.map((worker) => checkService(context, worker)));
  return found.flat();
};

async function checkService(context: Context, worker: Worker): Promise<readonly Finding[]> {
  const service = worker.live?.service as Service;
  const subject = `${inWords(worker)}: service`;
  const health = await looking(`${inWords(worker)}: health`, 'ecs:DescribeTasks', () => checkHealth(context, worker));
  return [...tasksOf(subject, worker, service), ...deploymentOf(subject, service), ...health];
}

function tasksOf(subject: string, worker: Worker, service: Service): Finding[] {
  const { runningCount = 0, desiredCount = 0, pendingCount = 0 } = service;
  const seen = `${runningCount} of ${desiredCount} ${desiredCount === 1 ? 'task' : 'tasks'} of ${service.serviceName} run`;
  if (desiredCount === 0) {
    if (worker.scaled || worker.desiredCount === 0) return [ok(subject, `${seen}; 0 is what the stack wants now`)];
    const wanted = worker.desiredCount ?? 'more';
    return [
      problem(subject, {
        id: 'scaled-to-zero',
        seen: `${seen}; the stack wants ${wanted}`,
        cause: 'Somebody set the desired count to 0 outside Terraform.',
        wayOut: 'Apply again, or set the desired count of the service.',
        section: 'Pause',
      }),
    ];
  }
  if (runningCount >= desiredCount) return [ok(subject, seen)];
  const [known] = recentMessages(service).flatMap((message) => explain(message, 'task') ?? []);
  if (known) return [problem(subject, { ...known, seen: `${seen}; ECS says: ${known.seen}` })];
  return [
    problem(subject, {
      id: 'tasks-missing',
      seen: pendingCount > 0 ? `${seen}, ${pendingCount} pending` : seen,
      cause: lastEvent(service),
      wayOut: 'Look at the stopped tasks and the log, below.',
      section: 'Is it down?',
    }),
  ];
}

function lastEvent(service: Service): string {
  const [message] = recentMessages(service);
  return message === undefined ? 'ECS reports no event.' : `The last event of ECS: ${shortened(message)}`;
}

function recentMessages({ events = [] }: Service): string[] {
  return events.slice(0, 10).flatMap(({ message }) => message ?? []);
}

function deploymentOf(subject: string, { deployments = [], events = [], serviceName = '' }: Service): Finding[] {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const where = `the deployment of ${serviceName}`;
  if (primary?.rolloutState === 'FAILED') {
    return [
      problem(subject, {
        id: 'deployment-failed',
        seen: `${where} failed: ${shortened(primary.rolloutStateReason ?? 'no reason given')}`,
        cause: 'Its tasks did not stay up, and there is no earlier revision that ECS could go back to.',
        wayOut: 'Look at the stopped tasks and the log, below; remove the cause, and apply again.',
        section: 'Roll back',
      }),
    ];
  }
  if (primary?.rolloutState === 'IN_PROGRESS' && (primary.failedTasks ?? 0) > 0) {
    return [
      problem(subject, {
        id: 'deployment-failing',
        seen: `${where} is in progress, and ${primary.failedTasks} of its tasks failed`,
        cause: 'Tasks of the new revision do not start, or do not stay up.',
        wayOut: 'Look at the stopped tasks and the log, below.',
        section: 'Is it down?',
      }),
    ];
  }
  // ECS keeps the last 100 events: the newest that ends a deployment tells how it ended.
  const ended = events.find(({ message = '' }) => /rolled? ?back|rolling back|deployment completed/i.test(message));
  if (ended?.message && /roll/i.test(ended.message)) {
    return [
      problem(subject, {
        id: 'rolled-back',
        seen: `ECS rolled ${where} back: ${shortened(ended.message)}`,
        cause: 'The tasks of the new revision did not stay up; the revision before it runs.',
        wayOut: 'Nothing is broken. Remove the cause, and apply again.',
        section: 'Roll back',
      }),
    ];
  }
  if (primary?.rolloutState === 'IN_PROGRESS') {
    return [
      warning(subject, {
        id: 'deployment-in-progress',
        seen: `${where} is in progress`,
        cause: 'It was started a short time ago, or its tasks take long to become healthy.',
        wayOut: 'Wait some minutes, and run this again.',
        section: 'Verify',
      }),
    ];
  }
  return [];
}

async function checkHealth({ aws }: Context, worker: Worker): Promise<Finding[]> {
  const { cluster, service } = worker;
  const { taskArns = [] } = await aws.ecs.send(new ListTasksCommand({ cluster, serviceName: service }));
  if (taskArns.length === 0) return [];
  // DescribeTasks takes 100 tasks; a worker's service has a few.
  const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) }));
  const subject = `${inWords(worker)}: health`;
  const unhealthy = tasks.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY').length;
  if (unhealthy > 0) {
    return [
      problem(subject, {
        id: 'unhealthy',
        seen: `${unhealthy} of ${tasks.length} tasks are UNHEALTHY`,
        cause: "The worker has not polled for five minutes, or never reached Prefect's API.",
        wayOut: "Read the worker's log, and check the way out to Prefect.",
        section: 'When something is wrong',
      }),
    ];
  }
  const healthy = tasks.filter(({ healthStatus }) => healthStatus === 'HEALTHY').length;
  return healthy > 0 ? [ok(subject, `${healthy} of ${tasks.length} tasks are HEALTHY`)] : [];
}
