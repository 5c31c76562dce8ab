import { evaluatedElements } from '../../src/stack/evaluated-text';
import { Expression } from '../../src/terraform/terraform-text';
import { stackOf } from '../helpers/synthesized';

const CODE = 'trimspace(file("leak.txt"))';
const TEXT = `\${${CODE}}`;
const ROLE = `arn:aws:iam::111122223333:role/${TEXT}/worker`;
const POLICY = `arn:aws:iam::111122223333:policy/${TEXT}`;
const EMAIL = '${trimspace}@example.com';

const flowRole = (role: object) => ({ flow_runs: { task_role: role, execution_role: role } });

/** Where a stack puts text that is narrower than the payload of hostile-text.test.ts. */
const FITTING: readonly [where: string, fields: object, escaped: string][] = [
  [
    'the path of all roles',
    { roles: { path: `/${TEXT}/` }, capacity: { type: 'ec2' }, flow_runs: { task_role: {}, execution_role: {} } },
    `/$${TEXT}/`,
  ],
  [
    'the path of the role of a log of connections',
    { roles: { path: `/${TEXT}/` }, vpc_id: null, worker_subnets: null, network: { create: { flow_logs: {} } } },
    `/$${TEXT}/`,
  ],
  ['a permissions boundary', { roles: { permissions_boundary: POLICY }, capacity: { type: 'ec2' } }, `policy/$${TEXT}`],
  ['the role of the worker', { worker_task_role_arn: ROLE }, ROLE],
  ['an existing execution role', { roles: { execution: { existing: ROLE } } }, `role/$${TEXT}/worker`],
  ['an existing task role, which is a default', { roles: { task: { existing: ROLE } } }, ROLE],
  [
    'policies of the roles',
    { roles: { execution: { policies: [POLICY] }, task: { policies: [POLICY] } } },
    `policy/$${TEXT}`,
  ],
  ['policies of instances', { capacity: { type: 'ec2', ec2: { policies: [POLICY] } } }, `policy/$${TEXT}`],
  ['existing roles of flow runs', flowRole({ existing: ROLE }), `role/$${TEXT}/worker`],
  ['policies of flow runs', flowRole({ policies: [POLICY] }), `policy/$${TEXT}`],
  ['roles that deployments name', { flow_runs: { passable_roles: [ROLE] } }, `role/$${TEXT}/worker`],
  ['who pulls images', { flow_runs: {}, image: { repository: { pull_from: [ROLE] } } }, `role/$${TEXT}/worker`],
  ['addresses of people', { alarms: { email: [EMAIL] } }, `$${EMAIL}`],
  ['a role to assume', { aws: { assume_role: { role_arn: ROLE } } }, `role/$${TEXT}/worker`],
];

test.each(FITTING)('text is written literally as %s', (_, fields, escaped) => {
  const written = textsIn(stackOf(fields)).map((text) => text.replaceAll('\\"', '"'));
  expect(written.filter((text) => text.includes(escaped))).not.toEqual([]);
  // Escaped twice, it would arrive with a second $.
  expect(written.filter((text) => text.includes('$$$'))).toEqual([]);
});

/** Every string of a document. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member)]);
}

/** A document with one role of this path. */
const roleOf = (path: string) => ({ resource: { aws_iam_role: { worker: { name: '${var.name}', path } } } });

describe('the check of a whole document', () => {
  test.each([
    ['text that is evaluated', `/${TEXT}/`],
    ['a directive', '/%{if}/'],
  ])('finds %s', (_, path) => {
    expect(evaluatedElements(roleOf(path), roleOf('/x/'))).toEqual(['resource.aws_iam_role.worker']);
  });

  test.each([
    ['text that is escaped', `/$${TEXT}/`],
    ['an escaped directive', '/%%{if}/'],
    ['characters that begin nothing', '/$a%b{c}/'],
  ])('passes %s', (_, path) => {
    expect(evaluatedElements(roleOf(path), roleOf('/x/'))).toEqual([]);
  });

  test('finds a key that is evaluated', () => {
    const tagged = (key: string) => ({ locals: { tags: { [key]: 'x' } } });
    expect(evaluatedElements(tagged(TEXT), tagged('x'))).toEqual(['locals.tags']);
  });

  test('finds an expression of ours that text before it has made literal', () => {
    const { path } = { path: `$${new Expression('var.path')}` };
    expect(evaluatedElements(roleOf(path), roleOf(`x${new Expression('var.path')}`))).not.toEqual([]);
  });

  test('passes what Terraform does not read as a template', () => {
    const document = (text: string) => ({
      '//': { text },
      terraform: { backend: { local: { path: text } } },
      variable: { name: { default: text, description: text } },
    });
    expect(evaluatedElements(document(TEXT), document('x'))).toEqual([]);
  });
});
