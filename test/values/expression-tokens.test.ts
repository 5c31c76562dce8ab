import fc from 'fast-check';
import { type Token, tokensOfExpression, tokensOfTemplate } from '../../src/values/expression-tokens';

function kinds(tokens: Iterable<Token>): string[] {
  return [...tokens].filter(({ kind }) => kind !== 'space').map(({ kind, code }) => `${kind} ${code}`);
}

test('an expression has names, numbers, operators and brackets', () => {
  expect(kinds(tokensOfExpression('max(1.5e3, var.a-b[0]) >= 2 # why'))).toEqual([
    ...['name max', 'open (', 'number 1.5e3', 'operator ,', 'name var', 'operator .', 'name a-b', 'open [', 'number 0'],
    ...['close ]', 'close )', 'operator >=', 'number 2', 'comment # why'],
  ]);
});

test('a text in quotes has literals and expressions, which may have texts again', () => {
  expect(kinds(tokensOfExpression('"a\\"${f("{", { b = 1 })}$${c}"'))).toEqual([
    ...['quote "', 'literal a', 'literal \\"', 'template ${', 'name f', 'open (', 'quote "', 'literal {', 'unquote "'],
    ...['operator ,', 'open {', 'name b', 'operator =', 'number 1', 'close }', 'close )', 'template-end }'],
    ...['literal $${', 'literal c}', 'unquote "'],
  ]);
});

test('in a template without quotes a backslash and a quote are text', () => {
  expect(kinds(tokensOfTemplate('\\"%{ if a }"'))).toEqual([
    ...['literal \\"', 'template %{', 'name if', 'name a', 'template-end }', 'literal "'],
  ]);
});

test.each([
  ['a comment ends where it says', '1 /* } " */ + 2', ['number 1', 'comment /* } " */', 'operator +', 'number 2']],
  ['or with the text', '1 /* 2', ['number 1', 'comment /* 2']],
  ['a division is none', '1 / 2', ['number 1', 'operator /', 'number 2']],
  ['a heredoc has all behind it', '[<<EOT\n}', ['open [', 'heredoc <<EOT\n}']],
  ['a brace that closes nothing stays one', '}', ['close }']],
  ['what no expression has is a token too', '`', ['other `']],
  [
    'a number has digits, a fraction and an exponent',
    '12 3.45 6e78 9E-10',
    ['12', '3.45', '6e78', '9E-10'].map((one) => `number ${one}`),
  ],
  ['a comment of a line ends with it', '// why not\n1', ['comment // why not', 'number 1']],
  ['a brace in quotes is text', '"}"', ['quote "', 'literal }', 'unquote "']],
  ['a sign before no brace is text', '"%$a"', ['quote "', 'literal %', 'literal $', 'literal a', 'unquote "']],
  ['a backslash has what is behind it', '"\\ \\', ['quote "', 'literal \\ ', 'literal \\']],
])('%s', (_, code, expected) => {
  expect(kinds(tokensOfExpression(code))).toEqual(expected);
});

test('space in a row is one token', () => {
  expect([...tokensOfExpression('a \n b')].map(({ code }) => code)).toEqual(['a', ' \n ', 'b']);
});

test('a sign before no brace is text in a template too', () => {
  expect(kinds(tokensOfTemplate('%$a'))).toEqual(['literal %', 'literal $', 'literal a']);
});

const PIECES = [
  '${',
  '%{',
  '$${',
  '}',
  '{',
  '"',
  '\\',
  '/*',
  '*/',
  '//',
  '#',
  '\n',
  '<<A',
  'a',
  '.',
  '1',
  ' ',
  '€',
  '😀',
];

test('the tokens in a row are the text, whatever it is', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...PIECES)).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(tokensOfExpression, tokensOfTemplate), (written, tokens) => {
      const read = [...tokens(written)];
      expect(read.map(({ code }) => code).join('')).toBe(written);
      expect(read.every(({ at, code }) => code !== '' && written.startsWith(code, at))).toBe(true);
    }),
  );
});
