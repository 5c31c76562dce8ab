import { documentData } from '../terraform/long-documents';
import { EncodedData, valueLines } from './value';

/** Attributes of which the AWS provider compares what the JSON means, not how it is written. */
const COMPARED_BY_MEANING = new Set([
  ...['assume_role_policy', 'policy', 'container_definitions', 'event_pattern', 'redrive_policy', 'dashboard_body'],
]);

/** What jsonencode writes in another way than JSON.stringify. */
const ESCAPED_BY_JSONENCODE = /[<>&\u2028\u2029]/;

/** A text that is a JSON document, as the call of jsonencode that writes the same; undefined for any other text. */
export function documentLines(attribute: string, template: string): string[] | undefined {
  if (!/^\s*[[{]/.test(template)) return undefined;
  const data = documentData(template);
  if (data === undefined) return undefined;
  const isSame = !ESCAPED_BY_JSONENCODE.test(template) && hasOrderOfJsonencode(data, template);
  if (!isSame && !COMPARED_BY_MEANING.has(attribute)) return undefined;
  return valueLines(new EncodedData(data), 0);
}

/** Whether keys are sorted and nothing stands between the parts: jsonencode has it so. */
function hasOrderOfJsonencode(data: unknown, template: string): boolean {
  return !template.includes('${') && JSON.stringify(sorted(data)) === template;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

/**
 * The document with each JSON document that is only a local value to be read where it is used: cdk.tf.json has those
 * that would be too long for a line.
 */
export function withDocumentsInPlace(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const locals = { ...(document['locals'] as Readonly<Record<string, unknown>> | undefined) };
  const { locals: _, ...others } = document;
  const uses = new Map<string, number>();
  for (const [, name = ''] of JSON.stringify(document).matchAll(/\blocal\.(\w+)/g)) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const inPlace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inPlace);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inPlace(member)]));
    }
    const name = typeof value === 'string' ? /^\$\{jsonencode\(local\.(\w+)\)\}$/.exec(value)?.[1] : undefined;
    const data = name === undefined ? undefined : locals[name];
    if (name === undefined || typeof data !== 'object' || uses.get(name) !== 1) return value;
    delete locals[name];
    return new EncodedData(data);
  };
  const changed = inPlace(others) as Readonly<Record<string, unknown>>;
  return Object.keys(locals).length === 0 ? changed : { ...changed, locals };
}
