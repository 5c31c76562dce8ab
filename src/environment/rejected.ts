import * as z from 'zod';
import { inYaml } from '../stack-file/in-yaml';
import { isMap } from '../stack-file/is-map';
import type { Path } from '../stack-file/path';
import type { PlainSchema } from './schema-fields';

/** A value that the schema rejects. */
export interface Rejected {
  readonly path: Path;
  readonly value: unknown;
  /** As it is in the file. */
  readonly written?: string;
  /** false: it may be a secret. */
  readonly mayShow: boolean;
}

/** Whether one of the ways to write a value has this one. */
export function accepts(ways: readonly PlainSchema[], value: unknown): boolean {
  return ways.some((way) => z.safeParse(way, value).success);
}

/** A field with a value, as a line of YAML. */
export function line(path: Path, value: unknown): string {
  const name = path.at(-1);
  if (typeof name === 'string') return inYaml({ [name]: value });
  // An entry of a list with its brackets: without them it looks like a field beside the list.
  const text = inYaml(value);
  return isMap(value) && !text.startsWith('{') ? `{${text}}` : text;
}

/** Whether a text must have a certain form: what takes any text is meant by none. */
export function isLimited({ _zod: { def } }: PlainSchema): boolean {
  return def.type === 'enum' || def.type === 'boolean' || (def.type === 'string' && (def.checks ?? []).length > 0);
}
