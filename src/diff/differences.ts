import { create, type Delta } from 'jsondiffpatch';

/** A place where two values differ. Without `from` it is new, without `to` it is gone. */
export interface Difference {
  /** `container_definitions[prefect-worker-dev].environment[LEVEL].value` */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
  /** An entry of a list that only changes its place. */
  readonly moved?: true;
}

/** What tells an entry of a list from the others, in the words of AWS, Terraform and Prefect; the first that it has. */
const NAMES = ['name', 'Name', 'Sid', 'sid', 'key', 'containerPath', 'id', 'alias'];

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const name = NAMES.map((field) => member(item, MARK + field)).find((one) => typeof one === 'string');
  return name as string | undefined;
}

/**
 * Stands before each key while values are compared: jsondiffpatch has a meaning for `_t`, and finds `valueOf` and
 * `constructor` in every object.
 */
const MARK = '.';

function withMarks(value: unknown): unknown {
  return withKeys(value, (key) => MARK + key);
}

function withoutMarks(value: unknown): unknown {
  return withKeys(value, (key) => key.slice(MARK.length));
}

function withKeys(value: unknown, other: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withKeys(item, other));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [other(key), withKeys(inner, other)]));
}

const patcher = create({
  objectHash: (item, index) => nameOf(item) ?? `#${index}`,
  arrays: { detectMove: true, includeValueOnMove: false },
});

/** Where two values differ, entries of lists compared by their names as far as they have any. */
export function differences(from: unknown, to: unknown): Difference[] {
  const [one, other] = [withMarks(from), withMarks(to)];
  return flat(patcher.diff(one, other), '', one, other);
}

function flat(delta: Delta, path: string, left: unknown, right: unknown): Difference[] {
  if (delta === undefined) return [];
  if (Array.isArray(delta)) {
    const [one, other] = (delta as readonly unknown[]).map(withoutMarks);
    if (delta.length === 1) return [{ path, to: one }];
    if (delta.length === 2) return [{ path, from: one, to: other }];
    return [{ path, from: one }];
  }
  const entries = Object.entries(delta as Record<string, Delta>).filter(([key]) => key !== '_t');
  if (!('_t' in delta)) {
    return entries.flatMap(([key, inner]) =>
      flat(inner, inPath(path, key.slice(MARK.length)), member(left, key), member(right, key)),
    );
  }
  // What goes stands before what comes.
  const goneFirst = [...entries].sort(([one], [other]) => Number(other.startsWith('_')) - Number(one.startsWith('_')));
  return goneFirst.flatMap(([key, inner]) => {
    const isOld = key.startsWith('_');
    const index = Number(isOld ? key.slice(1) : key);
    const item = member(isOld ? left : right, index);
    const place = `${path}[${nameOf(item) ?? index}]`;
    if (isOld && (inner as readonly unknown[])[2] === 3) return [{ path: place, moved: true as const }];
    return flat(inner, place, Array.isArray(inner) ? undefined : sameIn(left, item, index), item);
  });
}

function sameIn(list: unknown, item: unknown, index: number): unknown {
  const name = nameOf(item);
  return name === undefined ? member(list, index) : (list as unknown[]).find((other) => nameOf(other) === name);
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function inPath(path: string, key: string): string {
  const shown = /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
  return path === '' ? shown : `${path}.${shown}`;
}
