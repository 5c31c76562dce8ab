import type { Environment } from '../../environment/environment';
import { isMap } from '../../stack-file/is-map';
import { blockPath } from './block-path';
import {
  incomplete,
  type Mistake,
  missingReferences,
  repeatedThoughUsed,
  takenAddresses,
  unknownAddresses,
  usesIn,
} from './user-terraform-mistakes';

/** A stack as CDKTF wrote it. */
type Document = Record<string, unknown>;
type Mapping = Record<string, unknown>;

/** The document with the stack file's blocks and overrides merged in, or what is wrong with these. */
export function withUserTerraform(
  document: Readonly<Document>,
  { overrides, terraform: written, outputs }: Pick<Environment, 'overrides' | 'terraform' | 'outputs'>,
): { readonly document: Document; readonly mistakes: readonly Mistake[] } {
  const terraform = withoutEmpty(written);
  const mistakes = [...takenAddresses(document, terraform), ...unknownAddresses(document, overrides)];
  if (mistakes.length > 0) return { document, mistakes };
  const withBlocks = merge(document, { ...terraform, ...bothLists(document, terraform) });
  const merged = Object.entries(overrides).reduce(
    (result, [address, attributes]) => overridden(result, blockPath(address), attributes as Mapping),
    withBlocks,
  );
  return {
    document: merged,
    mistakes: [
      ...missingReferences(merged, [...usesIn({ overrides, terraform, outputs })]),
      ...repeatedThoughUsed(merged, overrides),
      ...incomplete(merged, { overrides, terraform }),
    ],
  };
}

/** Terraform takes no kind or type of blocks without a block, which is what a null in a stack file leaves of a base's. */
function withoutEmpty(terraform: Environment['terraform']): Environment['terraform'] {
  const { resource, data } = terraform;
  const filled = <Blocks extends object>(blocks: Blocks | undefined) =>
    Object.fromEntries(
      Object.entries(blocks ?? {}).filter(([, value]) => !isMap(value) || Object.keys(value).length > 0),
    );
  const typed = { ...(resource && { resource: filled(resource) }), ...(data && { data: filled(data) }) };
  return filled({ ...terraform, ...typed });
}

/** Blocks without an address: those of the stack file are further ones. */
function bothLists(document: Readonly<Document>, terraform: Environment['terraform']): Mapping {
  const { moved, import: imported, removed } = terraform;
  const both = Object.entries({ moved, import: imported, removed }).flatMap(([kind, blocks]) =>
    blocks === undefined ? [] : [[kind, [...((document[kind] ?? []) as unknown[]), ...blocks]] as const],
  );
  return Object.fromEntries(both);
}

function overridden(document: Document, [part, ...rest]: readonly string[], attributes: Mapping): Document {
  if (part === undefined) return merge(document, attributes);
  return { ...document, [part]: overridden(document[part] as Document, rest, attributes) };
}

/** Maps merge, everything else replaces, null removes. */
function merge(below: Mapping, over: Mapping): Mapping {
  const merged = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const current = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(current) ? merge(current, value) : value;
  }
  return merged;
}
