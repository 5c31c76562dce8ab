import {
  AssociateRouteTableCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Emulator } from './emulator';

/** Makes networks in the emulator, whole or with a part that is wrong. */
export class Networks {
  private readonly ec2: EC2Client;

  constructor(emulator: Emulator) {
    this.ec2 = emulator.client(EC2Client);
  }

  async vpc(): Promise<string> {
    const { Vpc } = await this.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    return Vpc?.VpcId as string;
  }

  async subnet(VpcId: string, CidrBlock: string, zone: string): Promise<string> {
    const AvailabilityZone = `us-east-1${zone}`;
    const { Subnet } = await this.ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
    return Subnet?.SubnetId as string;
  }

  async internetGateway(): Promise<string> {
    const { InternetGateway } = await this.ec2.send(new CreateInternetGatewayCommand({}));
    return InternetGateway?.InternetGatewayId as string;
  }

  async natGateway(SubnetId: string): Promise<string> {
    const { NatGateway } = await this.ec2.send(new CreateNatGatewayCommand({ SubnetId, ConnectivityType: 'private' }));
    return NatGateway?.NatGatewayId as string;
  }

  /** A route table for these subnets, with a default route. */
  async route(VpcId: string, subnets: readonly string[], target: { GatewayId: string } | { NatGatewayId: string }) {
    const { RouteTable } = await this.ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId as string;
    await this.ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', ...target }));
    for (const SubnetId of subnets) {
      await this.ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    }
  }

  /** Two subnets in two zones that lead to a NAT gateway. */
  async whole(): Promise<{ readonly vpc: string; readonly subnets: readonly string[] }> {
    const vpc = await this.vpc();
    const subnets = [await this.subnet(vpc, '10.0.1.0/24', 'a'), await this.subnet(vpc, '10.0.2.0/24', 'b')];
    const NatGatewayId = await this.natGateway(await this.subnet(vpc, '10.0.0.0/24', 'a'));
    await this.route(vpc, subnets, { NatGatewayId });
    return { vpc, subnets };
  }
}
