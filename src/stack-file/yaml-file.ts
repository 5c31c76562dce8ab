import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from '../problems/errors';
import { MOST_BYTES, tooLarge, tooMuchToParse } from './file-limits';
import { pathOf } from './node-path';
import { type Path, pathInWords } from './path';
import { NO_TAGS, yamlProblem } from './yaml-problem';

/** A parsed stack file: its plain values, and where each of them is. */
export interface YamlFile {
  readonly file: string;
  /** Of what was read. */
  readonly hash: string;
  readonly values: Readonly<Record<string, unknown>>;
  locate(path: Path): Location;
}

export interface Location {
  /** How many parts of the path the file has; 0: none. */
  readonly depth: number;
  /** The line of the last of these; a program has none. */
  readonly line?: number;
  /** The value as it is written in the file, without quotes: `012` where the value is 12. Only where the file has the whole path. */
  readonly written?: string;
}

const OPTIONS = {
  version: '1.2',
  merge: false,
  stringKeys: true,
  // The parser does not report where the key was first.
  uniqueKeys: false,
  // Their line is put into words for each error, which takes as long as the line is.
  prettyErrors: false,
} as const;

/** Reads one file, or returns everything that is wrong with it as YAML. */
export function readYamlFile(file: string): YamlFile | Problem[] {
  const read = readText(file);
  return 'message' in read ? [read] : parseYamlFile(file, read);
}

/** {@link readYamlFile} of what was read before. */
export function parseYamlFile(file: string, { source, hash }: Text): YamlFile | Problem[] {
  const tooMuch = tooMuchToParse(file, source);
  if (tooMuch !== undefined) return [tooMuch];
  const lines = new LineCounter();
  const document = parsed(source, lines);
  const errors = firstByLine([...document.errors, ...document.warnings], lines);
  if (errors.size > 0) {
    const texts = source.split('\n');
    return [...errors].map(([line, error]) => ({ file, line, ...yamlProblem(error, texts[line - 1] ?? '') }));
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return [{ file, message: 'is empty', hint: 'add the fields of the environment, for example region: us-east-1' }];
  }
  if (!isMap(document.contents)) {
    return [{ file, line: 1, message: 'must be a mapping of fields', hint: 'for example region: us-east-1' }];
  }
  const large = tooLarge(file, document, lines);
  if (large.length > 0) return large;
  const refused = refusedKeys(file, document, lines);
  if (refused.length > 0) return refused;
  try {
    // Anchors and aliases are YAML's own means against repetition; a few hundred are more than a stack file can use.
    const values = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
    return { file, hash, values, locate: (path) => locate(document, lines, path) };
  } catch (error) {
    if ((error as Error).name !== 'ReferenceError') throw error;
    return [{ file, message: 'has too many aliases', hint: 'write the values out' }];
  }
}

