import type { Entry, Setting } from './entry';
import type { Fields } from './fields';

/**
 * What the script of the page reads. A value that many environments inherit is there once, with its base; an environment
 * has its own values, and of each base the places of those that it does not inherit.
 */
export function pageData(entries: readonly Entry[], drawings: ReadonlyMap<string, string>, fields: Fields): string {
  const bases = basesOf(entries);
  return block('', {
    environments: Object.fromEntries(
      entries.map((entry) => [entry.name, environmentData(entry, bases, drawings.get(entry.name) as string)]),
    ),
    bases: Object.fromEntries([...bases].map(([file, values]) => [file, values.map(inTriple)])),
    fields: Object.fromEntries(
      fields.explained.map(({ field, description, type, default: fallback = '', change = '' }) => [
        field,
        [description, type, fallback, change],
      ]),
    ),
    others: Object.fromEntries(fields.others),
  });
}

type Bases = ReadonlyMap<string, readonly Setting[]>;

/** What environments inherit, by the file that they inherit it from. */
function basesOf(entries: readonly Entry[]): Bases {
  const found = new Map<string, Map<string, Setting>>();
  for (const { stackFile, settings } of entries) {
    for (const setting of settings.filter(({ file }) => file !== stackFile)) {
      const values = found.get(setting.file) ?? new Map<string, Setting>();
      found.set(setting.file, values.set(setting.field, setting));
    }
  }
  return new Map(
    [...found]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([file, values]) => [file, [...values.values()].sort(byPlace)]),
  );
}

function byPlace(one: Setting, other: Setting): number {
  return one.line - other.line || (one.field < other.field ? -1 : 1);
}

function environmentData({ stackFile, billed, settings }: Entry, bases: Bases, drawing: string): object {
  const own = settings.filter(({ file }) => file === stackFile);
  const fieldsFrom = new Map<string, Set<string>>();
  for (const { file, field } of settings) {
    if (file !== stackFile) fieldsFrom.set(file, (fieldsFrom.get(file) ?? new Set()).add(field));
  }
  return {
    file: stackFile,
    drawing,
    billed: [billed.vcpu, billed.gigabytes, billed.instances, billed.natGateways, billed.endpoints],
    inherits: Object.fromEntries(
      [...fieldsFrom].map(([file, fields]) => [
        file,
        (bases.get(file) ?? []).flatMap(({ field }, index) => (fields.has(field) ? [] : [index])),
      ]),
    ),
    settings: own.map(inTriple),
  };
}

function inTriple({ field, value, line }: Setting): [field: string, value: string, line: number] {
  return [field, value, line];
}

/** JSON with a line for each value: mappings are broken, and lists of lists; what is in those is not. */
function block(indent: string, value: unknown): string {
  const deeper = `${indent} `;
  const isList = Array.isArray(value);
  const isBroken = isList ? value.some(Array.isArray) : typeof value === 'object' && value !== null;
  if (!isBroken) return JSON.stringify(value);
  const lines = Object.entries(value as object).map(
    ([key, inner]) => `${deeper}${isList ? '' : `${JSON.stringify(key)}:`}${block(deeper, inner)}`,
  );
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
