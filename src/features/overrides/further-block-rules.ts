import type { Environment } from '../../environment/environment';
import { type Finding, faultAt, type Rule, when } from '../../environment/rule';
import { suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';

type Block = Readonly<Record<string, unknown>>;

/** Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
const TYPE = /^\s*((string|number|bool|any|list|map)\s*$|(list|set|map|object|tuple)\s*\()/;

/** Source: https://developer.hashicorp.com/terraform/language/block/check */
const CHECK: readonly string[] = ['assert', 'data'];

const variables: Rule = ({ terraform: { variable } }) =>
  blocksOf({ variable }).flatMap(({ path, block }) =>
    when(
      block['type'] !== undefined && !TYPE.test(String(block['type'])),
      [...path, 'type'],
      'is no type of Terraform',
      'set string, number, bool, any, list(…), set(…), map(…), object({…}) or tuple([…])',
    ),
  );

const modules: Rule = ({ terraform: { module: modules } }) =>
  blocksOf({ module: modules }).flatMap(({ path, block }) =>
    when(block['source'] === undefined, path, 'has no source', 'add it, for example source: ./modules/results'),
  );

const checks: Rule = ({ terraform: { check } }) =>
  blocksOf({ check }).flatMap(({ path, block }) => [
    ...unknownIn(block, path, CHECK),
    ...assertionFaults(block['assert'], [...path, 'assert']),
  ]);

/** Of a single one, or of a list. */
function assertionFaults(assert: unknown, path: Path): Finding[] {
  const hint = 'for example assert: [{condition: "${data.aws_s3_bucket.inputs.id != null}", error_message: no bucket}]';
  const all = Array.isArray(assert) ? assert : assert === undefined ? [] : [assert];
  if (all.length === 0) return faultAt(path, 'is required: a check without one checks nothing', `add it, ${hint}`);
  return all.flatMap((one, index): Finding[] => {
    const place = Array.isArray(assert) ? [...path, index] : path;
    if (typeof one !== 'object' || one === null) {
      return faultAt(place, 'must be a mapping of condition and error_message', hint);
    }
    return ['condition', 'error_message'].flatMap((name) =>
      when(!Object.hasOwn(one, name), [...place, name], 'is required', `add it, ${hint}`),
    );
  });
}

function unknownIn(block: Block, path: Path, known: readonly string[]): Finding[] {
  return Object.keys(block)
    .filter((name) => !known.includes(name) && name !== '//')
    .flatMap((name) => faultAt([...path, name], 'is no argument of this block', suggestion(name, known)));
}

/** The blocks of a kind with their paths. */
function blocksOf(kinds: Partial<Environment['terraform']>): { readonly path: Path; readonly block: Block }[] {
  return Object.entries(kinds).flatMap(([kind, blocks = {}]) =>
    Object.entries(blocks as Record<string, Block>).map(([name, block]) => ({
      path: ['terraform', kind, name],
      block,
    })),
  );
}

export const FURTHER_BLOCK_RULES: readonly Rule[] = [variables, modules, checks];
