import type { Environment } from '../../environment/environment';
import { type Finding, faultAt, type Rule, warning, when } from '../../environment/rule';
import { type BlockSchema, SCHEMA_VERSION, schemaOf, timesOf } from '../../hcl/provider-schema';
import { isMap } from '../../stack-file/is-map';
import { nearest, suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import { allowedInstead } from './attribute-type';
import { blockPath } from './block-path';
import { type Block, entriesOf, missing } from './required-attributes';

/** What Terraform itself takes in every resource, and in a data source. */
const META_ARGUMENTS: BlockSchema = {
  count: 'number',
  depends_on: 'list(string)',
  // A mapping or a set.
  for_each: 'any',
  lifecycle: {
    '*': '0-1',
    create_before_destroy: 'bool',
    ignore_changes: 'any',
    postcondition: { '*': '0-', condition: 'required any', error_message: 'required string' },
    precondition: { '*': '0-', condition: 'required any', error_message: 'required string' },
    prevent_destroy: 'bool',
    replace_triggered_by: 'list(string)',
  },
  provider: 'string',
};

/** What each version of Terraform adds to: a name that is no slip of another may be new. */
const OPEN_BLOCKS: readonly string[] = ['lifecycle', 'connection', 'provisioner'];

/** A block of the stack file: what it is called, and how its names are known. */
interface Place {
  readonly what: string;
  readonly path: Path;
  readonly schema: BlockSchema;
  /** Whether the stack file has all of it, and nothing is merged into it. */
  readonly isWhole: boolean;
  /** Whether the schema may lack names that the provider has. */
  readonly isOlder: boolean;
}

const attributes: Rule = ({ overrides, terraform, aws }: Environment) => {
  const isOlder = aws.providerVersion !== 5;
  const ofBlock = (kind: 'resource' | 'data', type: string, path: Path, block: unknown) => {
    const schema = schemaOf(kind, type);
    if (schema === undefined) return [];
    const what = kind === 'data' ? `the data source ${type}` : type;
    // Since version 6, each resource of a region has it; before, some showed it.
    const known = { ...META_ARGUMENTS, ...schema, ...(isOlder && { region: 'string' }) };
    return [
      ...inBlock(block as Block, { what, path, schema: known, isWhole: false, isOlder }),
      ...(isOlder ? [] : ignored(block as Block, { what, path, schema })),
    ];
  };
  return [
    ...Object.entries(overrides).flatMap(([address, block]) => {
      const [kind, type = '', name] = blockPath(address);
      // Without a name it is no address, which another rule says.
      if ((kind !== 'resource' && kind !== 'data') || name === undefined) return [];
      return ofBlock(kind, type, ['overrides', address], block);
    }),
    ...(['resource', 'data'] as const).flatMap((kind) =>
      Object.entries(terraform[kind] ?? {}).flatMap(([type, blocks]) =>
        Object.entries(blocks).flatMap(([name, block]) => ofBlock(kind, type, ['terraform', kind, type, name], block)),
      ),
    ),
  ];
};

function inBlock(block: Block, place: Place): Finding[] {
  const { path, schema } = place;
  const members = Object.entries(block).filter(([name]) => name !== '//');
  return [
    ...(place.isWhole ? missing(block, place) : []),
    ...members.flatMap(([name, value]) => {
      if (name === 'dynamic') return dynamicBlocks(value, place);
      const member = name === '*' ? undefined : inTable(schema, name);
      if (member === undefined) return unknown(name, place);
      if (typeof member === 'string') return attribute(value, member, name, place);
      return nestedBlock(value, { ...place, what: `${name} of ${place.what}`, path: [...path, name], schema: member });
    }),
  ];
}

/** `ignore_changes` has attributes by name, and what is within them: `tags["team"]`. */
function ignored(block: Block, { what, path, schema }: Pick<Place, 'what' | 'path' | 'schema'>): Finding[] {
  const names = isMap(block['lifecycle']) ? block['lifecycle']['ignore_changes'] : undefined;
  if (!Array.isArray(names)) {
    const isText = typeof names === 'string' && names !== 'all';
    const hint = `write ignore_changes: [${String(names)}]`;
    return when(isText, [...path, 'lifecycle', 'ignore_changes'], 'must be a list of attributes, or all', hint);
  }
  return names.flatMap((entry, index) => {
    const [name] = /^\w+/.exec(String(entry)) ?? [];
    const isUnknown = name !== undefined && !Object.hasOwn(schema, name);
    const at = [...path, 'lifecycle', 'ignore_changes', index];
    return when(isUnknown, at, `is not an attribute of ${what}`, suggestion(String(name), namesOf(schema)));
  });
}

function unknown(name: string, { what, path, schema, isOlder }: Place): Finding[] {
  if (OPEN_BLOCKS.includes(String(path.at(-1))) || OPEN_BLOCKS.includes(name)) {
    if (nearest(name, namesOf(schema)) === undefined) return [];
  }
  const hint = suggestion(name, namesOf(schema));
  return isOlder
    ? warning(
        'unknown-attribute',
        true,
        [...path, name],
        `is not an attribute of ${what} in version ${SCHEMA_VERSION} of the AWS provider`,
        hint,
      )
    : faultAt([...path, name], `is not an attribute of ${what}`, hint);
}

/** What a stack file can set. Terraform's own arguments are rarely what was meant. */
function namesOf(schema: BlockSchema): string[] {
  const settable = Object.keys(schema).filter((name) => name !== '*' && schema[name] !== 'read-only');
  return [
    ...settable.filter((name) => !Object.hasOwn(META_ARGUMENTS, name)),
    ...settable.filter((name) => Object.hasOwn(META_ARGUMENTS, name)),
  ];
}

function attribute(value: unknown, member: string, name: string, { what, path, isWhole }: Place): Finding[] {
  const at = [...path, name];
  if (member === 'read-only') {
    return faultAt(at, `is read-only: AWS sets this attribute of ${what}`, 'remove it');
  }
  if (value === null) {
    return when(!isWhole && member.startsWith('required '), at, `is required by ${what}`, withoutNull(path, name));
  }
  const allowed = allowedInstead(value, member.replace(/^required /, ''));
  return when(allowed !== undefined, at, `has the wrong type for ${name} of ${what}`, `write ${allowed}`);
}

function nestedBlock(value: unknown, place: Place): Finding[] {
  const { what, path, schema } = place;
  const { least, most } = timesOf(schema);
  if (value === null)
    return when(!place.isWhole && least !== 0, path, `is required: ${what} is a block`, withoutNull(path, 'the block'));
  const isOne = most === 1;
  const hint = `write a mapping${isOne ? '' : ', or a list of mappings'}, with these attributes: ${namesOf(schema).join(', ')}`;
  const blocks = Array.isArray(value) ? value : [value];
  if (blocks.some((block) => typeof block !== 'object' || block === null || Array.isArray(block))) {
    return faultAt(path, `has the wrong type: ${what} is a block`, hint);
  }
  return [
    ...when(
      most !== undefined && blocks.length > most,
      path,
      `has ${blocks.length} blocks: ${what} can have ${most} at most`,
      `keep ${most === 1 ? 'one' : most}`,
    ),
    ...blocks.flatMap((block, index) =>
      Array.isArray(value)
        ? inBlock(block as Block, { ...place, path: [...path, index], isWhole: true })
        : inBlock(block as Block, place),
    ),
  ];
}

/** In a resource of the user's own nothing else sets it. */
function withoutNull([first]: Path, what: string): string {
  return first === 'overrides'
    ? `remove the null: without it, ${what} stays as the stack sets it`
    : 'set a value instead of null';
}

/** `dynamic` is a mapping, or a list of mappings, of a block's name to what repeats it. */
function dynamicBlocks(value: unknown, place: Place): Finding[] {
  return entriesOf(value, [...place.path, 'dynamic']).flatMap(([name, dynamic, path]) => {
    const member = inTable(place.schema, name);
    // Terraform takes an attribute that is a list of objects as blocks too.
    if (typeof member === 'string' && member.includes('object(')) return [];
    if (member === undefined || typeof member === 'string') {
      const blocks = Object.keys(place.schema).filter(
        (other) => typeof place.schema[other] !== 'string' && !Object.hasOwn(META_ARGUMENTS, other),
      );
      return faultAt(path, `is not a block of ${place.what}`, suggestion(name, blocks));
    }
    return entriesOf(dynamic, path).flatMap(([key, content, at]) =>
      key === 'content' && isMap(content)
        ? inBlock(content, { ...place, what: `${name} of ${place.what}`, path: at, schema: member, isWhole: true })
        : [],
    );
  });
}

/** Names that Terraform has in its own blocks. A newer one may have more. */
const NAMED_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  variable: ['type', 'default', 'description', 'sensitive', 'nullable', 'ephemeral', 'validation'],
  output: ['value', 'description', 'sensitive', 'ephemeral', 'depends_on', 'precondition'],
};

const namedBlocks: Rule = ({ overrides, terraform }: Environment) => {
  const slips = (kind: string, path: Path, block: object) =>
    Object.keys(block).flatMap((name) => {
      const names = NAMED_BLOCKS[kind] ?? [];
      const meant = names.includes(name) ? undefined : nearest(name, names);
      return when(
        meant !== undefined,
        [...path, name],
        `is not an attribute of ${kind === 'output' ? 'an' : 'a'} ${kind}`,
        `did you mean ${meant}?`,
      );
    });
  return [
    ...Object.entries(overrides).flatMap(([address, block]) =>
      slips(blockPath(address)[0], ['overrides', address], block),
    ),
    ...Object.entries(terraform.variable ?? {}).flatMap(([name, block]) =>
      slips('variable', ['terraform', 'variable', name], block),
    ),
  ];
};

export const BLOCK_RULES: readonly Rule[] = [attributes, namedBlocks];
