import type { Environment } from '../../environment/environment';
import { type Item, nameFrom, when } from '../../inventory/item';

export function logs(environment: Environment): readonly Item[] {
  const { group, name, kmsKey } = environment.logs;
  return when(group === 'created', {
    address: 'aws_cloudwatch_log_group.prefect_worker_log_group',
    purpose: 'Log group of the worker',
    name: nameFrom(environment, 'logGroup', 'logs.name', name),
    ownKey: kmsKey !== undefined,
  });
}
