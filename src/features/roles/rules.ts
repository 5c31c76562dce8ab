import type { Environment } from '../../environment/environment';
import { each, type Finding, noEffect, type Rule, warning, when } from '../../environment/rule';
import type { Config } from '../../environment/schema';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { ACTION_OF_CALL, IAM_SERVICES, iamActionsOf, isAmong } from '../../values/iam-actions';
import { isManagedPolicy, nearManagedPolicy } from '../../values/managed-policies';
import { type ConfiguredStatement, leastCharacters } from './schema';

type CreatedRole = Pick<NonNullable<Config['roles']['task']>, 'policies' | 'statements' | 'ownStatements' | 'existing'>;

function onlyOfCreated(
  role: 'execution' | 'task',
  { existing, policies = [], statements, ownStatements }: Partial<CreatedRole>,
  given: boolean,
): Finding[] {
  const fields = {
    policies: policies.length > 0,
    statements: statements !== undefined,
    own_statements: ownStatements !== undefined,
  };
  return [
    ...Object.entries(fields).flatMap(([field, isThere]) =>
      noEffect(
        isThere && (existing !== undefined || given),
        ['roles', role, field],
        'it applies only to a role that this stack creates',
        'remove the existing role',
      ),
    ),
    ...when(
      statements !== undefined && ownStatements !== undefined,
      ['roles', role, 'statements'],
      'is not available with own_statements',
      'move the statements to own_statements',
    ),
    ...emptyStatements(['roles', role], { ownStatements, policies }),
  ];
}

/** A role without any permission starts nothing. */
export function emptyStatements(path: Path, { ownStatements, policies = [] }: Partial<CreatedRole>): Finding[] {
  return when(
    ownStatements?.length === 0 && policies.length === 0,
    [...path, 'own_statements'],
    'must have at least one statement if policies is not set: the role would have no permission',
    'add a statement, or set policies',
  );
}

const TASK_ROLE_ARN = ['worker_task_role_arn'];

const createdRoles: Rule = (environment) => {
  const { roles } = environment;
  return [
    ...onlyOfCreated('execution', roles.execution ?? {}, false),
    ...onlyOfCreated(
      'task',
      roles.task ?? {},
      environment.isGiven(TASK_ROLE_ARN) ||
        roles.task?.none === true ||
        (roles.oneForBoth && roles.execution?.existing !== undefined),
    ),
  ];
};

type Placed<Value> = readonly [path: Path, values: readonly Value[]];

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

/** IAM has one entry for an operator and a key; a second one would replace it. */
const conditionsOnce: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ conditions }, index) =>
      conditions.flatMap(({ test, variable }, place) =>
        when(
          conditions.slice(0, place).some((other) => other.test === test && other.variable === variable),
          [...path, index, 'conditions', place],
          `duplicates the condition ${test} ${variable}`,
          'put all values into one condition; it is met if one of the values matches',
        ),
      ),
    ),
  );

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_MANAGED_CHARACTERS = 6144;

const managedFit: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    when(
      environment.roles.policyType === 'managed' && leastCharacters(statements) > MOST_MANAGED_CHARACTERS,
      path,
      `must be at most ${MOST_MANAGED_CHARACTERS} characters in all with roles.policy_type: managed, as IAM allows for a managed policy`,
      'move statements to managed policies of your own, and set their ARNs in policies',
    ),
  );

const knownServices: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ actions }, index) =>
      actions.flatMap((action, place) => {
        const [service = ''] = action.split(':');
        const close = nearest(service, IAM_SERVICES);
        return warning(
          'unknown-service',
          service !== '*' && !IAM_SERVICES.includes(service),
          [...path, index, 'actions', place],
          `has the service ${service}, which IAM did not have in September 2026: the action allows nothing`,
          close === undefined ? 'correct the part before the colon' : `did you mean ${close}?`,
        );
      }),
    ),
  );

/** IAM refuses the policy. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
const sidsOnce: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) => {
    const ours = path[0] === 'flow_runs' && path[1] === 'task_role' ? OURS_OF_FLOWS : [];
    const sids = statements.map(({ sid }) => sid);
    return sids.flatMap((sid, index) =>
      when(
        sid !== undefined && (sids.indexOf(sid) < index || ours.includes(sid)),
        [...path, index, 'sid'],
        ours.includes(sid ?? '')
          ? 'is the sid of a statement of the stack in this policy'
          : `duplicates statements[${sids.indexOf(sid)}]: IAM takes each sid once in a policy`,
        'rename it, or remove it',
      ),
    );
  });

/** Of the statements that stand in one policy with those of flow_runs.task_role. */
const OURS_OF_FLOWS = ['MountFileSystems', 'WriteFileSystems', 'AllowEcsExec'];

/** Services whose actions apply to their own resources alone. Source: as IAM_SERVICES. */
const TO_THEIR_OWN = ['s3', 'sqs', 'sns', 'dynamodb', 'secretsmanager', 'lambda', 'ecr', 'kinesis'];

const resourcesOfActions: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ actions, resources }, index) => {
      const services = actions.map((action) => action.split(':')[0] ?? '');
      if (!services.every((service) => TO_THEIR_OWN.includes(service))) return [];
      return resources.flatMap((resource, place) => {
        const [, , service = '', region = '', account = ''] = resource.split(':');
        const at = [...path, index, 'resources', place];
        return [
          ...warning(
            'unmatched-resource',
            resource !== '*' && !service.includes('*') && !services.includes(service) && !service.startsWith('s3'),
            at,
            `is a resource of ${service}, which no action of this statement applies to`,
            `set a resource of ${[...new Set(services)].join(' or ')}`,
          ),
          ...warning(
            'unmatched-resource',
            service === 'secretsmanager' && !/[*?]|-[A-Za-z0-9]{6}$/.test(resource),
            at,
            'matches no secret: AWS adds a hyphen and six characters to the name in the ARN',
            `set ${resource}-??????`,
          ),
          ...warning(
            'unmatched-resource',
            service === 's3' &&
              /^[^*?]/.test(`${region}${account}`) &&
              !/:(accesspoint|job|storage-lens)/.test(resource),
            at,
            'matches no bucket: the ARN of a bucket has no region and no account',
            'for example arn:aws:s3:::my-bucket/*',
          ),
        ];
      });
    }),
  );

