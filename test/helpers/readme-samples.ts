import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EXAMPLES } from './examples';
import { fencedBlocksOf } from './markdown';
import { SELF_HOSTED } from './refusals';
import { REQUIRED } from './stack-files';

/** A YAML sample of the README, as a whole stack file. */
export interface Sample {
  /** Its first field. */
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Every YAML block of README.md, with the fields that a block about something else leaves out. */
export const SAMPLES: readonly Sample[] = fencedBlocksOf(readFileSync('README.md', 'utf8'), 'yaml').map((block) => {
  const { extends: base, ...fields } = parse(block) as Record<string, unknown>;
  const inherited = base === undefined ? {} : (parse(readFileSync(join(EXAMPLES, String(base)), 'utf8')) as object);
  const ownServer = 'api_url' in ((fields['prefect'] ?? {}) as object);
  return {
    name: `${Object.keys(fields)[0]}`,
    fields: { ...REQUIRED, ...(ownServer && SELF_HOSTED), ...inherited, ...fields },
  };
});
