import { isIsolated } from '../../../src/features/network/created-vpc-resolve';
import { createdItems } from '../../../src/inventory/inventory';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';
import { addressesOf, resourceAt, stackOf } from '../../helpers/synthesized';

const creating = (create: object, network: object = {}) => ({
  vpc_id: undefined,
  worker_subnets: undefined,
  network: { create, ...network },
});

const TIERS = {
  cidr_block: '10.4.0.0/16',
  availability_zones: ['us-east-1b', 'us-east-1d'],
  subnets: {
    private: ['10.4.0.0/20', '10.4.16.0/20'],
    public: ['10.4.100.0/24', '10.4.101.0/24'],
    isolated: ['10.4.200.0/24', '10.4.201.0/24'],
  },
};

const PEERED = {
  cidr_block: '10.4.0.0/16',
  availability_zones: 1,
  peerings: {
    database: {
      vpc_id: 'vpc-0c7e31f5a9d24b860',
      cidr_blocks: ['10.9.0.0/16'],
      route_tables: ['rtb-0a51c9e27f3b64d80'],
    },
    partner: {
      vpc_id: 'vpc-0c7e31f5a9d24b861',
      account_id: '444455556666',
      region: 'eu-west-1',
      cidr_blocks: ['10.7.0.0/16', '10.8.0.0/16'],
    },
  },
  transit_gateway: { id: 'tgw-0a51c9e27f3b64d80', cidr_blocks: ['10.0.0.0/8'] },
};

const GATEWAY = 'tgw-0a51c9e27f3b64d80';
const peer = (end: string, ...cidr_blocks: string[]) => ({ vpc_id: `vpc-0c7e31f5a9d24b86${end}`, cidr_blocks });

const serviceSubnets = (fields: object) =>
  (
    resourceAt(stackOf(fields), 'aws_ecs_service.prefect_worker_service')['network_configuration'] as {
      subnets: string[];
    }
  ).subnets;

describe('subnets by tier', () => {
  test('are in the zones and ranges that the stack file gives', () => {
    const stack = stackOf(creating(TIERS));
    const subnets = Object.entries(stack.resource?.['aws_subnet'] ?? {}).map(
      ([name, { cidr_block, availability_zone }]) => [
        name.replace('prefect_worker_', ''),
        cidr_block,
        availability_zone,
      ],
    );
    expect(subnets.sort()).toEqual([
      ['isolated_subnet_1', '10.4.200.0/24', 'us-east-1b'],
      ['isolated_subnet_2', '10.4.201.0/24', 'us-east-1d'],
      ['private_subnet_1', '10.4.0.0/20', 'us-east-1b'],
      ['private_subnet_2', '10.4.16.0/20', 'us-east-1d'],
      ['public_subnet_1', '10.4.100.0/24', 'us-east-1b'],
      ['public_subnet_2', '10.4.101.0/24', 'us-east-1d'],
    ]);
    expect(addressesOf({ data: stack.data ?? {} })).not.toContain('data.aws_availability_zones.available');
  });

  test('have routes of their tier: isolated ones have none', () => {
    const stack = stackOf(creating(TIERS));
    const routes = Object.entries(stack.resource?.['aws_route'] ?? {}).map(([, { route_table_id }]) => route_table_id);
    expect(routes).not.toContain('${aws_route_table.prefect_worker_isolated_routes.id}');
    expect(resourceAt(stack, 'aws_route_table_association.prefect_worker_isolated_2')).toMatchObject({
      route_table_id: '${aws_route_table.prefect_worker_isolated_routes.id}',
    });
    const s3 = resourceAt(stack, 'aws_vpc_endpoint.prefect_worker_endpoint_s3');
    expect(s3['route_table_ids']).toContain('${aws_route_table.prefect_worker_isolated_routes.id}');
  });

  test.each([
    ['private', {}, 'private'],
    ['isolated', { tasks_in: 'isolated', endpoints: true }, 'isolated'],
    ['public', { tasks_in: 'public', nat: 'none' }, 'public'],
  ])('hold the tasks in the %s ones', (tier, create, expected) => {
    const isolatedWorker = {
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
      worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1',
    };
    const network = tier === 'public' ? { assign_public_ip: true } : {};
    const fields = { ...isolatedWorker, ...creating({ ...TIERS, ...create }, network) };
    expect(serviceSubnets(fields)).toEqual([
      `\${aws_subnet.prefect_worker_${expected}_subnet_1.id}`,
      `\${aws_subnet.prefect_worker_${expected}_subnet_2.id}`,
    ]);
  });

  test('are public without NAT, beside private ones', () => {
    const { network } = environmentOf(creating({ nat: 'none', tasks_in: 'public' }, { assign_public_ip: true }));
    expect(network.create).toMatchObject({ nat: 'none', subnets: { private: { length: 2 }, public: { length: 2 } } });
    expect(network.create && isIsolated(network.create)).toBe(false);
    expect(
      addressesOf(stackOf(creating({ nat: 'none', tasks_in: 'public' }, { assign_public_ip: true }))),
    ).not.toContain('aws_nat_gateway.prefect_worker_nat_1');
  });
});

