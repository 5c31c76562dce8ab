import { normalize } from 'node:path/posix';
import { evaluate } from '../doctor/terraform-expression';
import type { Look, ReadFile } from '../doctor/terraform-parser';
import { memberOf, UNKNOWN, type Value } from '../doctor/terraform-value';
import type { Block, TerraformDocument } from '../runbook/terraform-document';

/** What Terraform reads of an environment. */
export interface Stack {
  readonly document: TerraformDocument;
  /** The text of a file beside the document. */
  readonly file: ReadFile;
}

/** The blocks of a stack by address: `aws_ecs_service.x`, `data.aws_vpc.x`, `var.x`, `output.x`, `provider.aws`. */
export type BlocksByAddress = ReadonlyMap<string, Block>;

export interface Evaluation {
  /** Inputs that stay as they are written, `${var.name}`, whatever their default. */
  readonly openInputs?: readonly string[];
}

/**
 * What a stack comes to with the defaults of its inputs: their values and those of locals stand where they are used,
 * JSON documents are opened, and what only an apply knows stays an expression.
 */
export function blocksOf({ document, file }: Stack, { openInputs = [] }: Evaluation = {}): BlocksByAddress {
  const beside: ReadFile = (path) => file(normalize(path));
  const evaluated = (written: unknown) => evaluatedIn(written, (text) => evaluate(text, look, beside));
  const look: Look = (path) => {
    const [kind, name = '', ...rest] = path;
    if (kind === 'var' && !openInputs.includes(String(name))) {
      const { default: value = UNKNOWN } = document.variable?.[String(name)] ?? {};
      return known(rest.reduce<Value>(memberOf, value as Value), path);
    }
    if (kind === 'path') return '.';
    if (kind !== 'local') return reference(path);
    const local = document.locals?.[String(name)] ?? UNKNOWN;
    return known(
      rest.reduce<Value>(memberOf, eachString(local, (text) => evaluate(text, look, beside)) as Value),
      path,
    );
  };
  const { resource = {}, data = {}, variable = {}, output = {}, terraform = {}, provider = {} } = document;
  const own: [string, unknown][] = [
    ...named(resource, ''),
    ...named(data, 'data.'),
    ...Object.entries(variable).map(([name, block]): [string, unknown] => [`var.${name}`, block]),
    ...Object.entries(output).map(([name, block]): [string, unknown] => [`output.${name}`, block]),
    ['terraform', terraform],
    ...Object.entries(provider).map(([name, block]): [string, unknown] => [`provider.${name}`, { settings: block }]),
    ...Object.entries(document)
      .filter(([name]) => !READ.includes(name))
      .map(([name, value]): [string, unknown] => [name, { value }]),
  ];
  return new Map(
    own
      .map(([address, block]): [string, Block] => [address, withoutComment(evaluated(block) as Block)])
      .filter(([, block]) => block['count'] !== 0),
  );
}

/** What {@link blocksOf} reads one by one, what stands where it is used, and what no apply looks at. */
const READ = ['//', 'resource', 'data', 'variable', 'output', 'locals', 'terraform', 'provider', 'moved'];

function named(types: Readonly<Record<string, Readonly<Record<string, Block>>>>, prefix: string): [string, Block][] {
  return Object.entries(types).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]): [string, Block] => [`${prefix}${type}.${name}`, block]),
  );
}

function withoutComment({ '//': _, ...block }: Block): Block {
  return block;
}

/** A value that is looked up; where nobody knows it before an apply, its own expression. */
function known(value: Value, path: readonly (string | number)[]): Value {
  return value === UNKNOWN ? reference(path) : value;
}

/** A reference that stays, marked so that no comparison of its text is taken for one of its value. */
function reference(path: readonly (string | number)[]): string {
  const [first, ...rest] = path;
  const parts = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return `${UNKNOWN}${first}${parts.join('')}${UNKNOWN}`;
}

const REFERENCES = new RegExp(`${UNKNOWN}([^${UNKNOWN}]+)${UNKNOWN}`, 'g');

function evaluatedIn(written: unknown, read: (text: string) => Value): unknown {
  return eachString(written, (text) => {
    const value = eachString(read(text), (part) => part.replace(REFERENCES, '$${$1}'));
    // What the evaluation does not know stays as it is written.
    return opened(JSON.stringify(value).includes(UNKNOWN) ? text : value);
  });
}

function eachString(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachString(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, eachString(member, change)]));
}

/** The JSON document that a string holds, and what is in that. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return eachString(JSON.parse(value), opened);
  } catch {
    return value;
  }
}
