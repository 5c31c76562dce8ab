import { type JsonSchema, typeInWords } from '../../src/environment/field-in-words';

const PLAIN = { code: (text: string) => text, text: (text: string) => text };
const ID = { type: 'string', patternErrorMessage: 'must be a subnet id: subnet- and digits' };

test.each<[JsonSchema, string]>([
  [{ type: 'array', items: { type: 'string' } }, 'list of strings'],
  [{ type: 'array', items: { type: 'integer', minimum: 1, maximum: 5 } }, 'list of whole numbers, 1 to 5'],
  [{ type: 'array', items: { type: 'object' } }, 'list of mappings'],
  [{ type: 'array', items: {} }, 'list of anything'],
  [{ type: 'array', items: ID }, 'list, each entry: a subnet id: subnet- and digits'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'mapping of names to strings'],
  [{ type: 'object', additionalProperties: ID }, 'mapping, each value: a subnet id: subnet- and digits'],
  [
    { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'object' }] } },
    'mapping, each value: string, or mapping',
  ],
])('%j is a %s', (schema, words) => {
  expect(typeInWords(schema, PLAIN)).toBe(words);
});
