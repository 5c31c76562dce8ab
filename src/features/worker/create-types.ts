import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import type { ClusterInUse } from '../cluster/create';
import type { EventQueue } from '../crash-detection/resources/event-queue';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import type { NetworkInUse } from '../network/create';
import type { StackValues } from '../outputs/create';
import type { ExecutionRoleInUse, Role } from '../roles/create-types';
import type { Secrets } from '../secrets/create';
import type { OwnInputs } from '../workers/create-inputs';
import type { FurtherWorker } from '../workers/resolve';
import type { WorkerFileSystems } from './create-file-systems';
import type { WorkerSettings } from './resolve';

/** What all workers of an environment share. */
export interface SharedResources {
  readonly context: StackContext;
  readonly secrets: Secrets;
  readonly logs?: WorkerLogs;
  readonly cluster: ClusterInUse;
  readonly executionRole: ExecutionRoleInUse;
  readonly taskRole?: Role;
  readonly network: NetworkInUse;
  /** From which the workers learn that a flow run crashed. */
  readonly events?: EventQueue;
  /** The capacity provider of our own instances, where there are any. */
  readonly instances?: string;
  /** Of Cloud Map, where the tasks of the first worker are registered. */
  readonly registryArn?: string;
  readonly fileSystems: WorkerFileSystems;
  /** What is beside all that, and must be there before a first task can start. */
  readonly ready: readonly ITerraformDependable[];
  readonly values: StackValues;
}

export interface WorkerToCreate extends WorkerSettings, Pick<FurtherWorker, 'workQueues' | 'ownsPool' | 'flowRuns'> {
  /** Of a further worker. */
  readonly name?: string;
  readonly inputs: OwnInputs;
}
