import * as z from 'zod';
import { sharedData } from '../disk/build-cache';
import { type Change, changeInWords, changeWith } from '../values/changes';
import { EXAMPLES } from '../values/fields';
import type { JsonSchema } from './field-in-words';
import { configSchema } from './schema';
import { mapParts } from './shared-schemas';

/** The schema of a stack file as JSON Schema has it, each field with what its change does. */
export function stackFileSchema(): JsonSchema {
  // To put it together takes as long as to load an environment.
  return sharedData('stack file schema', () => withChanges(written(), undefined));
}

/** The same for editors, with examples: what a change does is a sentence of the description. */
export function plainSchema(): JsonSchema {
  return withSentences(written(withExample));
}

function withExample({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  const example = EXAMPLES.get(zodSchema)?.example;
  if (example !== undefined) Object.assign(jsonSchema, { examples: [example] });
}

function written(override?: typeof withExample): JsonSchema {
  return z.toJSONSchema(configSchema, { io: 'input', ...(override && { override }) }) as JsonSchema;
}

/** The schema in which all that says nothing of a change says what it is in says. */
function withChanges({ furtherChange, ...schema }: JsonSchema, of: Change | undefined): JsonSchema {
  const { change = furtherChange === undefined ? of : changeWith(of, furtherChange) } = schema;
  const within = change?.within === undefined ? change : { effects: change.within };
  return { ...mapParts(schema, (part) => withChanges(part, within)), ...(change && { change }) };
}

function withSentences({ change, furtherChange, ...schema }: JsonSchema): JsonSchema {
  const { description = '' } = schema;
  const own = change && `A change ${changeInWords(change).replace(/\.$/, '')}.`;
  const sentence = own ?? (furtherChange && `A change also ${changeInWords(furtherChange)}.`);
  return { ...mapParts(schema, withSentences), ...(sentence && { description: `${description} ${sentence}`.trim() }) };
}
