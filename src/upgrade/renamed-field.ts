import { isNode, isScalar, type Scalar } from 'yaml';
import { renamed } from '../environment/renamed';
import { type Path, pathInWords } from '../stack-file/path';
import type { Edit } from './edits';
import type { Rewrite } from './rewrite';
import { quotedAs, rangeOf, type Source, type WrittenField } from './source';

/** Spaces of a level. */
const STEP = 2;

/** A field under its new name; `now` is its whole new path, which may be one level deeper. */
export function renameField(field: WrittenField, now: Path, source: Source): Rewrite {
  const { pair, path } = field;
  const [start, end] = rangeOf(pair.key);
  const change = { line: source.lineOf(start), from: pathInWords(path), to: pathInWords(now) };
  const [name = '', inner] = now.slice(path.length - 1).map(String);
  if (isTaken(field, name) || (inner !== undefined && source.isBehindQuestionMark(start))) return { change };
  const asWritten = quotedAs(pair.key);
  const edit =
    inner === undefined
      ? { start, end, text: asWritten(name) }
      : nestField(field, asWritten(name), asWritten(inner), source);
  return { change, edit };
}

/** Whether two values would stand for one field: a person knows which one is meant. */
function isTaken({ map, path }: WrittenField, name: string): boolean {
  const group = path.slice(0, -1);
  const sameNow = map.items
    .filter(({ key }) => isScalar(key))
    .filter(({ key }) => renamed([...group, String((key as Scalar).value)])?.[group.length] === name);
  return map.has(name) || sameNow.length > 1;
}

/** `outer: {inner: VALUE}`, in the layout of the mapping around it. */
function nestField({ pair, map }: WrittenField, outer: string, inner: string, source: Source): Edit {
  const [start, keyEnd] = rangeOf(pair.key);
  const end = isNode(pair.value) ? rangeOf(pair.value)[1] : keyEnd;
  const rest = source.text.slice(keyEnd, end);
  if (map.flow) return { start, end, text: `${outer}: {${inner}${rest}}` };
  const indent = ' '.repeat(source.columnOf(start) + STEP);
  const further = rest.replace(/\n(?=[^\r\n])/g, `\n${' '.repeat(STEP)}`);
  return { start, end, text: `${outer}:${source.newline}${indent}${inner}${further}` };
}