describe('connections', () => {
  const stack = () => stackOf(creating(PEERED));

  test('are accepted at once in the same account and region, and never elsewhere', () => {
    expect(resourceAt(stack(), 'aws_vpc_peering_connection.prefect_worker_peering_database')).toMatchObject({
      auto_accept: true,
      peer_vpc_id: 'vpc-0c7e31f5a9d24b860',
      tags: { Name: 'prefect-worker-vpc-${var.name}-peering-database' },
    });
    const partner = resourceAt(stack(), 'aws_vpc_peering_connection.prefect_worker_peering_partner');
    expect(partner).toMatchObject({ peer_owner_id: '444455556666', peer_region: 'eu-west-1' });
    expect(partner).not.toHaveProperty('auto_accept');
  });

  test('have a route in each route table, and back where the stack file names one', () => {
    const routes = addressesOf(stack()).filter((address) => /_(to|from)_(peering|transit)/.test(address));
    expect(routes).toEqual([
      'aws_route.prefect_worker_from_peering_database_rtb_0a51c9e27f3b64d80',
      'aws_route.prefect_worker_private_1_to_peering_database_10_9_0_0_16',
      'aws_route.prefect_worker_private_1_to_peering_partner_10_7_0_0_16',
      'aws_route.prefect_worker_private_1_to_peering_partner_10_8_0_0_16',
      'aws_route.prefect_worker_private_1_to_transit_gateway_10_0_0_0_8',
      'aws_route.prefect_worker_public_to_peering_database_10_9_0_0_16',
      'aws_route.prefect_worker_public_to_peering_partner_10_7_0_0_16',
      'aws_route.prefect_worker_public_to_peering_partner_10_8_0_0_16',
      'aws_route.prefect_worker_public_to_transit_gateway_10_0_0_0_8',
    ]);
    expect(resourceAt(stack(), 'aws_route.prefect_worker_from_peering_database_rtb_0a51c9e27f3b64d80')).toMatchObject({
      route_table_id: 'rtb-0a51c9e27f3b64d80',
      destination_cidr_block: '10.4.0.0/16',
      vpc_peering_connection_id: '${aws_vpc_peering_connection.prefect_worker_peering_database.id}',
    });
  });

  test('to a transit gateway have their routes after the attachment, which is in the subnets of the tasks', () => {
    expect(resourceAt(stack(), 'aws_ec2_transit_gateway_vpc_attachment.prefect_worker_transit_gateway')).toMatchObject({
      transit_gateway_id: 'tgw-0a51c9e27f3b64d80',
      subnet_ids: ['${aws_subnet.prefect_worker_private_subnet_1.id}'],
    });
    expect(resourceAt(stack(), 'aws_route.prefect_worker_private_1_to_transit_gateway_10_0_0_0_8')).toMatchObject({
      depends_on: ['aws_ec2_transit_gateway_vpc_attachment.prefect_worker_transit_gateway'],
    });
  });

  test('are there before the service', () => {
    expect(resourceAt(stack(), 'aws_ecs_service.prefect_worker_service')['depends_on']).toEqual(
      expect.arrayContaining(['aws_route.prefect_worker_private_1_to_peering_database_10_9_0_0_16']),
    );
  });

  test('are in the inventory', () => {
    const created = createdItems(environmentOf(creating(PEERED))).map(({ address }) => address);
    const there = addressesOf({ resource: stack().resource });
    const ofVpc = /peering|transit|route|subnet/;
    expect(created.filter((address) => ofVpc.test(address)).sort()).toEqual(
      there.filter((address) => ofVpc.test(address)),
    );
  });
});

