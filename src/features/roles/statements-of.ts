import type { Environment } from '../../environment/environment';
import type { Path } from '../../stack-file/path';
import type { ConfiguredStatement } from './schema';

type Placed<Value> = readonly [path: Path, values: readonly Value[]];

/** What comes of a statement that applies to nothing. */
export function toNothing({ effect }: Pick<ConfiguredStatement, 'effect'>): string {
  return effect === 'Allow' ? 'allows nothing' : 'denies nothing';
}

/** The statements of a stack file, with their places. */
export function statementsOf({ roles, flowRuns, ciRole }: Environment): Placed<ConfiguredStatement>[] {
  const all: [Path, readonly ConfiguredStatement[] | undefined][] = [
    [['roles', 'execution', 'statements'], roles.execution?.statements],
    [['roles', 'execution', 'own_statements'], roles.execution?.ownStatements],
    [['roles', 'task', 'statements'], roles.task?.statements],
    [['roles', 'task', 'own_statements'], roles.task?.ownStatements],
    [['flow_runs', 'execution_role', 'statements'], flowRuns?.executionRole?.statements],
    [['flow_runs', 'execution_role', 'own_statements'], flowRuns?.executionRole?.ownStatements],
    [['flow_runs', 'task_role', 'statements'], flowRuns?.taskRole?.statements],
    [['ci_role', 'statements'], ciRole?.statements],
  ];
  return all.map(([path, statements = []]) => [path, statements]);
}
