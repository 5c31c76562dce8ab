import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { LIKE_ECR } from '../../values/ecr-registry';
import { matchesWildcards } from '../../values/wildcard-pattern';
import { isLoggedElsewhere } from '../container/resolve';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersOf } from '../workers/workers-of';
import type { ConfiguredStatement } from './schema';

/** A role whose whole policy the stack file sets. */
interface OwnRole {
  readonly path: Path;
  readonly ownStatements?: readonly ConfiguredStatement[];
  readonly policies?: readonly unknown[];
  readonly existing?: unknown;
  /** What the role is surely asked for. */
  readonly needs: readonly string[];
  readonly outcome: string;
}

/** What managed policies allow is not known here, and of one role for both each part may lack what the other allows. */
const allowsWhatIsNeeded: Rule = (environment) =>
  environment.roles.oneForBoth
    ? []
    : each(rolesOf(environment), ({ path, existing, ownStatements = [], policies = [], needs, outcome }): Finding[] => {
        const allowed = ownStatements.flatMap(({ effect, actions }) => (effect === 'Allow' ? actions : []));
        const missing = needs.filter((need) => !allowed.some((action) => isAllowedBy(action, need)));
        return warning(
          'missing-permission',
          ownStatements.length > 0 && existing === undefined && policies.length === 0 && missing.length > 0,
          [...path, 'own_statements'],
          `allows no ${missing.join(', ')}: ${outcome}`,
          'add them, or set statements instead, which are in addition to the default permissions',
        );
      });

function isAllowedBy(action: string, need: string): boolean {
  return matchesWildcards(action.toLowerCase(), need.toLowerCase());
}

function rolesOf(environment: Environment): OwnRole[] {
  const { roles, flowRuns, inputs } = environment;
  return [
    { ...roles.execution, path: ['roles', 'execution'], needs: toStart(environment), outcome: 'no worker starts' },
    {
      ...roles.task,
      path: ['roles', 'task'],
      needs: inputs.workerType === 'ecs' && inputs.workerTaskRoleArn === undefined ? toStartFlowRuns(environment) : [],
      outcome: 'the worker cannot start flow runs, and notice how they end',
    },
    {
      ...flowRuns?.executionRole,
      path: [...FLOW_RUNS, 'execution_role'],
      needs: toReadKey(environment),
      outcome: 'no flow run starts',
    },
  ];
}

/** Of ECS, before it starts a worker. */
function toStart(environment: Environment): string[] {
  const workers = workersOf(environment);
  const isLogged =
    environment.logs.group !== 'none' &&
    workers.some(({ container }) => !isLoggedElsewhere(container.logConfiguration));
  const isInEcr = workers.some(({ image }) => LIKE_ECR.test(image) && !image.startsWith('public.'));
  return [
    ...toReadKey(environment),
    ...(isLogged ? ['logs:CreateLogStream', 'logs:PutLogEvents'] : []),
    ...(isInEcr ? ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] : []),
  ];
}

function toReadKey({ apiKey }: Environment): string[] {
  if (apiKey.from === 'nowhere') return [];
  const isParameter =
    apiKey.from === 'existing' ? apiKey.source.ssmParameter !== undefined : apiKey.store === 'ssm_parameter';
  return [isParameter ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue'];
}

/** Of a worker. Source: prefect-aws 0.7, workers/ecs_worker.py and observers/ecs.py. */
function toStartFlowRuns({ flowRuns, crashDetection }: Environment): string[] {
  const registers = flowRuns?.taskDefinitionArn === undefined && flowRuns?.createTaskDefinition !== true;
  return [
    'ecs:RunTask',
    'iam:PassRole',
    ...(registers ? ['ecs:RegisterTaskDefinition'] : []),
    ...(crashDetection === undefined ? [] : ['sqs:ReceiveMessage', 'sqs:DeleteMessage']),
  ];
}

export const OWN_STATEMENT_RULES: readonly Rule[] = [allowsWhatIsNeeded];
