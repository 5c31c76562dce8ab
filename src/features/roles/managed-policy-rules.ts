import type { Environment } from '../../environment/environment';
import { each, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isManagedPolicy, nearManagedPolicy } from '../../values/managed-policies';

/** Managed policies of one role, unless AWS has raised it. Source: as MOST_POLICIES in values/limits/iam.ts. */
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

/** One policy of one role has one attachment in AWS: whichever of two Terraform removes, it detaches the policy. */
const attachedOnce: Rule = (environment) =>
  each(policyPlaces(environment), ([path, policies]) => {
    const ours = ownPolicies(path, environment);
    return (policies ?? []).flatMap((policy, index) =>
      warning(
        'repeated-policy',
        typeof policy === 'string' && ours.some((own) => policy.endsWith(`:iam::aws:policy/${own}`)),
        [...path, index],
        'is attached by the stack itself: whoever removes it here later detaches it for the stack too',
        'remove it; where it is applied already, apply a second time after that, which attaches it again',
      ),
    );
  });

/** The managed policies that the stack attaches to a role. */
function ownPolicies([group, role]: Path, { behaviour, roles, capacity }: Environment): string[] {
  const isOfReference =
    role === 'execution' && !behaviour.leastPrivilege && roles.execution?.ownStatements === undefined;
  return [
    ...(isOfReference ? ['service-role/AmazonECSTaskExecutionRolePolicy'] : []),
    ...(group === 'capacity' ? ['service-role/AmazonEC2ContainerServiceforEC2Role'] : []),
    ...(group === 'capacity' && capacity.ec2?.sessionManager ? ['AmazonSSMManagedInstanceCore'] : []),
  ];
}

/** Policies of AWS by a name that none has: the apply would stop halfway. */
const knownPolicies: Rule = (environment) =>
  each(policyPlaces(environment), ([path, policies]) =>
    (policies ?? []).flatMap((policy, index) => {
      const [, name = ''] =
        typeof policy === 'string'
          ? (/^arn:[^:]*:iam::aws:policy\/(?!aws-service-role\/)(.+)$/.exec(policy) ?? [])
          : [];
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

export const MANAGED_POLICY_RULES: readonly Rule[] = [policiesQuota, attachedOnce, knownPolicies];
