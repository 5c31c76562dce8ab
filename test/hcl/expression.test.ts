import { expressionLine, expressionLines, widthOf } from '../../src/hcl/expression';

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
  ['a%b*c/d', 'a % b * c / d'],
  ['a<=b||a>=b||a>b||a!=b', 'a <= b || a >= b || a > b || a != b'],
  ['! a', '!a'],
  ['- a', '-a'],
  ['a - -b', 'a - -b'],
  ['(a-b)*-c', '(a-b) * -c'],
  ['[-1,- 2]', '[-1, -2]'],
  ['a? -1:-2', 'a ? -1 : -2'],
  ['f (a) [0]', 'f(a)[0]'],
  ['[1] [0]', '[1][0]'],
  ['{a=1} ["a"]', '{ a = 1 }["a"]'],
  ['{a=1} . a', '{ a = 1 }.a'],
  ['a . b', 'a.b'],
  ['in [1]', 'in[1]'],
  ['provider :: aws :: f(d)', 'provider::aws::f(d)'],
  ['f(a ...)', 'f(a...)'],
  ['[for x in [1]:x if x>1]', '[for x in [1] : x if x > 1]'],
  ['{for k , v in y : k=>v... if k!="a"}', '{ for k, v in y : k => v... if k != "a" }'],
  ['1.50+1e10+1E-5+1e+5+10.25e3', '1.50 + 1e10 + 1E-5 + 1e+5 + 10.25e3'],
  ['a.0.b', 'a.0.b'],
  ['{"a":1,"b" = 2}', '{ "a" : 1, "b" = 2 }'],
  ['{(a.b)=1,"${c}"=2,"${d}" : 3}', '{ (a.b) = 1, "${c}" = 2, "${d}" : 3 }'],
  ['"\\"${ a [0] }\\\\"', '"\\"${a[0]}\\\\"'],
  ['"${"x${ a }}"}y"', '"${"x${a}}"}y"'],
  ['"${ f({a=1}) }y"', '"${f({ a = 1 })}y"'],
  ['"a%{if "}" == b}c%{endif}" == d', '"a%{if "}" == b}c%{endif}" == d'],
  ['"a%%{" == "b$${"', '"a%%{" == "b$${"'],
  ['é_1-b.c', 'é_1-b.c'],
  ['a.0.b+c', 'a.0.b + c'],
  ['"$${ b }" ==c', '"$${ b }" == c'],
  ['"\\\\"==c', '"\\\\" == c'],
  ['"a%%{"  == "b$${"', '"a%%{" == "b$${"'],
  ['"a%{if "}" == b}c%{endif}"  ==d', '"a%{if "}" == b}c%{endif}" == d'],
  ['"a%{"}" == b}c"  ==d', '"a%{"}" == b}c" == d'],
  ['f( "https://a#b/*" )', 'f("https://a#b/*")'],
  ['"x\\"${a}"  == b', '"x\\"${a}" == b'],
  ['[for x in y:x if z[0]]', '[for x in y : x if z[0]]'],
  ['[for x in y:x if {a=z}[x]]', '[for x in y : x if { a = z }[x]]'],
  ['[for x in(y):(x) if(z)]', '[for x in(y) : (x) if(z)]'],
])('%s is written as terraform fmt does', (code, line) => {
  expect(expressionLine(code)).toBe(line);
});

test('a comma behind the last one, and line ends between members, go', () => {
  expect(expressionLine('f([a,b,], {\n  c = 1,\n  d = 2\n\n  e = 3,\n})')).toBe('f([a, b], { c = 1, d = 2, e = 3 })');
  expect(expressionLine('{for x in [\n 1,\n 2\n] :\n x => x\n}')).toBe('{ for x in [1, 2] : x => x }');
  expect(expressionLine('a\n? b\n: c')).toBe('a ? b : c');
});

