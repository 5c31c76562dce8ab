import { CreatedVpc, type CreatedVpcProps } from '../../../../src/features/network/resources/created-vpc';
import { addressesOf, inStack, resourceAt, type Terraform } from '../../../helpers/synthesized';

const PRIVATE = ['10.0.0.0/20', '10.0.16.0/20'];
const PUBLIC = ['10.0.255.0/24', '10.0.254.0/24'];

function vpc(props: Partial<CreatedVpcProps> = {}): Terraform {
  return inStack((scope, show) => {
    const { natAddresses } = new CreatedVpc(scope, 'vpc', {
      name: 'net',
      cidrBlock: '10.0.0.0/16',
      subnets: { private: PRIVATE, public: PUBLIC, isolated: [] },
      nat: 'single',
      excludedZones: [],
      ...props,
    });
    show('addresses', natAddresses.join(' '));
  });
}

function addresses(terraform: Terraform, part: string): string[] {
  return addressesOf(terraform).filter((address) => address.includes(part));
}

test('it resolves names, gives its hosts some, and has a name itself', () => {
  expect(resourceAt(vpc(), 'aws_vpc.prefect_worker_vpc')).toEqual({
    cidr_block: '10.0.0.0/16',
    enable_dns_support: true,
    enable_dns_hostnames: true,
    tags: { Name: 'net' },
  });
});

test('its default group lets nothing through, and takes away what somebody adds', () => {
  expect(resourceAt(vpc(), 'aws_default_security_group.prefect_worker_default_group')).toMatchObject({
    ingress: [],
    egress: [],
  });
});

test('a subnet stays in its zone whatever AWS adds to its list', () => {
  expect(resourceAt(vpc(), 'aws_subnet.prefect_worker_private_subnet_2')).toEqual({
    vpc_id: '${aws_vpc.prefect_worker_vpc.id}',
    cidr_block: '10.0.16.0/20',
    availability_zone: '${data.aws_availability_zones.available.names[1]}',
    tags: { Name: 'net-private-2' },
    lifecycle: { ignore_changes: ['availability_zone'] },
  });
});

test('a subnet gives no address away by itself, in public ones too', () => {
  expect(resourceAt(vpc(), 'aws_subnet.prefect_worker_public_subnet_1')).not.toHaveProperty('map_public_ip_on_launch');
});

test('zones are those that nobody had to ask for, without the excluded ones, and enough', () => {
  const { available } = vpc({ excludedZones: ['use1-az3'] }).data?.['aws_availability_zones'] ?? {};
  expect(available).toMatchObject({
    state: 'available',
    filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
    exclude_zone_ids: ['use1-az3'],
    lifecycle: { postcondition: [{ condition: '${length(self.names) >= 2}' }] },
  });
});

describe('the ways out', () => {
  test.each<[nat: CreatedVpcProps['nat'], gateways: string[], ofSecondZone: string]>([
    ['single', ['prefect_worker_nat_1'], '${aws_nat_gateway.prefect_worker_nat_1.id}'],
    ['per_az', ['prefect_worker_nat_1', 'prefect_worker_nat_2'], '${aws_nat_gateway.prefect_worker_nat_2.id}'],
  ])('with NAT %s lead over %j', (nat, gateways, ofSecondZone) => {
    const terraform = vpc({ nat });
    expect(Object.keys(terraform.resource['aws_nat_gateway'] ?? {})).toEqual(gateways);
    expect(resourceAt(terraform, 'aws_route.prefect_worker_private_route_2')).toEqual({
      route_table_id: '${aws_route_table.prefect_worker_private_routes_2.id}',
      destination_cidr_block: '0.0.0.0/0',
      nat_gateway_id: ofSecondZone,
    });
  });

  test('are seen from addresses that stay', () => {
    expect(vpc({ nat: 'per_az' }).output['addresses']).toEqual({
      value: '${aws_eip.prefect_worker_nat_address_1.public_ip} ${aws_eip.prefect_worker_nat_address_2.public_ip}',
    });
  });

  test('are there before a NAT gateway is made', () => {
    expect(resourceAt(vpc(), 'aws_nat_gateway.prefect_worker_nat_1')['depends_on']).toContain(
      'aws_route.prefect_worker_public_route',
    );
  });

  test('do not exist without NAT and public subnets', () => {
    const terraform = vpc({ nat: 'none', subnets: { private: PRIVATE, public: [], isolated: [] } });
    for (const part of ['aws_route.', 'gateway', 'eip', 'public']) expect(addresses(terraform, part)).toEqual([]);
    expect(addresses(terraform, 'association')).toEqual([
      'aws_route_table_association.prefect_worker_private_1',
      'aws_route_table_association.prefect_worker_private_2',
    ]);
  });

  test('lead over the internet gateway alone where all subnets are public', () => {
    const terraform = vpc({ nat: 'none', subnets: { private: [], public: PUBLIC, isolated: [] } });
    for (const part of ['nat', 'eip', 'private']) expect(addresses(terraform, part)).toEqual([]);
    expect(addresses(terraform, 'aws_route.')).toEqual(['aws_route.prefect_worker_public_route']);
  });
});

test('a zone more changes nothing of those that are there', () => {
  const before = vpc({ nat: 'per_az' }).resource;
  const after = vpc({
    nat: 'per_az',
    subnets: { private: [...PRIVATE, '10.0.32.0/20'], public: [...PUBLIC, '10.0.253.0/24'], isolated: [] },
  }).resource;
  const { aws_nat_gateway: _, ...others } = before;
  expect(after).toMatchObject(others);
});
