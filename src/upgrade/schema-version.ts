import { isMap, isScalar } from 'yaml';
import { SCHEMA_VERSION } from '../environment/renamed';
import type { Edit } from './edits';
import type { Rewrite } from './rewrite';
import { quotedAs, rangeOf, type Source } from './source';

const FIELD = 'schema_version';
const NOW = `${FIELD}: ${SCHEMA_VERSION}`;

/** The version of the schema that a stack file sets; undefined where it sets none. */
export function writtenVersion({ document }: Source): number | undefined {
  const written = document.get(FIELD);
  return typeof written === 'number' ? written : undefined;
}

/** The version of today in place of the one that the file sets, or added to it. */
export function setSchemaVersion(source: Source): Rewrite {
  const { contents } = source.document;
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === FIELD) : undefined;
  if (pair === undefined) {
    const line = source.text.split('\n').length;
    return { change: { line, from: `no ${FIELD}`, to: NOW }, edit: addVersion(source) };
  }
  const [start, end] = rangeOf(pair.value);
  return {
    change: { line: source.lineOf(start), from: `${FIELD}: ${source.document.get(FIELD)}`, to: NOW },
    edit: { start, end, text: String(SCHEMA_VERSION) },
  };
}

/** At the end, but within the braces around all of it, and before a mark of the end. */
function addVersion({ document, text, newline }: Source): Edit {
  const { contents } = document;
  if (isMap(contents) && contents.flow) {
    const [first] = contents.items;
    const start = first === undefined ? rangeOf(contents)[0] + 1 : rangeOf(first.key)[0];
    const name = quotedAs(first?.key)(FIELD);
    return { start, end: start, text: `${name}: ${SCHEMA_VERSION}${first === undefined ? '' : ', '}` };
  }
  const [, mark = ''] = /(^|\n)\.\.\.\s*$/.exec(text) ?? [];
  const start = document.directives?.docEnd ? text.lastIndexOf(`${mark}...`) + mark.length : text.length;
  const isWhole = start === 0 || text[start - 1] === '\n';
  return { start, end: start, text: `${isWhole ? '' : newline}${newline}${NOW}${newline}` };
}
