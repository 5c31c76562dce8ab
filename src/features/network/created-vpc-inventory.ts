import type { Environment } from '../../environment/environment';
import { type Item, type ItemName, nameOf, roleKey, when } from '../../inventory/item';
import type { PhysicalName } from '../names/name-kinds';
import { connectionsOf } from './connections';
import { type CreatedVpc, natCount, type Tier } from './created-vpc-resolve';

/** A VPC of the environment's own; its endpoints follow from the whole inventory. */
export function createdVpc(environment: Environment): readonly Item[] {
  const { create } = environment.network;
  if (create === undefined) return [];
  const { private: privateSubnets, public: publicSubnets, isolated } = create.subnets;
  const called = (end: string) => partOf(environment, end);
  const gateways = natCount(create);
  return [
    { address: 'aws_vpc.prefect_worker_vpc', purpose: 'VPC of this environment', name: called('') },
    {
      address: 'aws_default_security_group.prefect_worker_default_group',
      purpose: 'Default security group of the VPC, without rules',
      name: called('-default-closed'),
    },
    ...when(
      publicSubnets.length > 0,
      {
        address: 'aws_internet_gateway.prefect_worker_internet_gateway',
        purpose: 'Internet gateway of the VPC',
        name: called(''),
      },
      {
        address: 'aws_route_table.prefect_worker_public_routes',
        purpose: 'Route table of the public subnets',
        name: called('-public'),
      },
      {
        address: 'aws_route.prefect_worker_public_route',
        purpose: 'Route from the public subnets to the internet gateway',
      },
    ),
    ...publicSubnets.flatMap((_, zone) => subnet('public', zone + 1, called)),
    ...publicSubnets.slice(0, gateways).flatMap((_, zone) => [
      ...when(create.natAddresses === undefined, {
        address: `aws_eip.prefect_worker_nat_address_${zone + 1}`,
        purpose: 'Public address of the NAT gateway: the worker is seen with it',
        name: called(`-nat-${zone + 1}`),
      }),
      {
        address: `aws_nat_gateway.prefect_worker_nat_${zone + 1}`,
        purpose: 'NAT gateway: private subnets reach the internet, and nothing reaches them',
        name: called(`-nat-${zone + 1}`),
      },
    ]),
    ...privateSubnets.flatMap((_, zone) => [
      ...subnet('private', zone + 1, called),
      {
        address: `aws_route_table.prefect_worker_private_routes_${zone + 1}`,
        purpose: `Route table of the private subnet ${zone + 1}`,
        name: called(`-private-${zone + 1}`),
      },
      ...when(gateways > 0, {
        address: `aws_route.prefect_worker_private_route_${zone + 1}`,
        purpose: `Route from the private subnet ${zone + 1} to the NAT gateway`,
      }),
    ]),
    ...when(isolated.length > 0, {
      address: 'aws_route_table.prefect_worker_isolated_routes',
      purpose: 'Route table of the isolated subnets',
      name: called('-isolated'),
    }),
    ...isolated.flatMap((_, zone) => subnet('isolated', zone + 1, called)),
    ...connections(create, called),
    ...when(create.flowLogs !== undefined, ...flowLogs(environment)),
  ];
}

function subnet(kind: Tier, zone: number, called: (end: string) => ItemName): Item[] {
  return [
    {
      address: `aws_subnet.prefect_worker_${kind}_subnet_${zone}`,
      purpose: {
        private: `Private subnet ${zone}, for tasks`,
        public: `Public subnet ${zone}`,
        isolated: `Isolated subnet ${zone}`,
      }[kind],
      name: called(`-${kind}-${zone}`),
    },
    {
      address: `aws_route_table_association.prefect_worker_${kind}_${zone}`,
      purpose: `Gives the ${kind} subnet ${zone} its route table`,
    },
  ];
}

/** Ways to other networks. */
function connections(create: CreatedVpc, called: (end: string) => ItemName): Item[] {
  return connectionsOf(create).flatMap(({ id, what, name, routes, back }) => [
    {
      address:
        id === 'transit_gateway'
          ? `aws_ec2_transit_gateway_vpc_attachment.prefect_worker_${id}`
          : `aws_vpc_peering_connection.prefect_worker_${id}`,
      purpose: what,
      name: called(`-${name}`),
    },
    ...routes.map((route) => ({
      address: `aws_route.${route.id}`,
      purpose: `Route to ${route.cidrBlock} through ${name}`,
    })),
    ...back.map((route) => ({ address: `aws_route.${route.id}`, purpose: `Route from ${name} to this VPC` })),
  ]);
}

/** A part of the VPC: AWS takes a tag Name any number of times. */
export function partOf(environment: Environment, end: string): ItemName {
  return nameOf(environment, 'vpc', { end });
}

/** VPC flow logs: a record of every connection. */
function flowLogs(environment: Environment): readonly Item[] {
  const role = 'aws_iam_role.prefect_worker_vpc_flow_logs_role';
  const name = (kind: PhysicalName, within?: string) => nameOf(environment, kind, { within });
  return [
    {
      address: 'aws_flow_log.prefect_worker_vpc_flow_logs',
      purpose: 'VPC flow logs: a record of every connection',
      name: partOf(environment, ''),
    },
    {
      address: 'aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group',
      purpose: 'Log group of the VPC flow logs',
      name: name('flowLogsGroup'),
    },
    { address: role, purpose: 'Role that writes the VPC flow logs', name: name('flowLogsRole') },
    {
      address: 'aws_iam_role_policy.prefect_worker_write_vpc_flow_logs',
      purpose: 'Allows writing the VPC flow logs',
      name: name('flowLogsPolicy', roleKey(environment, role)),
    },
  ];
}
