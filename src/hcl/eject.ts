import {
  attribute,
  blockLines,
  commented,
  type Json,
  label,
  literalAttribute,
  META,
  type NestedBlocks,
  separated,
} from './block';
import { withDocumentsInPlace } from './json-document';
import { type BlockSchema, PROVIDER_SCHEMA } from './provider-schema';
import { subjectOf } from './subjects';
import { attributeLines, indented, valueLines } from './value';

type ByName = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, unknown>>;

const KNOWN: Readonly<Record<'resource' | 'data' | 'provider', Readonly<Record<string, NestedBlocks>>>> = {
  data: nestedBlocksOfEach(PROVIDER_SCHEMA.data),
  provider: { ...nestedBlocksOfEach(PROVIDER_SCHEMA.provider), prefect: {} },
  resource: { ...nestedBlocksOfEach(PROVIDER_SCHEMA.resource), prefect_work_pool: {}, prefect_work_queue: {} },
};

function nestedBlocksOfEach(types: Readonly<Record<string, BlockSchema>>): Record<string, NestedBlocks> {
  return Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, nestedBlocksOf(schema)]));
}

function nestedBlocksOf(schema: BlockSchema): NestedBlocks {
  const blocks = Object.entries(schema).filter(
    (member): member is [string, BlockSchema] => typeof member[1] !== 'string',
  );
  return nestedBlocksOfEach(Object.fromEntries(blocks));
}

/**
 * What of a stack file's own Terraform cannot be written as HCL: its JSON does not say what is a block and what an
 * attribute, and only the provider knows. Terraform reads this file beside the others.
 */
const JSON_FILE = 'other.tf.json';

/** A document in Terraform's JSON syntax as HCL: texts by file name, one file a subject. */
export function hclFiles(document: Document): Map<string, string> {
  const parts = new Map<string, string[][]>();
  const add = (file: string, lines: readonly string[]) => parts.set(file, [...(parts.get(file) ?? []), [...lines]]);
  const others: Record<string, unknown> = {};
  for (const [kind, value] of Object.entries(withDocumentsInPlace(document))) {
    if (kind === '//') continue;
    const rest = written(kind, value, add);
    if (rest !== undefined) others[kind] = rest;
  }
  return new Map([
    ...[...parts].sort().map(([file, blocks]): [string, string] => [file, `${separated(blocks).join('\n')}\n`]),
    ...(Object.keys(others).length === 0
      ? []
      : [[JSON_FILE, `${JSON.stringify(others, undefined, 2)}\n`] as [string, string]]),
  ]);
}

type Add = (file: string, lines: readonly string[]) => void;

/** Adds the blocks of one kind; returns those that have to stay JSON. */
function written(kind: string, value: unknown, add: Add): unknown {
  switch (kind) {
    case 'terraform':
      add('versions.tf', settingsLines(value as Json));
      return undefined;
    case 'provider':
      return remaining(value as ByName, (type, blocks) => {
        const known = KNOWN.provider[type];
        if (known === undefined) return false;
        for (const block of [blocks].flat() as Json[])
          add('providers.tf', blockLines(`provider ${label(type)}`, block, known));
        return true;
      });
    case 'resource':
    case 'data':
      return remaining(value as ByName, (type, named) => {
        return remaining(named as ByName, (name, value) => {
          const block = value as Json;
          const known = KNOWN[kind][type] ?? (hasPlainValues(type, block) ? {} : undefined);
          if (known === undefined || hasLabelledBlocks(block)) return false;
          const lines = blockLines(`${kind} ${label(type)} ${label(name)}`, block, { ...known, ...META });
          add(kind === 'data' ? 'data.tf' : subjectOf(type), commented(block, lines));
          return true;
        });
      });
    case 'variable':
      for (const [name, block] of Object.entries(value as ByName))
        add('variables.tf', variableLines(name, block as Json));
      return undefined;
    case 'output':
      for (const [name, block] of Object.entries(value as ByName)) add('outputs.tf', outputLines(name, block as Json));
      return undefined;
    case 'locals':
      add('locals.tf', ['locals {', ...indented(localLines(value as ByName)), '}']);
      return undefined;
    case 'moved':
    case 'import':
    case 'removed':
      for (const block of [value].flat() as Json[]) add(`${kind}.tf`, blockLines(kind, block, { lifecycle: {} }));
      return undefined;
    default:
      return value;
  }
}

