import type { Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';

export function cluster(environment: Environment): readonly Item[] {
  const { existing, executeCommand } = environment.cluster;
  if (existing !== undefined) return [];
  return [
    {
      address: 'aws_ecs_cluster.prefect_worker_cluster',
      purpose: 'ECS cluster of the worker and its flow runs',
      name: nameOf(environment, 'cluster'),
    },
    ...when(executeCommand !== undefined && createsSessionLog(executeCommand), {
      address: 'aws_cloudwatch_log_group.prefect_worker_exec_log_group',
      purpose: 'Log group of ECS Exec sessions: every command and its output',
      name: nameOf(environment, 'execLogGroup'),
      ownKey: executeCommand?.kmsKey !== undefined,
    }),
    {
      address: 'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
      purpose: 'Capacity providers of the cluster',
    },
  ];
}

/** Sessions that are recorded nowhere else get a log group. */
export function createsSessionLog({
  logGroup,
  bucket,
}: NonNullable<Environment['cluster']['executeCommand']>): boolean {
  return logGroup === undefined && bucket === undefined;
}

/** The cluster that is used, as the one place of its services' names. */
export function clusterKey(environment: Environment): string {
  const { existing = nameOf(environment, 'cluster').text } = environment.cluster;
  const name = typeof existing === 'string' ? existing.split('/').at(-1) : JSON.stringify(existing);
  return `cluster ${name} in ${environment.region}`;
}