test.each(['"${a} "', '" ${a}"', '"${f(a)}"', '"${a}${b}"', '"${1}"'])('%s is no reference alone', (code) => {
  expect(expressionLine(code)).toBe(code);
});

test('a reference alone needs no quotes, but as the key of a mapping', () => {
  expect(expressionLine('"${a}" == b')).toBe('a == b');
  expect(expressionLine('f("${local.a}", { "${local.b}" = "${local.c[0].d}" })')).toBe(
    'f(local.a, { "${local.b}" = local.c[0].d })',
  );
});

test('brackets around the whole go', () => {
  expect(expressionLine('((a == b))')).toBe('a == b');
  expect(expressionLine('(a) == (b)')).toBe('(a) == (b)');
  expect(expressionLine('(a)[0]')).toBe('(a)[0]');
  expect(expressionLine('[a]')).toBe('[a]');
  expect(expressionLine('(a, b)')).toBe('(a, b)');
  expect(expressionLine('( )')).toBe('()');
  expect(expressionLine('')).toBe('');
});

const X = `"${'x'.repeat(40)}"`;
const LONG = `"${'y'.repeat(100)}"`;

// `terraform fmt` 1.11.4 leaves each of them as it is.
test.each<[what: string, code: string, lines: readonly string[]]>([
  [
    'a mapping, with the signs below each other',
    `{ name = ${X}, "other-key" = ${X}, n = 1, list = [1, 2] }`,
    ['{', `  name        = ${X}`, `  "other-key" = ${X}`, '  n           = 1', '  list        = [1, 2]', '}'],
  ],
  [
    'a mapping with a colon, which ends a row',
    `{ (a) = ${X}, "b-c" = ${X}, d : ${X}, e = 1 }`,
    ['{', `  (a)   = ${X}`, `  "b-c" = ${X}`, `  d : ${X}`, '  e = 1', '}'],
  ],
  [
    'mappings in each other, of which the inner one ends a row',
    `merge({ a = ${X} }, { b = { c = ${X}, d = ${LONG}, e = { f = 1 } }, long_key = 2 })`,
    [
      ...[
        'merge(',
        `  { a = ${X} },`,
        '  {',
        '    b = {',
        `      c = ${X}`,
        `      d = ${LONG}`,
        '      e = { f = 1 }',
      ],
      ...['    }', '    long_key = 2', '  }', ')'],
    ],
  ],
  ['a list, with a comma behind the last', `[${X}, ${X}, ${X}]`, ['[', `  ${X},`, `  ${X},`, `  ${X},`, ']']],
  ['a call, without one', `f(${X}, ${X}, ${X}...)`, ['f(', `  ${X},`, `  ${X},`, `  ${X}...`, ')']],
  ['a negated call', `!f(${X}, ${X}, ${X})`, ['!f(', `  ${X},`, `  ${X},`, `  ${X}`, ')']],
  [
    'a for with a list in it',
    `[for x in [${X}, ${X}] : { name = ${X}, value = x }]`,
    ['[', '  for x in [', `    ${X},`, `    ${X},`, `  ] : { name = ${X}, value = x }`, ']'],
  ],
  [
    'a for with a mapping in it',
    `{ for k, v in { a = ${X}, b = ${X} } : k => { n = ${X}, v = v } }`,
    ['{', '  for k, v in {', `    a = ${X}`, `    b = ${X}`, `  } : k => { n = ${X}, v = v }`, '}'],
  ],
  [
    'the largest of the brackets',
    `a == b ? { name = ${X}, of = f(${X}, ${X}) } : { b = ${X} }`,
    ['a == b ? {', `  name = ${X}`, `  of   = f(${X}, ${X})`, `} : { b = ${X} }`],
  ],
  [
    'brackets with an index behind them',
    `a + f(${X}, [${X}, ${X}])[0].name`,
    ['a + f(', `  ${X},`, `  [${X}, ${X}]`, ')[0].name'],
  ],
  [
    'what is in a call, not what an index has',
    `aws_x.y[lookup({ a = ${X} }, ${X})].z + f(${X})`,
    [`aws_x.y[lookup({ a = ${X} }, ${X})].z + f(`, `  ${X}`, ')'],
  ],
  ['no index of a call', `f(1)[${LONG}].b`, ['f(', '  1', `)[${LONG}].b`]],
  ['no empty brackets', `f() == g(${LONG})`, ['f() == g(', `  ${LONG}`, ')']],
  ['nothing without brackets', `${X} == ${LONG}`, [`${X} == ${LONG}`]],
  ['nothing with empty brackets alone', `f() == ${LONG}`, [`f() == ${LONG}`]],
  ['what is subtracted', `a - (${X} + ${X} + ${X})`, ['a - (', `  ${X} + ${X} + ${X}`, ')']],
  [
    'a mapping with a key that is calculated',
    `{ (a + b) = ${X}, c = ${X}, (d == e) = f(1), e\u0301f = 2 }`,
    ['{', `  (a + b)  = ${X}`, `  c        = ${X}`, '  (d == e) = f(1)', '  e\u0301f       = 2', '}'],
  ],
  [
    'a mapping with a key in quotes that has spaces',
    `{ "a = b" = ${X}, c = ${X}, "\\"d e" = ${X} }`,
    ['{', `  "a = b" = ${X}`, `  c       = ${X}`, `  "\\"d e" = ${X}`, '}'],
  ],
  ['no index of a reference that stood in quotes', `"\${local.a}"[${LONG}]`, [`local.a[${LONG}]`]],
  ['no index of a reference', `aws_a.b[0][${LONG}].arn`, [`aws_a.b[0][${LONG}].arn`]],
  ['a list behind a condition', `a ? [] : [${LONG}]`, ['a ? [] : [', `  ${LONG},`, ']']],
])('of a long expression is broken %s', (_, code, lines) => {
  expect(expressionLines(code, 10)).toEqual(lines);
});

