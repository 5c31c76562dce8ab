import { isAlias, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import * as z from 'zod';
import { isMap as isPlainMap } from '../stack-file/is-map';

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
    return document.errors.length > 0 ? undefined : plainValue(document.contents, { anchored: new Map(), nodes: 0 });
  } catch (error) {
    // Also of the parser itself, where the text is nested without end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The value of an anchor, and of how many nodes it consists. */
interface Anchored {
  value: unknown;
  nodes: number;
}

interface Reading {
  /** By name; a later anchor replaces an earlier one of its name. */
  readonly anchored: Map<string, Anchored>;
  nodes: number;
}

/** Each node is read once: an alias has the value of its anchor, and counts as much as that. */
function plainValue(node: unknown, reading: Reading): unknown {
  if (isAlias(node)) return valueOfAnchor(node.source, reading);
  const before = reading.nodes;
  count(1, reading);
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
  if (anchor === undefined) return contentOf(node, reading);
  // An alias within the value of its own anchor has no end.
  const own: Anchored = { value: undefined, nodes: Number.POSITIVE_INFINITY };
  reading.anchored.set(anchor, own);
  own.value = contentOf(node, reading);
  own.nodes = reading.nodes - before;
  return own.value;
}

function valueOfAnchor(anchor: string, reading: Reading): unknown {
  const { value, nodes } = reading.anchored.get(anchor) ?? { value: undefined, nodes: 1 };
  count(nodes, reading);
  return value;
}

function count(nodes: number, reading: Reading): void {
  reading.nodes += nodes;
  if (reading.nodes > MOST_NODES) throw new RangeError('A value without end');
}

function contentOf(node: unknown, reading: Reading): unknown {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      // A key may have an anchor.
      if (isScalar(key)) plainValue(key, reading);
      return [String(key), plainValue(value, reading)];
    });
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
