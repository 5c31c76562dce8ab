import { booleanOf } from '../../stack/conditions';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { Expression, literal } from '../../terraform/terraform-text';
import type { ExecutionRoleInUse } from './create-types';
import { TASK_ROLE_IS_CREATED } from './inventory';

export interface KnownRole {
  readonly arn: string;
  /** The same, known in the first plan as far as a name tells it. */
  readonly planned: string;
}

/** The task role of the worker, for what is created before it; undefined where it has none. */
export function workerTaskRole(context: StackContext, execution: ExecutionRoleInUse): KnownRole | undefined {
  const { scope, environment, inputs, names, aws } = context;
  const { task, oneForBoth, path } = environment.roles;
  const ofName = (name: string) => aws.iamArn(`role${literal(path)}${name}`);
  if (task?.none) return undefined;
  if (oneForBoth) {
    return { arn: execution.arn, planned: execution.id === undefined ? execution.arn : ofName(names.executionRole) };
  }
  const existing = foundTaskRole(context);
  if (existing !== undefined) return { arn: existing, planned: existing };
  const given = inputs.workerTaskRoleArn.code;
  const byName = named(scope, 'planned_task_role_arn', ofName(names.taskRole));
  return {
    arn: createdOr(given),
    planned: new Expression(`coalesce(${given}, ${byName.code})`).toString(),
  };
}

/** An existing role that is looked up, unless an ARN is set. */
export function foundTaskRole({ scope, environment, inputs, lookUps }: StackContext): string | undefined {
  const existing = environment.roles.task?.existing;
  if (typeof existing !== 'object') return undefined;
  const found = named(scope, 'found_task_role_arn', lookUps.role(existing));
  return new Expression(`coalesce(${inputs.workerTaskRoleArn.code}, ${found.code})`).toString();
}

function createdOr(given: string): string {
  const created = booleanOf(TASK_ROLE_IS_CREATED);
  return new Expression(`${created} ? aws_iam_role.prefect_worker_task_role[0].arn : ${given}`).toString();
}
