import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkerNetworkProps {
  readonly securityGroupName: string;
  readonly vpcId: string;
  /** false: every port and protocol. DNS by the VPC's own resolver needs no rule. */
  readonly httpsEgressOnly: boolean;
}

/** The worker's security group: nothing comes in, and what it may reach. */
export class WorkerNetwork extends Construct {
  readonly securityGroupId: string;
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: WorkerNetworkProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'prefect_worker', {
      name: props.securityGroupName,
      description: 'ECS Prefect worker',
      vpcId: props.vpcId,
    });
    this.ready = new SecurityGroupRule(this, 'network_outbound', {
      type: 'egress',
      securityGroupId: group.id,
      cidrBlocks: ['0.0.0.0/0'],
      ...(props.httpsEgressOnly
        ? { description: 'HTTPS to Prefect, AWS and the image registry', protocol: 'tcp', fromPort: 443, toPort: 443 }
        : {
            description: 'Security group rule for Prefect Server running in Fargate.',
            protocol: 'all',
            fromPort: 0,
            toPort: 0,
          }),
    });
    this.securityGroupId = group.id;
  }
}
