import type { CreatedVpc, Tier } from './created-vpc-resolve';

/** A way from a created VPC to other networks, and its routes. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly peering?: CreatedVpc['peerings'][string];
  readonly transitGateway?: CreatedVpc['transitGateway'];
  readonly routes: readonly PlannedRoute[];
  /** In route tables of the other side. */
  readonly back: readonly PlannedRouteBack[];
}

export interface PlannedRoute {
  readonly id: string;
  readonly cidrBlock: string;
  /** Which route table of the VPC: that of a tier, and where each zone has its own, of a zone. */
  readonly tier: Tier;
  readonly zone?: number;
}

export interface PlannedRouteBack {
  readonly id: string;
  readonly routeTable: string;
}

type Connected = Pick<CreatedVpc, 'subnets' | 'peerings' | 'transitGateway'>;

/** The connections of a created VPC: its peerings, and the transit gateway. */
export function connectionsOf(create: Connected): Connection[] {
  const peerings = Object.entries(create.peerings).map(([peer, peering]) => ({
    id: `peering_${peer}`,
    name: `peering-${peer}`,
    what: `Peering with the VPC ${peering.vpcId}`,
    peering,
    routes: routesTo(`peering_${peer}`, peering.cidrBlocks, create),
    back: peering.routeTables.map((routeTable) => ({
      id: `prefect_worker_from_peering_${peer}_${routeTable.replaceAll('-', '_')}`,
      routeTable,
    })),
  }));
  const { transitGateway } = create;
  if (transitGateway === undefined) return peerings;
  const attachment = {
    id: 'transit_gateway',
    name: 'transit-gateway',
    what: `Attachment to the transit gateway ${transitGateway.id}`,
    transitGateway,
    routes: routesTo('transit_gateway', transitGateway.cidrBlocks, create),
    back: [],
  };
  return [...peerings, attachment];
}

function routesTo(to: string, cidrBlocks: readonly string[], { subnets }: Connected): PlannedRoute[] {
  const tables: Pick<PlannedRoute, 'tier' | 'zone'>[] = [
    ...subnets.private.map((_, zone) => ({ tier: 'private' as const, zone })),
    ...(['public', 'isolated'] as const).flatMap((tier) => (subnets[tier].length > 0 ? [{ tier }] : [])),
  ];
  return cidrBlocks.flatMap((cidrBlock) =>
    tables.map(({ tier, zone }) => ({
      id: [
        'prefect_worker',
        tier,
        ...(zone === undefined ? [] : [zone + 1]),
        'to',
        to,
        cidrBlock.replace(/\W+/g, '_'),
      ].join('_'),
      cidrBlock,
      tier,
      ...(zone !== undefined && { zone }),
    })),
  );
}
