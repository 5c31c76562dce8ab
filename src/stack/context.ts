import type { Construct } from 'constructs';
import type { WorkerInputs } from '../features/inputs/create';
import type { ResourceNames } from '../features/names/create';
import type { PhysicalNames } from '../features/names/physical-names';
import type { AwsContext } from '../terraform/aws-context';
import type { LookUps } from '../terraform/look-ups';
import type { Expression } from '../terraform/terraform-text';
import type { Decisions } from './decisions';

/** What each create function builds on. */
export interface StackContext {
  readonly scope: Construct;
  readonly environment: Decisions;
  readonly inputs: WorkerInputs;
  /** By which others refer to what is created; of a random name, one that only an apply knows. */
  readonly names: PhysicalNames;
  /** What is created is named so. */
  readonly resourceNames: ResourceNames;
  readonly aws: AwsContext;
  readonly lookUps: LookUps;
  /** The URL of an API that is not Prefect Cloud's, as far as Terraform knows it. */
  readonly apiUrl?: Expression;
}
