import { API_HAS_A_PORT_OF_ITS_OWN } from '../config/inventory/network';
import { oneSidedRules } from '../config/security-group-rules';
import { named } from '../constructs/named-value';
import type { NetworkGroupProps, NetworkRule } from '../constructs/network-group';
import { literal } from '../constructs/terraform-text';
import { countOf } from './conditions';
import type { Ground } from './wired';

/** Rules of a stack file as AWS has them, with what they name looked up. */
export function rulesOf(
  rules: Parameters<typeof oneSidedRules>[0],
  { lookUps, environment }: Ground,
  vpcId: string,
): NetworkRule[] {
  return oneSidedRules(rules).map(({ securityGroup, prefixList, description, ...rule }) => ({
    ...rule,
    ...(description && { description: literal(description) }),
    ...(securityGroup && { sourceSecurityGroupId: lookUps.securityGroup(securityGroup, vpcId) }),
    ...(prefixList && { prefixListId: lookUps.prefixList(prefixList, environment.region) }),
  }));
}

/** The port of an API that is not Prefect Cloud's: computed by Terraform, so that it is right for a URL that an input or a parameter brings, too. */
export function apiPortOf({ scope, apiUrl }: Ground): NetworkGroupProps['apiPort'] {
  if (apiUrl === undefined) return undefined;
  const { code: url } = apiUrl;
  const port = `try(tonumber(regex("^[a-z]+://[^/:]+:([0-9]+)", ${url})[0]), startswith(${url}, "https:") ? 443 : 80)`;
  return {
    port: named(scope, 'prefect_api_port', `\${${port}}`),
    count: countOf(API_HAS_A_PORT_OF_ITS_OWN),
  };
}
