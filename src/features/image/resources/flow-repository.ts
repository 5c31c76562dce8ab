import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../../../terraform/policy-document';
import { json } from '../../../terraform/terraform-text';

export interface FlowRepositoryProps {
  readonly name: string;
  readonly imageTagMutability: 'IMMUTABLE' | 'MUTABLE';
  readonly scanOnPush: boolean;
  /** In the order in which they decide. */
  readonly lifecycle: readonly LifecycleRule[];
  /** ARN of a customer-managed key. */
  readonly kmsKeyArn?: string;
  /** ARNs of accounts and roles that may pull. */
  readonly pullFrom: readonly string[];
  readonly forceDelete: boolean;
}

export interface LifecycleRule {
  readonly description?: string;
  readonly tagStatus?: 'untagged' | 'any';
  readonly tagPatterns?: readonly string[];
  readonly keepImages?: number;
  readonly keepDays?: number;
}

/** The ECR repository of the images that flow runs start from. */
export class FlowRepository extends Construct {
  /** HOST/NAME, without a tag. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: FlowRepositoryProps) {
    super(scope, id);
    const { name, kmsKeyArn, pullFrom, forceDelete } = props;
    const repository = new EcrRepository(this, 'prefect_flows', {
      name,
      imageTagMutability: props.imageTagMutability,
      imageScanningConfiguration: { scanOnPush: props.scanOnPush },
      ...(kmsKeyArn && { encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: kmsKeyArn }] }),
      ...(forceDelete && { forceDelete }),
    });
    new EcrLifecyclePolicy(this, 'prefect_flows_lifecycle', {
      repository: repository.name,
      policy: lifecycle(props.lifecycle),
    });
    if (pullFrom.length > 0) {
      new EcrRepositoryPolicy(this, 'prefect_flows_pull', {
        repository: repository.name,
        policy: policyDocument({
          Sid: 'Pull',
          Effect: 'Allow',
          Principal: { AWS: [...pullFrom] },
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        }),
      });
    }
    this.url = repository.repositoryUrl;
  }
}

function lifecycle(rules: readonly LifecycleRule[]): string {
  return json({
    rules: rules.map(({ description, tagStatus, tagPatterns, keepImages, keepDays }, index) => ({
      rulePriority: index + 1,
      ...(description && { description }),
      selection: {
        ...(tagPatterns ? { tagStatus: 'tagged', tagPatternList: [...tagPatterns] } : { tagStatus }),
        ...(keepDays === undefined
          ? { countType: 'imageCountMoreThan', countNumber: keepImages }
          : { countType: 'sinceImagePushed', countUnit: 'days', countNumber: keepDays }),
      },
      action: { type: 'expire' },
    })),
  });
}
