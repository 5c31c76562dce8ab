import * as z from 'zod';
import { configSchema } from './schema';
import { withSharedParts } from './shared-schemas';

interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
}

/**
 * The schema of a stack file for editors. It is looser than ours in what a single file cannot know: a base may bring
 * the required fields, and null takes away what a base has.
 */
export function schemaForEditors(): string {
  const { required: _, properties, ...schema } = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  const document = {
    title: 'Stack file of cdktf-prefect-ecs-worker',
    ...schema,
    properties: { extends: EXTENDS, ...nullable(properties) },
  };
  return `${JSON.stringify(withSharedParts(document), undefined, 2)}\n`;
}

const FILE_NAME = { type: 'string', pattern: '\\.yaml$' };

const EXTENDS = {
  description:
    'Files to build on, relative to this one; of several, later ones win. Maps merge, lists and values replace, null removes.',
  anyOf: [FILE_NAME, { type: 'array', items: FILE_NAME }],
};

function nullable(properties: Record<string, JsonSchema> = {}): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, orNull(schema)]));
}

function orNull({
  properties,
  additionalProperties: members,
  required: _,
  description,
  default: fallback,
  ...schema
}: JsonSchema): JsonSchema {
  return {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [
      {
        ...withoutNoise(schema),
        ...(properties && { properties: nullable(properties) }),
        // false where only the properties are allowed; the schema of each member where all names are.
        ...(members !== undefined && { additionalProperties: typeof members === 'object' ? orNull(members) : members }),
      },
      { type: 'null' },
    ],
  };
}

/** zod bounds every whole number by what JavaScript can count to, which tells a reader nothing. */
function withoutNoise(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER),
  );
}
