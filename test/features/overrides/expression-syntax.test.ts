import { expressionFault, templateFault } from '../../../src/features/overrides/expression-syntax';
import { reportOnFields } from '../../helpers/stack-files';

test.each([
  'plain text with } and ] and a price of 5$ {x}',
  '$${not an expression',
  '%%{not a directive',
  '${var.name}-${upper("a${var.name}}")}',
  '${join(",", [for s in var.worker_subnets : upper(s) if s != "}"])}',
  '${{for k, v in { a = 1 } : k => v}}',
  '${aws_x.y.*}-${aws_x.y[*].id}-${concat(var.a...)}',
  '%{ if var.a ~}x%{ else }y%{ endif }',
  '${~ var.a ~}',
  '${ /* a } */ var.a # with ) and "\n}',
  '${<<EOT\na } b "\nEOT\n}',
  '${<<EOT\n)\nEOT\n}',
  '${<<-EOT\n  )\n  EOT\n}',
  '${trimspace(<<EOT\n) } "\nEOT\n)}',
  '${"a \\" b"}',
  '${var.a // with )\n}',
  '${/*/ ) */ var.a}',
  '${/* ( *//* [ */ var.a}',
  '${-1}',
  '${provider::aws::arn_parse(var.a)}',
])('Terraform may parse %j', (text) => {
  expect(templateFault(text)).toBeUndefined();
});

test.each([
  ['${var.name', '} is missing at its end'],
  ['${upper(var.name}', '} stands where ) must'],
  ['${var.name)}', ') stands where } must'],
  ['${upper("a)}', 'a quote is not closed'],
  ['a ${} b', 'it is empty'],
  ['a ${~ ~} b', 'it is empty'],
  ['${var.a +}', 'it ends with +'],
  ['${var.a == }', 'it ends with ='],
  ['${var.}', 'it ends with .'],
  ['%{ if var.a', '} is missing at its end'],
  ['C:\\${(', ') is missing at its end'],
  ['${var.a / (var.b} */ }', '} stands where ) must'],
  ['${var.a /*(', '} is missing at its end'],
])('Terraform cannot parse %j: %s', (text, fault) => {
  expect(templateFault(text)).toBe(fault);
});

test.each([
  ['aws_ecs_cluster.a.arn +', 'it ends with +'],
  ['upper("a"', ') is missing at its end'],
  ['upper("a"))', ') closes nothing'],
  [' ', 'it is empty'],
])('Terraform cannot parse the expression %j: %s', (code, fault) => {
  expect(expressionFault(code)).toBe(fault);
});

test.each([
  ['many comments that never end', `\${var.a ${'/* '.repeat(200_000)}`, '} is missing at its end'],
  ['many operators after a comment that never ends', `\${/* ${'a + '.repeat(200_000)}`, '} is missing at its end'],
  ['many comments that end', `\${var.a ${'/* a */ '.repeat(100_000)}}`, undefined],
])('%s are read once: a second look at the rest for each would take hours', (_, text, fault) => {
  expect(templateFault(text)).toBe(fault);
});

const nested = (levels: number, before: string, after: string) => before.repeat(levels) + after.repeat(levels);

test.each([
  ['brackets', (levels: number) => `a${nested(levels, '(', ')')}`],
  ['texts', (levels: number) => nested(levels / 2, '"${[', ']}"').replace('[]', '[1]')],
  ['brackets one after the other', (levels: number) => `[${'f(a), '.repeat(levels)} 1]`],
])('%s may be in each other to 200 levels', (what, code) => {
  expect(expressionFault(code(200))).toBeUndefined();
  const deeper = what.endsWith('other') ? undefined : 'it has more than 200 brackets in each other';
  expect(expressionFault(code(202))).toBe(deeper);
  expect(expressionFault(code(100_000))).toBe(deeper);
});

test('a stack file is refused with the place of the expression', () => {
  expect(
    reportOnFields({
      outputs: { a: { expression: 'upper("a"' } },
      overrides: { 'aws_ecs_service.prefect_worker_service': { tags: { a: '${foo(' } } },
      terraform: { locals: { a: ['${var.}'] }, variable: { v: { type: 'string', default: '${' } } },
    }),
  ).toMatch(/outputs\.a\.expression.*overrides\..*\.tags\.a.*terraform\.locals\.a\[0\]/s);
});
