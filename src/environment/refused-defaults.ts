import type { Path } from '../stack-file/path';
import type { Environment } from './environment';
import { type MergedValue, provenanceOf } from './origin';
import { ruleFindings } from './run-rules';

/** The values without the defaults that a stack file must not set, because they have no effect beside what it sets. */
export function withoutRefusedDefaults(environment: Environment, values: readonly MergedValue[]): MergedValue[] {
  const defaults = values.filter(({ origin }) => origin.from !== 'file');
  // Most often none is refused, and to run the rules takes some milliseconds.
  if (!isRefused(environment, defaults)) return [...values];
  const refused = new Set(defaults.filter((one) => isRefused(environment, [one])));
  return values.filter((one) => !refused.has(one));
}

/** Whether the rules refuse a stack file that sets these too. */
function isRefused(environment: Environment, values: readonly MergedValue[]): boolean {
  return ruleFindings(asIfSet(environment, values)).some(({ warning }) => warning === undefined);
}

function asIfSet(environment: Environment, values: readonly MergedValue[]): Environment {
  const file = structuredClone(environment.fileValue([])) as Mapping;
  for (const { path, value } of values) setAt(file, path, value);
  return { ...environment, ...provenanceOf({ values: file, origin: environment.origin }) };
}

type Mapping = Record<string | number, unknown>;

function setAt(file: Mapping, path: Path, value: unknown): void {
  const [first = '', ...below] = path;
  if (below.length === 0) {
    file[first] = value;
    return;
  }
  file[first] ??= {};
  setAt(file[first] as Mapping, below, value);
}
