import type { Environment } from '../../environment/environment';
import { each, noEffect, type Rule } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { CREATE } from './created-vpc-rules';

type Ranges = readonly [path: Path, ranges: readonly string[]];

/** A created VPC has IPv4 addresses alone: no packet has one of these. */
const noIpv6: Rule = (environment) => {
  if (environment.network.create === undefined) return [];
  return each(rangesOf(environment), ([path, ranges]) =>
    ranges.flatMap((range, index) =>
      noEffect(range.includes(':'), [...path, index], 'the subnets that this stack creates have no IPv6 addresses'),
    ),
  );
};

function rangesOf({ network, flowRuns, workers }: Environment): Ranges[] {
  const { peerings = {}, transitGateway } = network.create ?? {};
  const groups: [Path, Partial<Record<'egress' | 'ingress', unknown>> | undefined][] = [
    [['network'], network],
    [['flow_runs', 'own_security_group'], flowRuns?.ownSecurityGroup],
    ...Object.entries(workers).map(([name, worker]): [Path, object | undefined] => [
      ['workers', name, 'flow_runs', 'own_security_group'],
      worker.flowRuns?.ownSecurityGroup,
    ]),
  ];
  return [
    ...groups.flatMap(([path, group]) => [
      ...rangesOfRules([...path, 'egress'], group?.egress),
      ...rangesOfRules([...path, 'ingress'], group?.ingress),
    ]),
    ...Object.entries(peerings).map(
      ([peer, { cidrBlocks }]): Ranges => [[...CREATE, 'peerings', peer, 'cidr_blocks'], cidrBlocks],
    ),
    [[...CREATE, 'transit_gateway', 'cidr_blocks'], transitGateway?.cidrBlocks ?? []],
  ];
}

function rangesOfRules(path: Path, rules: unknown): Ranges[] {
  const all: readonly { readonly cidrBlocks?: readonly string[] }[] = Array.isArray(rules) ? rules : [];
  return all.map(({ cidrBlocks = [] }, index) => [[...path, index, 'cidr_blocks'], cidrBlocks]);
}

export const IPV6_RULES: readonly Rule[] = [noIpv6];
