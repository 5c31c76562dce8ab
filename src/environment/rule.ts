import type { WarningId } from '../features/acknowledge/warnings';
import type { Path } from '../stack-file/path';
import type { Fault } from '../values/fault';
import type { Environment } from './environment';
import { exampleAt } from './expected-shape';
import { unlessBroken } from './watch';

/** What a rule finds, at a path of the stack file. */
export interface Finding extends Fault {
  readonly path: Path;
  /** Without it, the finding is a mistake. */
  readonly warning?: WarningId;
  /** Where it stands, if that is not where the value of the path comes from. */
  readonly origin?: { readonly file: string; readonly line?: number };
}

/** What must hold between the fields of one stack file, each field being right by itself. */
export type Rule = (environment: Environment) => readonly Finding[];

const COMPARING = new WeakSet<Rule>();

/**
 * A rule on one entry of a list or a mapping for what no other entry has: one that is broken may have it, so that the
 * rule is silent.
 */
export function comparing(rule: Rule): Rule {
  COMPARING.add(rule);
  return rule;
}

/** Whether what a rule says of an entry depends on the others. */
export function comparesEntries(rule: Rule): boolean {
  return COMPARING.has(rule);
}

/** A finding where something is `wrong`, and none where it is not. */
export function when(wrong: boolean | undefined, path: Path, message: string, hint: string): Finding[] {
  return wrong ? [{ path, message, hint }] : [];
}

/** A finding with what is wrong with a value, where something is; `hint` is for a fault that has none. */
export function faultAt(path: Path, fault: Fault | undefined): Finding[];
export function faultAt(path: Path, fault: Fault | string | undefined, hint: string): Finding[];
export function faultAt(path: Path, fault: Fault | string | undefined, hint = ''): Finding[] {
  if (fault === undefined) return [];
  return [typeof fault === 'string' ? { path, message: fault, hint } : { path, ...fault }];
}

/** A finding where of `fields`, each with whether it is set, not exactly one is. */
export function exactlyOne(path: Path, fields: Readonly<Record<string, boolean>>): Finding[] {
  const names = Object.keys(fields);
  const found = names.filter((name) => fields[name]);
  return when(found.length !== 1, path, `set exactly one of: ${names.join(', ')}`, toOne(path, names, found));
}

/** What to do where of the fields `names` of a group several are set, or none. */
export function toOne(path: Path, names: readonly string[], found: readonly string[]): string {
  if (found.length > 1) return found.length === 2 ? 'remove one of the two' : `keep one of: ${found.join(', ')}`;
  return `for example ${exampleAt([...path, names[0] ?? '']) ?? names[0]}`;
}

/** A finding on a value that another field decides, where one does; `otherwise` is a further way out. */
export function decidedBy(path: Path, field: string | undefined, otherwise?: string): Finding[] {
  if (field === undefined) return [];
  const sets = field.includes(' and ') ? 'set' : 'sets';
  const hint = field === 'the stack' ? 'remove it' : `set ${field} instead`;
  return faultAt(
    path,
    `cannot be set here: ${field} ${sets} it`,
    otherwise === undefined ? hint : `${hint}, or ${otherwise}`,
  );
}

/** A finding on a field that would change nothing because of another one, with the ways out: what could be done instead. */
export function noEffectAt(path: Path, reason: string, otherwise?: string): Finding[] {
  return faultAt(path, `has no effect: ${reason}`, `remove it${otherwise === undefined ? '' : `, or ${otherwise}`}`);
}

/** As {@link noEffectAt} where something is `wrong`, and none where it is not. */
export function noEffect(wrong: boolean | undefined, path: Path, reason: string, otherwise?: string): Finding[] {
  return wrong ? noEffectAt(path, reason, otherwise) : [];
}

/** A finding that does not stop the command. */
export function warningAt(id: WarningId, path: Path, message: string, hint: string): Finding[] {
  return [{ path, message, hint, warning: id }];
}

/** As {@link warningAt} where something is `doubtful`, and none where it is not. */
export function warning(
  id: WarningId,
  doubtful: boolean | undefined,
  path: Path,
  message: string,
  hint: string,
): Finding[] {
  return doubtful ? warningAt(id, path, message, hint) : [];
}

/** Findings on each item: what is broken in one silences none on another. */
export function each<Item>(items: readonly Item[], check: (item: Item) => readonly Finding[]): Finding[] {
  const findings: Finding[] = [];
  // Nearly all have none, and flatMap takes as long as the check for each of these.
  for (const item of items) findings.push(...unlessBroken(() => check(item)));
  return findings;
}

/** Findings on each entry of a mapping: what is broken in one silences none on another. */
export function eachEntry<Value>(
  mapping: Readonly<Record<string, Value>>,
  check: (name: string, value: Value) => readonly Finding[],
): Finding[] {
  return each(Object.keys(mapping), (name) => check(name, mapping[name] as Value));
}

/** Those of `fields` at `path` that the stack file sets, each as a path. */
export function pathsInFile(environment: Pick<Environment, 'isInFile'>, path: Path, fields: readonly string[]): Path[] {
  return fields.map((field) => [...path, field]).filter((field) => environment.isInFile(field));
}
