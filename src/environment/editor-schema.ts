import type { JsonSchema } from './field-in-words';
import { withSharedParts } from './shared-schemas';
import { plainSchema } from './stack-file-schema';

/**
 * The schema of a stack file for editors. It is looser than ours in what a single file cannot know: a base may bring
 * the required fields, and null takes away what a base has.
 */
export function schemaForEditors(): string {
  const { required: _, properties, ...schema } = plainSchema();
  const document = {
    title: 'Stack file of cdktf-prefect-ecs-worker',
    ...schema,
    defaultSnippets: [NEW_FILE],
    properties: { extends: EXTENDS, ...nullable(properties) },
  };
  return `${JSON.stringify(withSharedParts(document), undefined, 2)}\n`;
}

/** What the YAML language server offers in an empty file. */
const NEW_FILE = {
  label: 'New environment',
  description: 'The fields that a stack file needs: Prefect Cloud, and a VPC that exists',
  body: {
    region: '${1:us-east-1}',
    prefect_account_id: '${2:account, from the address of a page of Prefect Cloud}',
    prefect_workspace_id: '${3:workspace, from the same address}',
    worker_work_pool_name: '${4:ecs-pool}',
    vpc_id: '${5:vpc-}',
    worker_subnets: ['${6:subnet-}'],
  },
};

const FILE_NAME = { type: 'string', pattern: '\\.yaml$' };

const EXTENDS = {
  description:
    'Files to build on, relative to this one; of several, later ones win. Maps merge, lists and values replace, null removes.',
  anyOf: [FILE_NAME, { type: 'array', items: FILE_NAME }],
};

function nullable(properties: JsonSchema['properties'] = {}): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, orNull(schema)]));
}

function orNull({
  properties,
  additionalProperties: members,
  required: _,
  description,
  default: fallback,
  examples,
  ...schema
}: JsonSchema): JsonSchema {
  return {
    ...(description !== undefined && { description: withDefault(description, fallback) }),
    ...(examples !== undefined && { examples }),
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

/** Editors show no default beside the description. */
function withDefault(description: string, fallback: unknown): string {
  const isShown = fallback !== undefined && fallback !== '' && typeof fallback !== 'object';
  return isShown ? `${description} Default: ${fallback}.`.trimStart() : description;
}

/** zod bounds every whole number by what JavaScript can count to, which tells a reader nothing. */
function withoutNoise(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER),
  );
}
