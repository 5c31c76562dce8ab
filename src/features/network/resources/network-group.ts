import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';
import type { Expression } from '../../../terraform/terraform-text';

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

/** A rule whose address is given. */
export interface EgressRule extends Omit<NetworkRule, 'key'> {
  readonly id: string;
  /** An earlier id of this rule. */
  readonly movedFrom?: string;
}

export interface ApiEgress {
  readonly port: Expression;
  /** 0 where another rule opens the port. */
  readonly count: Expression;
  readonly description?: string;
}

export interface NetworkGroupProps {
  readonly name: ResourceName;
  readonly vpcId: string;
  /** DNS by the VPC's own resolver needs no rule. */
  readonly egress: readonly EgressRule[];
  /** The port of the Prefect API, if that is not always 443. */
  readonly apiEgress?: ApiEgress;
  readonly ingress: readonly NetworkRule[];
}

/** The names of a group and its rules in Terraform, and their descriptions in AWS. */
export interface NetworkGroupWords {
  readonly group: string;
  readonly description: string;
  readonly apiOutbound: string;
  readonly inbound: string;
}

const EVERYWHERE = '0.0.0.0/0';

/** A security group: nothing comes in unasked, and what those in it may reach. */
export abstract class NetworkGroup extends Construct {
  readonly securityGroupId: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    props: NetworkGroupProps,
    private readonly words: NetworkGroupWords,
  ) {
    super(scope, id);
    const { name, vpcId, ingress } = props;
    const group = new SecurityGroup(this, words.group, {
      ...name,
      description: words.description,
      vpcId,
      // AWS gives up no group that is in use: the new one has to be there, and used, first.
      ...('namePrefix' in name && { lifecycle: { createBeforeDestroy: true } }),
    });
    this.securityGroupId = group.id;
    this.ready = [
      ...this.egress(props),
      ...ingress.map(({ key, ...rule }) => this.rule(`${words.inbound}_${key}`, 'ingress', rule)),
    ];
  }

  private egress({ egress, apiEgress }: NetworkGroupProps): ITerraformDependable[] {
    return [
      ...egress.map(({ id, movedFrom, ...given }) => {
        const rule = this.rule(id, 'egress', given);
        if (movedFrom !== undefined) rule.moveFromId(`aws_security_group_rule.${movedFrom}`);
        return rule;
      }),
      ...(apiEgress ? [this.apiEgress(apiEgress)] : []),
    ];
  }

  private apiEgress({ port, count, description = 'The Prefect API' }: ApiEgress): ITerraformDependable {
    const number = Token.asNumber(port.toString());
    const rule = this.rule(this.words.apiOutbound, 'egress', {
      description,
      protocol: 'tcp',
      fromPort: number,
      toPort: number,
      cidrBlock: EVERYWHERE,
    });
    rule.count = Token.asNumber(count.toString());
    return rule;
  }

  /** A rule of this group, or of another. */
  protected rule(
    id: string,
    type: 'ingress' | 'egress',
    { cidrBlock, prefixListId, self, ...rule }: Omit<NetworkRule, 'key'>,
    securityGroupId = this.securityGroupId,
  ): SecurityGroupRule {
    const isV6 = cidrBlock?.includes(':');
    return new SecurityGroupRule(this, id, {
      type,
      securityGroupId,
      ...rule,
      ...(self && { selfAttribute: true }),
      ...(cidrBlock !== undefined && (isV6 ? { ipv6CidrBlocks: [cidrBlock] } : { cidrBlocks: [cidrBlock] })),
      ...(prefixListId !== undefined && { prefixListIds: [prefixListId] }),
    });
  }
}
