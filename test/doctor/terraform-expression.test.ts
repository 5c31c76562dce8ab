import { assignments, evaluate } from '../../src/doctor/terraform-expression';
import type { Look } from '../../src/doctor/terraform-parser';
import { isKnown, UNKNOWN } from '../../src/doctor/terraform-value';

const VALUES: Readonly<Record<string, never>> = {
  'var.name': 'prod',
  'var.none': null,
  'var.count': 2,
  'var.subnets': ['subnet-a', 'subnet-b'],
  'local.found.0.account': '111122223333',
} as never;

const look: Look = (path) => VALUES[path.join('.')] ?? (path.join('.') === 'var.none' ? null : UNKNOWN);

test.each([
  ['a text is itself', 'prefect-worker', 'prefect-worker'],
  ['an expression in a text', 'prefect-worker-${var.name}-x', 'prefect-worker-prod-x'],
  ['an expression alone keeps its type', '${var.subnets}', ['subnet-a', 'subnet-b']],
  ['an escaped opening is text', '$${var.name} %%{if}', '${var.name} %{if}'],
  ['an index and a member', '${local.found[0].account}', '111122223333'],
  ['a number', '${var.count}', 2],
  ['a condition', '${var.none == null ? "yes" : "no"}', 'yes'],
  ['only the chosen side is needed', '${var.count != 2 ? aws_x.y.id : 1}', 1],
  ['and binds closer than or', '${true || false && false}', true],
  ['not', '${!(var.count == 2)}', false],
  [
    'a template in a string in an expression',
    '${jsonencode([{ name = "A", value = "x-${var.name}" }])}',
    '[{"name":"A","value":"x-prod"}]',
  ],
  ['escapes of a string', '${"a\\"b\\n\\u00e9"}', 'a"b\né'],
  ['a call', '${concat([1], var.none == null ? [] : [2])}', [1]],
  [
    'named groups',
    '${regexall("^(?P<account>[0-9]{12})\\\\.dkr", "111122223333.dkr.ecr")}',
    [{ account: '111122223333' }],
  ],
  ['the first that can be evaluated', '${try(tonumber(regex("x(.)", "abc")[0]), 443)}', 443],
  ['what is unknown in a text is a part of it', 'a-${aws_x.y.id}-b', `a-${UNKNOWN}-b`],
  ['what is unknown alone', '${aws_x.y.id}', UNKNOWN],
  ['a condition on what is unknown', '${aws_x.y.id == null ? 1 : 2}', UNKNOWN],
  ['a document with an unknown part stays one', '{"a":${jsonencode(aws_x.y.id)}}', `{"a":"${UNKNOWN}"}`],
  ['a document that is read', '${jsondecode("{\\"a\\":[1]}").a}', [1]],
  ['the length of a text, in characters', '${length("a\\u00e9b")}', 3],
  ['the length of a list', '${length(var.subnets)}', 2],
  ['the first that is not empty', '${coalesce(var.none, "", "c")}', 'c'],
  ['nothing that is not empty', '${coalesce(var.none, "")}', UNKNOWN],
  ['a number as a text', '${tostring(var.count)}', '2'],
  ['a set, sorted and each once', '${sort(distinct(toset(["b", "a", "b"])))}', ['a', 'b']],
  ['the only one', '${one(["a"])}', 'a'],
  ['the only one of none', '${one([])}', null],
  ['the only one of two', '${one(var.subnets)}', UNKNOWN],
  ['what begins and ends a text', '${startswith("a-b", "a") && endswith("a-b", "b")}', true],
  ['what a text does not begin with', '${startswith("a-b", "b")}', false],
  ['a text in other letters', '${upper("aB")}${lower("aB")}', 'ABab'],
  ['a text without the spaces around it', '${trimspace("  a b ")}', 'a b'],
  ['a part of a text', '${substr("abcdef", 1, 3)}', 'bcd'],
  ['a list as a text', '${join(", ", var.subnets)}', 'subnet-a, subnet-b'],
  ['a list with an unknown entry as a text', '${join("/", ["a", aws_x.y.id])}', `a/${UNKNOWN}`],
  ['the parts of a text', '${split(",", "a,b")}', ['a', 'b']],
  ['a text with others in it', '${replace("a.b.c", ".", "$$")}', 'a$$b$$c'],
  ['a pattern instead of a text', '${replace("a.b", "/./", "x")}', UNKNOWN],
  ['a format', '${format("%s-%d at 100%%", "a", var.count)}', 'a-2 at 100%'],
  ['a format of another kind', '${format("%02d", 1)}', UNKNOWN],
  ['a format of more than there is', '${format("%s%s", "a")}', UNKNOWN],
  ['lists in lists', '${flatten([["a"], [["b"], "c"]])}', ['a', 'b', 'c']],
  ['what is no list', '${flatten("a")}', UNKNOWN],
  ['mappings over each other', '${merge({ a = 1, b = 1 }, { b = 2 })}', { a: 1, b: 2 }],
  ['what a mapping has', '${lookup({ a = 1 }, "a", 2)}', 1],
  ['what it has not', '${lookup({ a = 1 }, "b", 2)}', 2],
  ['what it has not, of which some is unknown', '${lookup({ a = aws_x.y.id }, "b", 2)}', UNKNOWN],
  ['an entry of a list, counted in circles', '${element(["a", "b"], 3)}', 'b'],
  ['an entry of none', '${element([], 0)}', UNKNOWN],
  ['groups without names', '${regex("(a)(.)", "xab")}', ['a', 'b']],
  ['a pattern that does not match', '${regex("z", "abc")}', UNKNOWN],
  ['a comment', '${/* a * b */ "c" /* d */}', 'c'],
  ['a template that is not there', '${templatefile("./x.tftpl", {})}', UNKNOWN],
  ['a template of an unknown name', '${templatefile(aws_x.y.id, {})}', UNKNOWN],
  ['a syntax that is not read', '${[for one in var.subnets : one]}', UNKNOWN],
  ['a function that is not read', '${file("x")}', UNKNOWN],
  ['a directive', '%{ if true }a%{ endif }', UNKNOWN],
  ['an expression that does not end', '${var.name', UNKNOWN],
])('%s', (_, text, expected) => {
  expect(evaluate(text, look)).toEqual(expected);
});

test('a template has the values that it is given, and no others', () => {
  const file = (path: string) => (path === './a.tftpl' ? '${"" /* A */}${b.c}-${var.name}-$${b}' : undefined);
  expect(evaluate('${templatefile("./a.tftpl", { b = { c = var.count } })}', look, file)).toBe(`2-${UNKNOWN}-\${b}`);
});

test('a value is known when all of it is', () => {
  expect([isKnown({ a: ['b'] }), isKnown({ a: [`b${UNKNOWN}`] }), isKnown(null), isKnown(UNKNOWN)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('reads the assignments of a variables file', () => {
  const text = `
# The worker of the night.
name = "night" // not the day
worker_desired_count=3
worker_subnets = [
  "subnet-a", # a comment
  "subnet-b",
]
tags = { Team = "data", "cost-center" = "4711" }
odd = file("x")
`;
  expect(assignments(text)).toEqual({
    name: 'night',
    worker_desired_count: 3,
    worker_subnets: ['subnet-a', 'subnet-b'],
    tags: { Team: 'data', 'cost-center': '4711' },
    odd: UNKNOWN,
  });
});
