import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { named } from './named-value';
import type { Expression } from './terraform-text';

/** A rule of a security group; exactly one of the last four says who is on the other side. */
export interface NetworkRule {
  readonly description?: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks?: readonly string[];
  readonly sourceSecurityGroupId?: string;
  readonly prefixListIds?: readonly string[];
  readonly self?: boolean;
}

export interface WorkerNetworkProps {
  readonly securityGroupName: string;
  /** AWS ends the group's name in characters of its own. */
  readonly randomSuffix: boolean;
  readonly vpcId: string;
  /** DNS by the VPC's own resolver needs no rule. */
  readonly egress: 'https_only' | 'all' | readonly NetworkRule[];
  /** Where the Prefect API is, if that is not always port 443: egress on HTTPS alone opens its port too. */
  readonly apiUrl?: Expression;
  readonly ingress: readonly NetworkRule[];
  /** Groups of others that let the worker in on a port. */
  readonly admittedBy: readonly {
    readonly securityGroupId: string;
    readonly port: number;
    readonly description?: string;
  }[];
}

/** The worker's security group: nothing comes in unasked, and what it may reach. */
export class WorkerNetwork extends Construct {
  readonly securityGroupId: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: WorkerNetworkProps) {
    super(scope, id);
    const { securityGroupName, randomSuffix } = props;
    const group = new SecurityGroup(this, 'prefect_worker', {
      ...(randomSuffix ? { namePrefix: `${securityGroupName}-` } : { name: securityGroupName }),
      description: 'ECS Prefect worker',
      vpcId: props.vpcId,
      // AWS gives up no group that is in use: the new one has to be there, and used, first.
      ...(randomSuffix && { lifecycle: { createBeforeDestroy: true } }),
    });
    this.securityGroupId = group.id;
    this.ready = [...this.egress(props), ...this.ingress(props), ...this.admissions(props)];
  }

  private egress({ egress, apiUrl }: WorkerNetworkProps): ITerraformDependable[] {
    if (egress === 'all') {
      return [
        this.rule('network_outbound', 'egress', {
          description: 'Security group rule for Prefect Server running in Fargate.',
          protocol: 'all',
          fromPort: 0,
          toPort: 0,
          cidrBlocks: ['0.0.0.0/0'],
        }),
      ];
    }
    if (egress === 'https_only') {
      return [
        this.rule('network_outbound', 'egress', {
          description: 'HTTPS to Prefect, AWS and the image registry',
          protocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ['0.0.0.0/0'],
        }),
        ...(apiUrl ? [this.apiEgress(apiUrl)] : []),
      ];
    }
    return egress.map((rule, index) => this.rule(`network_outbound_${index + 1}`, 'egress', rule));
  }

  /** Computed by Terraform, so that it is right for a URL that an input or a parameter brings, too. */
  private apiEgress({ code: url }: Expression): ITerraformDependable {
    named(
      this,
      'prefect_api_port',
      `\${try(tonumber(regex("^[a-z]+://[^/:]+:([0-9]+)", ${url})[0]), startswith(${url}, "https:") ? 443 : 80)}`,
    );
    const port = Token.asNumber('${local.prefect_api_port}');
    const rule = this.rule('prefect_api_outbound', 'egress', {
      description: 'The Prefect API',
      protocol: 'tcp',
      fromPort: port,
      toPort: port,
      cidrBlocks: ['0.0.0.0/0'],
    });
    rule.count = Token.asNumber('${local.prefect_api_port == 443 ? 0 : 1}');
    return rule;
  }

  private ingress({ ingress }: WorkerNetworkProps): ITerraformDependable[] {
    return ingress.map((rule, index) => this.rule(`network_inbound_${index + 1}`, 'ingress', rule));
  }

  private admissions({ admittedBy }: WorkerNetworkProps): ITerraformDependable[] {
    return admittedBy.map(({ securityGroupId, port, description }, index) =>
      this.rule(
        `admitted_by_${index + 1}`,
        'ingress',
        {
          description: description ?? 'Prefect worker',
          protocol: 'tcp',
          fromPort: port,
          toPort: port,
          sourceSecurityGroupId: this.securityGroupId,
        },
        securityGroupId,
      ),
    );
  }

  private rule(
    id: string,
    type: 'ingress' | 'egress',
    { cidrBlocks, prefixListIds, self, ...rule }: NetworkRule,
    securityGroupId = this.securityGroupId,
  ): SecurityGroupRule {
    const v4 = cidrBlocks?.filter((block) => !block.includes(':'));
    const v6 = cidrBlocks?.filter((block) => block.includes(':'));
    return new SecurityGroupRule(this, id, {
      type,
      securityGroupId,
      ...rule,
      ...(self && { selfAttribute: true }),
      ...(v4?.length && { cidrBlocks: v4 }),
      ...(v6?.length && { ipv6CidrBlocks: v6 }),
      ...(prefixListIds && { prefixListIds: [...prefixListIds] }),
    });
  }
}
