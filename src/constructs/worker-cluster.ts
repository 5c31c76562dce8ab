import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkerClusterProps {
  readonly name: string;
  /** Left out: whatever the account's setting for new clusters says. */
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
}

/** The ECS cluster of the worker and of the flow runs it starts, on Fargate. */
export class WorkerCluster extends Construct {
  readonly id: string;
  readonly name: string;
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { name, containerInsights }: WorkerClusterProps) {
    super(scope, id);
    const cluster = new EcsCluster(this, 'prefect_worker_cluster', {
      name,
      ...(containerInsights && { setting: [{ name: 'containerInsights', value: containerInsights }] }),
    });
    this.ready = new EcsClusterCapacityProviders(this, 'prefect_worker_cluster_capacity_providers', {
      clusterName: cluster.name,
      capacityProviders: ['FARGATE'],
    });
    this.id = cluster.id;
    this.name = cluster.name;
  }
}
