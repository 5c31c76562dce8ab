import { PRESETS } from '../../environment/presets';
import type { Config } from '../../environment/schema';
import { type CreatedVpc, toCreatedVpc } from './created-vpc-resolve';

export type Network = Omit<Config['network'], 'create' | 'egress'> & {
  readonly create?: CreatedVpc;
  readonly egress: NonNullable<Config['network']['egress']>;
  /** Where the input of the same name holds nothing. */
  readonly vpcLookup?: Exclude<Config['vpcId'], string>;
  readonly subnetLookup?: Exclude<Config['workerSubnets'], readonly string[]>;
};

export function toNetwork({ network, vpcId, workerSubnets, preset }: Config): Network {
  return {
    ...network,
    create: network.create && toCreatedVpc(network.create),
    egress: network.egress ?? PRESETS[preset].egress,
    vpcLookup: typeof vpcId === 'object' ? vpcId : undefined,
    subnetLookup: Array.isArray(workerSubnets) ? undefined : (workerSubnets as Network['subnetLookup']),
  };
}
