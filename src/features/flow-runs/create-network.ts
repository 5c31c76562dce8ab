import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { Token } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { Expression, literalMap } from '../../terraform/terraform-text';
import { CreatedFileSystemAccess } from '../container/resources/created-file-system';
import { oneSubnetOfEachZone } from '../container/resources/zone-subnets';
import type { NetworkInUse } from '../network/create';
import { egressOf, rulesOf } from '../network/create-rules';
import { flowRunEgress } from '../network/egress-of';
import type { FlowRunNetworkInUse, FlowRunResources } from './create-types';
import type { FlowRuns } from './resolve';
import { FlowRunNetwork } from './resources/flow-run-network';

export function createFlowRunNetwork(
  context: StackContext,
  { settings, fileSystems }: FlowRunResources,
  network: NetworkInUse,
): FlowRunNetworkInUse {
  const { scope, environment, resourceNames, lookUps } = context;
  const { ownSecurityGroup: own, securityGroups, workerSecurityGroups } = settings;
  const made =
    own &&
    new FlowRunNetwork(scope, 'flow_run_network', {
      name: resourceNames.flowRunSecurityGroup,
      vpcId: network.vpcId,
      ...egressOf(flowRunEgress(environment, settings, own), context, network.vpcId),
      ingress: rulesOf(own.ingress, context, network.vpcId),
      toItself: own.toItself,
    });
  const subnets = subnetsOf(context, settings, network);
  const created = [...fileSystems].filter(([, { madeAs }]) => madeAs !== undefined);
  // The subnets of a created VPC are in different zones.
  const mayShareZones = settings.subnets !== undefined || environment.network.create === undefined;
  const zoneSubnets =
    made !== undefined && created.length > 0 && mayShareZones
      ? oneSubnetOfEachZone(scope, subnets, 'flow_run')
      : subnets;
  for (const [volume, { id: fileSystemId, madeAs: name }] of created) {
    if (name === undefined || made === undefined) continue;
    new CreatedFileSystemAccess(scope, `way_to_file_system_of_${volume}`, {
      terraformName: `flow_volume_${volume}`,
      wayOut: `flow_runs_to_volume_${volume}`,
      whose: 'flow runs',
      name,
      fileSystemId,
      vpcId: network.vpcId,
      subnets: zoneSubnets,
      securityGroupId: made.securityGroupId,
    });
  }
  return {
    subnets,
    ownSecurityGroupId: made?.securityGroupId,
    securityGroups: [
      ...(made ? [made.securityGroupId] : []),
      ...securityGroups.map((group) => lookUps.securityGroup(group, network.vpcId)),
      ...(workerSecurityGroups ? network.securityGroupIds : []),
    ],
  };
}

function subnetsOf({ scope, lookUps }: StackContext, { subnets }: FlowRuns, network: NetworkInUse): Expression {
  const name = 'flow_run_subnets';
  if (subnets === undefined) return named(scope, name, network.subnetIds);
  if (Array.isArray(subnets)) return named(scope, name, [...subnets]);
  const { tags, ssmParameter } = subnets as { tags?: Readonly<Record<string, string>>; ssmParameter?: string };
  if (tags === undefined) {
    const listed = named(scope, `${name}_parameter`, lookUps.value({ ssmParameter }));
    return named(scope, name, new Expression(`split(",", ${listed.code})`).toString());
  }
  const found = new DataAwsSubnets(scope, 'flow_runs', {
    filter: [{ name: 'vpc-id', values: [network.vpcId] }],
    tags: literalMap(tags),
  });
  const ids = named(scope, `${name}_found`, Token.asList(found.ids));
  return named(scope, name, new Expression(`sort(${ids.code})`).toString());
}
