import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { Token } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { named } from '../../terraform/named-value';
import { Expression, literalMap } from '../../terraform/terraform-text';
import type { NetworkInUse } from '../network/create';
import { egressOf, rulesOf } from '../network/create-rules';
import { flowRunEgress } from '../network/egress-of';
import { createFlowFileSystemAccess } from './create-file-systems';
import type { FlowRunNetworkInUse, FlowRunResources } from './create-types';
import type { FlowRuns } from './resolve';
import { FlowRunNetwork } from './resources/flow-run-network';

export function createFlowRunNetwork(
  context: StackContext,
  resources: FlowRunResources,
  network: NetworkInUse,
): FlowRunNetworkInUse {
  const { scope, environment, resourceNames, lookUps } = context;
  const { settings } = resources;
  const { ownSecurityGroup: own, securityGroups, workerSecurityGroups } = settings;
  const created =
    own &&
    new FlowRunNetwork(scope, 'flow_run_network', {
      name: resourceNames.flowRunSecurityGroup,
      vpcId: network.vpcId,
      ...egressOf(flowRunEgress(environment, settings, own), context, network.vpcId),
      ingress: rulesOf(own.ingress, context, network.vpcId),
      toItself: own.toItself,
    });
  const subnets = subnetsOf(context, settings, network);
  const ownSecurityGroupId = created?.securityGroupId;
  if (ownSecurityGroupId !== undefined) {
    createFlowFileSystemAccess(context, resources, network, { subnets, securityGroupId: ownSecurityGroupId });
  }
  return {
    subnets,
    ownSecurityGroupId,
    securityGroups: [
      ...(ownSecurityGroupId === undefined ? [] : [ownSecurityGroupId]),
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
