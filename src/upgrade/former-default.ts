import { isScalar, type YAMLMap } from 'yaml';
import { formerDefaults } from '../environment/renamed';
import { type Path, pathInWords } from '../stack-file/path';
import type { Rewrite } from './rewrite';
import { quotedAs, rangeOf, type Source } from './source';

/** What a group left to defaults that have changed, set to what they were. */
export function setFormerDefaults(map: YAMLMap, group: Path, source: Source): Rewrite[] {
  const [first] = map.items;
  if (first === undefined || !isScalar(first.key)) return [];
  const [start] = rangeOf(first.key);
  const line = source.lineOf(start);
  const separator = map.flow ? ', ' : `${source.newline}${' '.repeat(source.columnOf(start))}`;
  const asWritten = quotedAs(first.key);
  return formerDefaults(group)
    .filter(([field]) => !map.has(field))
    .map(([field, value]) => ({
      change: { line, from: `the default of ${pathInWords(group)}`, to: `${field}: ${value}` },
      edit: { start, end: start, text: `${asWritten(field)}: ${value}${separator}` },
    }));
}
