import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import type { CreatedVpc as VpcDecisions } from './created-vpc-resolve';
import { interfaceEndpoints } from './endpoint-inventory';
import { endpointServiceName, s3GatewayName, zonesWithoutFargate } from './endpoint-services';
import { CreatedVpc } from './resources/created-vpc';
import { FlowLogs } from './resources/flow-logs';
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
  const { cidrBlock, privateSubnets, publicSubnets, nat, publicOnly } = decisions;
  // The module creates no VPC: here every input has a value.
  const endpoints = interfaceEndpoints({
    ...environment,
    inputs: { workerType: environment.inputs.workerType },
  });
  const vpc = new CreatedVpc(scope, 'vpc', {
    name: names.vpc,
    cidrBlock,
    privateSubnets,
    publicSubnets,
    nat,
    excludedZones: zonesWithoutFargate(region),
  });
  const subnetIds = [...(publicOnly ? vpc.publicSubnetIds : vpc.privateSubnetIds)];
  const endpointsMade = new VpcEndpoints(scope, 'endpoints', {
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
    ways: [...vpc.ready, ...endpointsMade.ready],
  };
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
    logGroupName: names.flowLogsGroup,
    retentionInDays,
    traffic,
    roleName: resourceNames.flowLogsRole,
    policyName: names.flowLogsPolicy,
    path,
    permissionsBoundary: permissionsBoundary && lookUps.value(permissionsBoundary),
  });
}
