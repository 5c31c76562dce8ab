import type { Environment, Inputs } from '../environment/environment';

/** An environment as the wiring sees it: what was decided, and the inputs that may still change at an apply. */
export type Decisions = Omit<Environment, 'inputs'> & {
  /** What the inputs hold when nobody sets them; one that is missing must be set. */
  readonly defaults: Partial<Inputs>;
};
