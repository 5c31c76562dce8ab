import type { Path } from '../stack-file/path';
import { type Finding, type Rule, when } from './rule';
import { fieldsAt, schemasAt } from './schema-fields';

/** Lists in which a word may stand twice. */
const WORDS_OF_A_COMMAND: readonly unknown[] = ['command', 'entry_point'];

const SINGLE: readonly string[] = ['string', 'number', 'enum', 'literal'];

/** An entry that is there twice has no effect, or is refused at the apply. */
export const repeatedEntries: Rule = (environment) =>
  fieldsAt([]).flatMap((field) => repeatedIn(environment.fileValue([field]), [field]));

function repeatedIn(value: unknown, path: Path): Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, part]) => repeatedIn(part, [...path, key]));
  const findings = repeated(value, path);
  if (findings.length > 0 && isListOfSingleValues(path)) return findings;
  return value.flatMap((part, index) => repeatedIn(part, [...path, index]));
}

function repeated(entries: readonly unknown[], path: Path): Finding[] {
  const texts = entries.map((entry) => JSON.stringify(entry));
  return texts.flatMap((text, index) =>
    when(
      texts.indexOf(text) !== index,
      [...path, index],
      `duplicates ${path.at(-1)}[${texts.indexOf(text)}]`,
      'remove one of the two',
    ),
  );
}

function isListOfSingleValues(path: Path): boolean {
  if (WORDS_OF_A_COMMAND.includes(path.at(-1))) return false;
  return schemasAt([...path, 0]).some(({ _zod: { def } }) => SINGLE.includes(def.type));
}
