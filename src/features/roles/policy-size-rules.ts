import type { Environment } from '../../environment/environment';
import { each, type Finding, faultAt, type Rule } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import type { SecretSource } from '../../values/aws-fields';
import { MOST_MANAGED_CHARACTERS, MOST_POLICY_CHARACTERS } from '../../values/limits/iam';
import { furtherSecretsOf, sidecarSecretsOf } from '../container/resolve';
import type { FlowRuns } from '../flow-runs/resolve';
import { physicalName } from '../names/physical-names';
import { allWorkers } from '../workers/all-workers';
import { type Worker, workersOf } from '../workers/workers-of';
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
const FEWER_POOLS = 'move workers to another environment, or let them share a work pool';

function given(path: Path, statements: Statements, ownStatements: Statements): Part[] {
  return [
    { path: [...path, 'statements'], characters: leastCharacters(statements ?? []), wayOut: MANAGED },
    { path: [...path, 'own_statements'], characters: leastCharacters(ownStatements ?? []), wayOut: MANAGED },
  ];
}

interface Secrets {
  readonly path: Path;
  readonly sources: readonly SecretSource[];
}

/** Each policy has the ARN of a secret once; flow runs have a policy of their own, with what the worker's has too. */
function secretsPart({ path, sources }: Secrets, region: string): Part {
  const arns = [...new Set(sources.map((source) => arnOf(source, region)))];
  return { path, characters: arns.reduce((sum, arn) => sum + arn.length + '"",'.length, 0), wayOut: ONE_FOR_ALL };
}

function arnOf({ secretArn, secretName, ssmParameter = '' }: SecretSource, region: string): string {
  const here = `${region}:111122223333`;
  if (secretArn !== undefined) return secretArn;
  if (secretName !== undefined) return `arn:aws:secretsmanager:${here}:secret:${secretName}-??????`;
  return ssmParameter.startsWith('arn:')
    ? ssmParameter
    : `arn:aws:ssm:${here}:parameter/${ssmParameter.replace(/^\//, '')}`;
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
  const { roles, region, behaviour } = environment;
  const { statements, ownStatements } = roles.execution ?? {};
  const own = given(['roles', 'execution'], statements, ownStatements);
  if (ownStatements !== undefined) return own;
  const all = [secretsOfWorkers(environment), ...startedByWorkersRole(environment)];
  return [
    ...own,
    ...all.map((secrets) => secretsPart(secrets, region)),
    { path: ['logs'], characters: behaviour.leastPrivilege ? LEAST_OF_STACK.logs : 0, wayOut: MANAGED },
  ];
}

function secretsOfWorkers(environment: Environment): Secrets {
  const { inputs, naming } = environment;
  const created = physicalName('workerSecret', inputs.name, naming);
  const sources = allWorkers(environment).flatMap(({ container }) => [
    ...Object.entries(container.secrets).map(([variable, secret]) =>
      secret.create ? { secretName: `${created}-${variable}` } : secret,
    ),
    ...furtherSecretsOf(container),
    ...sidecarSecretsOf(container),
  ]);
  return { path: workerWithMostSecrets(environment).at('worker', 'secrets'), sources };
}

function workerWithMostSecrets(environment: Environment): Worker {
  const count = ({ container }: Worker) => Object.keys(container.secrets).length;
  return workersOf(environment).reduce((most, worker) => (count(worker) > count(most) ? worker : most));
}

function secretsOfFlowRuns(flowRuns: FlowRuns, path: Path = ['flow_runs', 'secrets']): Secrets {
  const sources = [...Object.values(flowRuns.secrets), ...furtherSecretsOf(flowRuns), ...sidecarSecretsOf(flowRuns)];
  return { path, sources };
}

/** Of the flow runs of all workers that have no execution role of their own; each has a policy of its own. */
function startedByWorkersRole({ flowRuns, workers }: Environment): Secrets[] {
  const ofAll: [FlowRuns | undefined, Path][] = [
    [flowRuns, ['flow_runs', 'secrets']],
    ...Object.entries(workers).map(([name, worker]): [FlowRuns | undefined, Path] => [
      worker.flowRuns,
      ['workers', name, 'flow_runs', 'secrets'],
    ]),
  ];
  return ofAll.flatMap(([one, path]) =>
    one !== undefined && one.executionRole === undefined ? [secretsOfFlowRuns(one, path)] : [],
  );
}

function taskRoleOf(environment: Environment): Part[] {
  const { roles, inputs, behaviour } = environment;
  const { statements, ownStatements } = roles.task ?? {};
  const own = given(['roles', 'task'], statements, ownStatements);
  if (inputs.workerType !== 'ecs' || !behaviour.leastPrivilege || ownStatements !== undefined) return own;
  const pools = new Set(workersOf(environment).map(({ workPoolName }) => workPoolName));
  const ofPools = [...pools].reduce((sum, pool) => sum + pool.length + LEAST_OF_STACK.pool, 0);
  return [...own, { path: ['workers'], characters: LEAST_OF_STACK.runTasks + ofPools, wayOut: FEWER_POOLS }];
}

function isTaskRoleCreated(environment: Environment): boolean {
  const { existing, none } = environment.roles.task ?? {};
  return existing === undefined && none !== true && !environment.isInFile(['worker_task_role_arn']);
}

function executionRoleOfFlowRuns(environment: Environment): Part[][] {
  const { flowRuns } = environment;
  if (flowRuns?.executionRole === undefined || flowRuns.executionRole.existing !== undefined) return [];
  const role = flowRuns.executionRole;
  const own = given(['flow_runs', 'execution_role'], role.statements, role.ownStatements);
  return [
    role.ownStatements === undefined ? [...own, secretsPart(secretsOfFlowRuns(flowRuns), environment.region)] : own,
  ];
}

/** Each policy may be small enough, and all of one role be too much. */
const inlineFit: Rule = (environment) =>
  environment.roles.policyType === 'managed'
    ? []
    : each(rolesOf(environment), (parts) =>
        beyond(
          parts,
          MOST_POLICY_CHARACTERS,
          (sum) =>
            `brings the policies of this role to ${sum} characters or more, with those of the stack: IAM allows ${MOST_POLICY_CHARACTERS} for the inline policies of a role`,
        ),
      );

/** The policies of the stack that grow with a list, each by itself. */
const managedFit: Rule = (environment) =>
  environment.roles.policyType === 'managed'
    ? each(
        rolesOf(environment)
          .flat()
          .filter(({ path }) => ['secrets', 'workers'].includes(String(path.at(-1)))),
        (part) =>
          beyond(
            [part],
            MOST_MANAGED_CHARACTERS,
            (sum) =>
              `brings a policy of the stack to ${sum} characters or more: IAM allows ${MOST_MANAGED_CHARACTERS} for a managed policy`,
          ),
      )
    : [];

/** The largest part is what to change. */
function beyond(parts: readonly Part[], most: number, message: (sum: number) => string): Finding[] {
  const sum = parts.reduce((characters, part) => characters + part.characters, 0);
  if (sum <= most) return [];
  const { path, wayOut } = parts.reduce((largest, part) => (part.characters > largest.characters ? part : largest));
  return faultAt(path, message(sum), wayOut);
}

export const POLICY_SIZE_RULES: readonly Rule[] = [inlineFit, managedFit];
