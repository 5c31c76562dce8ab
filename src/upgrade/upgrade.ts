import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
} from 'yaml';
import { formerDefaults, listNow, renamed, SCHEMA_VERSION } from '../environment/renamed';
import { fieldsAt } from '../environment/schema-fields';
import { pathOf } from '../stack-file/node-path';
import { type Path, pathInWords } from '../stack-file/path';
import { type Edit, edited } from './edits';

/** A field that was rewritten, or that a person must rewrite. */
export interface Change {
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

export interface Upgraded {
  readonly text: string;
  readonly changes: readonly Change[];
  readonly byHand: readonly Change[];
}

export interface From {
  /** The version of the schema that the file was written for; undefined: that in the file, or unknown. */
  readonly version?: number;
}

/**
 * A stack file with today's fields. Only these are rewritten; comments, order and layout stay to the byte. What a file
 * of version 1 left to a default that has changed is set, so that it means what it meant.
 */
export function upgraded(source: string, { version }: From = {}): Upgraded {
  const document = parseDocument(source, { version: '1.2', merge: false, stringKeys: true, uniqueKeys: false });
  const written = document.get('schema_version');
  const known = typeof written === 'number' ? written : version;
  const edits: Edit[] = [];
  const changes: Change[] = [];
  const byHand: Change[] = [];
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  visit(document, {
    Map(_, map, ancestors) {
      const group = pathOf([...ancestors, map, undefined]).filter((part) => part !== undefined);
      if (known === 1) setFormerDefaults(map, group);
      for (const pair of map.items) rewrite(pair, map, group);
    },
  });
  if (known !== undefined && known < SCHEMA_VERSION) setVersion();
  return { text: edited(source, edits), changes, byHand };

  function rewrite(pair: Pair, map: YAMLMap, group: Path): void {
    if (!isScalar(pair.key)) return;
    const path = [...group, String(pair.key.value)];
    const now = renamed(path);
    const isField = fieldsAt(group).includes(String(pair.key.value));
    // Under terraform and attributes, names are other people's.
    if (now !== undefined && !isField && fieldsAt(group).length > 0) rename(pair, map, path, now);
    else if (isSeq(pair.value)) asMapping(pair, path, pair.value);
  }

  function rename(pair: Pair, map: YAMLMap, path: Path, now: Path): void {
    const [start, end] = rangeOf(pair.key);
    const [, ...inner] = now.slice(path.length - 1);
    const name = String(now[path.length - 1]);
    const change = { line: lineOf(start), from: pathInWords(path), to: pathInWords(now) };
    // Two values for one field: a person knows which one is meant.
    if (map.has(name)) {
      byHand.push(change);
      return;
    }
    changes.push(change);
    edits.push(inner.length === 0 ? { start, end, text: name } : nested(pair, map, name, String(inner[0])));
  }

  /** `outer: {inner: VALUE}`, in the layout of the mapping around it. */
  function nested(pair: Pair, map: YAMLMap, outer: string, inner: string): Edit {
    const [start, keyEnd] = rangeOf(pair.key);
    const end = isNode(pair.value) ? rangeOf(pair.value)[1] : keyEnd;
    const rest = source.slice(keyEnd, end);
    if (map.flow) return { start, end, text: `${outer}: {${inner}${rest}}` };
    const indent = ' '.repeat(start - source.lastIndexOf('\n', start - 1) - 1 + STEP);
    return { start, end, text: `${outer}:\n${indent}${inner}${rest.replace(/\n(?=[^\n])/g, `\n${' '.repeat(STEP)}`)}` };
  }

  function asMapping(pair: Pair, path: Path, list: Node): void {
    const value = listNow(path, list.toJSON());
    if (value === undefined) return;
    const [start, end] = rangeOf(list);
    const change = {
      line: lineOf(start),
      from: `${pathInWords(path)} as a list`,
      to: `${pathInWords(path)} as a mapping`,
    };
    if (source.slice(start, end).includes('#')) {
      byHand.push(change);
      return;
    }
    changes.push(change);
    const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd();
    // A list in block style begins in the line below its key.
    const from = isScalar(pair.key) ? rangeOf(pair.key)[1] : start;
    const ending = /\n$/.test(source.slice(start, end)) ? '\n' : '';
    edits.push({ start: from, end, text: `: ${text}${ending}` });
  }

  function setFormerDefaults(map: YAMLMap, group: Path): void {
    const [first] = map.items;
    if (first === undefined || !isScalar(first.key)) return;
    const [start] = rangeOf(first.key);
    for (const [field, value] of formerDefaults(group)) {
      if (map.has(field)) continue;
      const indent = ' '.repeat(start - source.lastIndexOf('\n', start - 1) - 1);
      edits.push({ start, end: start, text: map.flow ? `${field}: ${value}, ` : `${field}: ${value}\n${indent}` });
      changes.push({ line: lineOf(start), from: `the default of ${pathInWords(group)}`, to: `${field}: ${value}` });
    }
  }

  function setVersion(): void {
    const text = `schema_version: ${SCHEMA_VERSION}`;
    const pair = isMap(document.contents)
      ? document.contents.items.find(({ key }) => isScalar(key) && key.value === 'schema_version')
      : undefined;
    if (pair === undefined) {
      edits.push({ start: source.length, end: source.length, text: `${source.endsWith('\n') ? '' : '\n'}\n${text}\n` });
      changes.push({ line: source.split('\n').length, from: 'no schema_version', to: text });
      return;
    }
    const [start, end] = rangeOf(pair.value);
    edits.push({ start, end, text: String(SCHEMA_VERSION) });
    changes.push({ line: lineOf(start), from: `schema_version: ${written}`, to: text });
  }
}

/** Spaces of a level. */
const STEP = 2;

/** Where the value itself begins and ends. */
function rangeOf(node: unknown): readonly [start: number, end: number] {
  if (!isNode(node) || !node.range) throw new Error('a parsed node has no range');
  const [start, end] = node.range;
  return [start, end];
}
