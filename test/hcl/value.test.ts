import { attributeLines, EncodedData, keyOf, literalLines, quotedTemplate, valueLines } from '../../src/hcl/value';

test.each([
  ['plain', '"plain"'],
  ['${var.a}', 'var.a'],
  ['a-${var.a}', '"a-${var.a}"'],
  ['a "quoted" \\ back\tslash', '"a \\"quoted\\" \\\\ back\\tslash"'],
  ['$${a} %%{ if b }', '"$${a} %%{ if b }"'],
  ['$$${a}', '"$$${a}"'],
  ['%{ if var.a }b%{ endif }', '"%{ if var.a }b%{ endif }"'],
  ['\u2028\u0001', '"\\u2028\\u0001"'],
  ['', '""'],
  ['%${var.a}$%{ if b }c%{ endif }$', '"%${var.a}$%{ if b }c%{ endif }$"'],
  ['${ f( 1 ) }', 'f(1)'],
  ['${var.a}b', '"${var.a}b"'],
  ['${ a /* b */ }', 'a /* b */'],
  ['c${ a /* b */ }', '"c${a /* b */}"'],
  ['a${ f( 1 ) }', '"a${f(1)}"'],
  ['a\nb\r\u007f\u2029é', '"a\\nb\\r\\u007f\\u2029é"'],
])('the template %j is %s in HCL', (template, hcl) => {
  expect(valueLines(template, 0)).toEqual([hcl]);
});

test.each([
  ['${a}', '"$${a}"'],
  ['$${a}', '"$$${a}"'],
  ['%{ if a }', '"%%{ if a }"'],
  ['100% $5', '"100% $5"'],
  [{ '${a}': ['${b}', 1, null] }, ['{', '  "$${a}" = ["$${b}", 1, null]', '}']],
])('the text %j, which Terraform does not evaluate in JSON, is %s in HCL', (text, hcl) => {
  expect(literalLines(text, 0)).toEqual([hcl].flat());
});

test.each([
  [true, 'true'],
  [0, '0'],
  [null, 'null'],
  [[], '[]'],
  [{}, '{}'],
  [['a', 1], '["a", 1]'],
  [['${var.a}', null], '[var.a, null]'],
])('%j is %s', (value, hcl) => {
  expect(valueLines(value, 0)).toEqual([hcl]);
});

test('an empty list stands in one line wherever it is', () => {
  expect(valueLines([], 100)).toEqual(['[]']);
});

test('a list of single values stands in one line up to 80 characters', () => {
  const lines = ['[', '  "a",', `  "${'b'.repeat(61)}",`, ']'];
  expect(valueLines(['a', 'b'.repeat(61)], 10)).toEqual([`["a", "${'b'.repeat(61)}"]`]);
  expect(valueLines(['a', 'b'.repeat(61)], 11)).toEqual(lines);
});

test.each([
  ['a mapping', [{ a: 1 }], ['[', '  {', '    a = 1', '  },', ']']],
  ['a list', [['a'], []], ['[', '  ["a"],', '  [],', ']']],
  ['an empty mapping', [{}, 1], ['[', '  {},', '  1,', ']']],
])('a list of %s has a line for each', (_, list, lines) => {
  expect(valueLines(list, 0)).toEqual(lines);
});

test('a mapping has a line for each member, with the column of its value for long expressions', () => {
  const long = `f("${'a'.repeat(94)}")`;
  expect(valueLines({ 'a:b': { c: true }, d: `\${${long}}` }, 0)).toEqual([
    ...['{', '  "a:b" = {', '    c = true', '  }', `  d = ${long}`, '}'],
  ]);
  expect(valueLines({ 'd:e:fgh': `\${${long}}` }, 0)).toEqual([
    '{',
    '  "d:e:fgh" = f(',
    `    ${long.slice(2, -1)}`,
    '  )',
    '}',
  ]);
});

test('keys that are no names, or words of the language, are quoted', () => {
  expect(['a', 'a-b', 'aws:x', '${var.a}', '1a'].map(keyOf)).toEqual(['a', 'a-b', '"aws:x"', '"${var.a}"', '"1a"']);
  const words = ['for', 'if', 'in', 'null', 'true', 'false'];
  expect(words.map(keyOf)).toEqual(words.map((word) => `"${word}"`));
});

test('text of several lines is written in lines, with its indents and what looks like an expression', () => {
  const script = 'if a:\n    b "c" \\n\n\n  $${d}\nwhile long enough to be worth lines of its own:\n';
  expect(valueLines(script, 0)).toEqual([
    '<<-EOT',
    '  if a:',
    '      b "c" \\n',
    '',
    '    $${d}',
    '  while long enough to be worth lines of its own:',
    'EOT',
  ]);
});

const SCRIPT = 'a long first line of some text ${f( 1 )}\nand a second one that is as long\n';
const SCRIPT_LINES = [
  '<<-EOT',
  '  a long first line of some text ${f(1)}',
  '  and a second one that is as long',
  'EOT',
];

