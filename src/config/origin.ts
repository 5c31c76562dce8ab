import type { Layers } from './extends';
import type { Path } from './path';
import { isDecidedByPreset } from './presets';

/** Where a value of an environment comes from. */
export interface Origin {
  /** file: the stack file or one that it extends. */
  readonly from: 'file' | 'preset' | 'default';
  /** For a value that no file sets: the nearest place that a file has. */
  readonly file: string;
  readonly line?: number;
}

/** Where the value of a field of the stack file comes from. */
export type OriginOf = (path: Path) => Origin;

export function originsOf(layers: Layers): OriginOf {
  return (path) => ({ ...layers.origin(path), from: fromOf(path, layers.values) });
}

function fromOf(path: Path, values: unknown): Origin['from'] {
  if (valueAt(values, path) !== undefined) return 'file';
  return isDecidedByPreset(path) ? 'preset' : 'default';
}

/** What a file has at `path`. */
export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    return isThere ? (value as Record<string | number, unknown>)[part] : undefined;
  }, values);
}
