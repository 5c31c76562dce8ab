import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Network } from '../config/environment';
import { named } from '../constructs/named-value';
import { Expression, literal, literalMap } from '../constructs/terraform-text';
import { type NetworkRule, WorkerNetwork } from '../constructs/worker-network';
import type { Ground } from './wired';

/** Where in the network the worker runs. */
export interface Place {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: readonly string[];
  /** The group that this stack makes, where it makes one. */
  readonly ownSecurityGroupId?: string;
  /** Addresses of the NAT gateways that this stack makes. */
  readonly natAddresses: string[];
  readonly ready: readonly ITerraformDependable[];
}

export function placeOf(ground: Ground): Place {
  const { scope, environment, names, lookUps } = ground;
  const { network, naming } = environment;
  const vpcId = vpcOf(ground);
  const own = network.createSecurityGroup
    ? new WorkerNetwork(scope, 'network', {
        securityGroupName: names.securityGroup,
        randomSuffix: naming.randomSuffix,
        vpcId,
        egress: Array.isArray(network.egress)
          ? network.egress.map((rule) => ruleOf(rule, ground, vpcId))
          : network.egress,
        apiUrl: ground.apiUrl,
        ingress: network.ingress.map((rule) => ruleOf(rule, ground, vpcId)),
        admittedBy: network.admittedBy.map(({ securityGroup, port, description }) => ({
          securityGroupId: lookUps.securityGroup(securityGroup, vpcId),
          port,
          ...(description && { description: literal(description) }),
        })),
      })
    : undefined;
  return {
    vpcId,
    subnetIds: subnetsOf(ground, vpcId),
    ownSecurityGroupId: own?.securityGroupId,
    securityGroupIds: [
      ...(own ? [own.securityGroupId] : []),
      ...network.securityGroups.map((group) => lookUps.securityGroup(group, vpcId)),
      ...(network.defaultSecurityGroup ? [defaultGroup(ground, vpcId)] : []),
    ],
    natAddresses: [],
    ready: own?.ready ?? [],
  };
}

function vpcOf({ scope, environment, inputs, lookUps }: Ground): string {
  const { vpcLookup } = environment.network;
  const { code: input } = inputs.vpcId;
  if (vpcLookup === undefined) return inputs.vpcId.toString();
  const found = named(
    scope,
    'found_vpc_id',
    vpcLookup.tags
      ? new DataAwsVpc(scope, 'worker_vpc', { tags: literalMap(vpcLookup.tags) }).id
      : lookUps.value(vpcLookup),
  );
  return new Expression(`coalesce(${input}, ${found.code})`).toString();
}

function subnetsOf({ scope, environment, inputs, lookUps }: Ground, vpcId: string): string[] {
  const { subnetLookup } = environment.network;
  const { code: input } = inputs.workerSubnets;
  if (subnetLookup === undefined) return Token.asList(inputs.workerSubnets.toString());
  const found = subnetLookup.tags
    ? named(scope, 'found_subnet_ids', taggedSubnets(scope, subnetLookup.tags, vpcId).ids)
    : named(scope, 'found_subnet_ids', lookUps.value(subnetLookup));
  const ids = subnetLookup.tags ? `sort(${found.code})` : `split(",", ${found.code})`;
  return Token.asList(new Expression(`${input} != null ? ${input} : ${ids}`).toString());
}

function taggedSubnets(scope: Construct, tags: Readonly<Record<string, string>>, vpcId: string): DataAwsSubnets {
  return new DataAwsSubnets(scope, 'worker_subnets', {
    filter: [{ name: 'vpc-id', values: [vpcId] }],
    tags: literalMap(tags),
  });
}

function defaultGroup({ scope }: Ground, vpcId: string): string {
  return new DataAwsSecurityGroup(scope, 'vpc_default', { name: 'default', vpcId }).id;
}

type ConfiguredRule = Exclude<Network['egress'], string>[number];

function ruleOf(rule: ConfiguredRule, { lookUps }: Ground, vpcId: string): NetworkRule {
  const { protocol, port, fromPort = port ?? 0, toPort = port ?? 0, description } = rule;
  const { cidrBlocks, securityGroup, prefixList, self } = rule;
  return {
    protocol,
    fromPort,
    toPort,
    ...(description && { description: literal(description) }),
    ...(cidrBlocks && { cidrBlocks }),
    ...(securityGroup && { sourceSecurityGroupId: lookUps.securityGroup(securityGroup, vpcId) }),
    ...(prefixList && { prefixListIds: [lookUps.value(prefixList)] }),
    ...(self && { self }),
  };
}
