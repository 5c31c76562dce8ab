import type { Construct } from 'constructs';
import type { StackFile } from './stack-file';

export type { StackFile };

/**
 * An environment from the fields of a stack file, checked as one.
 * @throws ConfigError with every mistake; the name stands for the file in its messages.
 */
export declare function defineEnvironment(name: string, fields: StackFile): Environment;

/** An environment that was checked. */
export interface Environment {
  readonly name: string;
  /** What is rarely meant, and not acknowledged. */
  readonly warnings: readonly Problem[];
}

export interface Problem {
  /** The name of the environment. */
  readonly file: string;
  /** The field: `worker_subnets[1]`, `backend.s3.bucket`. */
  readonly path?: string;
  /** Never set for something that may be a secret. */
  readonly value?: unknown;
  readonly message: string;
  readonly hint?: string;
  /** The id of a warning. */
  readonly warning?: string;
}

/** Mistakes in the fields of an environment. */
export declare class ConfigError extends Error {
  readonly problems: readonly Problem[];
}

export interface PrefectEcsWorkerProps {
  /** From `defineEnvironment`. */
  readonly environment: Environment;
}

/**
 * A Prefect worker in a stack of yours, with the addresses, names, inputs and outputs that the stack of a stack file has.
 * A stack has room for one. It creates the AWS provider and the backend, unless the stack has its own already.
 */
export declare class PrefectEcsWorker extends Construct {
  /** @throws ConfigError for fields that have no effect in this stack. */
  constructor(scope: Construct, id: string, props: PrefectEcsWorkerProps);
  get clusterName(): string;
  get clusterArn(): string;
  get serviceName(): string;
  get executionRoleArn(): string;
  /** Empty where the worker has no task role. */
  get taskRoleArn(): string;
  /** Empty where the worker has no security group of its own. */
  get securityGroupId(): string;
  /** Empty where the worker has no log group. */
  get logGroupName(): string;
}
