import type { ITerraformDependable } from 'cdktf';

export interface Role {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];
}

/** The role with which ECS starts the worker. */
export interface ExecutionRoleInUse extends Role {
  /** Of a role that this stack creates. */
  readonly id?: string;
}
