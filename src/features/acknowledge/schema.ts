import * as z from 'zod';
import { WARNING_IDS, WARNINGS } from './warnings';

const listed = Object.entries(WARNINGS).map(([id, what]) => `${id} (${what})`);

export const acknowledge = z
  .partialRecord(z.enum(WARNING_IDS), z.string().trim().min(1, { error: 'must be the reason: why this is meant' }))
  .default({})
  .describe(`Warnings that are meant, each with the reason: they are not printed. Ids: ${listed.join(', ')}.`);
