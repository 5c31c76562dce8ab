import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { type ITerraformDependable, Token } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { Expression, literal, literalMap } from '../../terraform/terraform-text';
import { egressOf, rulesOf } from './create-rules';
import { createVpc, type VpcInUse } from './create-vpc';
import { workerEgress } from './egress-of';
import { WorkerNetwork } from './resources/worker-network';
import { admissions } from './security-group-rules';

/** Where in the network the worker runs. */
export interface NetworkInUse extends VpcInUse {
  readonly securityGroupIds: readonly string[];
  /** The group that this stack makes, where it makes one. */
  readonly ownSecurityGroupId?: string;
  /** The ways out, and what lets the worker through. */
  readonly ready: readonly ITerraformDependable[];
}

export function createNetwork(context: StackContext): NetworkInUse {
  const { scope, environment, resourceNames, lookUps } = context;
  const { network } = environment;
  const around = network.create ? createVpc(context, network.create) : existingVpc(context);
  const { vpcId } = around;
  const own = network.createSecurityGroup
    ? new WorkerNetwork(scope, 'network', {
        name: resourceNames.securityGroup,
        vpcId,
        ...egressOf(workerEgress(environment), context, vpcId),
        ingress: rulesOf(network.ingress, context, vpcId),
        admittedBy: admissions(network.admittedBy).map(({ key, securityGroup, port, description }) => ({
          key,
          securityGroupId: lookUps.securityGroup(securityGroup, vpcId),
          port,
          ...(description && { description: literal(description) }),
        })),
      })
    : undefined;
  return {
    ...around,
    ownSecurityGroupId: own?.securityGroupId,
    securityGroupIds: [
      ...(own ? [own.securityGroupId] : []),
      ...network.securityGroups.map((group) => lookUps.securityGroup(group, vpcId)),
      ...(network.defaultSecurityGroup ? [defaultGroup(context, vpcId)] : []),
    ],
    ready: [...around.ways, ...(own?.ready ?? []), ...(own?.admissions ?? [])],
  };
}

function existingVpc(context: StackContext): VpcInUse {
  const vpcId = vpcOf(context);
  return { vpcId, subnetIds: subnetsOf(context, vpcId), routeTableIds: [], natAddresses: [], ways: [] };
}

function vpcOf({ scope, environment, inputs, lookUps }: StackContext): string {
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

function subnetsOf(context: StackContext, vpcId: string): string[] {
  const { scope, environment, inputs, lookUps } = context;
  const { subnetLookup } = environment.network;
  const { code: input } = inputs.workerSubnets;
  if (subnetLookup === undefined) return Token.asList(inputs.workerSubnets.toString());
  const found = named(
    scope,
    'found_subnet_ids',
    subnetLookup.tags ? taggedSubnets(context, subnetLookup.tags, vpcId).ids : lookUps.value(subnetLookup),
  );
  // A StringList is one text with commas; people put spaces behind them.
  const ids = subnetLookup.tags ? `sort(${found.code})` : `[for id in split(",", ${found.code}) : trimspace(id)]`;
  return Token.asList(new Expression(`${input} != null ? ${input} : ${ids}`).toString());
}

function taggedSubnets(
  { scope, inputs }: StackContext,
  tags: Readonly<Record<string, string>>,
  vpcId: string,
): DataAwsSubnets {
  return new DataAwsSubnets(scope, 'worker_subnets', {
    filter: [{ name: 'vpc-id', values: [vpcId] }],
    tags: literalMap(tags),
    lifecycle: {
      postcondition: [
        {
          condition: new Expression(`${inputs.workerSubnets.code} != null || length(self.ids) > 0`).toString(),
          errorMessage: 'No subnet of the VPC has all the tags of worker_subnets.tags.',
        },
      ],
    },
  });
}

function defaultGroup({ scope }: StackContext, vpcId: string): string {
  return new DataAwsSecurityGroup(scope, 'vpc_default', { name: 'default', vpcId }).id;
}
