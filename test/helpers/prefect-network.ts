import { EC2Client, ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import type { Emulator, Network } from './emulator';

/** A VPC with two subnets and DNS host names, without which moto starts no task. */
export async function networkWithNames(emulator: Emulator): Promise<Network> {
  const network = await emulator.network();
  await emulator
    .client(EC2Client)
    .send(new ModifyVpcAttributeCommand({ VpcId: network.vpcId, EnableDnsHostnames: { Value: true } }));
  return network;
}
