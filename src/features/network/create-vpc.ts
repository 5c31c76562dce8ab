import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import { connectionsOf } from './connections';
import type { CreatedVpc as VpcDecisions } from './created-vpc-resolve';
import { interfaceEndpoints } from './endpoint-inventory';
import { endpointServiceName, s3GatewayName, zonesWithoutFargate } from './endpoint-services';
import { CreatedVpc } from './resources/created-vpc';
import { FlowLogs } from './resources/flow-logs';
import { TransitGateway, VpcPeering } from './resources/vpc-connections';
import { VpcEndpoints } from './resources/vpc-endpoints';

/** The network around the worker: made by this stack, or somebody else's. */
export interface VpcInUse {
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** Of a VPC that this stack makes. */
  readonly routeTableIds: string[];
  /** Addresses of the NAT gateways that this stack makes. */
  readonly natAddresses: string[];
  /** The ways out that this stack makes. */
  readonly ways: readonly ITerraformDependable[];
}

/** A VPC of this environment's own: subnets, ways out, endpoints, and the log of its connections. */
export function createVpc(context: StackContext, decisions: VpcDecisions): VpcInUse {
  const { scope, environment, names, resourceNames } = context;
  const { region } = environment;
  const { cidrBlock, subnets, zones, nat, natAddresses, tasksIn } = decisions;
  // The module creates no VPC: here every input has a value.
  const endpoints = interfaceEndpoints({
    ...environment,
    inputs: { workerType: environment.inputs.workerType },
  });
  const vpc = new CreatedVpc(scope, 'vpc', {
    name: names.vpc,
    cidrBlock,
    subnets,
    zones,
    nat,
    natAllocationIds: natAddresses?.map(literal),
    excludedZones: zonesWithoutFargate(region),
  });
  const subnetIds = [...vpc.subnetIds[tasksIn]];
  const connections = connect(context, decisions, vpc, subnetIds);
  const vpcEndpoints = new VpcEndpoints(scope, 'endpoints', {
    name: names.vpc,
    securityGroupName: resourceNames.endpointsSecurityGroup,
    vpcId: vpc.vpcId,
    cidrBlock,
    subnetIds,
    routeTableIds: vpc.routeTableIds,
    s3ServiceName: s3GatewayName(region),
    interfaces: endpoints.map((service) => ({ service, serviceName: endpointServiceName(service, region) })),
  });
  flowLogs(context, decisions, vpc.vpcId);
  return {
    vpcId: vpc.vpcId,
    subnetIds,
    routeTableIds: [...vpc.routeTableIds],
    natAddresses: [...vpc.natAddresses],
    ways: [...vpc.ready, ...connections, ...vpcEndpoints.ready],
  };
}

/** Peerings and the transit gateway, with their routes. */
function connect(
  { scope, names }: StackContext,
  decisions: VpcDecisions,
  { vpcId, routeTables }: CreatedVpc,
  subnetIds: readonly string[],
): ITerraformDependable[] {
  return connectionsOf(decisions).flatMap(({ id, name: end, routes, back, peering, transitGateway }) => {
    const name = `${names.vpc}-${end}`;
    const there = routes.map(({ id: route, cidrBlock, tier, zone = 0 }) => ({
      id: route,
      cidrBlock,
      routeTableId: routeTables[tier][zone] as string,
    }));
    if (transitGateway !== undefined) {
      const { id: transitGatewayId } = transitGateway;
      return new TransitGateway(scope, id, { name, vpcId, transitGatewayId, subnetIds, routes: there }).ready;
    }
    if (peering === undefined) return [];
    const { vpcId: peerVpcId, accountId: peerAccountId, region: peerRegion } = peering;
    const here = back.map((route) => ({
      id: route.id,
      cidrBlock: decisions.cidrBlock,
      routeTableId: route.routeTable,
    }));
    const props = { id, name, vpcId, peerVpcId, peerAccountId, peerRegion, routes: [...there, ...here] };
    return new VpcPeering(scope, id, props).ready;
  });
}

function flowLogs(
  { scope, environment, names, resourceNames, aws, lookUps }: StackContext,
  decisions: VpcDecisions,
  vpcId: string,
): void {
  if (decisions.flowLogs === undefined) return;
  const { retentionInDays, traffic } = decisions.flowLogs;
  const { path, permissionsBoundary } = environment.roles;
  new FlowLogs(scope, 'flow_logs', {
    aws,
    vpcId,
    name: names.vpc,
    logGroup: resourceNames.flowLogsGroup,
    logGroupName: names.flowLogsGroup,
    retentionInDays,
    traffic,
    roleName: resourceNames.flowLogsRole,
    policyName: resourceNames.flowLogsPolicy,
    path,
    permissionsBoundary: permissionsBoundary && lookUps.value(permissionsBoundary),
  });
}
