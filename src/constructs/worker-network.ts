import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { named } from './named-value';
import type { Expression } from './terraform-text';

/** A rule of a security group; exactly one of the last four says who is on the other side. */
export interface NetworkRule {
  /** What the rule says, as a part of its Terraform address. */
  readonly key: string;
  readonly description?: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** IPv4 or IPv6. */
  readonly cidrBlock?: string;
  readonly sourceSecurityGroupId?: string;
  readonly prefixListId?: string;
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
    /** As of a {@link NetworkRule}. */
    readonly key: string;
    readonly securityGroupId: string;
    readonly port: number;
    readonly description?: string;
  }[];
}

const EVERYWHERE = '0.0.0.0/0';

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
          cidrBlock: EVERYWHERE,
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
          cidrBlock: EVERYWHERE,
        }),
        ...(apiUrl ? [this.apiEgress(apiUrl)] : []),
      ];
    }
    return egress.map(({ key, ...rule }) => this.rule(`network_outbound_${key}`, 'egress', rule));
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
      cidrBlock: EVERYWHERE,
    });
    rule.count = Token.asNumber('${local.prefect_api_port == 443 ? 0 : 1}');
    return rule;
  }

  private ingress({ ingress }: WorkerNetworkProps): ITerraformDependable[] {
    return ingress.map(({ key, ...rule }) => this.rule(`network_inbound_${key}`, 'ingress', rule));
  }

  private admissions({ admittedBy }: WorkerNetworkProps): ITerraformDependable[] {
    return admittedBy.map(({ key, securityGroupId, port, description }) =>
      this.rule(
        `admitted_by_${key}`,
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
    { cidrBlock, prefixListId, self, ...rule }: Omit<NetworkRule, 'key'>,
    securityGroupId = this.securityGroupId,
  ): SecurityGroupRule {
    const isV6 = cidrBlock?.includes(':');
    return new SecurityGroupRule(this, this.free(id), {
      type,
      securityGroupId,
      ...rule,
      ...(self && { selfAttribute: true }),
      ...(cidrBlock !== undefined && (isV6 ? { ipv6CidrBlocks: [cidrBlock] } : { cidrBlocks: [cidrBlock] })),
      ...(prefixListId !== undefined && { prefixListIds: [prefixListId] }),
    });
  }

  /** `id`, told from others that read alike. */
  private free(id: string, count = 1): string {
    const candidate = count === 1 ? id : `${id}__${count}`;
    return this.node.tryFindChild(candidate) === undefined ? candidate : this.free(id, count + 1);
  }
}
