import { AutoscalingGroup, type AutoscalingGroupConfig } from '@cdktf/provider-aws/lib/autoscaling-group';
import { EcsCapacityProvider } from '@cdktf/provider-aws/lib/ecs-capacity-provider';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { named } from '../../../terraform/named-value';
import { policyDocument } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { Expression, inExpression, literal, literalMap } from '../../../terraform/terraform-text';

export interface Ec2CapacityProps {
  readonly aws: AwsContext;
  readonly names: { readonly capacityProvider: string; readonly instances: string };
  /** Of the Auto Scaling group and of the launch template. */
  readonly name: ResourceName;
  /** A reference: the instances must go before the cluster does. */
  readonly clusterName: string;
  readonly subnets: string[];
  readonly securityGroupIds: readonly string[];
  readonly role: {
    readonly name: ResourceName;
    /** ec2.amazonaws.com, or what the partition has instead. */
    readonly service: string;
    readonly path?: string;
    readonly permissionsBoundary?: string;
    readonly policies: readonly string[];
    /** Of Session Manager. */
    readonly hasSessions: boolean;
  };
  /** An id, or where AWS finds one. */
  readonly ami: string;
  readonly instanceTypes: readonly string[];
  readonly spot: boolean;
  readonly minSize: number;
  readonly maxSize: number;
  /** Per cent. */
  readonly targetCapacity: number;
  readonly maximumScalingStepSize?: number;
  readonly instanceWarmupPeriod?: number;
  /** GiB. */
  readonly rootVolumeSize: number;
  readonly kmsKeyArn?: string;
  /** Lines of a shell script. */
  readonly userData?: string;
  /** A key pair for SSH. */
  readonly keyName?: string;
  readonly blockTaskMetadata: boolean;
  /** On instances and volumes, which the provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
}

/** Instances of our own for tasks, as many as the tasks need, and the capacity provider that starts them. */
export class Ec2Capacity extends Construct {
  /** The name of the capacity provider. */
  readonly provider: string;

  constructor(scope: Construct, id: string, props: Ec2CapacityProps) {
    super(scope, id);
    const { names, terminationProtection, targetCapacity } = props;
    const group = this.group(props, this.template(props));
    this.provider = new EcsCapacityProvider(this, 'prefect_worker_instances', {
      name: names.capacityProvider,
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedDraining: 'ENABLED',
        managedTerminationProtection: terminationProtection ? 'ENABLED' : 'DISABLED',
        managedScaling: {
          status: 'ENABLED',
          targetCapacity,
          maximumScalingStepSize: props.maximumScalingStepSize,
          instanceWarmupPeriod: props.instanceWarmupPeriod,
        },
      },
    }).name;
  }

