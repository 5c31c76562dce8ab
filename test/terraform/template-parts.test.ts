import { rawTemplateParts, templateParts } from '../../src/terraform/template-parts';
import { Expression, literal } from '../../src/terraform/terraform-text';

const expression = (code: string) => new Expression(code);

test.each<[string, string, (string | Expression)[]]>([
  ['text alone', 'a"b\\', ['a"b\\']],
  ['nothing', '', []],
  ['an expression alone', '${var.a}', [expression('var.a')]],
  ['text around an expression', 'a-${var.a}:b', ['a-', expression('var.a'), ':b']],
  ['two expressions', '${a}${b}', [expression('a'), expression('b')]],
  ['braces within', '${[for k, v in { a = 1 } : k]}}', [expression('[for k, v in { a = 1 } : k]'), '}']],
  ['a brace within a string', '${f("}", "\\"}")}x', [expression('f("}", "\\"}")'), 'x']],
  ['a string with an expression within', '${f("a${g("}")}$${b")}x', [expression('f("a${g("}")}$${b")'), 'x']],
  ['a string with an escape within', '${f("%%{ \\" }")}x', [expression('f("%%{ \\" }")'), 'x']],
  ['what stands for text', '$${a} %%{b} $$${c} $', ['${a} %{b} $${c} $']],
])('%s', (_, template, parts) => {
  expect(templateParts(template)).toEqual(parts);
});

test.each(['${a', '${a "b', '${{}'])('fails on an expression without an end: %s', (template) => {
  expect(() => templateParts(template)).toThrow('has no end');
});

test.each(['${a}', '%{ if true }', '$${a}', '$%{', '{{ a }}', '%%%{'])(
  'text that was written literally is %s again',
  (text) => {
    expect(templateParts(literal(text))).toEqual([text]);
  },
);

test('directives are parts of their own, which no template of ours has', () => {
  expect(rawTemplateParts('a%{ if b }${c}')).toEqual([
    { kind: 'text', code: 'a' },
    { kind: 'directive', code: ' if b ' },
    { kind: 'expression', code: 'c' },
  ]);
  expect(() => templateParts('%{ if b }')).toThrow('a directive in %{ if b }');
});
