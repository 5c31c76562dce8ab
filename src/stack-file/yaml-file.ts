import { readFileSync } from 'node:fs';
import { type Document, isAlias, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Problem } from '../errors';
import type { Path } from './path';

/** A parsed stack file: its plain values, and where each of them stands. */
export interface YamlFile {
  readonly file: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** How much of `path` the file has, and the line where that stands; 0 parts where it has nothing of it. */
  locate(path: Path): { readonly depth: number; readonly line: number };
}

/** Reads one file, or says everything that is wrong with it as YAML. */
export function readYamlFile(file: string): YamlFile | Problem[] {
  const source = readText(file);
  if (typeof source !== 'string') return [source];
  const lines = new LineCounter();
  // Anchors and aliases are YAML's own means against repetition; a few hundred are more than a stack file can use.
  const document = parseDocument(source, { lineCounter: lines, version: '1.2', merge: false, stringKeys: true });
  const problems = [...document.errors, ...document.warnings].map(
    (error): Problem => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      message: `is not YAML as a stack file needs it: ${error.message.split('\n')[0]}`,
    }),
  );
  if (problems.length > 0) return problems;
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return [{ file, message: 'is empty', hint: 'write the fields of the environment; region is one of them' }];
  }
  if (!isMap(document.contents)) {
    return [{ file, line: 1, message: 'must be a map of fields (name: value), not a list or a single value' }];
  }
  const forbidden = forbiddenKeys(file, document, lines);
  if (forbidden.length > 0) return forbidden;
  try {
    const values = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
    return { file, values, locate: (path) => locate(document, lines, path) };
  } catch (error) {
    if ((error as Error).name !== 'ReferenceError') throw error;
    return [{ file, message: `repeats itself too often by way of aliases: ${(error as Error).message}` }];
  }
}

function readText(file: string): string | Problem {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { file, message: `cannot be read: ${systemMessage(error)}` };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { file, message: 'is not text in UTF-8' };
  }
}

/** The code of a failed system call; anything else is a bug and goes on. */
function systemMessage(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}

/** A key that JavaScript gives a meaning of its own would be lost, or worse, on the way. */
function forbiddenKeys(file: string, document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__') {
        problems.push({
          file,
          line: lines.linePos(key.range?.[0] ?? 0).line,
          message: 'must not use the key __proto__',
        });
      }
    },
  });
  return problems;
}

function locate(document: Document, lines: LineCounter, path: Path) {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  let depth = 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node) || !node.has(part)) break;
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined;
    node = node.get(part, true);
    const anchor = pair?.key ?? node;
    offset = isNode(anchor) ? (anchor.range?.[0] ?? offset) : offset;
    depth += 1;
  }
  return { depth, line: lines.linePos(offset).line };
}
