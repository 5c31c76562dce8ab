import type { ITerraformDependable } from 'cdktf';
import type { StackContext } from '../../stack/context';
import type { Statement } from '../../terraform/policy-document';
import type { Expression } from '../../terraform/terraform-text';
import type { FlowRunCluster } from '../cluster/create';
import type { NamedSecret, Secrets } from '../secrets/create';
import type { Variable } from '../worker/resources/worker-task';
import type { FlowRuns } from './resolve';

/** What flow runs have in this account, created or existing, before the network is known. */
export interface FlowRunResources {
  /** The scope and the names of what is created for them. */
  readonly context: StackContext;
  /** The further worker whose pool starts them. */
  readonly worker?: string;
  readonly settings: FlowRuns;
  readonly cluster: FlowRunCluster;
  readonly logGroup?: string;
  /** Known at plan. */
  readonly plannedLogGroup?: string;
  /** What lets flow runs start, and what they may do. */
  readonly ready: readonly ITerraformDependable[];
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  /** What flows need of a task role that is the worker's. */
  readonly rightsOfWorkersRole: readonly Statement[];
  /** Roles that the worker must pass on, known at plan where that can be. */
  readonly passableRoles: readonly string[];
  readonly image: string | Expression;
  /** By the name of the volume. */
  readonly fileSystems: ReadonlyMap<string, FileSystem>;
  readonly repositoryUrl?: string;
  /** What the flow's container gets as secrets of its own. Empty: the template's variable for the credential will do. */
  readonly containerSecrets: readonly NamedSecret[];
  /** Secrets of the worker that reach flow runs as secrets, and not as the text that the worker would hand on. */
  readonly handedOn: readonly NamedSecret[];
}

/** A file system that a volume is on. */
export interface FileSystem {
  readonly id: string;
  readonly arn: string;
  readonly accessPointId?: string;
  readonly rootDirectory?: string;
  readonly transitEncryption: boolean;
  readonly transitEncryptionPort?: number;
  readonly iam: boolean;
  /** The name under which this stack creates it; left out for an existing one. */
  readonly createdAs?: string;
}

/** Where in the network flow runs are. */
export interface FlowRunNetworkInUse {
  readonly subnets: Expression;
  readonly securityGroups: readonly string[];
  readonly ownSecurityGroupId?: string;
}

export interface FlowRunContext {
  readonly resources: FlowRunResources;
  readonly network: FlowRunNetworkInUse;
  readonly vpcId: string;
  readonly secrets: Secrets;
  /** The worker's own environment, of which Prefect's settings reach flow runs. */
  readonly workerVariables: readonly Variable[];
}
