import { EfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { suffixOf } from '../../../terraform/suffixed-scope';
import type { Expression } from '../../../terraform/terraform-text';

const NFS = 2049;

export interface CreatedFileSystemProps {
  /** The Terraform names of its parts begin with it. */
  readonly terraformName: string;
  readonly name: string;
  /** ARN of a customer-managed key. */
  readonly kmsKeyId?: string;
  /** Who owns what tasks write. */
  readonly userId: number;
  readonly groupId: number;
  readonly directory: string;
  readonly permissions: string;
  readonly throughputMode: string;
  /** When files that are not read move to a cheaper class. Left out: never. */
  readonly transitionToIa?: string;
}

/** A file system for tasks, encrypted, with one way in: as one user, into one directory. */
export class CreatedFileSystem extends Construct {
  readonly id: string;
  readonly arn: string;
  readonly accessPointId: string;

  constructor(scope: Construct, id: string, props: CreatedFileSystemProps) {
    super(scope, id);
    const { terraformName, name, kmsKeyId, userId, groupId, transitionToIa } = props;
    const fileSystem = new EfsFileSystem(this, terraformName, {
      creationToken: name,
      encrypted: true,
      throughputMode: props.throughputMode,
      ...(transitionToIa && {
        lifecyclePolicy: [{ transitionToIa }, { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
      }),
      ...(kmsKeyId && { kmsKeyId }),
      tags: { Name: name },
    });
    this.accessPointId = new EfsAccessPoint(this, `${terraformName}_access`, {
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

export interface CreatedFileSystemAccessProps {
  readonly terraformName: string;
  readonly name: string;
  /** Those that mount it, in descriptions of rules. */
  readonly whose: 'flow runs' | 'workers';
  /** The Terraform name of the rule that lets them out to it. */
  readonly wayOut: string;
  readonly fileSystemId: string;
  readonly vpcId: string;
  /** A list of subnets, each in another zone. */
  readonly subnets: Expression;
  /** The group of those that mount it. */
  readonly securityGroupId: string;
}

/** Lets tasks reach a file system: a mount target in each subnet, and the rules on both sides. */
export class CreatedFileSystemAccess extends Construct {
  /** What a task that mounts it waits for. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: CreatedFileSystemAccessProps) {
    super(scope, id);
    const { terraformName, name, whose, fileSystemId, vpcId, subnets, securityGroupId } = props;
    const group = new SecurityGroup(this, terraformName, {
      name,
      description: `File system of Prefect ${whose}`,
      vpcId,
    });
    const target = new EfsMountTarget(this, `${terraformName}_target`, {
      count: Token.asNumber(`\${length(${subnets.code})}`),
      fileSystemId,
      subnetId: `\${${subnets.code}[count.index]}`,
      securityGroups: [group.id],
    });
    target.overrideLogicalId(`${terraformName}${suffixOf(this)}`);
    const rule = { protocol: 'tcp', fromPort: NFS, toPort: NFS };
    const inbound = new SecurityGroupRule(this, `${terraformName}_inbound`, {
      ...rule,
      type: 'ingress',
      description: `${whose === 'workers' ? 'Workers' : 'Flow runs'} mount it`,
      securityGroupId: group.id,
      sourceSecurityGroupId: securityGroupId,
    });
    const outbound = new SecurityGroupRule(this, props.wayOut, {
      ...rule,
      type: 'egress',
      description: `The file system ${name}`,
      securityGroupId,
      sourceSecurityGroupId: group.id,
    });
    this.ready = [target, inbound, outbound];
  }
}
