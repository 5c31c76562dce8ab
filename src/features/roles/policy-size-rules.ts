import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';
import { MOST_POLICY_CHARACTERS } from '../../values/limits/iam';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import { allWorkers } from '../workers/all-workers';
import { workersOf } from '../workers/workers-of';
import { type ConfiguredStatement, leastCharacters } from './schema';

/** What a policy of the stack has at least, without what only Terraform knows; a test holds it against the emitted ones. */
export const LEAST_OF_STACK = { logs: 190, runTasks: 1200, pool: 60 } as const;

/** A part of what one role may do. */
interface Part {
  readonly path: Path;
  readonly characters: number;
  readonly wayOut: string;
}

type Statements = readonly ConfiguredStatement[] | undefined;

const MANAGED =
  'set roles.policy_type: managed, or move statements to managed policies of your own, and set their ARNs in policies';
const ONE_FOR_ALL =
  'set own_statements of the execution role, with one resource for all secrets that begin alike, or fewer secrets with several JSON keys each';

function given(path: Path, statements: Statements, ownStatements: Statements): Part[] {
  return [
    { path: [...path, 'statements'], characters: leastCharacters(statements ?? []), wayOut: MANAGED },
    { path: [...path, 'own_statements'], characters: leastCharacters(ownStatements ?? []), wayOut: MANAGED },
  ];
}

function ofStack(characters: number): Part {
  return { path: [], characters, wayOut: '' };
}

/** Each secret has its ARN in the policy, once. */
function secrets(path: Path, sources: readonly SecretSource[], { region }: Environment): Part {
  const arns = sources.map(({ secretArn, secretName, ssmParameter }) => {
    if (secretArn !== undefined) return secretArn;
    const [service, name] =
      ssmParameter === undefined ? ['secretsmanager:secret', secretName] : ['ssm:parameter', ssmParameter];
    return `arn:aws:${service}:${region}:111122223333:${name}${secretName === undefined ? '' : '-??????'}`;
  });
  const characters = [...new Set(arns)].reduce((sum, arn) => sum + arn.length + '"",'.length, 0);
  return { path, characters, wayOut: ONE_FOR_ALL };
}

/** What every role that this stack creates may do, as far as it is known before Terraform. */
function rolesOf(environment: Environment): Part[][] {
  const { roles, flowRuns, inputs, behaviour } = environment;
  const { execution, task } = roles;
  const containers = allWorkers(environment).map(({ container }) => container);
  const ofWorkers = containers.flatMap((main) => [
    ...Object.values(main.secrets).filter(({ create }) => !create),
    ...furtherSecretsOf(main),
    ...sidecarSecretsOf(main),
  ]);
  const ofFlowRuns =
    flowRuns === undefined
      ? []
      : [...Object.values(flowRuns.secrets), ...furtherSecretsOf(flowRuns), ...sidecarSecretsOf(flowRuns)];
  const isShared = flowRuns !== undefined && flowRuns.executionRole === undefined;
  const pools = new Set(workersOf(environment).map(({ workPoolName }) => workPoolName));
  const executionParts = [
    ...given(['roles', 'execution'], execution?.statements, execution?.ownStatements),
    ...(execution?.ownStatements === undefined
      ? [
          secrets(['worker', 'secrets'], ofWorkers, environment),
          ...(isShared ? [secrets(['flow_runs', 'secrets'], ofFlowRuns, environment)] : []),
          ofStack(behaviour.leastPrivilege ? LEAST_OF_STACK.logs : 0),
        ]
      : []),
  ];
  const runsTasks = inputs.workerType === 'ecs' && behaviour.leastPrivilege && task?.ownStatements === undefined;
  const taskParts = [
    ...given(['roles', 'task'], task?.statements, task?.ownStatements),
    ...(runsTasks
      ? [
          ofStack(
            LEAST_OF_STACK.runTasks + [...pools].reduce((sum, pool) => sum + pool.length + LEAST_OF_STACK.pool, 0),
          ),
        ]
      : []),
  ];
  const isTaskCreated =
    task?.existing === undefined && !environment.isGiven(['worker_task_role_arn']) && task?.none !== true;
  const ofFlows = flowRuns?.executionRole;
  return [
    ...(execution?.existing === undefined
      ? roles.oneForBoth
        ? [[...executionParts, ...taskParts]]
        : [executionParts]
      : []),
    ...(isTaskCreated && !roles.oneForBoth ? [taskParts] : []),
    ...(ofFlows !== undefined && ofFlows.existing === undefined
      ? [
          [
            ...given(['flow_runs', 'execution_role'], ofFlows.statements, ofFlows.ownStatements),
            ...(ofFlows.ownStatements === undefined
              ? [secrets(['flow_runs', 'secrets'], ofFlowRuns, environment)]
              : []),
          ],
        ]
      : []),
  ];
}

/** Each policy may be small enough, and all of one role be too much. */
const inlineFit: Rule = (environment) => {
  if (environment.roles.policyType === 'managed') return [];
  return each(rolesOf(environment), (parts): Finding[] => {
    const sum = parts.reduce((characters, part) => characters + part.characters, 0);
    const { path, characters, wayOut } = parts.reduce((most, part) =>
      part.path.length > 0 && part.characters > most.characters ? part : most,
    );
    // The schema refuses a list that is too long by itself.
    return when(
      sum > MOST_POLICY_CHARACTERS && (characters <= MOST_POLICY_CHARACTERS || path.at(-1) === 'secrets'),
      path,
      `brings the policies of this role to ${sum} characters or more, with those of the stack: IAM allows ${MOST_POLICY_CHARACTERS} for the inline policies of a role`,
      wayOut,
    );
  });
};

export const POLICY_SIZE_RULES: readonly Rule[] = [inlineFit];
