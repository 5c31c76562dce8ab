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
])('the template %j is %s in HCL', (template, hcl) => {
  expect(valueLines(template, 0)).toEqual([hcl]);
});

test.each([
  ['${a}', '"$${a}"'],
  ['$${a}', '"$$${a}"'],
  ['%{ if a }', '"%%{ if a }"'],
  ['100% $5', '"100% $5"'],
])('the text %j, which Terraform does not evaluate in JSON, is %s in HCL', (text, hcl) => {
  expect(literalLines(text, 0)).toEqual([hcl]);
});

test.each([
  [true, 'true'],
  [0, '0'],
  [null, 'null'],
  [[], '[]'],
  [{}, '{}'],
  [['a', 1], '["a", 1]'],
])('%j is %s', (value, hcl) => {
  expect(valueLines(value, 0)).toEqual([hcl]);
});

test('keys that are no names, or words of the language, are quoted', () => {
  expect(['a', 'a-b', 'aws:x', 'for', 'null', '${var.a}', '1a'].map(keyOf)).toEqual([
    ...['a', 'a-b', '"aws:x"', '"for"', '"null"', '"${var.a}"', '"1a"'],
  ]);
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

test.each([
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

test('a policy is written in the order in which people read it', () => {
  const statement = { Action: 'a', Condition: {}, Effect: 'Allow', Resource: '*', Sid: 'S' };
  expect(valueLines(new EncodedData({ Statement: [statement], Version: '2012-10-17' }), 0)).toEqual([
    'jsonencode({',
    '  Version = "2012-10-17"',
    '  Statement = [',
    '    {',
    '      Sid       = "S"',
    '      Effect    = "Allow"',
    '      Action    = "a"',
    '      Resource  = "*"',
    '      Condition = {}',
    '    },',
    '  ]',
    '})',
  ]);
});
