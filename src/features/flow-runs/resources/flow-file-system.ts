import { EfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { suffixOf } from '../../../terraform/suffixed-scope';
import type { Expression } from '../../../terraform/terraform-text';

const NFS = 2049;

export interface FlowFileSystemProps {
  /** The Terraform name of its parts ends in it. */
  readonly volume: string;
  readonly name: string;
  /** ARN of a customer-managed key. */
  readonly kmsKeyId?: string;
  /** Who owns what flows write. */
  readonly userId: number;
  readonly groupId: number;
  readonly directory: string;
  readonly permissions: string;
  readonly throughputMode: string;
  /** When files that nobody reads move to a cheaper class. Left out: never. */
  readonly transitionToIa?: string;
}

/** A file system for flow runs, encrypted, with one way in: as one user, into one directory. */
export class FlowFileSystem extends Construct {
  readonly id: string;
  readonly arn: string;
  readonly accessPointId: string;

  constructor(scope: Construct, id: string, props: FlowFileSystemProps) {
    super(scope, id);
    const { volume, name, kmsKeyId, userId, groupId, transitionToIa } = props;
    const fileSystem = new EfsFileSystem(this, `flow_volume_${volume}`, {
      creationToken: name,
      encrypted: true,
      throughputMode: props.throughputMode,
      ...(transitionToIa && {
        lifecyclePolicy: [{ transitionToIa }, { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
      }),
      ...(kmsKeyId && { kmsKeyId }),
      tags: { Name: name },
    });
    this.accessPointId = new EfsAccessPoint(this, `flow_volume_${volume}_access`, {
      fileSystemId: fileSystem.id,
      posixUser: { gid: groupId, uid: userId },
      rootDirectory: {
        path: props.directory,
        creationInfo: { ownerGid: groupId, ownerUid: userId, permissions: props.permissions },
      },
    }).id;
    this.id = fileSystem.id;
    this.arn = fileSystem.arn;
  }
}

export interface FlowFileSystemAccessProps {
  readonly volume: string;
  readonly name: string;
  readonly fileSystemId: string;
  readonly vpcId: string;
  /** A list of subnets, each in another zone. */
  readonly subnets: Expression;
  /** The group of those that mount it. */
  readonly securityGroupId: string;
}

/** Lets flow runs reach a file system: a mount target in each subnet, and the rules on both sides. */
export class FlowFileSystemAccess extends Construct {
  constructor(scope: Construct, id: string, props: FlowFileSystemAccessProps) {
    super(scope, id);
    const { volume, name, fileSystemId, vpcId, subnets, securityGroupId } = props;
    const group = new SecurityGroup(this, `flow_volume_${volume}`, {
      name,
      description: 'File system of Prefect flow runs',
      vpcId,
    });
    new EfsMountTarget(this, `flow_volume_${volume}_target`, {
      count: Token.asNumber(`\${length(${subnets.code})}`),
      fileSystemId,
      subnetId: `\${${subnets.code}[count.index]}`,
      securityGroups: [group.id],
    }).overrideLogicalId(`flow_volume_${volume}${suffixOf(this)}`);
    const rule = { protocol: 'tcp', fromPort: NFS, toPort: NFS };
    new SecurityGroupRule(this, `flow_volume_${volume}_inbound`, {
      ...rule,
      type: 'ingress',
      description: 'Flow runs mount it',
      securityGroupId: group.id,
      sourceSecurityGroupId: securityGroupId,
    });
    new SecurityGroupRule(this, `flow_runs_to_volume_${volume}`, {
      ...rule,
      type: 'egress',
      description: `The file system ${name}`,
      securityGroupId,
      sourceSecurityGroupId: group.id,
    });
  }
}
