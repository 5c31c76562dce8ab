import type { ITerraformDependable } from 'cdktf';
import type { FurtherWorker, WorkerSettings } from '../config/worker-settings';
import type { EventQueue } from '../constructs/event-queue';
import type { WorkerLogs } from '../constructs/worker-logs';
import type { ClusterInUse } from './cluster';
import type { OwnInputs } from './further-inputs';
import type { Place } from './place';
import type { ExecutionRoleInUse, Role } from './role-in-use';
import type { Secrets } from './secrets';
import type { StackValues } from './stack-outputs';
import type { Ground } from './wired';

/** What all workers of an environment share. */
export interface Shared {
  readonly ground: Ground;
  readonly secrets: Secrets;
  readonly logs?: WorkerLogs;
  readonly cluster: ClusterInUse;
  readonly executionRole: ExecutionRoleInUse;
  readonly taskRole?: Role;
  readonly place: Place;
  /** From which the workers learn that a flow run crashed. */
  readonly events?: EventQueue;
  /** The capacity provider of our own instances, where there are any. */
  readonly instances?: string;
  /** What is beside all that, and must be there before a first task can start. */
  readonly ready: readonly ITerraformDependable[];
  readonly values: StackValues;
}

export interface OneWorker extends WorkerSettings, Pick<FurtherWorker, 'workQueues'> {
  /** Of a further worker. */
  readonly name?: string;
  readonly inputs: OwnInputs;
}
