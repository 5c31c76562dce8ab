import { countOf } from '../../stack/conditions';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { sharedScope } from '../../terraform/suffixed-scope';
import { literal } from '../../terraform/terraform-text';
import type { Egress } from './egress-rules';
import { needsApiRule } from './inventory';
import type { ApiEgress, NetworkGroupProps, NetworkRule } from './resources/network-group';
import { type OneSidedRule, oneSidedRules } from './security-group-rules';

/** Rules of a stack file as AWS has them, with what they name looked up. */
export function rulesOf(
  rules: Parameters<typeof oneSidedRules>[0],
  context: StackContext,
  vpcId: string,
): NetworkRule[] {
  return oneSidedRules(rules).map((rule) => ({ key: rule.key, ...lookedUp(rule, context, vpcId) }));
}

/** The egress of a group, with what its rules name looked up. */
export function egressOf(
  { rules, api }: Egress,
  context: StackContext,
  vpcId: string,
): Pick<NetworkGroupProps, 'egress' | 'apiEgress'> {
  const known = api && apiPortOf(context);
  return {
    egress: rules.map((rule) => ({
      id: rule.id,
      // What comes from a module was never at an address of ours, and Terraform moves nothing to one place twice.
      movedFrom: context.environment.adopt === undefined ? rule.movedFrom : undefined,
      ...lookedUp(rule, context, vpcId),
    })),
    ...(known &&
      api && {
        apiEgress: {
          ...known,
          count: countOf(needsApiRule(api)),
          ...(api.description && { description: literal(api.description) }),
        },
      }),
  };
}

function lookedUp(
  { protocol, fromPort, toPort, cidrBlock, self, description, securityGroup, prefixList }: OneSidedRule,
  { lookUps, environment }: StackContext,
  vpcId: string,
): Omit<NetworkRule, 'key'> {
  return {
    protocol,
    fromPort,
    toPort,
    ...(cidrBlock !== undefined && { cidrBlock }),
    ...(self && { self }),
    ...(description && { description: literal(description) }),
    ...(securityGroup && { sourceSecurityGroupId: lookUps.securityGroup(securityGroup, vpcId) }),
    ...(prefixList && { prefixListId: lookUps.prefixList(prefixList, environment.region) }),
  };
}

/** The port of an API that is not Prefect Cloud's: computed by Terraform, so that it is right for a URL that an input or a parameter brings, too. */
function apiPortOf({ scope, apiUrl }: StackContext): Pick<ApiEgress, 'port'> | undefined {
  if (apiUrl === undefined) return undefined;
  const { code: url } = apiUrl;
  const port = `try(tonumber(regex("^[a-z]+://[^/:]+:([0-9]+)", ${url})[0]), startswith(${url}, "https:") ? 443 : 80)`;
  return {
    port: named(sharedScope(scope), 'prefect_api_port', `\${${port}}`),
  };
}
