import { Document } from 'yaml';
import { isMap } from './is-map';

/** A value as one line of YAML: `{cpu: 256, words: [a, b]}`. */
export function inYaml(value: unknown): string {
  const document = new Document(value);
  const text = document.toString({ collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();
  // A field on its own is a line of a file, without brackets.
  const isField = isMap(value) && Object.keys(value).length === 1;
  return isField ? text.slice(1, -1) : text;
}
