import {
  isAlias,
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
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
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
    else asMapping(pair, path);
  }

  function rename(pair: Pair, map: YAMLMap, path: Path, now: Path): void {
    const [start, end] = rangeOf(pair.key);
    const [, ...inner] = now.slice(path.length - 1);
    const name = String(now[path.length - 1]);
    const change = { line: lineOf(start), from: pathInWords(path), to: pathInWords(now) };
    const sameNow = map.items.filter(
      ({ key }) => isScalar(key) && renamed([...path.slice(0, -1), String(key.value)])?.[path.length - 1] === name,
    );
    // Two values for one field: a person knows which one is meant. Behind a question mark, a key may be anything.
    if (map.has(name) || sameNow.length > 1 || (inner.length > 0 && isAsked(start))) {
      byHand.push(change);
      return;
    }
    changes.push(change);
    const asWritten = quotedAs(pair.key);
    edits.push(
      inner.length === 0
        ? { start, end, text: asWritten(name) }
        : nested(pair, map, asWritten(name), asWritten(String(inner[0]))),
    );
  }

  function isAsked(start: number): boolean {
    return source.slice(0, start).trimEnd().endsWith('?');
  }

  /** `outer: {inner: VALUE}`, in the layout of the mapping around it. */
  function nested(pair: Pair, map: YAMLMap, outer: string, inner: string): Edit {
    const [start, keyEnd] = rangeOf(pair.key);
    const end = isNode(pair.value) ? rangeOf(pair.value)[1] : keyEnd;
    const rest = source.slice(keyEnd, end);
    if (map.flow) return { start, end, text: `${outer}: {${inner}${rest}}` };
    const indent = ' '.repeat(start - source.lastIndexOf('\n', start - 1) - 1 + STEP);
    const further = rest.replace(/\n(?=[^\r\n])/g, `\n${' '.repeat(STEP)}`);
    return { start, end, text: `${outer}:${newline}${indent}${inner}${further}` };
  }

  function asMapping(pair: Pair, path: Path): void {
    const list = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
    if (!isSeq(list)) return;
    const value = listNow(path, list.toJS(document));
    if (value === undefined) return;
    const [start, end] = rangeOf(pair.value);
    const change = {
      line: lineOf(start),
      from: `${pathInWords(path)} as a list`,
      to: `${pathInWords(path)} as a mapping`,
    };
    // Another place may use it, or it stands in another place.
    if (hasComment(list) || isAlias(pair.value) || list.anchor !== undefined) {
      byHand.push(change);
      return;
    }
    changes.push(change);
    const flow = { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false } as const;
    const text = isQuoted(pair.key) ? JSON.stringify(value) : stringify(value, flow).trimEnd();
    // A list in block style begins in the line below its key.
    const from = isScalar(pair.key) ? rangeOf(pair.key)[1] : start;
    const ending = /\n$/.test(source.slice(start, end)) ? newline : '';
    edits.push({ start: from, end, text: `: ${text}${ending}` });
  }

  function setFormerDefaults(map: YAMLMap, group: Path): void {
    const [first] = map.items;
    if (first === undefined || !isScalar(first.key)) return;
    const [start] = rangeOf(first.key);
    for (const [field, value] of formerDefaults(group)) {
      if (map.has(field)) continue;
      const indent = ' '.repeat(start - source.lastIndexOf('\n', start - 1) - 1);
      const text = `${quotedAs(first.key)(field)}: ${value}`;
      edits.push({ start, end: start, text: map.flow ? `${text}, ` : `${text}${newline}${indent}` });
      changes.push({ line: lineOf(start), from: `the default of ${pathInWords(group)}`, to: `${field}: ${value}` });
    }
  }

  /** At the end, but within the braces around all of it, and before a mark of the end. */
  function addedVersion(text: string): Edit {
    const { contents } = document;
    if (isMap(contents) && contents.flow) {
      const [first] = contents.items;
      const start = first === undefined ? rangeOf(contents)[0] + 1 : rangeOf(first.key)[0];
      const name = quotedAs(first?.key)('schema_version');
      return { start, end: start, text: `${name}: ${SCHEMA_VERSION}${first === undefined ? '' : ', '}` };
    }
    const [, mark = ''] = /(^|\n)\.\.\.\s*$/.exec(source) ?? [];
    const start = document.directives?.docEnd ? source.lastIndexOf(`${mark}...`) + mark.length : source.length;
    const isWhole = start === 0 || source[start - 1] === '\n';
    return { start, end: start, text: `${isWhole ? '' : newline}${newline}${text}${newline}` };
  }

  function setVersion(): void {
    const text = `schema_version: ${SCHEMA_VERSION}`;
    const pair = isMap(document.contents)
      ? document.contents.items.find(({ key }) => isScalar(key) && key.value === 'schema_version')
      : undefined;
    if (pair === undefined) {
      edits.push(addedVersion(text));
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

/** Writes a name in the quotes of another one, for a file that is JSON too. */
function quotedAs(key: unknown): (name: string) => string {
  return (name) => (isQuoted(key) ? `"${name}"` : name);
}

function isQuoted(key: unknown): boolean {
  return isScalar(key) && key.type === 'QUOTE_DOUBLE';
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

/** Where the value itself begins and ends. */
function rangeOf(node: unknown): readonly [start: number, end: number] {
  if (!isNode(node) || !node.range) throw new Error('a parsed node has no range');
  const [start, end] = node.range;
  return [start, end];
}