/** The members that `write` cannot write, or writes only in part. */
function remaining(members: ByName, write: (name: string, value: unknown) => unknown): ByName | undefined {
  const rest = Object.entries(members).flatMap(([name, value]) => {
    const left = write(name, value);
    return left === true || left === undefined ? [] : [[name, left === false ? value : left]];
  });
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** Whether a block of a type that we do not know has nothing that could be a nested block. */
function hasPlainValues(type: string, block: Json): boolean {
  const isPlain = (value: unknown) => [value].flat(Infinity).every((one) => typeof one !== 'object' || one === null);
  const isAttribute = (name: string) => name === 'lifecycle' || (name === 'tags' && type.startsWith('aws_'));
  return Object.entries(block).every(([name, value]) => isAttribute(name) || isPlain(value));
}

/** A provisioner has labels, and blocks in it that no schema tells. */
function hasLabelledBlocks(block: Json): boolean {
  return 'provisioner' in block || 'connection' in block;
}

function settingsLines({ backend, cloud, required_providers: providers, required_version: version }: Json): string[] {
  const parts = [
    version === undefined ? [] : attributeLines([literalAttribute('required_version', version)]),
    providers === undefined ? [] : literalBlock('required_providers', providers as Json),
    ...Object.entries((backend ?? {}) as ByName).map(([type, settings]) =>
      literalBlock(`backend ${label(type)}`, settings as Json),
    ),
    cloud === undefined ? [] : literalBlock('cloud', cloud as Json),
  ];
  return ['terraform {', ...indented(separated(parts)), '}'];
}

/** A block of which Terraform evaluates nothing. */
function literalBlock(head: string, { workspaces, ...settings }: Json): string[] {
  const attributes = Object.entries(settings).map(([name, value]) => literalAttribute(name, value));
  const inner = separated([
    attributeLines(attributes),
    ...(workspaces === undefined ? [] : [literalBlock('workspaces', workspaces as Json)]),
  ]);
  return inner.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(inner), '}'];
}

function variableLines(name: string, block: Json): string[] {
  const { description, type, default: fallback, validation, '//': _, ...flags } = block;
  const checks = validation === undefined ? [] : ([validation].flat() as Json[]);
  const parts = [
    attributeLines([
      ...(description === undefined ? [] : [literalAttribute('description', description)]),
      ...(type === undefined ? [] : [{ name: 'type', lines: [String(type)] }]),
      ...('default' in block ? [literalAttribute('default', fallback)] : []),
      ...Object.entries(flags).map(attribute),
    ]),
    ...checks.map((check) => blockLines('validation', check, {})),
  ];
  const lines = [`variable ${label(name)} {`, ...indented(separated(parts)), '}'];
  // The origin of a default is a line of the stack file, which HCL no longer has.
  return 'default' in block ? lines : commented(block, lines);
}

function outputLines(name: string, block: Json): string[] {
  const { description, value, precondition, depends_on: after, '//': _, ...flags } = block;
  const parts = [
    attributeLines([
      ...(description === undefined ? [] : [literalAttribute('description', description)]),
      attribute(['value', value]),
      ...Object.entries(flags).map(attribute),
    ]),
    ...(precondition === undefined ? [] : ([precondition].flat() as Json[])).map((one) =>
      blockLines('precondition', one, {}),
    ),
    after === undefined ? [] : attributeLines([attribute(['depends_on', after])]),
  ];
  return [`output ${label(name)} {`, ...indented(separated(parts)), '}'];
}

function localLines(locals: ByName): string[] {
  const named = Object.entries(locals).map(([name, value]) => ({ name, lines: valueLines(value, name.length + 5) }));
  return attributeLines(named);
}
