import * as z from 'zod';
import { onChange } from '../../values/changes';
import { EXAMPLES } from '../../values/fields';
import { WARNINGS, type WarningId } from './warnings';

const change = onChange('has no effect on AWS');

const reason = z
  .string()
  .trim()
  .min(1, { error: 'must be the reason why the warning does not apply' })
  .register(EXAMPLES, { example: 'a test environment' });

/** Each warning with what it is about, for those who choose one. */
const reasons = Object.fromEntries(
  Object.entries(WARNINGS).map(([id, what]) => [
    id,
    reason.optional().describe(`Why you accept ${what}.`).meta(change),
  ]),
) as Record<WarningId, z.ZodOptional<typeof reason>>;

export const acknowledge = z
  .strictObject(reasons)
  .default({})
  .describe(
    'Warnings to accept, by id, each with the reason. What a dated list lacks may be newer than the list, whose date the warning says.',
  )
  .meta(change);

EXAMPLES.add(acknowledge, { example: { 'plain-secret': 'it is the password of a test database' } });
