import type { WarningId } from '../features/acknowledge/warnings';
import type { Path } from '../stack-file/path';

/** What of an environment another one may have too. As data: another run may have found it. */
export interface SharedThing {
  /** The same for two that meet. */
  readonly key: string;
  /** Two that are alike are not in each other's way. Left out: any two are. */
  readonly like?: string;
  /** The field that decides it, and its value. */
  readonly path: Path;
  readonly value: string;
  /** What comes of it. */
  readonly consequence: string;
  readonly hint: string;
  /** It may be meant. Left out: it is refused. */
  readonly warning?: WarningId;
}

/** A range of addresses, which is in the way of each that overlaps with it in the network of the key. */
export interface SharedRange extends SharedThing {
  readonly range: string;
}
