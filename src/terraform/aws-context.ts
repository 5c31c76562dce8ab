import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';

/**
 * Partition, region and account that Terraform applies to. All are known at plan, so ARNs that are built from them and
 * from names let a plan be read whole. Each is asked of AWS only when it is used.
 */
export class AwsContext extends Construct {
  private partitionData?: DataAwsPartition;
  private readonly known = new Map<string, string>();

  get partition(): string {
    return this.once('partition', () => this.currentPartition.partition);
  }

  /** amazonaws.com, or what a partition has instead. */
  get dnsSuffix(): string {
    return this.currentPartition.dnsSuffix;
  }

  /** From `id`: `name` is deprecated in provider 6, and its successor `region` is not in 5. */
  get region(): string {
    return this.once('region', () => this.current(new DataAwsRegion(this, 'region')).id);
  }

  get accountId(): string {
    return this.once('account', () => this.current(new DataAwsCallerIdentity(this, 'identity')).accountId);
  }

  /** The ARN of something in this account and region. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** The ARN of a role or a policy of this account: IAM has no regions. */
  iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.accountId}:${resource}`;
  }

  /** The ARN of a policy that AWS itself keeps. */
  managedPolicyArn(name: string): string {
    return `arn:${this.partition}:iam::aws:policy/${name}`;
  }

  /** The condition that a KMS key is used by way of one service alone. */
  via(service: string, region = this.region) {
    return { StringEquals: { 'kms:ViaService': `${service}.${region}.${this.dnsSuffix}` } };
  }

  /** CDKTF gives a token of its own for each time an attribute is read: equal ARNs would be different texts. */
  private once(what: string, read: () => string): string {
    const value = this.known.get(what) ?? read();
    this.known.set(what, value);
    return value;
  }

  private get currentPartition(): DataAwsPartition {
    this.partitionData ??= this.current(new DataAwsPartition(this, 'partition'));
    return this.partitionData;
  }

  private current<Data extends DataAwsPartition | DataAwsRegion | DataAwsCallerIdentity>(data: Data): Data {
    data.overrideLogicalId('current');
    return data;
  }
}
