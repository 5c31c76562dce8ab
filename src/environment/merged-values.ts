import * as z from 'zod';
import { sharedData } from '../disk/build-cache';
import { isPlainSecret } from '../features/secrets/plain-secret-rules';
import { hasSecret } from '../features/secrets/secret-like';
import { withoutSecrets } from '../problems/secret-texts';
import { isMap } from '../stack-file/is-map';
import type { Path } from '../stack-file/path';
import { camelCase } from '../values/fields';
import type { Environment } from './environment';
import type { JsonSchema } from './field-in-words';
import { type MergedValue, valueAt } from './origin';
import { isDecidedByPreset } from './presets';
import { withoutRefusedDefaults } from './refused-defaults';
import { configSchema } from './schema';

/**
 * All that an environment's stack file comes to: what it and its bases set, what the preset decides, and the defaults
 * of the groups that are in use.
 */
export function mergedValues(environment: Environment): MergedValue[] {
  // To put it together takes as long as to load an environment.
  const schema = sharedData('schema of defaults', () => z.toJSONSchema(configSchema, { io: 'input' }));
  return withoutRefusedDefaults(environment, valuesOf(environment, schema as JsonSchema, []));
}

/** The values that an environment's stack file and its bases set. */
export function valuesInFile(environment: Environment): MergedValue[] {
  const given = environment.fileValue([]) as Readonly<Record<string, unknown>>;
  return Object.entries(given).flatMap(([name, value]) => leavesOf(environment, value, [name]));
}

/** What looks like a secret goes to no terminal, no log and no page, also as a name, and where that is acknowledged. */
export function withSecretsHidden(values: readonly MergedValue[]): MergedValue[] {
  return values.map(({ path, value, origin }) => ({
    path: path.map((part) => (typeof part === 'string' && hasSecret(part) ? withoutSecrets(part) : part)),
    value: [value].flat().some((text) => typeof text === 'string' && isPlainSecret(path, text)) ? '(not shown)' : value,
    origin,
  }));
}

function valuesOf(environment: Environment, schema: JsonSchema, path: Path): MergedValue[] {
  const given = path.length === 0 ? {} : environment.fileValue(path);
  const fields = Object.entries(schema.properties ?? {});
  const set = fields.flatMap(([name, field]) => valuesIn(environment, field, [...path, name]));
  const names = fields.map(([name]) => name);
  return [...set, ...(path.length === 0 ? [] : othersOf(environment, given, names, path))];
}

/** The values of one field: its own, or those in it. */
function valuesIn(environment: Environment, field: JsonSchema, path: Path): MergedValue[] {
  const given = environment.fileValue(path);
  const isMappingOfFields = field.properties !== undefined;
  if (given !== undefined) {
    const inner = isMappingOfFields && isMap(given) ? valuesOf(environment, field, path) : [];
    return inner.length > 0 ? inner : leavesOf(environment, given, path);
  }
  if (isDecidedByPreset(path)) return decidedByPreset(environment, field, path);
  if (isMappingOfFields) return field.default === undefined ? [] : valuesOf(environment, field, path);
  const value = field.default ?? derivedDefault(environment, path);
  // An empty list or mapping that is not in a file has no value to show.
  return value === undefined || isEmpty(value) ? [] : [{ path, value, origin: environment.origin(path) }];
}

/** What a file sets under names that are the user's own. */
function othersOf(environment: Environment, given: unknown, known: readonly string[], path: Path): MergedValue[] {
  if (!isMap(given)) return [];
  const others = Object.entries(given).filter(([name]) => !known.includes(name));
  return others.flatMap(([name, value]) => leavesOf(environment, value, [...path, name]));
}

/** A list of single values is one; every other value stands for itself. */
function leavesOf(environment: Environment, value: unknown, path: Path): MergedValue[] {
  const isInner = (other: unknown) => typeof other === 'object' && other !== null;
  const isListOfSingles = Array.isArray(value) && !value.some(isInner);
  if (!isInner(value) || isListOfSingles || Object.keys(value as object).length === 0) {
    return [{ path, value, origin: environment.origin(path) }];
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value as object);
  return [...entries].flatMap(([key, inner]) => leavesOf(environment, inner, [...path, key]));
}

function decidedByPreset(environment: Environment, field: JsonSchema, path: Path): MergedValue[] {
  if (path[0] === 'flow_runs') return environment.flowRuns === undefined ? [] : valuesOf(environment, field, path);
  const value = resolvedValue(environment, path);
  return value === undefined ? [] : [{ path, value, origin: environment.origin(path) }];
}

/** What a preset decides where it has an effect, in the words of a stack file. */
function resolvedValue(environment: Environment, path: Path): unknown {
  const [first, ...below] = path.map((part) => camelCase(String(part)));
  if (first === 'crashDetection') return environment.crashDetection !== undefined;
  if (path.at(-1) === 'deployment_circuit_breaker') return environment.service.circuitBreaker;
  if (path.at(-1) === 'architecture') return environment.worker.architecture?.toLowerCase();
  return valueAt(environment, below.length === 0 ? ['inputs', first as string] : [first as string, ...below]);
}

/** Defaults that follow from other fields. */
function derivedDefault({ inputs, backend }: Environment, path: Path): unknown {
  switch (path.join('.')) {
    case 'name':
      return inputs.name;
    case 'backend.s3.key':
      return backend.type === 's3' ? backend.key : undefined;
    case 'backend.s3.region':
      return backend.type === 's3' ? backend.region : undefined;
    case 'backend.hcp.workspace':
      return backend.type === 'hcp' ? backend.workspace : undefined;
    default:
      return undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
