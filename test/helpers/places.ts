import type { Path } from '../../src/stack-file/path';
import { EVERY_OPTION } from './every-option';
import { REQUIRED } from './stack-files';
import { VARIANTS } from './variants';

/** A stack file, and a place in it: of a single value, a list or a mapping. */
export interface Place {
  readonly file: object;
  readonly path: Path;
}

/** Every place of the stack files that together have every option, and of those that differ in what they create. */
const ALL = [...Object.values<object>(EVERY_OPTION), ...Object.values<object>(VARIANTS)].flatMap((fields) => {
  const file = { ...REQUIRED, ...fields };
  return placesIn(file).map((path): Place => ({ file, path }));
});

/** Each field once: the first entry of a list stands for the others. */
export const PLACES = [...new Map(ALL.toReversed().map((place) => [fieldOf(place), place])).values()].toReversed();

function fieldOf({ path }: Place): string {
  return path.map((part) => (typeof part === 'number' ? '#' : part)).join('/');
}

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, member]) =>
    placesIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

/** The stack file with another value in this place. */
export function fileWith(value: unknown, { file, path }: Place): object {
  return withValue(file, path, value) as object;
}

function withValue(file: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(file)) return file.map((entry, index) => (index === part ? withValue(entry, rest, value) : entry));
  return { ...(file as object), [part]: withValue((file as Record<string, unknown>)[part], rest, value) };
}
