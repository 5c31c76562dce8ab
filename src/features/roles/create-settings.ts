import type { Environment } from '../../environment/environment';
import type { StackContext } from '../../stack/context';
import { written } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';
import type { RoleSettings } from './resources/role-settings';

type Configured = Pick<NonNullable<Environment['roles']['task']>, 'policies' | 'statements'> &
  Partial<Pick<NonNullable<Environment['roles']['task']>, 'ownStatements'>>;

/** How the stack file wants its roles, and what it adds to this one. */
export function settingsOf(
  { environment, aws, lookUps }: StackContext,
  configured: Configured | undefined,
): RoleSettings {
  const { path, permissionsBoundary, sourceConditions } = environment.roles;
  return {
    path: literal(path),
    permissionsBoundary: permissionsBoundary && lookUps.value(permissionsBoundary),
    onlyFrom: environment.behaviour.leastPrivilege && sourceConditions ? aws : undefined,
    policies: configured?.policies.map((policy) => lookUps.value(policy)),
    statements: configured?.statements?.map(written),
    ownStatements: configured?.ownStatements?.map(written),
  };
}
