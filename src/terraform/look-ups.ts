import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecurityGroup } from '@cdktf/provider-aws/lib/data-aws-security-group';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Fn, type TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { referenceOf } from '../values/references';
import { literal, literalMap } from './terraform-text';

/** What stands in a stack file as it is, or where to find it. */
export interface LookUp {
  readonly ssmParameter?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly alias?: string;
  readonly name?: string;
  /** Of which AWS keeps a list of addresses. */
  readonly awsService?: string;
}

/** Finds at each plan what a stack file names only indirectly; the same thing is asked for once. */
export class LookUps extends Construct {
  private readonly elements = new Map<string, TerraformElement>();

  /** The value of a parameter that is no secret: one that is would stand in plan and state. */
  parameter(name: string): string {
    const reference = referenceOf(name);
    if (reference !== undefined) return typeof reference === 'string' ? reference : Fn.join(',', [...reference]);
    const found = this.once(
      'ssm_parameter',
      name,
      (id) =>
        new DataAwsSsmParameter(this, id, {
          name: literal(name),
          withDecryption: false,
          lifecycle: { postcondition: [{ condition: '${self.type != "SecureString"}', errorMessage: noSecret(name) }] },
        }),
    );
    return found.insecureValue;
  }

  secretArn(name: string): string {
    return this.once('secret', name, (id) => new DataAwsSecretsmanagerSecret(this, id, { name: literal(name) })).arn;
  }

  /** The ARN of the role, with its path, which its name does not show. */
  roleArn(name: string): string {
    return this.once('role', name, (id) => new DataAwsIamRole(this, id, { name: literal(name) })).arn;
  }

  securityGroupId(tags: Readonly<Record<string, string>>, vpcId: string): string {
    return this.once(
      'security_group',
      Object.values(tags).join('_'),
      (id) => new DataAwsSecurityGroup(this, id, { tags: literalMap(tags), vpcId }),
      JSON.stringify(tags),
    ).id;
  }

  prefixListId(name: string): string {
    return this.once('prefix_list', name, (id) => new DataAwsEc2ManagedPrefixList(this, id, { name: literal(name) }))
      .id;
  }

  /** A key policy holds for the key itself, whatever alias points to it. */
  kmsKeyArn(alias: string): string {
    return this.once('kms_key', alias, (id) => new DataAwsKmsAlias(this, id, { name: literal(alias) })).targetKeyArn;
  }

  /** `given` as it is, or what its SSM parameter says. */
  value(given: string | LookUp): string {
    return typeof given === 'string' ? literal(given) : this.parameter(given.ssmParameter ?? '');
  }

  /** The ARN of a customer-managed key. */
  kmsKey(given: string | LookUp): string {
    return typeof given === 'object' && given.alias !== undefined ? this.kmsKeyArn(given.alias) : this.value(given);
  }

  /** The id of a prefix list. */
  prefixList(given: string | LookUp, region: string): string {
    return typeof given === 'object' && given.awsService !== undefined
      ? this.prefixListId(`com.amazonaws.${region}.${given.awsService}`)
      : this.value(given);
  }

  /** The ARN of a role. */
  role(given: string | LookUp): string {
    return typeof given === 'object' && given.name !== undefined ? this.roleArn(given.name) : this.value(given);
  }

  /** The id of a security group. */
  securityGroup(given: string | LookUp, vpcId: string): string {
    return typeof given === 'object' && given.tags !== undefined
      ? this.securityGroupId(given.tags, vpcId)
      : this.value(given);
  }

  /** The data source for `what`, under a Terraform name that tells it, and tells it from others that read alike. */
  private once<Element extends TerraformElement>(
    kind: string,
    name: string,
    make: (id: string) => Element,
    what = name,
  ): Element {
    const known = this.elements.get(`${kind} ${what}`);
    if (known !== undefined) return known as Element;
    const readable = `${kind}_${name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')}`;
    const alike = this.node.children.filter(({ node }) => node.id.replace(/__\d+$/, '') === readable).length;
    const element = make(alike === 0 ? readable : `${readable}__${alike + 1}`);
    this.elements.set(`${kind} ${what}`, element);
    return element;
  }
}

function noSecret(parameter: string): string {
  return `${literal(parameter)} is a SecureString, whose value would stand in plan and state. Use a parameter of type String; for a secret, set worker.secrets (or flow_runs.secrets) instead, which ECS reads.`;
}
