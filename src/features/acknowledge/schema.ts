import * as z from 'zod';
import { onChange } from '../../values/changes';
import { EXAMPLES } from '../../values/fields';
import { WARNING_IDS, WARNINGS } from './warnings';

/** Each unknown-… is about what its name says. */
const listed = Object.entries(WARNINGS).map(([id, what]) => (id.startsWith('unknown-') ? id : `${id} (${what})`));

export const acknowledge = z
  .partialRecord(
    z.enum(WARNING_IDS),
    z
      .string()
      .trim()
      .min(1, { error: 'must be the reason why the warning does not apply' })
      .register(EXAMPLES, { example: 'it is so for one week, until the move' }),
  )
  .default({})
  .describe(
    `Warnings to hide, by id, each with the reason. Ids (unknown-…: not in a list of a stated date): ${listed.join(', ')}.`,
  )
  .meta(onChange('has no effect on AWS'));

EXAMPLES.add(acknowledge, { example: { 'plain-secret': 'it is the password of a test database' } });
