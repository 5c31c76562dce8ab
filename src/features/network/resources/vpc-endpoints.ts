import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';

export interface VpcEndpointsProps {
  /** What their names begin with. */
  readonly name: string;
  readonly securityGroupName: ResourceName;
  readonly vpcId: string;
  /** Who may call the interface endpoints: the whole VPC, flow runs with groups of their own included. */
  readonly cidrBlock: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly s3ServiceName: string;
  readonly interfaces: readonly { readonly service: string; readonly serviceName: string }[];
}

/** Ways to AWS that do not lead over the internet: S3's gateway, and an interface in each subnet for other services. */
export class VpcEndpoints extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VpcEndpointsProps,
  ) {
    super(scope, id);
    const { name, vpcId, routeTableIds, s3ServiceName, interfaces } = props;
    const s3 = new VpcEndpoint(this, 'prefect_worker_endpoint_s3', {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: s3ServiceName,
      routeTableIds: [...routeTableIds],
      tags: { Name: `${name}-s3` },
    });
    this.ready = [s3, ...(interfaces.length === 0 ? [] : this.interfaces())];
  }

  private interfaces(): ITerraformDependable[] {
    const { name, securityGroupName, vpcId, cidrBlock, subnetIds, interfaces } = this.props;
    const group = new SecurityGroup(this, 'prefect_worker_endpoints', {
      ...securityGroupName,
      description: 'Endpoints of AWS for the Prefect worker',
      vpcId,
    });
    const rule = new SecurityGroupRule(this, 'endpoints_inbound', {
      type: 'ingress',
      securityGroupId: group.id,
      description: 'HTTPS from within the VPC',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [cidrBlock],
    });
    const endpoints = interfaces.map(
      ({ service, serviceName }) =>
        new VpcEndpoint(this, `prefect_worker_endpoint_${service.replace(/\W/g, '_')}`, {
          vpcId,
          vpcEndpointType: 'Interface',
          serviceName,
          subnetIds: [...subnetIds],
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
          tags: { Name: `${name}-${service}` },
        }),
    );
    return [rule, ...endpoints];
  }
}
