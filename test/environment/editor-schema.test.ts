import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { schemaForEditors } from '../../src/environment/editor-schema';
import { EXAMPLES } from '../helpers/examples';
import { fieldsOf, problemsOf, withoutReferences } from '../helpers/json-schema';
import { REQUIRED } from '../helpers/stack-files';

const text = schemaForEditors();
const schema = withoutReferences(JSON.parse(text));
const fields = fieldsOf(schema);

test('says which draft it is of, and uses nothing that is not of it', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(problemsOf(REQUIRED, schema)).toEqual([]);
});

test('says once what it has in several places, so that an editor reads it in no time', () => {
  expect(text.length).toBeLessThan(475_000);
  expect(JSON.stringify(schema, undefined, 2).length).toBeGreaterThan(text.length);
});

test('describes every field, those of groups too', () => {
  expect(fields.length).toBeGreaterThan(35);
  const undescribed = fields.filter(([, { description }]) => !/^\S.{15,}$/s.test(String(description)));
  expect(undescribed.map(([path]) => path)).toEqual([]);
});

test('each example is a value that the field may have', () => {
  const shown = fields.filter(([, { examples }]) => examples !== undefined);
  expect(shown.length).toBeGreaterThan(100);
  const wrong = shown.filter(([, field]) => problemsOf((field['examples'] as unknown[])[0], field).length > 0);
  expect(wrong.map(([path]) => path)).toEqual([]);
});

const EXAMPLE_FILES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

test.each(EXAMPLE_FILES)('takes test/examples/%s, which names it in its first line', (file) => {
  const text = readFileSync(join(EXAMPLES, file), 'utf8');
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../generated/environment.schema.json');
  expect(problemsOf(parse(text), schema)).toEqual([]);
});

test.each([
  ['a file that has everything from its base', { extends: '_base.yaml' }],
  ['several bases', { extends: ['_a.yaml', '_b.yaml'] }],
  [
    'null for any field, which takes away what a base has',
    Object.fromEntries(Object.keys(REQUIRED).map((key) => [key, null])),
  ],
  ['null within a group', { backend: { s3: null, local: { path: null } } }],
  ['null for a tag', { tags: { Team: null } }],
])('takes %s', (_, file) => {
  expect(problemsOf(file, schema)).toEqual([]);
});

test.each([
  ['a field that is not known', { worker_cpus: 1 }],
  ['a field of a group that is not known', { api_key: { verison: 1 } }],
  ['the API key', { prefect_api_key: 'x' }],
  ['a region that is not known', { region: 'us-eats-1' }],
  ['a CPU size that neither Fargate nor an instance has', { worker_cpu: 100 }],
  ['an id of another thing', { vpc_id: 'subnet-12ab34cd' }],
  ['a value where a list belongs', { worker_subnets: 'subnet-12ab34cd' }],
  ['a tag that is no text', { tags: { CostCenter: 4711 } }],
  ['a base that is no stack file', { extends: '_base.yml' }],
])('underlines %s', (_, file) => {
  expect(problemsOf(file, schema)).not.toEqual([]);
});
