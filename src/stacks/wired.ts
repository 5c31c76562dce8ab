import type { Construct } from 'constructs';
import type { PhysicalNames } from '../config/names';
import type { AwsContext } from '../constructs/aws-context';
import type { LookUps } from '../constructs/look-ups';
import type { Expression } from '../constructs/terraform-text';
import type { Decisions } from './decisions';
import type { WorkerInputs } from './inputs';

/** What every part of the wiring builds on. */
export interface Ground {
  readonly scope: Construct;
  readonly environment: Decisions;
  readonly inputs: WorkerInputs;
  readonly names: PhysicalNames;
  readonly aws: AwsContext;
  readonly lookUps: LookUps;
  /** The URL of an API that is not Prefect Cloud's, as far as Terraform knows it. */
  readonly apiUrl?: Expression;
}
