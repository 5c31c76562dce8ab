import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';
import { MOST_POLICY_CHARACTERS } from '../../values/limits/iam';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import { physicalName } from '../names/physical-names';
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
  const here = `${region}:111122223333`;
  const arns = sources.map(({ secretArn, secretName, ssmParameter = '' }) => {
    if (secretArn !== undefined) return secretArn;
    if (secretName !== undefined) return `arn:aws:secretsmanager:${here}:secret:${secretName}-??????`;
    return ssmParameter.startsWith('arn:')
      ? ssmParameter
      : `arn:aws:ssm:${here}:parameter/${ssmParameter.replace(/^\//, '')}`;
  });
  const characters = [...new Set(arns)].reduce((sum, arn) => sum + arn.length + '"",'.length, 0);
  return { path, characters, wayOut: ONE_FOR_ALL };
}

/** What every role that this stack creates may do, as far as it is known before Terraform. */
function rolesOf(environment: Environment): Part[][] {
  const execution = executionRoleOf(environment);
  const task = taskRoleOf(environment);
  const isExecutionCreated = environment.roles.execution?.existing === undefined;
  if (environment.roles.oneForBoth) {
    return [...(isExecutionCreated ? [[...execution, ...task]] : []), ...executionRoleOfFlowRuns(environment)];
  }
  return [
    ...(isExecutionCreated ? [execution] : []),
    ...(isTaskRoleCreated(environment) ? [task] : []),
    ...executionRoleOfFlowRuns(environment),
  ];
}

function executionRoleOf(environment: Environment): Part[] {
  const { roles, flowRuns, behaviour } = environment;
  const { statements, ownStatements } = roles.execution ?? {};
  const own = given(['roles', 'execution'], statements, ownStatements);
  if (ownStatements !== undefined) return own;
  const isShared = flowRuns !== undefined && flowRuns.executionRole === undefined;
  return [
    ...own,
    secrets(['worker', 'secrets'], secretsOfWorkers(environment), environment),
    ...(isShared ? [secretsOfFlowRuns(environment)] : []),
    ofStack(behaviour.leastPrivilege ? LEAST_OF_STACK.logs : 0),
  ];
}

function secretsOfWorkers(environment: Environment): SecretSource[] {
  const { inputs, naming } = environment;
  const created = physicalName('workerSecret', inputs.name, naming);
  return allWorkers(environment).flatMap(({ container }) => [
    ...Object.entries(container.secrets).map(([variable, secret]) =>
      secret.create ? { secretName: `${created}-${variable}` } : secret,
    ),
    ...furtherSecretsOf(container),
    ...sidecarSecretsOf(container),
  ]);
}

function secretsOfFlowRuns(environment: Environment): Part {
  const { flowRuns } = environment;
  const sources =
    flowRuns === undefined
      ? []
      : [...Object.values(flowRuns.secrets), ...furtherSecretsOf(flowRuns), ...sidecarSecretsOf(flowRuns)];
  return secrets(['flow_runs', 'secrets'], sources, environment);
}

function taskRoleOf(environment: Environment): Part[] {
  const { roles, inputs, behaviour } = environment;
  const { statements, ownStatements } = roles.task ?? {};
  const own = given(['roles', 'task'], statements, ownStatements);
  if (inputs.workerType !== 'ecs' || !behaviour.leastPrivilege || ownStatements !== undefined) return own;
  const pools = new Set(workersOf(environment).map(({ workPoolName }) => workPoolName));
  const ofPools = [...pools].reduce((sum, pool) => sum + pool.length + LEAST_OF_STACK.pool, 0);
  return [...own, ofStack(LEAST_OF_STACK.runTasks + ofPools)];
}

function isTaskRoleCreated(environment: Environment): boolean {
  const { existing, none } = environment.roles.task ?? {};
  return existing === undefined && none !== true && !environment.isInFile(['worker_task_role_arn']);
}

function executionRoleOfFlowRuns(environment: Environment): Part[][] {
  const role = environment.flowRuns?.executionRole;
  if (role === undefined || role.existing !== undefined) return [];
  const own = given(['flow_runs', 'execution_role'], role.statements, role.ownStatements);
  return [role.ownStatements === undefined ? [...own, secretsOfFlowRuns(environment)] : own];
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
