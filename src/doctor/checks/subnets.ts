import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  type RouteTable,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, skipped, warning } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { isKnown } from '../terraform-value';
import { looking, nameOf } from '../unread';
import { currentPlacement, type Placement, type Worker } from '../workers';

const SUBJECT = 'subnets';

/** Tasks, and where they are placed. */
interface Placed {
  readonly placement: Placement;
  /** Those who have no public address there, and how they get one. */
  readonly whose: 'tasks' | 'flow runs';
}

/** Whether the subnets of workers and flow runs exist, have addresses left, and a way out. */
export const checkSubnets: Check = async (context) => {
  const placed = [
    ...context.workers.map((worker): Placed => ({ whose: 'tasks', placement: currentPlacement(worker) })),
    ...flowRunTasks(context).flatMap(({ placement }): Placed[] =>
      placement === undefined || !isKnown([...placement.subnets]) ? [] : [{ whose: 'flow runs', placement }],
    ),
  ];
  const ids = [...new Set(placed.flatMap(({ placement }) => placement.subnets))];
  if (ids.length === 0) return [];
  if (!isKnown(ids)) return [skipped(SUBJECT, 'they are created or looked up by the apply')];
  return looking(SUBJECT, 'ec2:DescribeSubnets', async () => {
    const subnets = await describe(context, ids);
    if (!Array.isArray(subnets)) return [missing(subnets.unknown)];
    const vpcs = [...new Set(subnets.map(({ VpcId = '' }) => VpcId))];
    const wayOut = await looking(SUBJECT, 'ec2:DescribeRouteTables', async () =>
      judge((await Promise.all(vpcs.map((vpc) => waysOut(context, vpc, subnets, placed)))).flat()),
    );
    const names = await Promise.all(
      vpcs.map((vpc) => looking('VPC', 'ec2:DescribeVpcAttribute', () => dns(context, vpc))),
    );
    const sets = new Map(placed.map(({ placement }) => [[...placement.subnets].sort().join(), placement]));
    const severalVpcs = [...sets.values()].flatMap((placement) => oneVpc(subnets, placement));
    return [...severalVpcs, ...addresses(subnets), ...zones(subnets), ...names.flat(), ...wayOut];
  });
};

async function describe({ aws }: Context, ids: readonly string[]): Promise<Subnet[] | { readonly unknown: string }> {
  try {
    const { Subnets = [] } = await aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }));
    return Subnets;
  } catch (error) {
    if (nameOf(error) !== 'InvalidSubnetID.NotFound') throw error;
    return { unknown: /subnet-\w+/.exec(String(error))?.[0] ?? ids.join(', ') };
  }
}

function missing(id: string): Finding {
  return problem(SUBJECT, {
    id: 'subnet-missing',
    seen: `there is no ${id}`,
    cause: 'It was deleted, or is in another region or account.',
    wayOut: 'Correct worker_subnets.',
    section: 'Before you apply',
  });
}

function oneVpc(all: readonly Subnet[], placement: Placement): Finding[] {
  const subnets = all.filter(({ SubnetId = '' }) => placement.subnets.includes(SubnetId));
  const vpcs = [...new Set(subnets.map(({ VpcId }) => VpcId))];
  if (vpcs.length < 2) return [];
  return [
    problem(SUBJECT, {
      id: 'several-vpcs',
      seen: `the subnets are in ${vpcs.join(' and ')}`,
      cause: 'A service or task runs in one VPC.',
      wayOut: 'Set worker_subnets (or flow_runs.subnets) to subnets of one VPC.',
      section: 'Before you apply',
    }),
  ];
}

/** Each task takes one; an update of a service starts new tasks before it stops old ones. */
const FEW_ADDRESSES = 8;

function addresses(subnets: readonly Subnet[]): Finding[] {
  return subnets
    .filter(({ AvailableIpAddressCount = 0 }) => AvailableIpAddressCount < FEW_ADDRESSES)
    .map(({ SubnetId, AvailableIpAddressCount: free = 0 }) =>
      (free === 0 ? problem : warning)(SUBJECT, {
        id: 'no-addresses',
        seen: `${SubnetId} has ${free} free addresses`,
        cause: 'Each task takes one, those of flow runs too.',
        wayOut: 'Use larger or more subnets, or end what is no longer needed there.',
        section: 'When something is wrong',
      }),
    );
}

function zones(subnets: readonly Subnet[]): Finding[] {
  const all = [...new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone))].sort();
  const seen = `${subnets.length} in ${all.join(', ')}`;
  if (all.length > 1) return [ok(SUBJECT, seen)];
  return [
    warning(SUBJECT, {
      id: 'one-zone',
      seen,
      cause: 'When this zone fails or has no capacity, nothing starts.',
      wayOut: 'Add a subnet in another zone.',
      section: 'Before you apply',
    }),
  ];
}

async function dns({ aws }: Context, VpcId: string): Promise<Finding[]> {
  const { EnableDnsSupport } = await aws.ec2.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' }),
  );
  if (EnableDnsSupport?.Value !== false) return [];
  return [
    problem('VPC', {
      id: 'no-dns',
      seen: `DNS resolution is disabled in ${VpcId}`,
      cause: 'Tasks find neither registry nor secrets nor Prefect.',
      wayOut: 'Enable DNS resolution (enableDnsSupport) of the VPC.',
      section: 'Before you apply',
    }),
  ];
}

async function waysOut(
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

function judge(ways: readonly SubnetWay[]): Finding[] {
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
