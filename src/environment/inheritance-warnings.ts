import { safeParse } from 'zod';
import type { WarningId } from '../features/acknowledge/warnings';
import type { Problem } from '../problems/errors';
import type { Layers } from '../stack-file/extends';
import type { Path } from '../stack-file/path';
import { readYamlFile } from '../stack-file/yaml-file';
import { valueAt } from './origin';
import type { Finding } from './rule';
import { schemasAt } from './schema-fields';

/** A warning on each base, unless it acknowledges that no stack file extends it. */
export function unusedBases(bases: readonly string[]): Problem[] {
  return bases
    .filter((file) => !acknowledges(file, 'unused-base'))
    .map((file) => ({
      file,
      message: 'no stack file extends this base',
      hint: 'remove it, or add it to extends of a stack file',
      warning: 'unused-base',
    }));
}

function acknowledges(file: string, id: WarningId): boolean {
  const parsed = readYamlFile(file);
  return !Array.isArray(parsed) && valueAt(parsed.values, ['acknowledge', id]) !== undefined;
}

/** A warning on each value that a file sets although it inherits the same. */
export function repeatedValues(layers: Layers): Finding[] {
  // Each file says for itself which version it was written for.
  const repeated = layers.repeated().filter(([field]) => field !== 'schema_version');
  return repeated.map((path) => ({
    path,
    message: 'repeats the value that this file inherits',
    hint: 'remove it',
    warning: 'repeated-value',
  }));
}

/** A null is how a file removes what it extends; where there is nothing to remove, the default holds. */
export function nullFindings(layers: Layers): Finding[] {
  return layers.idleNulls().map((path) => ({
    path,
    message: 'null has no effect: no file that this one extends sets the field, so its default holds',
    hint: isGroup(path)
      ? `for all defaults of the group write ${path.at(-1)}: {}, or remove it`
      : 'remove the field, or set a value',
    warning: 'idle-null',
  }));
}

/** Whether a field is a mapping that may be empty: whoever leaves it blank may mean that. */
function isGroup(path: Path): boolean {
  return schemasAt(path).some((schema) => schema._zod.def.type === 'object' && safeParse(schema, {}).success);
}