const knownActions: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ actions }, index) =>
      actions.flatMap((action, place) => {
        const [service = '', name = ''] = action.split(':');
        const known = iamActionsOf(service) ?? [];
        return warning(
          'unknown-action',
          known.length > 0 && !isAmong(name, known),
          [...path, index, 'actions', place],
          `is no action that IAM had in September 2026: it ${/[*?]/.test(name) ? 'matches' : 'is'} nothing that ${service} can do`,
          meantAction(service, name, known),
        );
      }),
    ),
  );

function meantAction(service: string, name: string, known: readonly string[]): string {
  const action = ACTION_OF_CALL[`${service}:${name}`.toLowerCase()];
  if (action !== undefined) return `that call is allowed by ${action}`;
  const close = nearest(name, known);
  return close === undefined ? 'correct the part after the colon' : `did you mean ${service}:${close}?`;
}

/** Source: as MOST_POLICIES. */
const DEFAULT_QUOTA = 10;

/** Those of the stack included. */
const policiesQuota: Rule = (environment) =>
  each(policyPlaces(environment), ([path, policies]) => {
    const isOfReference = path[1] === 'execution' && !environment.behaviour.leastPrivilege;
    const ours = path[0] === 'capacity' || isOfReference ? 1 : 0;
    const count = (policies?.length ?? 0) + ours;
    return warning(
      'policies-quota',
      count > DEFAULT_QUOTA,
      path,
      `attaches ${count} managed policies to one role${ours > 0 ? ', with the one of the stack' : ''}: the default quota of an account is ${DEFAULT_QUOTA}`,
      'merge policies, use statements, or have AWS raise the quota (Managed policies attached to an IAM role)',
    );
  });

/** Each role of the stack with the policies that the stack file attaches. */
function policyPlaces({
  ciRole,
  roles,
  flowRuns,
  capacity,
}: Environment): [path: Path, policies: readonly unknown[] | undefined][] {
  return [
    [['roles', 'execution', 'policies'], roles.execution?.policies],
    [['roles', 'task', 'policies'], roles.task?.policies],
    [['flow_runs', 'execution_role', 'policies'], flowRuns?.executionRole?.policies],
    [['flow_runs', 'task_role', 'policies'], flowRuns?.taskRole?.policies],
    [['capacity', 'ec2', 'policies'], capacity.ec2?.policies],
    [['ci_role', 'policies'], ciRole?.policies],
  ];
}

const whatIsRegistered: Rule = ({ roles: { task, oneForBoth, execution }, inputs: { workerTaskRoleArn } }) => {
  const isGiven =
    task?.existing !== undefined ||
    workerTaskRoleArn !== undefined ||
    (oneForBoth && execution?.existing !== undefined);
  return noEffect(
    task?.registerTaskDefinitions === 'own_families' && (isGiven || task.none || task.ownStatements !== undefined),
    ['roles', 'task', 'register_task_definitions'],
    'it applies only to the policy that this stack creates, not to an existing role, own_statements, or none',
  );
};

const oneTaskRole: Rule = (environment) => {
  const { roles, inputs } = environment;
  const isArnGiven = environment.isGiven(TASK_ROLE_ARN);
  const { existing, none = false } = roles.task ?? {};
  return [
    ...when(
      existing !== undefined && isArnGiven,
      ['roles', 'task', 'existing'],
      'sets the same as worker_task_role_arn',
      'remove one of the two',
    ),
    ...when(
      none && (existing !== undefined || isArnGiven),
      ['roles', 'task', 'none'],
      'is not available with an existing task role',
      'remove one of the two',
    ),
    ...when(
      none && inputs.workerType === 'ecs',
      ['roles', 'task', 'none'],
      'is not available with worker_type: ecs: without a task role, the worker cannot start flow runs',
      'remove it',
    ),
    ...when(
      roles.oneForBoth && (none || existing !== undefined || isArnGiven),
      ['roles', 'one_for_both'],
      'is not available with an existing task role, or with roles.task.none',
      'to use one existing role for both, set only roles.execution.existing',
    ),
  ];
};

/** Policies of AWS by a name that none has: the apply would stop halfway. */
const knownPolicies: Rule = (environment) =>
  each(policyPlaces(environment), ([path, policies]) =>
    (policies ?? []).flatMap((policy, index) => {
      const [, name = ''] = typeof policy === 'string' ? (/^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(policy) ?? []) : [];
      return warning(
        'unknown-policy',
        name !== '' && !isManagedPolicy(name),
        [...path, index],
        'is not a managed policy that AWS had in May 2026',
        meantPolicy(name),
      );
    }),
  );

function meantPolicy(name: string): string {
  const meant = nearManagedPolicy(name);
  return meant === undefined ? 'look it up: aws iam list-policies --scope AWS' : `did you mean policy/${meant}?`;
}

export const ROLES_RULES: readonly Rule[] = [
  createdRoles,
  conditionsOnce,
  managedFit,
  knownServices,
  knownActions,
  sidsOnce,
  resourcesOfActions,
  policiesQuota,
  whatIsRegistered,
  oneTaskRole,
  knownPolicies,
];
