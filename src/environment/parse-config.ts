import type * as z from 'zod';
import { sharedData } from '../disk/build-cache';
import { camelCase, group } from '../values/fields';
import { type Config, configSchema, fields } from './schema';

type Values = Readonly<Record<string, unknown>>;
type Name = keyof typeof fields;

export type Parsed =
  | { readonly config: Config; readonly error?: undefined }
  | { readonly config?: undefined; readonly error: z.ZodError };

/** What a field that is not set comes to; nothing of one that has no default. */
type Defaults = ReadonlyMap<Name, readonly unknown[]>;

const NAMES = Object.keys(fields) as Name[];
const IN_CODE = new Map(NAMES.map((name) => [name, camelCase(name)]));

/** Of these a stack file must set its own. */
const REQUIRED = { region: 'us-east-1', worker_work_pool_name: 'pool' };

/**
 * What {@link configSchema} makes of a stack file. Only the fields that it sets are parsed, because to put the schema of
 * all together takes longer than everything else with it: what the others come to is the same for every file.
 */
export function parseConfig(values: Values): Parsed {
  const unset = defaultsOfFields();
  const parsed = schemaOf(NAMES.filter((name) => Object.hasOwn(values, name) || !unset.has(name))).safeParse(values);
  if (!parsed.success) return { error: parsed.error };
  const data: Values = parsed.data;
  const all = NAMES.flatMap((name): [string, unknown][] => {
    const key = IN_CODE.get(name) as string;
    if (Object.hasOwn(data, key)) return [[key, data[key]]];
    return (unset.get(name) ?? []).map((value) => [key, value]);
  });
  return { config: Object.fromEntries(all) as Config };
}

/** The schemas of stack files that set the same fields. */
const schemas = new Map<string, z.ZodType<Values>>();

function schemaOf(names: readonly Name[]): z.ZodType<Values> {
  const key = names.join(' ');
  const schema = schemas.get(key) ?? group(Object.fromEntries(names.map((name) => [name, fields[name]])));
  schemas.set(key, schema);
  return schema;
}

let defaults: Defaults | undefined;

function defaultsOfFields(): Defaults {
  defaults ??= new Map(sharedData('defaults', defaultsBySchema));
  return defaults;
}

function defaultsBySchema(): [Name, unknown[]][] {
  const config: Values = configSchema.parse(REQUIRED);
  const optional = NAMES.filter((name) => !Object.hasOwn(REQUIRED, name));
  return optional.map((name) => {
    const key = IN_CODE.get(name) as string;
    return [name, Object.hasOwn(config, key) ? [config[key]] : []];
  });
}
