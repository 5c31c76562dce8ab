import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { Token } from 'cdktf';
import type { FlowRuns } from '../../environment/environment';
import type { Ground } from '../../stack/wired';
import { named } from '../../terraform/named-value';
import { Expression, literalMap } from '../../terraform/terraform-text';
import type { Place } from '../network/create';
import { egressOf, rulesOf } from '../network/create-rules';
import { flowRunEgress } from '../network/egress-of';
import type { FlowRunPlace, FlowRunThings } from './create-types';
import { FlowFileSystemAccess } from './resources/flow-file-system';
import { FlowRunNetwork } from './resources/flow-run-network';

export function flowRunPlaceOf(ground: Ground, { settings, fileSystems }: FlowRunThings, place: Place): FlowRunPlace {
  const { scope, environment, names, lookUps } = ground;
  const { ownSecurityGroup: own, securityGroups, workerSecurityGroups } = settings;
  const made =
    own &&
    new FlowRunNetwork(scope, 'flow_run_network', {
      name: names.flowRunSecurityGroup,
      randomSuffix: environment.naming.randomSuffix,
      vpcId: place.vpcId,
      ...egressOf(flowRunEgress(environment, settings, own), ground, place.vpcId),
      ingress: rulesOf(own.ingress, ground, place.vpcId),
      toItself: own.toItself,
    });
  const subnets = subnetsOf(ground, settings, place);
  for (const [volume, { id: fileSystemId, madeAs: name }] of fileSystems) {
    if (name === undefined || made === undefined) continue;
    new FlowFileSystemAccess(scope, `way_to_file_system_of_${volume}`, {
      volume,
      name,
      fileSystemId,
      vpcId: place.vpcId,
      subnets,
      securityGroupId: made.securityGroupId,
    });
  }
  return {
    subnets,
    ownSecurityGroupId: made?.securityGroupId,
    securityGroups: [
      ...(made ? [made.securityGroupId] : []),
      ...securityGroups.map((group) => lookUps.securityGroup(group, place.vpcId)),
      ...(workerSecurityGroups ? place.securityGroupIds : []),
    ],
  };
}

function subnetsOf({ scope, lookUps }: Ground, { subnets }: FlowRuns, place: Place): Expression {
  const name = 'flow_run_subnets';
  if (subnets === undefined) return named(scope, name, place.subnetIds);
  if (Array.isArray(subnets)) return named(scope, name, [...subnets]);
  const { tags, ssmParameter } = subnets as { tags?: Readonly<Record<string, string>>; ssmParameter?: string };
  if (tags === undefined) {
    const listed = named(scope, `${name}_parameter`, lookUps.value({ ssmParameter }));
    return named(scope, name, new Expression(`split(",", ${listed.code})`).toString());
  }
  const found = new DataAwsSubnets(scope, 'flow_runs', {
    filter: [{ name: 'vpc-id', values: [place.vpcId] }],
    tags: literalMap(tags),
  });
  const ids = named(scope, `${name}_found`, Token.asList(found.ids));
  return named(scope, name, new Expression(`sort(${ids.code})`).toString());
}
