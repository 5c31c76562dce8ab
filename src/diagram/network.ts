import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { placeOfPrefect } from './prefect';
import { startsTasks } from './tasks';

/** What connects the VPC to other networks. */
const CONNECTIONS: readonly (readonly [id: string, title: string, label: string, items: RegExp])[] = [
  ['peerings', 'VPC peerings', 'to other VPCs', /^aws_vpc_peering_connection\./],
  ['transit', 'Transit gateway', 'to other networks', /^aws_ec2_transit_gateway_vpc_attachment\./],
];

/** The VPC, and the ways that lead out of it. */
export function networkIn(environment: Environment, created: Created): Part {
  const { create, assignPublicIp } = environment.network;
  const nodes: Box[] = [];
  const edges: Edge[] = [];
  const way = (id: string, title: string, notes: string[], label: string, items: RegExp) => {
    nodes.push({ id, title, notes, within: 'vpc', items: created(items) });
    edges.push({ from: 'cluster', to: id, label, isWay: true });
  };
  if (create !== undefined) {
    const outside = placeOfPrefect(environment);
    if (create.nat !== 'none') {
      const notes = [create.nat === 'single' ? 'one for all zones' : 'one in each zone'];
      way('nat', 'NAT gateway', notes, 'to the internet', /^aws_(nat_gateway|eip|internet_gateway)\./);
    } else if (create.subnets.public.length > 0) {
      const notes = assignPublicIp ? ['public address for each task'] : [];
      way('internet', 'Internet gateway', notes, 'to the internet', /^aws_internet_gateway\./);
    }
    if (nodes[0] !== undefined && outside !== 'vpc') {
      edges.push({ from: nodes[0].id, to: startsTasks(environment) ? 'api' : 'pool1', isWay: true, upwards: true });
    }
    if (created(/^aws_vpc_endpoint\./).length > 1) {
      way('endpoints', 'Interface endpoints', [], 'calls of AWS', /^aws_vpc_endpoint\.(?!prefect_worker_endpoint_s3$)/);
    }
    for (const [id, title, label, items] of CONNECTIONS) {
      if (created(items).length > 0) way(id, title, [], label, items);
    }
    way('s3', 'S3 gateway endpoint', [], 'layers of images', /^aws_vpc_endpoint\.prefect_worker_endpoint_s3$/);
  }
  return {
    groups: [
      {
        id: 'vpc',
        title: 'VPC',
        within: 'aws',
        items: created(/^aws_(vpc|subnet)\./),
      },
    ],
    nodes,
    edges,
  };
}
