import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsEcsCluster } from '@cdktf/provider-aws/lib/data-aws-ecs-cluster';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';
import type { ProviderShare } from '../../service/resources/worker-service';

/** A record of every ECS Exec session. */
export interface ExecAudit {
  /** The existing log group that keeps it. */
  readonly logGroup?: string;
  readonly bucket?: { readonly name: string; readonly prefix?: string; readonly isEncrypted: boolean };
  /** Left out: none is created. */
  readonly createLogGroup?: ResourceName;
  /** The created group outlives the stack. */
  readonly skipDestroy?: boolean;
  /** ARN of the key that encrypts sessions and a created group. */
  readonly kmsKeyId?: string;
  /** ECS refuses sessions when the group is not. */
  readonly logGroupEncrypted: boolean;
}

export interface WorkerClusterProps {
  readonly name: string;
  /** Left out: whatever the account's setting for new clusters says. */
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
  readonly execAudit?: ExecAudit;
  /** ARN of the namespace that services use for Service Connect when they set none. */
  readonly serviceConnectNamespace?: string;
}

/** A cluster, made or found. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly ready: readonly ITerraformDependable[];
  /** Makes a further capacity provider known to it, where it is ours to change. */
  offer(provider: string): void;
  /** What runs on which provider that says nothing itself. */
  setDefaultStrategy(shares: readonly ProviderShare[]): void;
}

/** The ECS cluster of the worker and of the flow runs it starts, on Fargate. */
export class WorkerCluster extends Construct implements Cluster {
  readonly id: string;
  readonly name: string;
  readonly ready: readonly ITerraformDependable[];
  private readonly offers: EcsClusterCapacityProviders;
  private readonly providers = new Set(['FARGATE']);

  constructor(
    scope: Construct,
    id: string,
    { name, containerInsights, execAudit, serviceConnectNamespace: namespace }: WorkerClusterProps,
  ) {
    super(scope, id);
    const cluster = new EcsCluster(this, 'prefect_worker_cluster', {
      name,
      ...(containerInsights && { setting: [{ name: 'containerInsights', value: containerInsights }] }),
      ...(namespace && { serviceConnectDefaults: { namespace } }),
      ...(execAudit && { configuration: { executeCommandConfiguration: this.execAudit(execAudit) } }),
    });
    this.offers = new EcsClusterCapacityProviders(this, 'prefect_worker_cluster_capacity_providers', {
      clusterName: cluster.name,
      capacityProviders: [...this.providers],
    });
    this.ready = [this.offers];
    this.id = cluster.id;
    this.name = cluster.name;
  }

  offer(provider: string): void {
    this.providers.add(provider);
    this.offers.capacityProviders = [...this.providers];
  }

  setDefaultStrategy(shares: readonly ProviderShare[]): void {
    this.offers.putDefaultCapacityProviderStrategy(shares.map((share) => ({ ...share })));
  }

  private execAudit({ logGroup, createLogGroup, kmsKeyId, logGroupEncrypted, skipDestroy, bucket }: ExecAudit) {
    const name =
      createLogGroup === undefined
        ? logGroup
        : new CloudwatchLogGroup(this, 'prefect_worker_exec_log_group', {
            ...createLogGroup,
            kmsKeyId,
            ...(skipDestroy && { skipDestroy }),
          }).name;
    return {
      kmsKeyId,
      logging: 'OVERRIDE',
      logConfiguration: {
        ...(name !== undefined && { cloudWatchLogGroupName: name, cloudWatchEncryptionEnabled: logGroupEncrypted }),
        ...(bucket && {
          s3BucketName: bucket.name,
          ...(bucket.prefix !== undefined && { s3KeyPrefix: bucket.prefix }),
          s3BucketEncryptionEnabled: bucket.isEncrypted,
        }),
      },
    };
  }
}

/** A cluster that belongs to others: looked up, so that a plan fails where it is not there, and never changed. */
export class ExistingCluster extends Construct implements Cluster {
  readonly id: string;
  readonly name: string;
  readonly ready: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    const cluster = new DataAwsEcsCluster(this, 'prefect_worker_cluster', { clusterName: name });
    this.id = cluster.arn;
    this.name = cluster.clusterName;
  }

  setDefaultStrategy(): void {}

  /** Its providers are all in one list, which a change would overwrite: its owner decides. */
  offer(): void {}
}