  private template(props: Ec2CapacityProps): LaunchTemplate {
    const { kmsKeyArn, rootVolumeSize, securityGroupIds, instanceTypes } = props;
    return new LaunchTemplate(this, 'prefect_worker_instances_template', {
      ...props.name,
      updateDefaultVersion: true,
      // Found at each start of an instance: looked up at a plan, it would change with every image that AWS releases.
      imageId: literal(props.ami),
      instanceType: instanceTypes[0],
      iamInstanceProfile: { name: this.profile(props).name },
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      networkInterfaces: [{ associatePublicIpAddress: 'false', securityGroups: [...securityGroupIds] }],
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            encrypted: 'true',
            volumeType: 'gp3',
            volumeSize: rootVolumeSize,
            ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
          },
        },
      ],
      ...(Object.keys(props.tags).length > 0 && {
        tagSpecifications: [{ resourceType: 'volume', tags: literalMap(props.tags) }],
      }),
      ...(props.keyName && { keyName: literal(props.keyName) }),
      userData: userData(named(this, 'instances_cluster_name', props.clusterName), props),
    });
  }

  private profile({ aws, role }: Ec2CapacityProps): IamInstanceProfile {
    const { service, path = '/', permissionsBoundary, policies, hasSessions } = role;
    const instanceRole = new IamRole(this, 'prefect_worker_instance_role', {
      ...role.name,
      ...(path !== '/' && { path: literal(path) }),
      ...(permissionsBoundary && { permissionsBoundary }),
      assumeRolePolicy: policyDocument({
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: service },
      }),
    });
    const ofAws: [id: string, policy: string][] = [
      ['ecs', 'service-role/AmazonEC2ContainerServiceforEC2Role'],
      ...(hasSessions ? [['ssm', 'AmazonSSMManagedInstanceCore'] as [string, string]] : []),
    ];
    const attached = ofAws.map(
      ([which, policy]) =>
        new IamRolePolicyAttachment(this, `prefect_worker_instance_role_${which}`, {
          role: instanceRole.name,
          policyArn: aws.managedPolicyArn(policy),
        }),
    );
    const others = policies.map(
      (policyArn, index) =>
        new IamRolePolicyAttachment(this, `prefect_worker_instance_role_policy_${index + 1}`, {
          role: instanceRole.name,
          policyArn,
        }),
    );
    return new IamInstanceProfile(this, 'prefect_worker_instance_profile', {
      ...role.name,
      role: instanceRole.name,
      ...(path !== '/' && { path: literal(path) }),
      // Destroyed before the instances, they would leave the agents unable to report that the last tasks have stopped.
      dependsOn: [...attached, ...others],
    });
  }

  private group(props: Ec2CapacityProps, template: LaunchTemplate): AutoscalingGroup {
    const { names, subnets, minSize, maxSize, terminationProtection } = props;
    // A name of the user's own wins: a key can be there once.
    const tags = { Name: names.instances, ...literalMap(props.tags) };
    return new AutoscalingGroup(this, 'prefect_worker_instances_group', {
      ...props.name,
      vpcZoneIdentifier: subnets,
      minSize,
      maxSize,
      ...instances(props, { launchTemplateId: template.id, version: '$Latest' }),
      protectFromScaleIn: terminationProtection,
      // Otherwise protected instances would keep a destroy waiting.
      forceDelete: true,
      tag: [
        // ECS adds it, and Terraform would take it away again.
        { key: 'AmazonECSManaged', value: 'true', propagateAtLaunch: true },
        ...Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      ],
      // How many there are is the capacity provider's to say.
      lifecycle: { ignoreChanges: ['desired_capacity'] },
    });
  }
}

function instances(
  { instanceTypes, spot }: Ec2CapacityProps,
  template: { readonly launchTemplateId: string; readonly version: string },
): Partial<AutoscalingGroupConfig> {
  if (instanceTypes.length === 1 && !spot) {
    return { launchTemplate: { id: template.launchTemplateId, version: template.version } };
  }
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandBaseCapacity: 0,
        onDemandPercentageAboveBaseCapacity: spot ? 0 : 100,
        onDemandAllocationStrategy: 'prioritized',
        spotAllocationStrategy: 'price-capacity-optimized',
      },
      launchTemplate: {
        launchTemplateSpecification: template,
        override: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}

/** The agent's settings, and what the stack file adds. */
function userData(clusterName: Expression, { blockTaskMetadata, spot, userData: further }: Ec2CapacityProps): string {
  const script = [
    '#!/bin/bash',
    "cat <<'EOF' >> /etc/ecs/ecs.config",
    `ECS_CLUSTER=${clusterName}`,
    // Tasks have roles of their own, and their logs are written with the execution role.
    ...(blockTaskMetadata ? ['ECS_AWSVPC_BLOCK_IMDS=true'] : []),
    'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true',
    // Tasks are stopped in the two minutes before AWS takes an instance back, instead of ending with it.
    // Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/spot-instance-draining-linux-container.html
    ...(spot ? ['ECS_ENABLE_SPOT_INSTANCE_DRAINING=true'] : []),
    'EOF',
    ...(further === undefined ? [] : [literal(further)]),
    '',
  ];
  return new Expression(`base64encode(${inExpression(script.join('\n'))})`).toString();
}
