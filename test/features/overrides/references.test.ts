import {
  pathsInExpression,
  pathsInText,
  referencesInExpression,
  referencesInText,
} from '../../../src/features/overrides/references';

test.each<[what: string, code: string, addresses: string[]]>([
  ['a resource, with an index and an attribute', 'aws_iam_role.a[0].arn', ['aws_iam_role.a']],
  ['a data source', 'data.aws_region.current.id', ['data.aws_region.current']],
  ['variables, locals and modules', '[var.a, local.b, module.c.d]', ['var.a', 'local.b', 'module.c']],
  ['what stands in a function', 'one(aws_iam_role.a[*].arn)', ['aws_iam_role.a']],
  ['what stands in a string', '"x-${var.a}-$${var.b}"', ['var.a']],
  ['what stands behind a string with an escape', '"\\"" == var.a', ['var.a']],
  ['what stands behind a string that ends in one', '"${"x"}" == aws_iam_role.a.arn', ['aws_iam_role.a']],
  ['what stands before a comment', 'aws_iam_role.a.arn # the first', ['aws_iam_role.a']],
  ['what stands behind mappings in each other', '[{ a = {} }, var.b]', ['var.b']],
  ['what stands behind a comment', '1 /* 2 */ + aws_iam_role.a.arn', ['aws_iam_role.a']],
  ['what stands behind a for', '[for a_b in [] : a_b.c + aws_iam_role.a.arn]', ['aws_iam_role.a']],
  ['what stands behind the word alone', 'for aws_iam_role.a', ['aws_iam_role.a']],
  ['what stands before a function', 'aws_iam_role.a.arn == f(1)', ['aws_iam_role.a']],
  ['what stands behind an empty comment', '1 /**/ + aws_iam_role.a.arn', ['aws_iam_role.a']],
  [
    'what is in the templates of a heredoc, and not its words',
    '<<EOT\na_b.c ${aws_iam_role.a.arn}\nEOT',
    ['aws_iam_role.a'],
  ],
  ['what a for without in names', '[for a_b, c_d : a_b.x]', ['a_b.x']],
  ['what a for that adds names', '[for a_b + c_d in a_b.x]', ['a_b.x']],
  ['both arms of a condition', 'var.a ? aws_sns_topic.b.arn : local.c', ['var.a', 'aws_sns_topic.b', 'local.c']],
  ['members behind an index only once', 'aws_lb.a[var.i].b_c.d', ['aws_lb.a', 'var.i']],
])('finds %s', (_, code, addresses) => {
  expect(referencesInExpression(code).sort()).toEqual(addresses.sort());
});

test.each<[what: string, code: string]>([
  ['a type alone', 'aws_iam_role.'],
  ['a function behind a comment', 'aws_iam_role.f /* why */ (1)'],
  ['the element of a for behind others', '[1, 2, 3, 4, 5, [for one_of in [] : one_of.arn]]'],
  ['the element of a for', '[for one_of in [] : one_of.arn]'],
  ['key and value of a for', '{for a_k, a_v in {} : a_k.x => a_v.y}'],
  ['each, count, self and path', '"${each.value} ${count.index} ${self.id} ${path.module}"'],
  ['what stands in a string beside a quote', '"aws_iam_role.a \\" b"'],
  ['a comment', '1 // aws_iam_role.a'],
  ['a comment that begins with a slash', '1 /*/ aws_iam_role.a */'],
  ['key and value of a for with other spaces', '{for  a_k , a_v  in {} : a_k.x => a_v.y}'],
  ['key and value of a for with few spaces', '{for a_k,a_v in {} : a_k.x => a_v.y}'],
  ['a function', 'a_b.c(1)'],
  ['a function behind spaces', 'a_b.c  (1)'],
  ['a beginning', '[var, a_b, data.aws_region]'],
  ['a comment that ends', '1 /* aws_iam_role.a } */'],
  ['a comment that does not end', '1 /* aws_iam_role.a'],
])('takes %s for no address', (_, code) => {
  expect(referencesInExpression(code)).toEqual([]);
});

test('reads a text only within its expressions', () => {
  expect(referencesInText('aws_iam_role.a ${aws_iam_role.b.arn} {"c": "${var.d}"} %{ if var.e }x%{ endif }')).toEqual([
    'aws_iam_role.b',
    'var.d',
    'var.e',
  ]);
});

test('a backslash outside of a string escapes nothing', () => {
  expect(referencesInText('C:\\${var.a}')).toEqual(['var.a']);
});

test('has the attributes that are behind an address', () => {
  expect(pathsInExpression('aws_iam_role.a.arn')).toEqual([['aws_iam_role', 'a', 'arn']]);
  expect(pathsInText('${aws_iam_role.a.arn}')).toEqual([['aws_iam_role', 'a', 'arn']]);
});

test('text behind mappings in an expression is text', () => {
  expect(referencesInText('${{ a = { b = 1 } }} aws_iam_role.a.arn')).toEqual([]);
});
