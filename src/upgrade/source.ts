import { type Document, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Path } from '../stack-file/path';

/** A stack file as it is written, and the nodes in it. */
export class Source {
  readonly document: Document;
  /** How its lines end. */
  readonly newline: string;

  constructor(readonly text: string) {
    this.document = parseDocument(text, { version: '1.2', merge: false, stringKeys: true, uniqueKeys: false });
    this.newline = text.includes('\r\n') ? '\r\n' : '\n';
  }

  lineOf(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }

  /** Characters before `offset` in its line. */
  columnOf(offset: number): number {
    return offset - this.text.lastIndexOf('\n', offset - 1) - 1;
  }

  /** Whether what begins at `start` is a key behind a question mark, which may be anything. */
  isBehindQuestionMark(start: number): boolean {
    return this.text.slice(0, start).trimEnd().endsWith('?');
  }
}

/** A field of a stack file, in the mapping around it. */
export interface WrittenField {
  readonly pair: Pair;
  readonly map: YAMLMap;
  readonly path: Path;
}

/** Where the value itself begins and ends. */
export function rangeOf(node: unknown): readonly [start: number, end: number] {
  if (!isNode(node) || !node.range) throw new Error('a parsed node has no range');
  const [start, end] = node.range;
  return [start, end];
}

/** Writes a name in the quotes of another one, for a file that is JSON too. */
export function quotedAs(key: unknown): (name: string) => string {
  return (name) => (isQuoted(key) ? `"${name}"` : name);
}

export function isQuoted(key: unknown): boolean {
  return isScalar(key) && key.type === 'QUOTE_DOUBLE';
}
