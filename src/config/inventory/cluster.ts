import type { Environment } from '../environment';
import { type Item, nameOf, when } from './item';

export function cluster(environment: Environment): readonly Item[] {
  const { existing, executeCommand } = environment.cluster;
  if (existing !== undefined) return [];
  return [
    {
      address: 'aws_ecs_cluster.prefect_worker_cluster',
      purpose: 'ECS cluster of the worker and its flow runs',
      name: nameOf(environment, 'cluster'),
    },
    ...when(executeCommand !== undefined && executeCommand.logGroup === undefined, {
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

/** The cluster that is used, as the one place of its services' names. */
export function clusterKey({ cluster: { existing }, inputs, naming }: Environment): string {
  if (existing === undefined) return nameOf({ inputs, naming }, 'cluster').text;
  return typeof existing === 'string' ? (existing.split('/').at(-1) ?? existing) : JSON.stringify(existing);
}
