import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { NatGateways } from './nat-gateways';
import { usableZones } from './usable-zones';

export interface CreatedVpcProps {
  /** What the names of all its parts begin with. */
  readonly name: string;
  readonly cidrBlock: string;
  /** Ranges of addresses of each tier, one for each zone; none: no such subnets. */
  readonly subnets: Readonly<Record<Tier, readonly string[]>>;
  /** Names of zones; undefined: the first of the region. */
  readonly zones?: readonly string[];
  /** NAT gateways for the private subnets. */
  readonly nat: 'single' | 'per_az' | 'none';
  /** Of existing addresses, one for each gateway; left out: they are created. */
  readonly natAllocationIds?: readonly string[];
  /** Ids of zones that are not to be used. */
  readonly excludedZones: readonly string[];
}

type Tier = 'private' | 'public' | 'isolated';

const ANYWHERE = '0.0.0.0/0';

/** A VPC with its subnets and their ways out. What is numbered belongs to a zone, and moves with no other. */
export class CreatedVpc extends Construct {
  readonly vpcId: string;
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  /** Of private subnets, one for each zone; of the others, one for all. */
  readonly routeTables: Readonly<Record<Tier, readonly string[]>>;
  readonly routeTableIds: readonly string[];
  /** From which the private subnets are seen. */
  readonly natAddresses: readonly string[];
  /** The ways out. */
  readonly ready: readonly ITerraformDependable[];
  private readonly ways: ITerraformDependable[] = [];
  private readonly zones: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CreatedVpcProps,
  ) {
    super(scope, id);
    const { name, cidrBlock, subnets, nat } = props;
    const zoneCount = Math.max(...Object.values(subnets).map(({ length }) => length));
    this.zones = props.zones ?? usableZones(this, zoneCount, props.excludedZones);
    this.vpcId = new Vpc(this, 'prefect_worker_vpc', {
      cidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    }).id;
    this.closeDefaultGroup();
    const publicIds = subnets.public.map((range, zone) => this.subnet('public', range, zone));
    const publicTable = publicIds.length === 0 ? [] : [this.publicRoutes(publicIds)];
    const gateways = { none: 0, single: 1, per_az: zoneCount };
    const nats = new NatGateways(this, 'nat', {
      name,
      subnetIds: publicIds.slice(0, gateways[nat]),
      allocationIds: props.natAllocationIds,
      after: [...this.ways],
    });
    const privateIds = subnets.private.map((range, zone) => this.subnet('private', range, zone));
    const privateTables = privateIds.map((subnetId, zone) =>
      this.privateRoutes(subnetId, zone, nats.ids[zone] ?? nats.ids[0]),
    );
    const isolatedIds = subnets.isolated.map((range, zone) => this.subnet('isolated', range, zone));
    const isolatedTable = isolatedIds.length === 0 ? [] : [this.isolatedRoutes(isolatedIds)];
    this.subnetIds = { private: privateIds, public: publicIds, isolated: isolatedIds };
    this.routeTables = { private: privateTables, public: publicTable, isolated: isolatedTable };
    this.routeTableIds = [...privateTables, ...publicTable, ...isolatedTable];
    this.natAddresses = nats.addresses;
    this.ready = this.ways;
  }

  /** What names no group of its own gets the default one, which lets everything out and its own kind in. */
  private closeDefaultGroup(): void {
    const group = new DefaultSecurityGroup(this, 'prefect_worker_default_group', {
      vpcId: this.vpcId,
      tags: { Name: `${this.props.name}-default-closed` },
    });
    // Said, so that a rule that somebody adds goes at the next apply.
    group.addOverride('ingress', []);
    group.addOverride('egress', []);
  }

  private subnet(kind: Tier, cidrBlock: string, zone: number): string {
    return new Subnet(this, `prefect_worker_${kind}_subnet_${zone + 1}`, {
      vpcId: this.vpcId,
      cidrBlock,
      availabilityZone: this.zones[zone],
      tags: { Name: `${this.props.name}-${kind}-${zone + 1}` },
      // A zone that AWS adds, or that is down, must move no subnet.
      ...(this.props.zones === undefined && { lifecycle: { ignoreChanges: ['availability_zone'] } }),
    }).id;
  }

  private publicRoutes(subnetIds: readonly string[]): string {
    const gateway = new InternetGateway(this, 'prefect_worker_internet_gateway', {
      vpcId: this.vpcId,
      tags: { Name: this.props.name },
    });
    const table = this.table('public');
    const route = new Route(this, 'prefect_worker_public_route', {
      routeTableId: table,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    this.ways.push(route, ...subnetIds.map((subnetId, zone) => this.associate('public', subnetId, zone, table)));
    return table;
  }

  private privateRoutes(subnetId: string, zone: number, natId: string | undefined): string {
    const table = this.table('private', zone);
    this.ways.push(this.associate('private', subnetId, zone, table));
    if (natId !== undefined) {
      this.ways.push(
        new Route(this, `prefect_worker_private_route_${zone + 1}`, {
          routeTableId: table,
          destinationCidrBlock: ANYWHERE,
          natGatewayId: natId,
        }),
      );
    }
    return table;
  }

  private isolatedRoutes(subnetIds: readonly string[]): string {
    const table = this.table('isolated');
    this.ways.push(...subnetIds.map((subnetId, zone) => this.associate('isolated', subnetId, zone, table)));
    return table;
  }

  private table(kind: Tier, zone?: number): string {
    const number = zone === undefined ? [] : [zone + 1];
    return new RouteTable(this, ['prefect_worker', kind, 'routes', ...number].join('_'), {
      vpcId: this.vpcId,
      tags: { Name: [this.props.name, kind, ...number].join('-') },
    }).id;
  }

  private associate(kind: string, subnetId: string, zone: number, routeTableId: string): RouteTableAssociation {
    return new RouteTableAssociation(this, `prefect_worker_${kind}_${zone + 1}`, { subnetId, routeTableId });
  }
}
