import { isScalar, visit } from 'yaml';
import { renamed, SCHEMA_VERSION } from '../environment/renamed';
import { fieldsAt } from '../environment/schema-fields';
import { pathOf } from '../stack-file/node-path';
import type { Path } from '../stack-file/path';
import { edited } from './edits';
import { setFormerDefaults } from './former-default';
import { listAsMapping } from './list-as-mapping';
import { renameField } from './renamed-field';
import type { Change, Rewrite } from './rewrite';
import { setSchemaVersion, writtenVersion } from './schema-version';
import { Source, type WrittenField } from './source';

export interface Upgraded {
  readonly text: string;
  readonly changes: readonly Change[];
  readonly byHand: readonly Change[];
}

export interface From {
  /** The version of the schema that the file was written for; undefined: that in the file, or unknown. */
  readonly version?: number;
}

/**
 * A stack file with today's fields. Only these are rewritten; comments, order and layout stay to the byte. What a file
 * of version 1 left to a default that has changed is set, so that it means what it meant.
 */
export function upgraded(text: string, { version }: From = {}): Upgraded {
  const source = new Source(text);
  const known = writtenVersion(source) ?? version;
  const rewrites = rewritesOf(source, known);
  return {
    text: edited(
      text,
      rewrites.flatMap(({ edit }) => edit ?? []),
    ),
    changes: rewrites.flatMap(({ change, edit }) => (edit === undefined ? [] : [change])),
    byHand: rewrites.flatMap(({ change, edit }) => (edit === undefined ? [change] : [])),
  };
}

function rewritesOf(source: Source, known: number | undefined): Rewrite[] {
  const rewrites: Rewrite[] = [];
  visit(source.document, {
    Map(_, map, ancestors) {
      const group: Path = pathOf([...ancestors, map, undefined]).filter((part) => part !== undefined);
      if (known === 1) rewrites.push(...setFormerDefaults(map, group, source));
      for (const pair of map.items) {
        if (!isScalar(pair.key)) continue;
        rewrites.push(...rewriteField({ pair, map, path: [...group, String(pair.key.value)] }, source));
      }
    },
  });
  if (known !== undefined && known < SCHEMA_VERSION) rewrites.push(setSchemaVersion(source));
  return rewrites;
}

function rewriteField(field: WrittenField, source: Source): Rewrite[] {
  const now = renamed(field.path);
  if (now !== undefined && isOurs(field.path)) return [renameField(field, now, source)];
  const rewrite = listAsMapping(field, source);
  return rewrite === undefined ? [] : [rewrite];
}

/** Whether an old name stands in a group of ours: under terraform and attributes, names are other people's. */
function isOurs(path: Path): boolean {
  const fields = fieldsAt(path.slice(0, -1));
  return fields.length > 0 && !fields.includes(String(path.at(-1)));
}
