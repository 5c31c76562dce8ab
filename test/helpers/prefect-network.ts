import { EC2Client, ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import type { Emulator, Network } from './emulator';

/** A VPC with two subnets and DNS host names, without which moto starts no task. */
export async function networkWithNames(emulator: Emulator, region = 'us-east-1'): Promise<Network> {
  const network = await emulator.network(region);
  await emulator
    .client(EC2Client, region)
    .send(new ModifyVpcAttributeCommand({ VpcId: network.vpcId, EnableDnsHostnames: { Value: true } }));
  return network;
}
