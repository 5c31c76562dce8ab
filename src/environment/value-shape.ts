import { isMap } from '../stack-file/is-map';
import type { Path } from '../stack-file/path';
import { fieldsOf, type PlainSchema, schemasAt, waysOf } from './schema-fields';

/** Whether a field can have a value of this shape: a mapping, a list, a number or a text. Its limits do not count. */
export function hasShapeOf(field: Path, value: unknown): boolean {
  return value === undefined || value === null || schemasAt(field).some((way) => isShapedAs(way, value));
}

function isShapedAs(way: PlainSchema, value: unknown): boolean {
  const { def } = way._zod;
  switch (def.type) {
    case 'array':
      // A list may be written as one text, with commas.
      return [value].flat().every((entry) => waysOf(def.element).some((element) => isShapedAs(element, entry)));
    case 'object':
      return isMap(value) && hasAField(way, value);
    case 'record':
      return isMap(value) && (fieldsOf(way).length === 0 || hasAField(way, value));
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && /^\d/.test(value));
    case 'string':
    case 'boolean':
    case 'enum':
    case 'literal':
      return typeof value !== 'object';
    default:
      return true;
  }
}

function hasAField(way: PlainSchema, value: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(value);
  return names.length === 0 || fieldsOf(way).some((field) => names.includes(field));
}