test('behind text of several lines stands nothing in its line', () => {
  expect(valueLines(SCRIPT, 0)).toEqual(SCRIPT_LINES);
  expect(valueLines([SCRIPT, 'b', SCRIPT], 0)).toEqual([
    '[',
    ...[...SCRIPT_LINES, ',', '"b",', ...SCRIPT_LINES].map((line) => `  ${line}`),
    ']',
  ]);
  expect(valueLines({ a: 1, long: SCRIPT, b: 2 }, 0)).toEqual([
    ...['{', '  a    = 1', `  long = ${SCRIPT_LINES[0]}`],
    ...[...SCRIPT_LINES.slice(1), 'b    = 2'].map((line) => `  ${line}`),
    '}',
  ]);
});

test.each([
  ['two short lines', 'a\nb\n'],
  ['51 characters in two lines', `${'a'.repeat(24)}\n${'b'.repeat(23)}\n`],
])('%s stay in quotes', (_, text) => {
  expect(valueLines(text, 0)).toEqual([quotedTemplate(text)]);
});

test('an expression counts for one character, whatever stands in it', () => {
  expect(valueLines(`${'a'.repeat(15)}\nb\${c}\n`, 0)).toEqual([`"${'a'.repeat(15)}\\nb\${c}\\n"`]);
  expect(valueLines('  a long first line of some text\n${f(\n \n1)}\n  and a third one that is as long\n', 0)).toEqual([
    ...['<<-EOT', '    a long first line of some text', '  ${f(1)}', '    and a third one that is as long', 'EOT'],
  ]);
});

test('spaces behind text stay in lines', () => {
  expect(valueLines('a long first line of some text  \nand a second one that is as long\n', 0)).toEqual([
    ...['<<-EOT', '  a long first line of some text  ', '  and a second one that is as long', 'EOT'],
  ]);
});

test('50 characters in two lines and a half stand in lines', () => {
  const text = `${'a'.repeat(25)}\n${'b'.repeat(23)}\n`;
  expect(valueLines(text, 0)).toHaveLength(4);
});

test.each([
  ['is one line', `${'a'.repeat(100)}\n`],
  ['has a directive', `a long first line of some text\n%{ if a }and a second one that is as long%{ endif }\n`],
  ['has an indented word that would end it', 'a long first line of some text\n  EOT\nand a second one as long\n'],
  ['has a line separator', 'a long first line of some text\u2028\nand a second one that is as long\n'],
  ['has a tab', 'a long first line of some text\t\nand a second one that is as long\n'],
  ['ends without a line break after two', 'a long first line of some text\nand a second one\nand a third one'],
  ['has spaces alone in a line', 'a long first line of some text\n  \nand a second one that is as long\n'],
  ['ends without a line break', 'a long first line of some text\nand a second one that is as long'],
  ['has no line without an indent', '  a long first line of some text\n  and a second one that is as long\n'],
  ['has a space at the end of a line', 'a long first line of some text\n \nand a second one that is as long\n'],
  ['has the word that would end it', 'a long first line of some text\nEOT\nand a second one that is as long\n'],
  ['has a carriage return', 'a long first line of some text\r\nand a second one that is as long\r\n'],
])('text that %s stays in quotes', (_, text) => {
  expect(valueLines(text, 0)).toEqual([quotedTemplate(text)]);
});

test('signs stand below each other, as far as each value has one line', () => {
  expect(
    attributeLines([
      { name: 'a', lines: ['1'] },
      { name: 'long', lines: ['2'] },
      { name: 'list', lines: ['[', '  3,', ']'] },
      { name: 'é', lines: ['4'] },
    ]),
  ).toEqual(['a    = 1', 'long = 2', 'list = [', '  3,', ']', 'é = 4']);
});

test('a policy is written in the order in which people read it, and what is in no order behind that', () => {
  const statement = { AAA: 1, Action: 'a', Condition: {}, Effect: 'Allow', Principal: '*', Resource: '*', Sid: 'S' };
  expect(valueLines(new EncodedData({ AAA: 1, Id: 'I', Statement: [statement], Version: '2012-10-17' }), 0)).toEqual([
    'jsonencode({',
    '  Version = "2012-10-17"',
    '  Id      = "I"',
    '  Statement = [',
    '    {',
    '      Sid       = "S"',
    '      Effect    = "Allow"',
    '      Principal = "*"',
    '      Action    = "a"',
    '      Resource  = "*"',
    '      Condition = {}',
    '      AAA       = 1',
    '    },',
    '  ]',
    '  AAA = 1',
    '})',
  ]);
});

test('so is a container, and a single value stands in one line', () => {
  const container = { command: null, cpu: 1, essential: true, image: 'i', memory: 2, name: 'n' };
  expect(valueLines(new EncodedData([container]), 0)).toEqual([
    ...['jsonencode([', '  {', '    name      = "n"', '    image     = "i"', '    essential = true'],
    ...['    cpu       = 1', '    memory    = 2', '    command   = null', '  },', '])'],
  ]);
  expect(valueLines(new EncodedData(['a']), 0)).toEqual(['jsonencode(["a"])']);
  const atEnd = ['a'.repeat(40), 'b'.repeat(21)];
  expect(valueLines(new EncodedData(atEnd), 0)).toHaveLength(1);
  expect(valueLines(new EncodedData(atEnd), 1)).toHaveLength(4);
});
