import { LONGEST_LINE, withoutLongLines } from '../../src/terraform/long-documents';
import { Expression, type JsonDocument, json, literal } from '../../src/terraform/terraform-text';

const FILLING = 'x'.repeat(LONGEST_LINE);

function withPolicy(policy: string, others: object = {}) {
  return withoutLongLines({ resource: { aws_iam_role_policy: { rights: { name: 'a', policy } } }, ...others });
}

/** The local value of a document that is too long for one line, without what makes it too long. */
function localOf(document: Readonly<Record<string, JsonDocument>>): unknown {
  const { locals } = withPolicy(json({ ...document, filling: FILLING })) as { locals: Record<string, object> };
  const { filling, ...rest } = locals['rights_policy'] as Record<string, unknown>;
  expect(filling).toBe(FILLING);
  return rest;
}

test('a document that fits into a line stays where it is', () => {
  const policy = json({ a: 'x'.repeat(LONGEST_LINE - 40) });
  expect(withPolicy(policy)).toEqual({ resource: { aws_iam_role_policy: { rights: { name: 'a', policy } } } });
});

test('a longer one becomes a local value, beside those that are there, in the order of names', () => {
  const document = withPolicy(json({ a: FILLING }), { locals: { z: 1 }, variable: {} });
  expect(document).toEqual({
    locals: { rights_policy: { a: FILLING }, z: 1 },
    resource: { aws_iam_role_policy: { rights: { name: 'a', policy: '${jsonencode(local.rights_policy)}' } } },
    variable: {},
  });
  expect(Object.keys(document)).toEqual(['locals', 'resource', 'variable']);
});

test('a local of that name stays what it is', () => {
  const { locals } = withPolicy(json({ a: FILLING }), { locals: { rights_policy: 1 } });
  expect(locals).toEqual({ aws_iam_role_policy_rights_policy: { a: FILLING }, rights_policy: 1 });
});

test.each<[string, Readonly<Record<string, JsonDocument>>, unknown]>([
  ['numbers, truth values, null and lists', { a: [1, true, null, { b: [] }] }, { a: [1, true, null, { b: [] }] }],
  ['an expression that is a whole value', { a: new Expression('var.a') }, { a: '${var.a}' }],
  ['such an expression with strings in it', { a: new Expression('f("}\\"", {})') }, { a: '${f("}\\"", {})}' }],
  ['such expressions in a list', { a: [new Expression('a'), 'b', new Expression('c')] }, { a: ['${a}', 'b', '${c}'] }],
  ['a reference within text', { a: `b:${new Expression('var.a')}:c` }, { a: 'b:${var.a}:c' }],
  ['a reference within a key', { [`${new Expression('var.a')}`]: 1 }, { '${var.a}': 1 }],
  ['quotes, backslashes and line breaks', { a: '"\\\n\\"' }, { a: '"\\\n\\"' }],
  ['a reference behind such text', { a: `"\\${new Expression('a')}"` }, { a: '"\\${a}"' }],
  ['text that looks like an expression', { a: literal('${b}%{c}$${d}') }, { a: '$${b}%%{c}$$${d}' }],
  ['the beginning of one, at the end', { a: literal('b${'), c: new Expression('d') }, { a: 'b$${', c: '${d}' }],
])('%s stay what they are', (_, document, local) => {
  expect(localOf(document)).toEqual(local);
});

test.each([
  ['is no JSON', FILLING],
  ['is JSON, but no document', JSON.stringify(FILLING)],
  ['is one expression', `\${f("${FILLING}")}`],
  ['has the characters that stand for expressions', json({ a: `${FILLING}\uF8F0` })],
])('a long text that %s stays where it is', (_, policy) => {
  expect(withPolicy(policy)).not.toHaveProperty('locals');
});
