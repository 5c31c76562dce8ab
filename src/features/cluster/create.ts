import type { Construct } from 'constructs';
import type { StackContext } from '../../stack/context';
import type { LookUp, LookUps } from '../../terraform/look-ups';
import { named } from '../../terraform/named-value';
import { Expression, literal } from '../../terraform/terraform-text';
import { NAMESPACE_ARN } from '../service-discovery/resources/namespace';
import { createsSessionLog } from './inventory';
import { type Cluster, ExistingCluster, WorkerCluster } from './resources/worker-cluster';

export interface ClusterInUse extends Cluster {
  /** Known at plan. */
  arn(): string;
  /** Known at plan. */
  readonly plannedName: string;
}

/** The cluster: created, or somebody else's. */
export function createCluster({ scope, environment, names, resourceNames, aws, lookUps }: StackContext): ClusterInUse {
  const { existing, containerInsights, executeCommand } = environment.cluster;
  if (existing !== undefined) {
    const found = new ExistingCluster(scope, 'cluster', { name: nameOfCluster(scope, existing, lookUps) });
    return {
      id: found.id,
      name: found.name,
      ready: found.ready,
      offer: () => found.offer(),
      setDefaultStrategy: () => found.setDefaultStrategy(),
      arn: () => found.id,
      plannedName: found.name,
    };
  }
  const created = new WorkerCluster(scope, 'cluster', {
    name: names.cluster,
    containerInsights,
    serviceConnectNamespace: environment.serviceDiscovery?.clusterDefault ? NAMESPACE_ARN : undefined,
    execAudit: executeCommand && {
      logGroup: executeCommand.logGroup,
      createLogGroup: createsSessionLog(executeCommand) ? resourceNames.execLogGroup : undefined,
      bucket:
        executeCommand.bucket === undefined
          ? undefined
          : {
              name: literal(executeCommand.bucket),
              prefix: executeCommand.bucketPrefix && literal(executeCommand.bucketPrefix),
              isEncrypted: executeCommand.bucketEncrypted,
            },
      skipDestroy: executeCommand.skipDestroy,
      kmsKeyId: executeCommand.kmsKey && lookUps.kmsKey(executeCommand.kmsKey),
      logGroupEncrypted:
        executeCommand.logGroup === undefined ? executeCommand.kmsKey !== undefined : executeCommand.logGroupEncrypted,
    },
  });
  return {
    id: created.id,
    name: created.name,
    ready: created.ready,
    offer: (provider) => created.offer(provider),
    setDefaultStrategy: (shares) => created.setDefaultStrategy(shares),
    arn: () => aws.arn('ecs', `cluster/${names.cluster}`),
    plannedName: names.cluster,
  };
}

/** The cluster of flow runs: the worker's, or another one that exists. */
export function clusterOfFlowRuns(
  { scope, environment, aws, lookUps }: StackContext,
  ofWorker: FlowRunCluster,
): FlowRunCluster {
  const { cluster } = environment.flowRuns ?? {};
  if (cluster === undefined) return { id: ofWorker.id, plannedName: ofWorker.plannedName, arn: ofWorker.arn };
  const found = nameOfCluster(scope, cluster, lookUps, 'found_flow_run_cluster');
  // It stands within JSON, where an expression with quotes cannot.
  const name = typeof cluster === 'string' ? found : named(scope, 'flow_run_cluster_name', found).toString();
  const arn = aws.arn('ecs', `cluster/${name}`);
  return { id: arn, plannedName: name, arn: () => arn };
}

/** Those in which the pools of all workers run tasks: of the first worker's pool too, where nothing is said of its flow runs. */
export function clustersOfFlowRuns(
  ofWorker: FlowRunCluster,
  flowRuns: readonly { readonly worker?: string; readonly cluster: FlowRunCluster }[],
): FlowRunCluster[] {
  const hasFirst = flowRuns.some(({ worker }) => worker === undefined);
  const all = [...(hasFirst ? [] : [ofWorker]), ...flowRuns.map(({ cluster }) => cluster)];
  return [...new Map(all.map((cluster) => [cluster.plannedName, cluster])).values()];
}

export type FlowRunCluster = Pick<ClusterInUse, 'id' | 'plannedName' | 'arn'>;

/** An ARN ends in the name; what a parameter holds may be either. */
function nameOfCluster(scope: Construct, existing: string | LookUp, lookUps: LookUps, local = 'found_cluster'): string {
  if (typeof existing === 'string') return literal(existing.split('/').at(-1) ?? existing);
  const found = named(scope, local, lookUps.value(existing));
  return new Expression(`element(reverse(split("/", ${found.code})), 0)`).toString();
}
