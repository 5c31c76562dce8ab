import { checkSubnets } from '../../../src/doctor/checks/subnets';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('subnets', () => {
  const [A, B, C] = ['subnet-02f6a8c3d9e14b750', 'subnet-0b84e1d57a2c396f0', 'subnet-0d19c7f3e5a86b240'] as const;
  const subnet = (SubnetId: string, zone: string, fields: object = {}) => ({
    SubnetId,
    VpcId: 'vpc-1',
    AvailabilityZone: `us-east-1${zone}`,
    AvailableIpAddressCount: 200,
    ...fields,
  });
  const main = (...Routes: object[]) => ({ RouteTables: [{ Associations: [{ Main: true }], Routes }] });
  const out = (target: object) => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...target });
  const NETWORK: Answers = {
    DescribeSubnets: { Subnets: [subnet(A, 'a'), subnet(B, 'b'), subnet(C, 'c')] },
    DescribeVpcAttribute: { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } },
    DescribeRouteTables: main(out({ NatGatewayId: 'nat-1' })),
    DescribeVpcEndpoints: { VpcEndpoints: [] },
    DescribeNatGateways: { NatGateways: [{ NatGatewayId: 'nat-1', State: 'available' }] },
  };
  const WHOLE = ['ok, subnets: 3 in us-east-1a, us-east-1b, us-east-1c', 'ok, way out: each subnet has one: nat-1'];
  const endpoints = (...names: string[]) => ({
    VpcEndpoints: names.map((name) => ({ ServiceName: `com.amazonaws.us-east-1.${name}`, State: 'Available' })),
  });

  test.each<[string, Answers, string[]]>([
    ['are whole', {}, WHOLE],
    [
      'do not exist',
      { DescribeSubnets: refusal('InvalidSubnetID.NotFound', `The subnet ID '${B}' does not exist`) },
      [`problem subnet-missing, subnets: there is no ${B}`],
    ],
    [
      'may not be looked at',
      { DescribeSubnets: refusal('UnauthorizedOperation') },
      ['unread, subnets: these credentials may not call ec2:DescribeSubnets'],
    ],
    [
      'are in two VPCs, one zone, and have no addresses left',
      {
        DescribeSubnets: {
          Subnets: [
            subnet(A, 'a', { AvailableIpAddressCount: 0 }),
            subnet(B, 'a', { AvailableIpAddressCount: 7 }),
            subnet(C, 'a', { VpcId: 'vpc-2', AvailableIpAddressCount: 8 }),
          ],
        },
      },
      [
        'problem several-vpcs, subnets: the subnets are in vpc-1 and vpc-2',
        `problem no-addresses, subnets: ${A} has 0 free addresses`,
        `warning no-addresses, subnets: ${B} has 7 free addresses`,
        'warning one-zone, subnets: 3 in us-east-1a',
        WHOLE[1] as string,
      ],
    ],
    [
      'have no DNS',
      { DescribeVpcAttribute: { EnableDnsSupport: { Value: false } } },
      [WHOLE[0] as string, 'problem no-dns, VPC: DNS resolution is disabled in vpc-1', WHOLE[1] as string],
    ],
    [
      'lead to an internet gateway, without a public address',
      { DescribeRouteTables: main(out({ GatewayId: 'igw-1' })) },
      [
        WHOLE[0] as string,
        ...[A, B, C].map((id) => `problem no-way-out, way out: ${id} leads to igw-1, and tasks have no public address`),
      ],
    ],
    [
      'lead to a NAT gateway that is gone',
      { DescribeNatGateways: { NatGateways: [{ NatGatewayId: 'nat-1', State: 'deleted' }] } },
      [
        WHOLE[0] as string,
        ...[A, B, C].map((id) => `problem no-way-out, way out: ${id} leads to nat-1, which does not work`),
      ],
    ],
    [
      'have a way out by a table of their own, or a black hole, or none',
      {
        DescribeRouteTables: {
          RouteTables: [
            ...main(out({ State: 'blackhole', TransitGatewayId: 'tgw-1' })).RouteTables,
            { Associations: [{ SubnetId: A }], Routes: [out({ NetworkInterfaceId: 'eni-1' })] },
            { Associations: [{ SubnetId: B }], Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }] },
          ],
        },
      },
      [
        WHOLE[0] as string,
        `problem no-way-out, way out: ${B} has no default route`,
        `problem no-way-out, way out: ${C} leads to tgw-1, which does not work`,
      ],
    ],
    [
      'have endpoints instead of a route',
      {
        DescribeRouteTables: main(),
        DescribeVpcEndpoints: endpoints('ecr.api', 'ecr.dkr', 's3', 'logs', 'secretsmanager'),
      },
      [WHOLE[0] as string, 'ok, way out: each subnet has one: endpoints'],
    ],
    [
      'lack an endpoint',
      { DescribeRouteTables: main(), DescribeVpcEndpoints: endpoints('ecr.api', 'ecr.dkr', 's3', 'logs') },
      [
        WHOLE[0] as string,
        ...[A, B, C].map(
          (id) =>
            `problem no-way-out, way out: ${id} has no default route, and its VPC has no endpoint for secretsmanager`,
        ),
      ],
    ],
    [
      'have routes that may not be looked at',
      { DescribeRouteTables: refusal('UnauthorizedOperation') },
      [WHOLE[0] as string, 'unread, subnets: these credentials may not call ec2:DescribeRouteTables'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkSubnets, { ...NETWORK, ...answers }, PLANNED)).toEqual(expected);
  });

  test('of workers with public addresses do not lead flow runs without them to an internet gateway', async () => {
    const answers = { ...NETWORK, DescribeRouteTables: main(out({ GatewayId: 'igw-1' })) };
    const placement = { subnets: [A, B, C], securityGroups: [], publicAddress: true };
    expect(await seenBy(checkSubnets, answers, { ...PLANNED, worker: { placement } })).toEqual([
      WHOLE[0],
      ...[A, B, C].map(
        (id) => `problem no-way-out, way out: ${id} leads to igw-1, and flow runs have no public address`,
      ),
    ]);
  });

  test('that the apply creates are not known', async () => {
    expect(await seenBy(checkSubnets, {}, { example: 'isolated', ...PLANNED })).toEqual([
      'skipped, subnets: they are created or looked up by the apply',
    ]);
  });
});
