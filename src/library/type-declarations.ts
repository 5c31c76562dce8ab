import type { JsonSchema } from '../environment/field-in-words';
import { stackFileJsonSchema } from './json-schema';

/** The declaration of a stack file's fields in TypeScript, each with its description. */
export function stackFileTypes(): string {
  const { $defs = {}, ...schema } = stackFileJsonSchema() as JsonSchema & {
    readonly $defs?: Readonly<Record<string, JsonSchema>>;
  };
  return [
    `/** The fields of a stack file. */\nexport interface StackFile ${typeOf(schema, '')}`,
    ...Object.entries($defs).map(([name, part]) => `type ${typeName(name)} = ${typeOf(part, '')};`),
  ]
    .join('\n\n')
    .concat('\n');
}

function typeName(definition: string): string {
  return `Shared_${definition}`;
}

function typeOf(schema: JsonSchema, indent: string): string {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return typeName(reference.slice('#/$defs/'.length));
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map((part) => typeOf(part, indent)))].join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'null':
      return 'null';
    case 'array':
      return `readonly (${schema.items === undefined ? 'unknown' : typeOf(schema.items, indent)})[]`;
    case 'object':
      return objectType(schema, indent);
    default:
      return 'unknown';
  }
}

function objectType({ properties = {}, required = [], additionalProperties }: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, field]) => {
    const optional = required.includes(name) ? '' : '?';
    return `${comment(field, inner)}${inner}readonly ${propertyName(name)}${optional}: ${typeOf(field, inner)};\n`;
  });
  if (fields.length > 0) return `{\n${fields.join('')}${indent}}`;
  return typeof additionalProperties === 'object'
    ? `{ readonly [name: string]: ${typeOf(additionalProperties, indent)} }`
    : '{ readonly [name: string]: unknown }';
}

function propertyName(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name);
}

function comment({ description }: JsonSchema, indent: string): string {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '*\\/')} */\n`;
}
