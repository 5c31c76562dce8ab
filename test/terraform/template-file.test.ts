import { TemplateFile } from '../../src/terraform/template-file';
import { Expression, type JsonDocument, literal } from '../../src/terraform/terraform-text';
import { inStack } from '../helpers/synthesized';

/** The file of a document, without its first line, and what is filled into it. */
function fileOf(document: JsonDocument) {
  let text = '';
  const { locals } = inStack((scope) => {
    text = new TemplateFile(scope, 'file', { name: 'a', fileName: 'a.json.tftpl', document }).text;
  });
  return { text, values: locals?.['a_values'], value: locals?.['a'] };
}

const a = new Expression('var.a');
const b = new Expression('var.b');

test('a document is indented, in its own order, and is read where the stack is', () => {
  expect(fileOf({ b: 1, a: [null, true] })).toEqual({
    text: '{\n  "b": 1,\n  "a": [\n    null,\n    true\n  ]\n}\n',
    values: {},
    value: '${jsonencode(jsondecode(templatefile("${path.module}/a.json.tftpl", local.a_values)))}',
  });
});

test.each<[string, JsonDocument, string, object]>([
  ['after its key', { cluster: `${a}` }, '"${cluster}"', { cluster: '${var.a}' }],
  [
    'after the key of the variable whose default it is',
    { image: { default: `${a}:1` } },
    '"${image}:1"',
    { image: '${var.a}' },
  ],
  [
    'in words of Terraform',
    { 'awslogs-securityGroups': [`${a}`] },
    '"${awslogs_security_groups}"',
    { awslogs_security_groups: '${var.a}' },
  ],
  [
    'after the name beside it',
    [{ name: 'A_KEY', valueFrom: `${a}` }],
    '"${a_key_value_from}"',
    { a_key_value_from: '${var.a}' },
  ],
  [
    'after the key of the variable whose value it is',
    { image: { value: `${a}:1` } },
    '"${image}:1"',
    { image: '${var.a}' },
  ],
  ['after the name whose value it is', { x: [{ name: 'A_KEY', value: `${a}` }] }, '"${a_key}"', { a_key: '${var.a}' }],
  [
    'after its key where the name beside it is filled in too',
    [{ name: a, valueFrom: `${b}` }],
    '"${value_from}"',
    { name: '${var.a}', value_from: '${var.b}' },
  ],
  ['name, where it is a name', [{ name: `${a}` }], '"${name}"', { name: '${var.a}' }],
  ['key, where it is one', { [`${a}`]: 1 }, '"${key}": 1', { key: '${var.a}' }],
  ['document, where it is the whole', a, '${jsonencode(document)}\n', { document: '${var.a}' }],
  ['with one underscore for other signs', { 'a: b': `${a}` }, '"${a_b}"', { a_b: '${var.a}' }],
  ['with a letter at its beginning', { '1': `${a}` }, '"${value_1}"', { value_1: '${var.a}' }],
  ['with a letter before letters too', { '1a': `${a}` }, '"${value_1a}"', { value_1a: '${var.a}' }],
  ['other than a word of Terraform', { true: `${a}` }, '"${value_true}"', { value_true: '${var.a}' }],
  ['other than false', { false: `${a}` }, '"${value_false}"', { value_false: '${var.a}' }],
  ['other than null', { null: `${a}` }, '"${value_null}"', { value_null: '${var.a}' }],
  [
    'as JSON, where it is a whole value',
    { subnets: a },
    '"subnets": ${jsonencode(subnets)}\n',
    { subnets: '${var.a}' },
  ],
])('what is filled in is named %s', (_, document, text, values) => {
  expect(fileOf(document)).toMatchObject({ text: expect.stringContaining(text), values });
});

test('one value has one name in one kind of place, and another value has a number', () => {
  const { text, values } = fileOf({ x: { region: `${a}` }, y: { region: `${a}` }, z: { region: `${b}` } });
  expect(text.match(/\$\{\w+\}/g)).toEqual(['${region}', '${region}', '${region_2}']);
  expect(values).toEqual({ region: '${var.a}', region_2: '${var.b}' });
});

test('text that looks like an expression is escaped, in keys too', () => {
  const text = '${jsonencode(a)}';
  expect(fileOf({ [literal(text)]: literal(text) })).toMatchObject({
    text: '{\n  "$${jsonencode(a)}": "$${jsonencode(a)}"\n}\n',
    values: {},
  });
});
