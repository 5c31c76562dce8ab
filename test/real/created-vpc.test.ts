import { join } from 'node:path';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTagsCommand,
  CreateTransitGatewayCommand,
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { copyProject } from '../helpers/project';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { Terraform } from '../helpers/terraform';

const NAT = {
  vpc_id: undefined,
  worker_subnets: undefined,
  network: { create: { flow_logs: {} }, egress: 'https_only' },
};

/** Writes what is synthesized for the environment `nat` into a folder. */
function write(folder: string, fields: object): string {
  return writeStack(folder, environmentOf(fields, 'nat'));
}

real('a VPC that a stack makes', () => {
  let emulator: Emulator;
  let ec2: EC2Client;
  let nat: Terraform;
  let isolated: Terraform;

  beforeAll(async () => {
    emulator = await Emulator.start();
    ec2 = emulator.client(EC2Client);
    nat = new Terraform(write(join(scratchFolder(), 'nat'), NAT), {
      ...emulator.variables,
      TF_VAR_prefect_api_key: 'the-key',
    });
    isolated = new Terraform(copyProject(scratchFolder()).stack('isolated'), {
      ...emulator.variables,
      TF_VAR_prefect_api_auth_string: 'user:password',
    });
    await nat.init();
    await isolated.init();
    await Promise.all([nat.apply(), isolated.apply()]);
  });
  afterAll(() => emulator?.stop());

  /** What is there of a kind in the VPC that has this name. */
  async function vpcNamed(name: string) {
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }));
    const VpcId = Vpcs[0]?.VpcId as string;
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: Filters }));
    const { FlowLogs = [] } = await ec2.send(
      new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: [VpcId] }] }),
    );
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
    const nameOf = (tags: { Key?: string; Value?: string }[] = []) => tags.find(({ Key }) => Key === 'Name')?.Value;
    return { VpcId, Subnets, RouteTables, VpcEndpoints, NatGateways, FlowLogs, SecurityGroups, nameOf };
  }

  test('has a private and a public subnet in each zone, where the stack file says', async () => {
    const { Subnets, nameOf } = await vpcNamed('prefect-worker-vpc-nat');
    const there = Subnets.map(({ CidrBlock, AvailabilityZone, Tags }) => [nameOf(Tags), CidrBlock, AvailabilityZone]);
    expect(there.sort()).toEqual([
      ['prefect-worker-vpc-nat-private-1', '10.0.0.0/20', 'us-east-1a'],
      ['prefect-worker-vpc-nat-private-2', '10.0.16.0/20', 'us-east-1b'],
      ['prefect-worker-vpc-nat-public-1', '10.0.255.0/24', 'us-east-1a'],
      ['prefect-worker-vpc-nat-public-2', '10.0.254.0/24', 'us-east-1b'],
    ]);
  });

  test('resolves names, and gives its hosts some', async () => {
    const { VpcId } = await vpcNamed('prefect-worker-vpc-nat');
    for (const Attribute of ['enableDnsSupport', 'enableDnsHostnames'] as const) {
      const answer = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
      expect(answer.EnableDnsSupport ?? answer.EnableDnsHostnames).toEqual({ Value: true });
    }
  });

  test('leads private subnets out by one NAT gateway, whose address is an output', async () => {
    const { RouteTables, NatGateways, nameOf } = await vpcNamed('prefect-worker-vpc-nat');
    const outs = RouteTables.map(({ Routes = [], Tags }) => {
      const out = Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
      return [nameOf(Tags), out?.NatGatewayId ?? out?.GatewayId?.slice(0, 4)];
    });
    const [gateway] = NatGateways;
    expect(NatGateways).toHaveLength(1);
    expect(outs).toEqual(
      expect.arrayContaining([
        ['prefect-worker-vpc-nat-private-1', gateway?.NatGatewayId],
        ['prefect-worker-vpc-nat-private-2', gateway?.NatGatewayId],
        ['prefect-worker-vpc-nat-public', 'igw-'],
      ]),
    );
    const addresses = JSON.parse((await nat.run('output', '-json', 'prefect_worker_nat_addresses')).stdout);
    expect(addresses).toEqual([gateway?.NatGatewayAddresses?.[0]?.PublicIp]);
  });

  test('reaches S3 by its gateway from every subnet', async () => {
    const { VpcEndpoints, RouteTables } = await vpcNamed('prefect-worker-vpc-nat');
    const [s3, ...others] = VpcEndpoints;
    expect(others).toEqual([]);
    expect(s3).toMatchObject({ ServiceName: 'com.amazonaws.us-east-1.s3', VpcEndpointType: 'Gateway' });
    const ours = RouteTables.filter(({ Tags = [] }) => Tags.length > 0).map(({ RouteTableId }) => RouteTableId);
    expect([...(s3?.RouteTableIds ?? [])].sort()).toEqual(ours.sort());
  });

  test('has a default group that lets nothing through', async () => {
    const { SecurityGroups } = await vpcNamed('prefect-worker-vpc-nat');
    const byDefault = SecurityGroups.find(({ GroupName }) => GroupName === 'default');
    expect(byDefault).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
  });

  test('notes its connections', async () => {
    const { FlowLogs } = await vpcNamed('prefect-worker-vpc-isolated');
    expect(FlowLogs).toMatchObject([{ TrafficType: 'REJECT', LogDestinationType: 'cloud-watch-logs' }]);
    const { logGroups } = await emulator
      .client(CloudWatchLogsClient)
      .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'prefect-worker-vpc-flow-logs-' }));
    const kept = (logGroups ?? []).map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]);
    expect(kept).toEqual([
      ['prefect-worker-vpc-flow-logs-isolated', 90],
      ['prefect-worker-vpc-flow-logs-nat', 30],
    ]);
  });

  test('without NAT, leads nowhere but to AWS', async () => {
    const { Subnets, RouteTables, NatGateways, VpcEndpoints } = await vpcNamed('prefect-worker-vpc-isolated');
    expect(Subnets.map(({ CidrBlock }) => CidrBlock).sort()).toEqual(['10.20.0.0/20', '10.20.16.0/20']);
    expect(NatGateways).toEqual([]);
    const destinations = RouteTables.flatMap(({ Routes = [] }) => Routes.map((route) => route.DestinationCidrBlock));
    expect(destinations).not.toContain('0.0.0.0/0');
    const interfaces = VpcEndpoints.filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface');
    const services = interfaces.map(({ ServiceName }) => ServiceName?.replace('com.amazonaws.us-east-1.', ''));
    expect(services.sort()).toEqual(['ecr.api', 'ecr.dkr', 'ecs', 'kms', 'logs', 'secretsmanager', 'sqs', 'sts']);
    for (const { SubnetIds = [], PrivateDnsEnabled } of interfaces) {
      expect(PrivateDnsEnabled).toBe(true);
      expect([...SubnetIds].sort()).toEqual(Subnets.map(({ SubnetId }) => SubnetId).sort());
    }
  });

  test('lets the whole VPC call its endpoints, and nobody else', async () => {
    const { SecurityGroups } = await vpcNamed('prefect-worker-vpc-isolated');
    const group = SecurityGroups.find(({ GroupName }) => GroupName === 'prefect-worker-endpoints-sg-isolated');
    expect(group?.IpPermissions).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.20.0.0/16' }] },
    ]);
  });

  test('plans to no change afterwards', async () => {
    expect(realChanges(await nat.plan())).toEqual([]);
    expect(realChanges(await isolated.plan())).toEqual([]);
  });

  test('gets a zone and a NAT gateway in each without anything being moved', async () => {
    write(nat.folder, {
      ...NAT,
      network: { ...NAT.network, create: { ...NAT.network.create, availability_zones: 3, nat: 'per_az' } },
    });
    const plan = await nat.plan();
    const changed = realChanges(plan).filter((change) => !change.endsWith(' create'));
    expect(changed.sort()).toEqual([
      'aws_ecs_service.prefect_worker_service.network_configuration',
      'aws_route.prefect_worker_private_route_2.nat_gateway_id',
      'aws_vpc_endpoint.prefect_worker_endpoint_s3.route_table_ids',
    ]);
  });

  test('is found by its tags from another stack', async () => {
    const { Subnets, nameOf, VpcId } = await vpcNamed('prefect-worker-vpc-nat');
    const Resources = Subnets.filter(({ Tags }) => nameOf(Tags)?.includes('private')).map(
      ({ SubnetId }) => `${SubnetId}`,
    );
    await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'Tier', Value: 'private' }] }));
    const finder = (Tier: string) =>
      new Terraform(
        write(join(scratchFolder(), 'nat'), {
          vpc_id: { tags: { Name: 'prefect-worker-vpc-nat' } },
          worker_subnets: { tags: { Tier } },
          network: { default_security_group: true },
        }),
        { ...emulator.variables, TF_VAR_prefect_api_key: 'the-key' },
      );
    const found = finder('private');
    await found.init();
    const { resource_changes: planned } = await found.plan();
    const after = (address: string) => planned.find((change) => change.address === address)?.change.after;
    expect(after('aws_security_group.prefect_worker')).toMatchObject({ vpc_id: VpcId });
    const [configuration] = after('aws_ecs_service.prefect_worker_service')?.['network_configuration'] ?? [];
    expect([...configuration.subnets].sort()).toEqual(Resources.sort());

    const lost = finder('nowhere');
    await lost.init();
    expect((await lost.try('plan')).output).toContain('No subnet of the VPC has all the tags of worker_subnets.tags');
  });

  test('leaves nothing behind when it is destroyed', async () => {
    await Promise.all([nat.destroy(), isolated.destroy()]);
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs.filter(({ IsDefault }) => !IsDefault)).toEqual([]);
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    expect(Addresses).toEqual([]);
    const { FlowLogs } = await ec2.send(new DescribeFlowLogsCommand({}));
    expect(FlowLogs).toEqual([]);
    const { logGroups } = await emulator.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toEqual([]);
  });

  test('with tiers of its own is connected to another VPC and a transit gateway, and nothing changes after', async () => {
    const other = await emulator.network();
    const tables = { Filters: [{ Name: 'vpc-id', Values: [other.vpcId] }] };
    const { RouteTables: [table] = [] } = await ec2.send(new DescribeRouteTablesCommand(tables));
    const { TransitGateway } = await ec2.send(new CreateTransitGatewayCommand({}));
    const create = {
      cidr_block: '10.4.0.0/16',
      availability_zones: ['us-east-1b', 'us-east-1c'],
      subnets: {
        private: ['10.4.0.0/20', '10.4.16.0/20'],
        public: ['10.4.100.0/24', '10.4.101.0/24'],
        isolated: ['10.4.200.0/24', '10.4.201.0/24'],
      },
      peerings: {
        other: { vpc_id: other.vpcId, cidr_blocks: ['10.0.0.0/16'], route_tables: [table?.RouteTableId] },
      },
      transit_gateway: { id: TransitGateway?.TransitGatewayId, cidr_blocks: ['172.16.0.0/12'] },
    };
    const fields = { name: 'tiers', vpc_id: undefined, worker_subnets: undefined, network: { create } };
    const terraform = new Terraform(write(join(scratchFolder(), 'tiers'), fields), {
      ...emulator.variables,
      TF_VAR_prefect_api_key: 'the-key',
    });
    await terraform.init();
    await terraform.apply();
    const { Subnets, RouteTables, nameOf } = await vpcNamed('prefect-worker-vpc-tiers');
    expect(
      Subnets.map(({ Tags, AvailabilityZone, CidrBlock }) => `${nameOf(Tags)} ${AvailabilityZone} ${CidrBlock}`).sort(),
    ).toEqual([
      'prefect-worker-vpc-tiers-isolated-1 us-east-1b 10.4.200.0/24',
      'prefect-worker-vpc-tiers-isolated-2 us-east-1c 10.4.201.0/24',
      'prefect-worker-vpc-tiers-private-1 us-east-1b 10.4.0.0/20',
      'prefect-worker-vpc-tiers-private-2 us-east-1c 10.4.16.0/20',
      'prefect-worker-vpc-tiers-public-1 us-east-1b 10.4.100.0/24',
      'prefect-worker-vpc-tiers-public-2 us-east-1c 10.4.101.0/24',
    ]);
    const targets = (name: string) =>
      RouteTables.find(({ Tags }) => nameOf(Tags) === `prefect-worker-vpc-tiers-${name}`)
        ?.Routes?.flatMap((route) => route.VpcPeeringConnectionId ?? route.TransitGatewayId ?? [])
        .map((id) => id.split('-')[0])
        .sort();
    expect([targets('private-1'), targets('isolated')]).toEqual([
      ['pcx', 'tgw'],
      ['pcx', 'tgw'],
    ]);
    expect(realChanges(await terraform.plan())).toEqual([]);
  });
});
