import { KINDS, type PhysicalName } from '../features/names/name-kinds';
import { physicalName } from '../features/names/physical-names';
import type { Fields } from '../init/answers';
import type { FoundWorker } from './found-worker';
import { textOf } from './resource';

/** Names of what a stack takes over, by its address there, and the attribute that holds the name. */
const NAMED: Readonly<Record<string, readonly [of: PhysicalName, attribute: string]>> = {
  'aws_ecs_cluster.prefect_worker_cluster': ['cluster', 'name'],
  'aws_ecs_service.prefect_worker_service': ['service', 'name'],
  'aws_ecs_task_definition.prefect_worker_task_definition': ['taskFamily', 'family'],
  'aws_cloudwatch_log_group.prefect_worker_log_group': ['logGroup', 'name'],
  'aws_secretsmanager_secret.prefect_api_key': ['apiKeySecret', 'name'],
  'aws_security_group.prefect_worker': ['securityGroup', 'name'],
  'aws_iam_role.prefect_worker_execution_role': ['executionRole', 'name'],
  'aws_iam_role.prefect_worker_task_role[0]': ['taskRole', 'name'],
  'aws_sqs_queue.prefect_worker_events': ['eventQueue', 'name'],
  'aws_cloudwatch_event_rule.prefect_worker_events_rule': ['eventRule', 'name'],
};

export function namesOf({ container, taken }: FoundWorker, name: string): Fields {
  const actual = taken.flatMap(({ resource, to }): [PhysicalName, string | undefined][] => {
    const named = NAMED[to];
    return named === undefined ? [] : [[named[0], textOf(resource, named[1])]];
  });
  const naming = { pattern: '{kind}-{name}', own: {} };
  return Object.fromEntries(
    [...actual, ['container', container.name] as [PhysicalName, string]]
      .filter(([of, text]) => text !== undefined && text !== physicalName(of, name, naming))
      .map(([of, text]) => [KINDS[of].field, text]),
  );
}
