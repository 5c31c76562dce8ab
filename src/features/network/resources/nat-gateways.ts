import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface NatGatewaysProps {
  /** What their names begin with. */
  readonly name: string;
  /** Public subnets, each of which gets a gateway. */
  readonly subnetIds: readonly string[];
  /** Allocation ids of existing addresses, one for each gateway; left out: they are created. */
  readonly allocationIds?: readonly string[];
  /** The way of the public subnets to the internet: AWS makes no gateway without. */
  readonly after: readonly ITerraformDependable[];
}

/** Lets private subnets out, and nothing in, under addresses that stay. */
export class NatGateways extends Construct {
  readonly ids: readonly string[];
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { name, subnetIds, allocationIds, after }: NatGatewaysProps) {
    super(scope, id);
    const gateways = subnetIds.map((subnetId, zone) => {
      const tags = { Name: `${name}-nat-${zone + 1}` };
      const address =
        allocationIds === undefined
          ? new Eip(this, `prefect_worker_nat_address_${zone + 1}`, { domain: 'vpc', tags })
          : undefined;
      const gateway = new NatGateway(this, `prefect_worker_nat_${zone + 1}`, {
        allocationId: address?.id ?? allocationIds?.[zone],
        subnetId,
        tags,
        dependsOn: [...after],
      });
      return { id: gateway.id, address: address?.publicIp ?? gateway.publicIp };
    });
    this.ids = gateways.map((gateway) => gateway.id);
    this.addresses = gateways.map(({ address }) => address);
  }
}
