import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  type RouteTable,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { type Finding, ok, problem } from '../finding';
import type { Placement, Worker } from '../workers';

/** Tasks, and where they are placed. */
export interface Placed {
  readonly placement: Placement;
  /** Those who have no public address there, and how they get one. */
  readonly whose: 'tasks' | 'flow runs';
}

/** Where the default route of each subnet of a VPC leads. */
export async function waysOut(
  context: Context,
  vpc: string,
  all: readonly Subnet[],
  placed: readonly Placed[],
): Promise<SubnetWay[]> {
  const subnets = all.filter(({ VpcId }) => VpcId === vpc);
  const { ec2 } = context.aws;
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: Filters }));
  const broken = new Set(
    NatGateways.filter(({ State }) => State !== 'available').map(({ NatGatewayId }) => NatGatewayId),
  );
  const endpoints = VpcEndpoints.filter(({ State = '' }) => /^available$/i.test(State)).map(
    ({ ServiceName = '' }) => ServiceName,
  );
  const missing = missingEndpoints(context.workers, endpoints);
  return subnets.map(({ SubnetId = '' }) => {
    const way = wayOutOf(tableOf(SubnetId, RouteTables), broken);
    const closedTo = placed.find(
      ({ placement }) => placement.subnets.includes(SubnetId) && !worksFor(way, placement.publicAddress),
    );
    const byEndpoints = way.to === 'nothing' && missing.length === 0;
    return {
      subnet: SubnetId,
      way,
      missing: endpoints.length > 0 ? missing : [],
      ...(!byEndpoints && closedTo && { closedTo: closedTo.whose }),
    };
  });
}

/** The findings on the ways out of all subnets. */
export function judgeWaysOut(ways: readonly SubnetWay[]): Finding[] {
  const closed = ways.flatMap(({ subnet, way, missing, closedTo }) =>
    closedTo === undefined ? [] : noWayOut(subnet, way, closedTo, missing),
  );
  if (closed.length > 0) return closed;
  const targets = [...new Set(ways.map(({ way }) => (way.to === 'nothing' ? 'endpoints' : way.target)))];
  return [ok('way out', `each subnet has one: ${targets.join(', ')}`)];
}

interface SubnetWay {
  readonly subnet: string;
  readonly way: WayOut;
  /** The services that its VPC lacks an endpoint for, where it has others. */
  readonly missing: readonly string[];
  /** Whose tasks do not get out of it. */
  readonly closedTo?: Placed['whose'];
}

interface WayOut {
  readonly to: 'nothing' | 'internet gateway' | 'broken' | 'elsewhere';
  readonly target: string;
}

/** A subnet without a table of its own uses the main one of its VPC. */
export function tableOf(subnet: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
  return own ?? tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
}

export function wayOutOf(table: RouteTable | undefined, brokenGateways: ReadonlySet<string | undefined>): WayOut {
  const route = table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  if (route === undefined) return { to: 'nothing', target: 'none' };
  const target =
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.GatewayId ??
    route.NetworkInterfaceId ??
    route.VpcPeeringConnectionId ??
    'a route';
  if (route.State === 'blackhole' || brokenGateways.has(target)) return { to: 'broken', target };
  return { to: target.startsWith('igw-') ? 'internet gateway' : 'elsewhere', target };
}

function worksFor({ to }: WayOut, publicAddress: boolean): boolean {
  return to === 'elsewhere' || (to === 'internet gateway' && publicAddress);
}

function noWayOut(
  subnet: string,
  { to, target }: WayOut,
  whose: Placed['whose'],
  missingServices: readonly string[],
): Finding {
  const section = 'Before you apply';
  if (to === 'internet gateway') {
    return problem('way out', {
      id: 'no-way-out',
      seen: `${subnet} leads to ${target}, and ${whose} have no public address`,
      cause: 'It is a public subnet: through an internet gateway only public addresses get out.',
      wayOut: `Use subnets with a NAT gateway, or set ${whose === 'tasks' ? 'network' : 'flow_runs'}.assign_public_ip: true.`,
      section,
    });
  }
  if (to === 'broken') {
    return problem('way out', {
      id: 'no-way-out',
      seen: `${subnet} leads to ${target}, which does not work`,
      cause: 'What its default route leads to was deleted, or failed.',
      wayOut: 'Create it again, and correct the route.',
      section,
    });
  }
  const without = missingServices.length > 0 ? `, and its VPC has no endpoint for ${missingServices.join(', ')}` : '';
  return problem('way out', {
    id: 'no-way-out',
    seen: `${subnet} has no default route${without}`,
    cause: 'Tasks there reach neither registry nor secrets nor Prefect.',
    wayOut: 'Add a route through a NAT gateway, or the endpoints that are missing.',
    section,
  });
}

/** The services that a worker cannot start without, and that its VPC has no endpoint for. */
function missingEndpoints(workers: readonly Worker[], endpoints: readonly string[]): string[] {
  const secrets = workers.flatMap(({ task }) =>
    task.containers.flatMap(({ secrets = [] }) => secrets.flatMap(({ valueFrom = '' }) => valueFrom)),
  );
  const needed = [
    ...['ecr.api', 'ecr.dkr', 's3', 'logs'],
    ...(secrets.some((from) => from.includes(':secretsmanager:')) ? ['secretsmanager'] : []),
    ...(secrets.some((from) => !from.includes(':secretsmanager:')) ? ['ssm'] : []),
  ];
  return needed.filter((service) => !endpoints.some((endpoint) => endpoint.endsWith(`.${service}`)));
}
