import type { Layers } from '../stack-file/extends';
import type { Path } from '../stack-file/path';
import { isDecidedByPreset } from './presets';

/** Where a value of an environment comes from. */
export interface Origin {
  /** file: the stack file or one that it extends. */
  readonly from: 'file' | 'preset' | 'default';
  /** For a value that no file sets: the nearest place that a file has. */
  readonly file: string;
  readonly line?: number;
}

/** A value that an environment has, and where it comes from. */
export interface MergedValue {
  readonly path: Path;
  readonly value: unknown;
  readonly origin: Origin;
}

/** Where the values of an environment come from, by the paths that a stack file has for them. */
export interface Provenance {
  origin(path: Path): Origin;
  /** What a file sets a field to, as it is written. */
  fileValue(path: Path): unknown;
  /** Whether a file sets a field, be it wrong. */
  isInFile(path: Path): boolean;
}

export function provenanceOf({ values, origin }: Pick<Layers, 'values' | 'origin'>): Provenance {
  const fileValue = (path: Path) => valueAt(values, path);
  const isInFile = (path: Path) => fileValue(path) !== undefined;
  const unset = (path: Path) => (isDecidedByPreset(path) ? 'preset' : 'default');
  return {
    fileValue,
    isInFile,
    origin: (path) => ({ ...origin(path), from: isInFile(path) ? 'file' : unset(path) }),
  };
}

export const NO_FILE: Provenance = {
  fileValue: () => undefined,
  isInFile: () => false,
  origin: () => ({ from: 'default', file: '' }),
};

/** What a file has at `path`. */
export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    return isThere ? (value as Record<string | number, unknown>)[part] : undefined;
  }, values);
}
