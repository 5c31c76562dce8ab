import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import * as z from 'zod';

const properties = z.record(z.string(), z.unknown());

const template = z.object({
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string().regex(/::/),
      Properties: properties.default({}),
      Condition: z.string().optional(),
    }),
  ),
});

/** What CloudFormation writes itself before it creates a stack: loops, macros, and what they include. */
const EXPANDED = /^Fn::(ForEach|Transform)\b/;

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/template-anatomy.html */
export type Template = z.output<typeof template>;

/** The template in a document, or in what `aws cloudformation get-template` prints; undefined: it is none. */
export function templateIn(document: unknown): Template | undefined {
  const parsed = template.safeParse(bodyOf(document));
  return parsed.success ? parsed.data : undefined;
}

/** Functions in a template that only CloudFormation can carry out. */
export function expandedIn(document: unknown): readonly string[] {
  const body = bodyOf(document);
  return isPlainMap(body) && isPlainMap(body['Resources']) ? [...new Set(expanded(body))] : [];
}

function expanded(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(expanded);
  if (!isPlainMap(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(EXPANDED.exec(name) ?? []).slice(0, 1),
    ...expanded(member),
  ]);
}

function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bodyOf(document: unknown): unknown {
  const { TemplateBody: body } = (document ?? {}) as { TemplateBody?: unknown };
  return typeof body === 'string' ? documentIn(body) : (body ?? document);
}

/** JSON or YAML, with the short form of CloudFormation's functions; undefined: it is neither. */
export function documentIn(text: string): unknown {
  // Every JSON text is YAML, but read much faster.
  try {
    return JSON.parse(text);
  } catch {
    return inYaml(text);
  }
}

/** More than a template of the largest size has, which CloudFormation takes: aliases can multiply what is in it. */
const MOST_NODES = 1_000_000;

function inYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    return document.errors.length > 0
      ? undefined
      : plainValue(document.contents, { document, open: new Set(), nodes: 0 });
  } catch (error) {
    // Also of the parser itself, where the text is nested without end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Reading {
  readonly document: Document;
  /** The nodes around this one. */
  readonly open: Set<unknown>;
  nodes: number;
}

function plainValue(node: unknown, reading: Reading): unknown {
  reading.nodes += 1;
  if (reading.nodes > MOST_NODES || reading.open.has(node)) throw new RangeError('A value without end');
  if (isAlias(node)) return plainValue(node.resolve(reading.document), reading);
  reading.open.add(node);
  const value = contentOf(node, reading);
  reading.open.delete(node);
  return value;
}

function contentOf(node: unknown, reading: Reading): unknown {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => [String(key), plainValue(value, reading)]);
    return called(node.tag, Object.fromEntries(entries));
  }
  if (isSeq(node)) {
    return called(
      node.tag,
      node.items.map((item) => plainValue(item, reading)),
    );
  }
  return isScalar(node) ? called(node.tag, node.value) : undefined;
}

/** `!Sub text` is `{"Fn::Sub": "text"}`. */
function called(tag: string | undefined, value: unknown): unknown {
  const [, name] = /^!(\w+)$/.exec(tag ?? '') ?? [];
  if (name === undefined) return value;
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const [resource = '', ...attribute] = value.split('.');
  return { 'Fn::GetAtt': [resource, attribute.join('.')] };
}
