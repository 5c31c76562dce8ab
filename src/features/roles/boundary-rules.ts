import { type Rule, warning } from '../../environment/rule';

/** Of AWS's managed policies, the only one that allows all that the roles of a stack need. */
const ALLOWS_ALL = 'AdministratorAccess';

/** A role has what both its policies and its boundary allow. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
const boundaryAllows: Rule = ({ roles, inputs }) => {
  const { permissionsBoundary: boundary } = roles;
  const [, managed] = typeof boundary === 'string' ? (/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(boundary) ?? []) : [];
  const isCreated = roles.task?.existing === undefined && inputs.workerTaskRoleArn === undefined;
  return warning(
    'missing-permission',
    managed !== undefined && managed !== ALLOWS_ALL && inputs.workerType === 'ecs' && isCreated,
    ['roles', 'permissions_boundary'],
    `allows not all that a worker needs${managed === 'PowerUserAccess' ? ', iam:PassRole for example' : ''}: it cannot start flow runs`,
    'set a boundary of your own that also allows iam:PassRole for the roles of the stack',
  );
};

export const BOUNDARY_RULES: readonly Rule[] = [boundaryAllows];
