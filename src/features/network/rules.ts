import { each, exactlyOne, type Finding, noEffect, type Rule, when } from '../../environment/rule';
import { type Path, pathInWords } from '../../stack-file/path';
import { MOST_SECURITY_GROUPS } from '../../values/limits/network';
import type { SecurityGroupRule } from './schema';

const whereItRuns: Rule = (environment) =>
  each(['vpc_id', 'worker_subnets'], (field) =>
    environment.network.create === undefined
      ? when(
          environment.fileValue([field]) === undefined,
          [field],
          'is required',
          'set an existing one, or create a VPC: network.create: {}',
        )
      : noEffect(
          environment.isInFile([field]),
          [field],
          'network.create creates a VPC with subnets',
          `set ${field}: null if it comes from a base`,
        ),
  );

const groups: Rule = (environment) => {
  const { network } = environment;
  const { createSecurityGroup: created, securityGroups, defaultSecurityGroup, ingress, admittedBy } = network;
  const count = securityGroups.length + (created ? 1 : 0) + (defaultSecurityGroup ? 1 : 0);
  const ofCreated = {
    egress: environment.isInFile(['network', 'egress']),
    ingress: ingress.length > 0,
    admitted_by: admittedBy.length > 0,
  };
  return [
    ...when(
      count === 0,
      ['network', 'create_security_group'],
      'must not be false without another security group',
      'set security_groups or default_security_group',
    ),
    ...when(
      count > MOST_SECURITY_GROUPS,
      ['network', 'security_groups'],
      `the worker would have ${count} security groups: AWS allows at most ${MOST_SECURITY_GROUPS} for a task`,
      'remove some; the created group and default_security_group count too',
    ),
    ...Object.entries(ofCreated).flatMap(([field, isThere]) =>
      noEffect(
        !created && isThere,
        ['network', field],
        'it applies only to a security group that this stack creates',
        'remove create_security_group: false',
      ),
    ),
  ];
};

const rules: Rule = ({ network: { egress, ingress, admittedBy } }) => [
  ...(Array.isArray(egress) ? egress : []).flatMap((rule, index) => ruleFits(rule, ['network', 'egress', index])),
  ...ingress.flatMap((rule, index) => ruleFits(rule, ['network', 'ingress', index])),
  ...(Array.isArray(egress) ? eachOnce(egress.map(allowedBy), ['network', 'egress']) : []),
  ...eachOnce(ingress.map(allowedBy), ['network', 'ingress']),
  ...eachOnce(
    admittedBy.map(({ securityGroup, port }) => [JSON.stringify([securityGroup, port])]),
    ['network', 'admitted_by'],
  ),
];

/** Beside a rule that allows everything, the one for 443 would move to another address, and be there twice meanwhile. */
const anySourceAlone: Rule = ({ network, flowRuns }) => {
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

/** All that a rule allows, without its description: AWS rejects what is allowed already. */
function allowedBy({ port, fromPort = port, toPort = port, ...rule }: SecurityGroupRule): string[] {
  const { protocol, cidrBlocks = [], securityGroup, prefixList, self } = rule;
  const sides = [...cidrBlocks, securityGroup, prefixList, self && 'self'].filter((side) => side !== undefined);
  return sides.map((side) => JSON.stringify([protocol, fromPort, toPort, side]));
}

function eachOnce(rules: readonly (readonly string[])[], path: Path): Finding[] {
  const firstWith = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const before = rule.map((side) => firstWith.get(side)).find((earlier) => earlier !== undefined);
    for (const side of rule) firstWith.set(side, firstWith.get(side) ?? index);
    const repeatsItself = new Set(rule).size < rule.length;
    const twice = before === undefined ? 'lists the same addresses twice' : `repeats ${pathInWords([...path, before])}`;
    return when(
      before !== undefined || repeatsItself,
      [...path, index],
      `${twice}: AWS rejects duplicate rules`,
      'remove one of the two',
    );
  });
}

export function ruleFits(rule: SecurityGroupRule, path: Path): Finding[] {
  const { port, fromPort, toPort, protocol, cidrBlocks, securityGroup, prefixList, self } = rule;
  const range = fromPort !== undefined || toPort !== undefined;
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  return [
    ...exactlyOne(path, {
      cidr_blocks: cidrBlocks !== undefined,
      security_group: securityGroup !== undefined,
      'prefix_list (egress only)': prefixList !== undefined,
      'self: true': self === true,
    }),
    ...when(
      !hasPorts && (port !== undefined || range),
      [...path, 'protocol'],
      'must be tcp or udp with ports: all includes every port, and icmp has none',
      'remove the ports, or set protocol: tcp',
    ),
    ...when(
      hasPorts && (port !== undefined) === range,
      path,
      'set exactly one of: port, from_port and to_port',
      'for example port: 443; for every port, set protocol: all',
    ),
    ...when(
      protocol === 'icmp' && cidrBlocks?.some((block) => block.includes(':')),
      [...path, 'protocol'],
      'must be all, tcp or udp with IPv6 addresses: icmp applies only to IPv4',
      'set protocol: all',
    ),
    ...when(
      range && (fromPort === undefined || toPort === undefined || fromPort > toPort),
      path,
      'from_port and to_port are both required, from_port the lower one',
      'for example from_port: 8000, to_port: 8010',
    ),
    ...when(
      hasPorts && fromPort === 0 && toPort === 0,
      path,
      'opens port 0 alone, which nothing listens on',
      'for every port, set protocol: all, without from_port and to_port',
    ),
  ];
}

/** Beside a word there is no list to complete. */
const onlyWithList: Rule = ({ network, flowRuns }) => {
  const own = flowRuns?.ownSecurityGroup;
  return [
    ...noEffect(
      !network.requiredEgress && !Array.isArray(network.egress),
      ['network', 'required_egress'],
      'it applies only to egress as a list',
      'set network.egress to a list of rules',
    ),
    ...noEffect(
      own !== undefined && !own.requiredEgress && !Array.isArray(own.egress),
      ['flow_runs', 'own_security_group', 'required_egress'],
      'it applies only to egress as a list',
      'set flow_runs.own_security_group.egress to a list of rules',
    ),
  ];
};

export const NETWORK_RULES: readonly Rule[] = [onlyWithList, whereItRuns, groups, rules, anySourceAlone];
