import type { Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';
import { addedRights } from '../roles/inventory';
import { hasRightsOfStack } from './rights';
import { issuerOf } from './trust';

const ROLE = 'aws_iam_role.prefect_worker_ci_role';

export function ciRole(environment: Environment): readonly Item[] {
  const { ciRole: settings } = environment;
  if (settings === undefined) return [];
  return [
    { address: ROLE, purpose: 'Role of CI jobs: they deploy flows with it', name: nameOf(environment, 'ciRole') },
    ...when(settings.createProvider, {
      address: 'aws_iam_openid_connect_provider.prefect_worker_ci',
      purpose: 'OIDC provider: IAM trusts the tokens of CI jobs',
      name: {
        text: `https://${issuerOf(settings)}`,
        field: 'ci_role.create_provider',
        wayOut: 'remove it in one of them: an account has one provider of an issuer',
      },
    }),
    ...addedRights(environment, {
      id: 'prefect_worker_ci_role',
      field: 'ci_role',
      role: ROLE,
      policy: 'ciPolicy',
      settings,
      ours: hasRightsOfStack(environment),
    }),
  ];
}
