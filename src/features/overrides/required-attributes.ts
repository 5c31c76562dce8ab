import { type Finding, faultAt } from '../../environment/rule';
import { type BlockSchema, schemaOf, timesOf } from '../../hcl/provider-schema';
import { isMap } from '../../stack-file/is-map';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';

export type Block = Readonly<Record<string, unknown>>;

/** A block, and where the stack file has it. */
interface Place {
  readonly what: string;
  readonly path: Path;
  readonly schema: BlockSchema;
}

/** What a block itself lacks. */
export function missing(block: Block, { what, path, schema }: Place): Finding[] {
  const dynamic = entriesOf(block['dynamic'], []).map(([name]) => name);
  return Object.entries(schema)
    .filter(([, member]) => (typeof member === 'string' ? member.startsWith('required ') : timesOf(member).least > 0))
    .filter(([name]) => (block[name] ?? undefined) === undefined && !dynamic.includes(name))
    .flatMap(([name]) => faultAt(path, `lacks ${name}, which ${what} requires`, `add ${name}`));
}

/** What a resource or data source with its overrides merged in lacks, in itself and in its blocks. */
export function missingOf(kind: 'resource' | 'data', type: string, block: Block, path: Path): Finding[] {
  const schema = schemaOf(kind, type);
  return schema === undefined ? [] : missingBelow(block, { what: type, path, schema });
}

function missingBelow(block: Block, place: Place): Finding[] {
  const blocks = Object.entries(block).flatMap(([name, value]) => {
    const schema = inTable(place.schema, name);
    if (schema === undefined || typeof schema === 'string') return [];
    const nested = { what: `${name} of ${place.what}`, path: [...place.path, name], schema };
    return [value]
      .flat()
      .filter(isMap)
      .flatMap((one) => missingBelow(one, nested));
  });
  return [...missing(block, place), ...blocks];
}

/** The members of a mapping, or of each mapping in a list. */
export function entriesOf(value: unknown, path: Path): [name: string, value: unknown, path: Path][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => entriesOf(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).map(([name, member]) => [name, member, [...path, name]]);
}
