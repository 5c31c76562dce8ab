import type { Construct } from 'constructs';
import type { Environment, Inputs } from '../config/environment';
import type { PhysicalNames } from '../config/names';
import type { AwsContext } from '../constructs/aws-context';
import type { LookUps } from '../constructs/look-ups';
import type { Expression } from '../constructs/terraform-text';
import type { WorkerInputs } from './inputs';

/** An environment as the wiring sees it: what was decided, and the inputs that may still change at an apply. */
export type Decisions = Omit<Environment, 'inputs'> & {
  /** What the inputs hold when nobody sets them; one that is missing must be set. */
  readonly defaults: Partial<Inputs>;
};

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
