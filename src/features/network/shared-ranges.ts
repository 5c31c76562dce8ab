import type { Environment } from '../../environment/environment';
import type { SharedRange } from '../../environment/shared-thing';

/** The range of a created VPC in each network that it is connected to. */
export function sharedRanges({ network: { create } }: Environment): SharedRange[] {
  if (create === undefined) return [];
  const { cidrBlock, peerings, transitGateway } = create;
  const networks = [
    ...(transitGateway === undefined ? [] : [`the transit gateway ${transitGateway.id}`]),
    ...Object.values(peerings).map(({ vpcId }) => `the VPC ${vpcId}`),
  ];
  return networks.map((network) => ({
    key: network,
    range: cidrBlock,
    path: ['network', 'create', 'cidr_block'],
    value: cidrBlock,
    consequence: `both are connected to ${network}, where a route leads to one of them`,
    hint: 'set another range in one of them, or acknowledge it',
    warning: 'overlapping-range',
  }));
}
