import { each, type Finding, isGiven, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { MOST_SECURITY_GROUPS } from '../../values/limits';
import type { SecurityGroupRule } from './schema';

const whereItRuns: Rule = (environment) =>
  each(['vpc_id', 'worker_subnets'], (field) =>
    environment.network.create === undefined
      ? when(
          environment.given([field]) === undefined,
          [field],
          'is required',
          'name one that exists, or have one made: network.create',
        )
      : when(
          isGiven(environment, [field]),
          [field],
          'must be left out beside network.create, which makes one',
          `where it comes from a base, take it away: ${field}: null`,
        ),
  );

const groups: Rule = (environment) => {
  const { network } = environment;
  const { createSecurityGroup: created, securityGroups, defaultSecurityGroup, ingress, admittedBy } = network;
  const count = securityGroups.length + (created ? 1 : 0) + (defaultSecurityGroup ? 1 : 0);
  const ofCreated = {
    egress: isGiven(environment, ['network', 'egress']),
    ingress: ingress.length > 0,
    admitted_by: admittedBy.length > 0,
  };
  return [
    ...when(
      count === 0,
      ['network', 'create_security_group'],
      'must not be false without another group: security_groups or default_security_group',
    ),
    ...when(
      count > MOST_SECURITY_GROUPS,
      ['network', 'security_groups'],
      `must be at most ${MOST_SECURITY_GROUPS} groups in all, as AWS allows`,
    ),
    ...Object.entries(ofCreated).flatMap(([field, isThere]) =>
      when(
        !created && isThere,
        ['network', field],
        'must be left out with create_security_group: false: it is about the group that this stack would create',
      ),
    ),
  ];
};

const rules: Rule = ({ network: { egress, ingress, admittedBy } }) => [
  ...(Array.isArray(egress) ? egress : []).flatMap((rule, index) => ruleFits(rule, ['network', 'egress', index])),
  ...ingress.flatMap((rule, index) => ruleFits(rule, ['network', 'ingress', index])),
  ...(Array.isArray(egress) ? eachOnce(egress.map(said), ['network', 'egress']) : []),
  ...eachOnce(ingress.map(said), ['network', 'ingress']),
  ...eachOnce(
    admittedBy.map(({ securityGroup, port }) => [JSON.stringify([securityGroup, port])]),
    ['network', 'admitted_by'],
  ),
];

/** Beside a rule that allows everything, the one for 443 would move to another address, and be there twice meanwhile. */
const everythingAlone: Rule = ({ network, flowRuns }) => {
  const lists: [unknown, Path][] = [
    [network.egress, ['network', 'egress']],
    [flowRuns?.ownSecurityGroup?.egress, ['flow_runs', 'own_security_group', 'egress']],
  ];
  return each(lists, ([given, path]) => {
    const egress: readonly SecurityGroupRule[] = Array.isArray(given) ? given : [];
    const toAnywhere = ({ cidrBlocks = [] }: SecurityGroupRule) => cidrBlocks.includes('0.0.0.0/0');
    const everything = egress.findIndex((rule) => rule.protocol === 'all' && toAnywhere(rule));
    return egress.flatMap((rule, index) =>
      when(
        everything >= 0 && rule.protocol === 'tcp' && rule.port === 443 && toAnywhere(rule),
        [...path, index],
        `has no effect: ${path.join('.')}[${everything}] allows everything`,
        'remove it',
      ),
    );
  });
};

/** All that a rule allows, whatever it is described as: AWS takes nothing twice. */
function said({ port, fromPort = port, toPort = port, ...rule }: SecurityGroupRule): string[] {
  const { protocol, cidrBlocks = [], securityGroup, prefixList, self } = rule;
  const sides = [...cidrBlocks, securityGroup, prefixList, self && 'self'].filter((side) => side !== undefined);
  return sides.map((side) => JSON.stringify([protocol, fromPort, toPort, side]));
}

function eachOnce(rules: readonly (readonly string[])[], path: Path): Finding[] {
  return rules.flatMap((rule, index) =>
    when(
      new Set(rule).size < rule.length ||
        rules
          .slice(0, index)
          .flat()
          .some((earlier) => rule.includes(earlier)),
      [...path, index],
      'must not say what is said already: AWS takes no rule twice',
    ),
  );
}

export function ruleFits(rule: SecurityGroupRule, path: Path): Finding[] {
  const { port, fromPort, toPort, protocol, cidrBlocks, securityGroup, prefixList, self } = rule;
  const peers = [cidrBlocks, securityGroup, prefixList, self || undefined].filter((peer) => peer !== undefined).length;
  const range = fromPort !== undefined || toPort !== undefined;
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  return [
    ...when(
      peers !== 1,
      path,
      'set exactly one of: cidr_blocks, security_group, prefix_list (egress only), self: true',
    ),
    ...when(
      !hasPorts && (port !== undefined || range),
      [...path, 'protocol'],
      'must be tcp or udp where ports are named: all means every port, and icmp has none',
    ),
    ...when(
      hasPorts && (port !== undefined) === range,
      path,
      'must name either port, or from_port and to_port (or protocol: all)',
    ),
    ...when(
      protocol === 'icmp' && cidrBlocks?.some((block) => block.includes(':')),
      [...path, 'protocol'],
      'must be all, tcp or udp with IPv6 addresses: icmp is that of IPv4',
    ),
    ...when(
      range && (fromPort === undefined || toPort === undefined || fromPort > toPort),
      path,
      'must name both ends of the range, the lower one as from_port',
    ),
  ];
}

export const NETWORK_RULES: readonly Rule[] = [whereItRuns, groups, rules, everythingAlone];