describe('fails on', () => {
  const tiers = (subnets: object, others: object = {}) => creating({ cidr_block: '10.4.0.0/16', subnets, ...others });

  test.each<[what: string, fields: object, report: string]>([
    [
      'a tier with fewer ranges than zones',
      tiers({ private: ['10.4.0.0/20'] }),
      'network.create.subnets.private: ["10.4.0.0/20"]\n    must have one range for each availability zone: it has 1, and there are 2 zones\n    → set availability_zones: 1, or 2 ranges',
    ],
    [
      'a range outside of the VPC',
      tiers({ private: ['10.5.0.0/20'] }, { availability_zones: 1 }),
      'must be within network.create.cidr_block, 10.4.0.0/16',
    ],
    [
      'ranges that overlap',
      tiers({ private: ['10.4.0.0/20'], isolated: ['10.4.1.0/24'] }, { availability_zones: 1 }),
      'network.create.subnets.isolated[0]: "10.4.1.0/24"\n    overlaps with 10.4.0.0/20',
    ],
    ['no subnets', tiers({}), 'network.create.subnets\n    has no subnets'],
    [
      'a prefix beside ranges',
      tiers({ private: ['10.4.0.0/20'] }, { availability_zones: 1, private_subnet_prefix: 22 }),
      'network.create.private_subnet_prefix: 22\n    has no effect: subnets sets the ranges and the tiers',
    ],
    ['a zone of another region', creating({ availability_zones: ['us-west-2a'] }), 'must be a zone of us-east-1'],
    [
      'a zone twice',
      creating({ availability_zones: ['us-east-1a', 'us-east-1a'] }),
      'duplicates availability_zones[0]',
    ],
    [
      'NAT without public subnets',
      tiers({ private: ['10.4.0.0/20'] }, { availability_zones: 1, nat: 'single' }),
      'network.create.nat: "single"\n    requires private and public subnets',
    ],
    [
      'tasks in a tier that is not there',
      creating({ tasks_in: 'isolated' }),
      'network.create.tasks_in: "isolated"\n    must be a tier with subnets: this VPC has no isolated ones',
    ],
    [
      'Prefect Cloud from isolated subnets',
      tiers({ isolated: ['10.4.0.0/20'] }, { availability_zones: 1 }),
      'network.create.tasks_in\n    must not be isolated with Prefect Cloud: the tasks cannot reach the internet',
    ],
    [
      'a peering with a range of this VPC',
      creating({ peerings: { db: { vpc_id: 'vpc-0c7e31f5a9d24b860', cidr_blocks: ['10.0.4.0/24'] } } }),
      'network.create.peerings.db.cidr_blocks[0]: "10.0.4.0/24"\n    overlaps with network.create.cidr_block, 10.0.0.0/16',
    ],
    [
      'a range twice to one transit gateway',
      creating({ transit_gateway: { id: GATEWAY, cidr_blocks: ['10.9.0.0/16', '10.9.0.0/16'] } }),
      'network.create.transit_gateway.cidr_blocks[1]: "10.9.0.0/16"\n    duplicates cidr_blocks[0]',
    ],
    [
      'a range to two peers',
      creating({ peerings: { a: peer('0', '10.9.0.0/16'), b: peer('1', '10.9.0.0/16') } }),
      'network.create.peerings.b.cidr_blocks[0]: "10.9.0.0/16"\n    duplicates peerings.a.cidr_blocks[0]',
    ],
    [
      'a range to a peer and to the transit gateway',
      creating({
        peerings: { a: peer('0', '10.9.0.0/16') },
        transit_gateway: { id: GATEWAY, cidr_blocks: ['10.9.0.0/16'] },
      }),
      'network.create.transit_gateway.cidr_blocks[0]: "10.9.0.0/16"\n    duplicates peerings.a.cidr_blocks[0]',
    ],
    [
      'two peerings with one VPC',
      creating({ peerings: { a: peer('0', '10.8.0.0/16'), b: peer('0', '10.9.0.0/16') } }),
      'network.create.peerings.b.vpc_id: "vpc-0c7e31f5a9d24b860"\n    is the VPC of the peering a',
    ],
    [
      'everything to a transit gateway beside NAT',
      creating({ transit_gateway: { id: GATEWAY, cidr_blocks: ['0.0.0.0/0'] } }),
      'network.create.transit_gateway.cidr_blocks[0]: "0.0.0.0/0"\n    is already the range of the route to the internet',
    ],
    [
      'a peer in another partition',
      creating({ peerings: { a: { ...peer('0', '10.9.0.0/16'), region: 'cn-north-1' } } }),
      'network.create.peerings.a.region: "cn-north-1"\n    must be in partition aws, as region us-east-1 is',
    ],
    [
      'private subnets alone, which NAT could not serve',
      tiers({ private: ['10.4.0.0/20'] }, { availability_zones: 1 }),
      '→ add public subnets to network.create.subnets; or set prefect.api_url',
    ],
    [
      'routes in tables of another account',
      creating({
        peerings: {
          db: {
            vpc_id: 'vpc-0c7e31f5a9d24b860',
            cidr_blocks: ['10.9.0.0/16'],
            account_id: '444455556666',
            route_tables: ['rtb-0a51c9e27f3b64d80'],
          },
        },
      }),
      'is available only in the account and region of this environment',
    ],
  ])('%s', (_, fields, report) => {
    expect(reportOnFields(fields)).toContain(report);
  });
});

test('takes two peers with ranges of which one is within the other, as the longer prefix is the way', () => {
  expect(
    environmentOf(creating({ peerings: { a: peer('0', '10.8.0.0/13'), b: peer('1', '10.9.0.0/16') } })),
  ).toBeDefined();
});

test('takes everything to a transit gateway, through which tasks without NAT reach Prefect Cloud and any registry', () => {
  const create = { nat: 'none', transit_gateway: { id: GATEWAY, cidr_blocks: ['0.0.0.0/0'] } };
  expect(environmentOf(creating(create)).warnings).toEqual([]);
});

test('warns of a peer in a region that is not known', () => {
  const { warnings } = environmentOf(
    creating({ peerings: { a: { ...peer('0', '10.9.0.0/16'), region: 'eu-west-9' } } }),
  );
  expect(warnings).toMatchObject([{ path: 'network.create.peerings.a.region', warning: 'unknown-region' }]);
});
