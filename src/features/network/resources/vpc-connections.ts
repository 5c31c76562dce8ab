import { Ec2TransitGatewayVpcAttachment } from '@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment';
import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

interface RouteProps {
  readonly id: string;
  readonly cidrBlock: string;
  readonly routeTableId: string;
}

export interface VpcPeeringProps {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly peerVpcId: string;
  readonly peerAccountId?: string;
  readonly peerRegion?: string;
  /** In both VPCs. */
  readonly routes: readonly RouteProps[];
}

/** A peering with another VPC, and the routes through it. */
export class VpcPeering extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    const { peerAccountId, peerRegion } = props;
    const isHere = peerAccountId === undefined && peerRegion === undefined;
    const peering = new VpcPeeringConnection(this, `prefect_worker_${props.id}`, {
      vpcId: props.vpcId,
      peerVpcId: props.peerVpcId,
      ...(peerAccountId !== undefined && { peerOwnerId: peerAccountId }),
      ...(peerRegion !== undefined && { peerRegion }),
      // Only the other account or region can accept, then.
      ...(isHere && { autoAccept: true }),
      tags: { Name: props.name },
    });
    this.ready = props.routes.map((route) => routeOf(this, route, { vpcPeeringConnectionId: peering.id }));
  }
}

export interface TransitGatewayProps {
  readonly name: string;
  readonly vpcId: string;
  readonly transitGatewayId: string;
  readonly subnetIds: readonly string[];
  readonly routes: readonly RouteProps[];
}

/** The attachment to a transit gateway, and the routes to it: AWS takes no route before the attachment. */
export class TransitGateway extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TransitGatewayProps) {
    super(scope, id);
    const { name, vpcId, transitGatewayId, subnetIds, routes } = props;
    const attachment = new Ec2TransitGatewayVpcAttachment(this, 'prefect_worker_transit_gateway', {
      transitGatewayId,
      vpcId,
      subnetIds: [...subnetIds],
      tags: { Name: name },
    });
    this.ready = routes.map((route) => routeOf(this, route, { transitGatewayId, dependsOn: [attachment] }));
  }
}

function routeOf(
  scope: Construct,
  { id, cidrBlock, routeTableId }: RouteProps,
  target: { vpcPeeringConnectionId?: string; transitGatewayId?: string; dependsOn?: ITerraformDependable[] },
): Route {
  return new Route(scope, id, {
    routeTableId,
    destinationCidrBlock: cidrBlock,
    ...target,
  });
}
