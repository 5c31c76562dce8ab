import type { Environment } from '../environment/environment';
import { variableSource } from '../features/inputs/inventory';
import { outputPurpose } from '../features/outputs/inventory';
import type { Condition } from '../inventory/condition';
import { inventoryOf } from '../inventory/inventory';
import { DATA_SOURCES } from '../inventory/resource-types';

type Block = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, unknown>>;

/** The document with a comment on each resource, data source, variable and output, instead of CDKTF's metadata. */
export function withComments(document: Document, environment: Environment): Document {
  const items = new Map(
    inventoryOf(environment).map(({ address, purpose, condition }) => [
      address,
      condition === undefined ? purpose : `${purpose}. Created only if ${inWords(condition)}`,
    ]),
  );
  const { resource, data, variable, output } = document as Readonly<Record<string, Block>>;
  const commented = {
    resource: resource && typed(resource, (type, name) => items.get(`${type}.${name}`)),
    data: data && typed(data, (type) => DATA_SOURCES[type]?.purpose),
    variable: variable && named(variable, (name, block) => variableSource(name, 'default' in block, environment)),
    output: output && named(output, (name) => outputPurpose(name, environment)),
  };
  return Object.fromEntries(
    Object.entries(document).map(([key, blocks]) => [key, commented[key as keyof typeof commented] ?? blocks]),
  );
}

function typed(blocks: Block, commentOf: (type: string, name: string) => string | undefined): Block {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, ofType]) => [type, named(ofType as Block, (name) => commentOf(type, name))]),
  );
}

/** A comment of the user's own stays. */
function named(blocks: Block, commentOf: (name: string, block: Block) => string | undefined): Block {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, block]) => {
      const { '//': given, ...attributes } = block as Block;
      const comment = typeof given === 'string' ? given : commentOf(name, attributes);
      return [name, comment === undefined ? attributes : { '//': comment, ...attributes }];
    }),
  );
}

function inWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(inWords).join(' and ');
  if ('apiPortIsNot' in condition) return `the port of the Prefect API is not ${condition.apiPortIsNot}`;
  if ('inEcr' in condition)
    return condition.inEcr === 'further' ? 'one of these images is in ECR' : 'the image is in ECR';
  return `${condition.input} is ${condition.is ?? 'null'}`;
}
