import type { Environment } from '../../environment/environment';
import { valueAt } from '../../environment/origin';
import { each, type Rule, warning } from '../../environment/rule';
import { isAmong } from '../../values/iam-actions';
import type { ConfiguredStatement } from '../roles/schema';
import { containersOf, ofTasks, type Task } from './of-tasks';

/** The execution role reads the files, before the container starts. */
const RIGHT = 's3:GetObject';

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
const filesAreReadable: Rule = ofTasks((task, environment) => {
  const [field, role] = executionRoleOf(task, environment);
  const allowed = [...(role?.statements ?? []), ...(role?.ownStatements ?? [])];
  if (environment.roles.oneForBoth) return [];
  // What an existing role or a managed policy allows is not known here.
  if (role?.existing !== undefined || (role?.policies ?? []).length > 0 || allowed.some(readsObjects)) return [];
  return each(containersOf(task), ({ container: { attributes }, at }) => {
    const files = valueAt(attributes, ['environmentFiles']);
    return warning(
      'missing-permission',
      Array.isArray(files) && files.length > 0,
      at('attributes', 'environmentFiles'),
      'are files that the execution role may not read: the task does not start',
      `add a statement to ${field} with ${RIGHT} on the files, and s3:GetBucketLocation on their bucket`,
    );
  });
});

type RoleField = NonNullable<Environment['roles']['execution']>;

function executionRoleOf(
  { isWorker }: Task,
  { flowRuns, roles }: Environment,
): [string, Partial<RoleField> | undefined] {
  return !isWorker && flowRuns?.executionRole !== undefined
    ? ['flow_runs.execution_role.statements', flowRuns.executionRole]
    : ['roles.execution.statements', roles.execution];
}

function readsObjects({ effect, actions }: ConfiguredStatement): boolean {
  return effect === 'Allow' && actions.some((action) => isAmong(action, [RIGHT]));
}

export const ENVIRONMENT_FILE_RULES: readonly Rule[] = [filesAreReadable];