test('an expression is long where its line would be longer than 110 characters', () => {
  expect(expressionLines('f("short")', 100)).toEqual(['f("short")']);
  expect(expressionLines('f("short")', 101)).toEqual(['f(', '  "short"', ')']);
  const item = (length: number) => `g("${'z'.repeat(length - 5)}")`;
  expect(expressionLines(`f(${item(108)}, 1)`, 0)).toEqual(['f(', `  ${item(108)},`, '  1', ')']);
  expect(expressionLines(`f(${item(109)}, 1)`, 0)).toEqual([
    ...['f(', '  g(', `    "${'z'.repeat(104)}"`, '  ),', '  1', ')'],
  ]);
});

test('what is not understood and has several lines stands in brackets', () => {
  expect(expressionLines('a /* x */\n+ b', 0)).toEqual(['(', 'a /* x */', '+ b', ')']);
  expect(expressionLines('a /* x */', 0)).toEqual(['a /* x */']);
});

test('a directive within a text stays as it is', () => {
  expect(expressionLine('"a%{ if b }c%{ endif }"==d')).toBe('"a%{ if b }c%{ endif }" == d');
});

test('what is not understood within a text has no spaces around it', () => {
  expect(expressionLine('"${ a /* b */ }c"==d')).toBe('"${a /* b */}c" == d');
});

test('a letter is as wide as it looks', () => {
  expect(['', 'ab', 'é', 'e\u0301', '👍', 'a👍'].map(widthOf)).toEqual([0, 2, 1, 1, 1, 2]);
});

test.each([
  ...['a ~ b + c', 'a, b', '[a', 'f(a'],
  ...['a /* b */ + c', '<<EOT\na\nEOT\n', 'a ~ b', '(a', 'a // b', 'a  # b', 'f(a]', 'a)', '"a', '"${a"', '"${"a}"'],
])('%s, which is not understood, stays', (code) => {
  expect(expressionLine(code)).toBe(code);
});
