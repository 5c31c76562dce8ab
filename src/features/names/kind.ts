import type { NameLimit } from './name-limits';

/** Something that gets a name. */
export interface Kind {
  readonly kind: string;
  /** In the group names of the stack file. */
  readonly field: string;
  readonly what: string;
  readonly limit: NameLimit;
  /** What the stack file sets to have it created; left out for what is created unless the stack file says otherwise. */
  readonly createdBy?: string;
}
