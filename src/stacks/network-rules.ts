import type { OrFound } from '../config/aws-fields';
import type { Network } from '../config/environment';
import { named } from '../constructs/named-value';
import type { NetworkRule } from '../constructs/network-group';
import { type Expression, literal } from '../constructs/terraform-text';
import type { Ground } from './wired';

/** What a rule names: an id or a range as it is, or how to find one. */
type Side = OrFound | NonNullable<ConfiguredRule['prefixList']>;

type ConfiguredRule = Exclude<Network['egress'], string>[number];

/**
 * Rules of a stack file as AWS has them: each with one other side. What a rule says is its key, and so a part of its
 * Terraform address: a rule that comes or goes leaves the others alone, wherever in the list it stands.
 */
export function rulesOf(
  rules: readonly ConfiguredRule[],
  { lookUps, environment }: Ground,
  vpcId: string,
): NetworkRule[] {
  return rules.flatMap(({ cidrBlocks = [], securityGroup, prefixList, self, ...rule }) => {
    const { description } = rule;
    const ports = portsOf(rule);
    const common = { ...ports, ...(description && { description: literal(description) }) };
    const key = (side: Side) => keyOf(ports.protocol, ...portsInKey(ports), side);
    return [
      ...cidrBlocks.map((range) => ({ ...common, key: key(range), cidrBlock: range })),
      ...(securityGroup
        ? [
            {
              ...common,
              key: key(securityGroup),
              sourceSecurityGroupId: lookUps.securityGroup(securityGroup, vpcId),
            },
          ]
        : []),
      ...(prefixList
        ? [{ ...common, key: key(prefixList), prefixListId: lookUps.prefixList(prefixList, environment.region) }]
        : []),
      ...(self ? [{ ...common, key: key('self'), self }] : []),
    ];
  });
}

/** What parts say, as a part of a Terraform address. */
export function keyOf(...parts: readonly (Side | number)[]): string {
  const words = parts.map((part) => (typeof part === 'number' ? part : inWords(part)));
  return words.join('_').replace(/[^A-Za-z0-9]+/g, '_');
}

/** To EC2 the ports of icmp are types and codes, and -1 is all of them. */
function portsOf({ protocol, port, fromPort = port, toPort = port }: ConfiguredRule) {
  const every = protocol === 'icmp' ? -1 : 0;
  return { protocol, fromPort: fromPort ?? every, toPort: toPort ?? every };
}

function portsInKey({ protocol, fromPort, toPort }: ReturnType<typeof portsOf>): number[] {
  if (protocol === 'all' || protocol === 'icmp') return [];
  return fromPort === toPort ? [fromPort] : [fromPort, toPort];
}

const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0/0': 'anywhere', '::/0': 'anywhere_ipv6' };

/** What a thing is or is found by, in a few words. */
function inWords(found: Side): string {
  if (typeof found === 'string') return EVERYWHERE[found] ?? found;
  if ('tags' in found && found.tags) return Object.values(found.tags).join('_');
  const service = 'awsService' in found ? found.awsService : undefined;
  return service ?? (found.ssmParameter ?? '').replace(/^\//, '');
}

/** The port of an API that is not Prefect Cloud's: computed by Terraform, so that it is right for a URL that an input or a parameter brings, too. */
export function apiPortOf({ scope, apiUrl }: Ground): Expression | undefined {
  if (apiUrl === undefined) return undefined;
  const { code: url } = apiUrl;
  const port = `try(tonumber(regex("^[a-z]+://[^/:]+:([0-9]+)", ${url})[0]), startswith(${url}, "https:") ? 443 : 80)`;
  return named(scope, 'prefect_api_port', `\${${port}}`);
}
