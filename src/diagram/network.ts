import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Edge, Part } from './diagram';
import { placeOfPrefect } from './prefect';
import { startsTasks } from './tasks';

/** What connects the VPC to other networks. */
const CONNECTIONS: readonly (readonly [id: string, title: string, label: string, items: RegExp])[] = [
  ['peerings', 'VPC peerings', 'to other VPCs', /^aws_vpc_peering_connection\./],
  ['transit', 'Transit gateway', 'to other networks', /^aws_ec2_transit_gateway_vpc_attachment\./],
];

/** A box by which packets leave the VPC. */
interface Way {
  readonly id: string;
  readonly title: string;
  readonly notes?: readonly string[];
  /** Where it leads to. */
  readonly label: string;
  readonly items: RegExp;
}

/** The VPC, and the ways that lead out of it. */
export function networkIn(environment: Environment, created: Created): Part {
  const groups = [{ id: 'vpc', title: 'VPC', within: 'aws', items: created(/^aws_(vpc|subnet)\./) }];
  const { create } = environment.network;
  if (create === undefined) return { groups };
  const toInternet = wayToInternet(environment.network, create);
  const others = waysToAwsAndNetworks(created);
  const ways = toInternet === undefined ? others : [toInternet, ...others];
  return {
    groups,
    nodes: ways.map(({ id, title, notes = [], items }) => ({ id, title, notes, within: 'vpc', items: created(items) })),
    edges: [
      ...(toInternet === undefined ? [] : [edgeTo(toInternet), ...edgesToPrefect(environment, toInternet)]),
      ...others.map(edgeTo),
    ],
  };
}

function edgeTo({ id, label }: Way): Edge {
  return { from: 'cluster', to: id, label, isWay: true };
}

function edgesToPrefect(environment: Environment, { id }: Way): Edge[] {
  if (placeOfPrefect(environment) === 'vpc') return [];
  return [{ from: id, to: startsTasks(environment) ? 'api' : 'pool1', isWay: true, upwards: true }];
}

type Network = Environment['network'];

function wayToInternet({ assignPublicIp }: Network, { nat, subnets }: NonNullable<Network['create']>): Way | undefined {
  if (nat !== 'none') {
    return {
      id: 'nat',
      title: 'NAT gateway',
      notes: [nat === 'single' ? 'one for all zones' : 'one in each zone'],
      label: 'to the internet',
      items: /^aws_(nat_gateway|eip|internet_gateway)\./,
    };
  }
  if (subnets.public.length === 0) return undefined;
  return {
    id: 'internet',
    title: 'Internet gateway',
    notes: assignPublicIp ? ['public address for each task'] : [],
    label: 'to the internet',
    items: /^aws_internet_gateway\./,
  };
}

function waysToAwsAndNetworks(created: Created): Way[] {
  const endpoints = {
    id: 'endpoints',
    title: 'Interface endpoints',
    label: 'calls of AWS',
    items: /^aws_vpc_endpoint\.(?!prefect_worker_endpoint_s3$)/,
  };
  const connections = CONNECTIONS.map(([id, title, label, items]) => ({ id, title, label, items }));
  return [
    ...[endpoints, ...connections].filter(({ items }) => created(items).length > 0),
    {
      id: 's3',
      title: 'S3 gateway endpoint',
      label: 'layers of images',
      items: /^aws_vpc_endpoint\.prefect_worker_endpoint_s3$/,
    },
  ];
}
