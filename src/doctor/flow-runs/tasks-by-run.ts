import { DescribeTasksCommand, paginateListTasks, type Task } from '@aws-sdk/client-ecs';
import type { PrefectContext } from '../context';

export type Tasks = ReadonlyMap<string, Task>;

/** The tasks of the pool's cluster by the flow run that their tags name: those that run, and those that stopped lately. */
export async function tasksByRun({ aws }: PrefectContext, cluster: string): Promise<Map<string, Task>> {
  const arns: string[] = [];
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    for await (const { taskArns = [] } of paginateListTasks({ client: aws.ecs }, { cluster, desiredStatus })) {
      arns.push(...taskArns);
    }
  }
  const tasks = new Map<string, Task>();
  // DescribeTasks takes 100 tasks.
  for (let from = 0; from < arns.length; from += 100) {
    const answer = await aws.ecs.send(
      new DescribeTasksCommand({ cluster, tasks: arns.slice(from, from + 100), include: ['TAGS'] }),
    );
    for (const task of answer.tasks ?? []) {
      const run = task.tags?.find(({ key }) => key === 'prefect.io/flow-run-id')?.value;
      if (run !== undefined) tasks.set(run, task);
    }
  }
  return tasks;
}
