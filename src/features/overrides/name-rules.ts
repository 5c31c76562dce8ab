import { type Rule, when } from '../../environment/rule';
import { inventoryOf } from '../../inventory/inventory';
import type { ItemName } from '../../inventory/item';
import { KINDS } from '../names/name-kinds';

/** Attributes that are a part of the ARN of a resource, which the policies of the stack and its tasks have from elsewhere. */
const IN_ARN: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ['name', 'name_prefix'],
  aws_ecr_repository: ['name'],
  aws_ecs_cluster: ['name'],
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_s3_bucket: ['bucket', 'bucket_prefix'],
  aws_secretsmanager_secret: ['name', 'name_prefix'],
  aws_sqs_queue: ['name', 'name_prefix'],
};

const namesStay: Rule = (environment) => {
  const { overrides } = environment;
  if (Object.keys(overrides).length === 0) return [];
  const items = inventoryOf({ ...environment, overrides: {} });
  return Object.entries(overrides).flatMap(([address, block]) => {
    const item = items.find((one) => one.address === address);
    const names = IN_ARN[address.split('.')[0] ?? ''] ?? [];
    if (item?.name === undefined || item.fromStackFile) return [];
    const field = fieldOf(item.name);
    return names.flatMap((name) =>
      when(
        Object.hasOwn(block, name),
        ['overrides', address, name],
        'changes the ARN: the permissions of the stack, and what uses the resource, keep the one from the stack file',
        `remove it, and set ${name === 'path' ? 'roles.path' : field}`,
      ),
    );
  });
};

function fieldOf({ kind, field }: ItemName): string {
  return kind === undefined ? field : `names.${KINDS[kind].field}`;
}

export const OVERRIDDEN_NAME_RULES: readonly Rule[] = [namesStay];
