import { isAlias, isScalar, isSeq, type Node, stringify, visit } from 'yaml';
import { listNow } from '../environment/renamed';
import { pathInWords } from '../stack-file/path';
import type { Rewrite } from './rewrite';
import { isQuoted, rangeOf, type Source, type WrittenField } from './source';

/** A list as the mapping that it is now; undefined where the field is none of these. */
export function listAsMapping({ pair, path }: WrittenField, source: Source): Rewrite | undefined {
  const { document } = source;
  const list = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
  if (!isSeq(list)) return undefined;
  const value = listNow(path, list.toJS(document));
  if (value === undefined) return undefined;
  const [start, end] = rangeOf(pair.value);
  const field = pathInWords(path);
  const change = { line: source.lineOf(start), from: `${field} as a list`, to: `${field} as a mapping` };
  const isSharedWithOthers = isAlias(pair.value) || list.anchor !== undefined;
  if (hasComment(list) || isSharedWithOthers) return { change };
  const text = isQuoted(pair.key) ? JSON.stringify(value) : inFlowStyle(value);
  // A list in block style begins in the line below its key.
  const from = isScalar(pair.key) ? rangeOf(pair.key)[1] : start;
  const ending = /\n$/.test(source.text.slice(start, end)) ? source.newline : '';
  return { change, edit: { start: from, end, text: `: ${text}${ending}` } };
}

function inFlowStyle(value: object): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}

function hasComment(list: Node): boolean {
  let found = false;
  visit(list, {
    Node(_, { comment, commentBefore }) {
      found ||= Boolean(comment ?? commentBefore);
    },
  });
  return found;
}
