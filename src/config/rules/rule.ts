import type { Path } from '../path';
import type { Config } from '../schema';

/** What a rule found, at a path of the stack file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

/** What must hold between the fields of one stack file, each field being right by itself. */
export type Rule = (config: Config) => Finding[];

/** A finding where something is `wrong`, and none where it is not. */
export function when(wrong: boolean | undefined, path: Path, message: string, hint?: string): Finding[] {
  return wrong ? [{ path, message, hint }] : [];
}