/** A file may have thousands of errors, of which nobody reads a trace: to take these down takes as long as to parse. */
function parsed(source: string, lineCounter: LineCounter): Document {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(source, { ...OPTIONS, lineCounter });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What follows in the same line is mostly due to the first error. */
function firstByLine(errors: readonly YAMLError[], lines: LineCounter): Map<number, YAMLError> {
  const first = new Map<number, YAMLError>();
  for (const error of errors) {
    const { line } = lines.linePos(error.pos[0]);
    if (!first.has(line)) first.set(line, error);
  }
  return first;
}

interface Text {
  readonly source: string;
  readonly hash: string;
}

function readText(file: string): Text | Problem {
  let bytes: Buffer;
  try {
    const entry = statSync(file);
    // A pipe or a device has no end that a reader could wait for.
    if (!entry.isFile()) {
      return {
        file,
        message: `is ${entry.isDirectory() ? 'a folder' : 'no regular file'}`,
        hint: 'write a text file, or rename this',
      };
    }
    if (entry.size > MOST_BYTES) {
      return {
        file,
        message: `has ${entry.size} bytes: a stack file has at most ${MOST_BYTES}`,
        hint: 'move long texts into files of the image, or into secrets and parameters',
      };
    }
    bytes = readFileSync(file);
  } catch (error) {
    return {
      file,
      message: `cannot be read (${systemMessage(error)})`,
      hint: 'check that it is a file that you may read',
    };
  }
  try {
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { source, hash: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    return { file, message: 'is not a text file in UTF-8', hint: 'save it in UTF-8' };
  }
}

/** The code of a failed system call; anything else is a bug and goes on. */
function systemMessage(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}

/** Of strings, numbers, lists and mappings. Source: https://yaml.org/spec/1.2.2/#103-core-schema */
const PLAIN_TAGS = /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/;

const NO_ANCHOR = {
  message: 'an alias (*NAME) without its anchor (&NAME)',
  hint: 'put text that begins with * in quotes',
};

/** Every other alias stands behind the whole value of its anchor, so this is the one way to a value without end. */
const IN_ITSELF = {
  message: 'an alias (*NAME) within the value of its anchor (&NAME), which would contain itself',
  hint: 'write the value out',
};

/** Keys that would be lost, or mean something else, on the way, and aliases that mean nothing. */
function refusedKeys(file: string, document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  const anchored = new Map<string, Scalar | YAMLMap | YAMLSeq>();
  const entered = (_: unknown, node: Scalar | YAMLMap | YAMLSeq, ancestors: Parameters<typeof pathOf>[0]) => {
    if (node.anchor !== undefined) anchored.set(node.anchor, node);
    // The parser reads these as other than plain values, of which nothing would arrive.
    if (node.tag === undefined || PLAIN_TAGS.test(node.tag)) return;
    const { line } = lines.linePos(node.range?.[0] ?? 0);
    problems.push({ file, line, path: pathInWords(pathOf(ancestors)), ...NO_TAGS });
  };
  visit(document, {
    Value: entered,
    Alias(_, alias, ancestors) {
      // alias.resolve looks through the whole document, and a file may have many.
      const meant = anchored.get(alias.source);
      const fault = meant === undefined ? NO_ANCHOR : ancestors.includes(meant) ? IN_ITSELF : undefined;
      if (fault === undefined) return;
      const { line } = lines.linePos(alias.range?.[0] ?? 0);
      problems.push({ file, line, path: pathInWords(pathOf(ancestors)), ...fault });
    },
    Map(at, map, ancestors) {
      entered(at, map, ancestors);
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const { line } = lines.linePos(key.range?.[0] ?? 0);
        const earlier = first.get(name);
        first.set(name, earlier ?? line);
        const problem = keyProblem(name, earlier === undefined ? undefined : `${file}:${earlier}`);
        if (problem)
          problems.push({ file, line, path: pathInWords([...pathOf([...ancestors, map]), name]), ...problem });
      }
    },
  });
  return problems;
}

function keyProblem(name: string, earlier: string | undefined): Pick<Problem, 'message' | 'hint'> | undefined {
  if (name === '__proto__') return { message: 'this key is not allowed: JavaScript reserves it', hint: 'rename it' };
  if (name === '<<') {
    return {
      message: 'YAML merge keys are not supported',
      hint: 'write the fields out, or put them into a file of their own and set extends: FILE',
    };
  }
  if (earlier === undefined) return undefined;
  return { message: `duplicate key: it is set at ${earlier} already`, hint: 'remove one of the two' };
}

function locate(document: Document, lines: LineCounter, path: Path): Location {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  let depth = 0;
  for (const part of path) {
    const entry = entryOf(isAlias(node) ? node.resolve(document) : node, part);
    if (entry === undefined) break;
    node = entry.value;
    offset = startOf(entry.anchor) ?? offset;
    depth += 1;
  }
  const { line } = lines.linePos(offset);
  return isScalar(node) && node.source !== undefined && depth === path.length
    ? { depth, line, written: node.source }
    : { depth, line };
}

/** What stands below a key or at an index, and where a person looks for it: at the key. */
function entryOf(
  node: unknown,
  part: string | number,
): { readonly value: unknown; readonly anchor: unknown } | undefined {
  if (!isCollection(node) || !node.has(part)) return undefined;
  const value = node.get(part, true);
  const isKey = (key: unknown) => isScalar(key) && String(key.value) === String(part);
  const key = isMap(node) ? node.items.find((pair) => isKey(pair.key))?.key : undefined;
  return { value, anchor: key ?? value };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
