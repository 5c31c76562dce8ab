import type { Edit } from './edits';

/** A field that was rewritten, or that a person must rewrite. */
export interface Change {
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

/** A change with the edit that makes it; without one, a person must make it. */
export interface Rewrite {
  readonly change: Change;
  readonly edit?: Edit;
}
