import { AwsContext } from '../../src/terraform/aws-context';
import {
  Expression,
  type JsonDocument,
  json,
  literal,
  literalDocument,
  literalMap,
  quoted,
} from '../../src/terraform/terraform-text';
import { inStack } from '../helpers/synthesized';

/** What Terraform evaluates, and how it is kept from that. */
const EVALUATED: readonly [what: string, text: string, written: string][] = [
  ['an interpolation', '${file("x")}', '$${file("x")}'],
  ['a directive', '%{ if true }a%{ endif }', '%%{ if true }a%%{ endif }'],
  ['an interpolation without an end', 'a${', 'a$${'],
  ['two in a row', '${a}${b}', '$${a}$${b}'],
  ['one within another', '${"${a}"}', '$${"$${a}"}'],
  ['one of each', '${a}%{b}', '$${a}%%{b}'],
  ['an escape that is not ours', '$${a} %%{b}', '$$${a} %%%{b}'],
];

/** What Terraform leaves alone, and JSON's own serializer sees to. */
const HARMLESS: readonly [what: string, text: string][] = [
  ['nothing', ''],
  ['signs that begin nothing', '$ $$ {$} % %% {%} 100%'],
  ['quotes', `"double" 'single'`],
  ['backslashes', 'C:\\temp\\n'],
  ['a line break', 'a\nb\r\nc'],
  ["Prefect's own placeholders", '{{ prefect.flow }}'],
  ['any script', 'Größe 部署 😀'],
];

/** How Terraform reads a text within quotes. */
function asTerraformReads(written: string): string {
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(written)) throw new Error(`Terraform evaluates ${written}`);
  return written.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

describe('a literal', () => {
  test.each(EVALUATED)('of %s is not evaluated', (_, text, written) => {
    expect(literal(text)).toBe(written);
    expect(asTerraformReads(written)).toBe(text);
  });

  test.each(HARMLESS)('of %s is the text itself', (_, text) => {
    expect(literal(text)).toBe(text);
  });
});

test('a map of literals has its keys and its values written so', () => {
  expect(literalMap({ '${a}': '%{b}', plain: 'text', constructor: '' })).toEqual({
    '$${a}': '%%{b}',
    plain: 'text',
    constructor: '',
  });
});

describe('fails on', () => {
  test.each<[string, (text: string) => unknown]>([
    ['a literal', literal],
    ['a string within an expression', quoted],
    ['a key of a map', (text) => literalMap({ [text]: '' })],
    ['a value of a map', (text) => literalMap({ a: text })],
  ])("CDKTF's mark of a reference in %s, which nothing can escape", (_, write) => {
    expect(() => write('x ${TfToken[TOKEN.1]}')).toThrow('CDKTF would resolve the token in "x ${TfToken[TOKEN.1]}"');
  });
});

test('an expression is written without braces as code, and with them within a text', () => {
  const region = new Expression('var.region');
  expect([region.code, `arn:${region}`]).toEqual(['var.region', 'arn:${var.region}']);
});

describe('a string within an expression', () => {
  test.each([
    ['plain text', 'ecs', '"ecs"'],
    ['quotes', 'a "b"', String.raw`"a \"b\""`],
    ['a backslash', String.raw`^a\.b$`, String.raw`"^a\\.b$"`],
    ['a line break', 'a\nb', String.raw`"a\nb"`],
    ['what JSON has an escape for, and HCL has not', '\b\f', String.raw`"\u0008\u000c"`],
    ['a backslash before such a letter', '\\b\\f\\\b', String.raw`"\\b\\f\\\u0008"`],
    ['an interpolation', '${a}', '"$${a}"'],
    ['a directive', '%{a}', '"%%{a}"'],
  ])('holds %s', (_, text, written) => {
    expect(quoted(text)).toBe(written);
  });
});

describe('a JSON document', () => {
  const cpu = new Expression('var.cpu');

  test.each<[string, JsonDocument, string]>([
    ['has its keys sorted, at every depth', { b: 1, a: { d: true, c: [] } }, '{"a":{"c":[],"d":true},"b":1}'],
    ['sorts by code unit, as Terraform does', { a: 1, B: 2, ä: 3, _: 4 }, '{"B":2,"_":4,"a":1,"ä":3}'],
    ['keeps the order of a list', ['b', 'a'], '["b","a"]'],
    ['leaves out what is undefined', { a: undefined, b: '' }, '{"b":""}'],
    ['writes an expression as a value of its own', { cpu }, '{"cpu":${jsonencode(var.cpu)}}'],
    ['writes an expression in a list', [cpu, 'a'], '[${jsonencode(var.cpu)},"a"]'],
    ['keeps a reference within a string', { arn: `arn:${cpu}` }, '{"arn":"arn:${var.cpu}"}'],
    ['escapes quotes, backslashes and line breaks', ['"', '\\', '\n'], String.raw`["\"","\\","\n"]`],
    ['writes no interpolation that has no end', ['a$${', '$${a}', '}$$${b'], '["a$\\u007b","$${a}","}$$\\u007bb"]'],
    ['escapes the same in a key', { 'a"b': 1 }, String.raw`{"a\"b":1}`],
  ])('%s', (_, document, written) => {
    expect(json(document)).toBe(written);
  });

  test('keeps a reference whole behind an interpolation that has no end', () => {
    const terraform = inStack((scope, show) => {
      show('it', json([literal('${'), new AwsContext(scope, 'aws').region]));
    });
    expect(JSON.parse(String(terraform.output['it']?.['value']))).toEqual(['${', '${data.aws_region.current.id}']);
  });

  test.each([...EVALUATED.map(([what, text]) => [what, text] as const), ...HARMLESS])(
    'with a literal of %s in it holds the text itself once Terraform has read it',
    (_, text) => {
      const read = asTerraformReads(json({ [literal(text)]: [literal(text)] }));
      expect(JSON.parse(read)).toEqual({ [text]: [text] });
    },
  );
});

test('data of the user has every string and every key literally, at any depth, and all else as it is', () => {
  const data = { 'k${': ['${a}', { d: '%{b}' }], n: 1, yes: true, no: false, nothing: null };
  expect(literalDocument(data)).toEqual({
    'k$${': ['$${a}', { d: '%%{b}' }],
    ...{ n: 1, yes: true, no: false, nothing: null },
  });
});

test('a null in a JSON document is null', () => {
  expect(json({ a: null, b: [null] })).toBe('{"a":null,"b":[null]}');
});
