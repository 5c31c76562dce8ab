import { environmentOf } from '../../helpers/stack-files';

const workers = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `team_${index}`,
      { worker_work_pool_name: `the-pool-of-the-team-number-${index}` },
    ]),
  );
const list = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const range = (index: number) => ({ port: 443, cidr_blocks: [`10.${index}.0.0/16`] });
const range6 = (index: number) => ({ port: 443, cidr_blocks: [`2001:db8:${(index + 1).toString(16)}::/48`] });

const warningsOf = (fields: object) =>
  environmentOf(fields).warnings.filter(({ warning }) => warning === 'default-quota');

test.each<[string, object, string, RegExp]>([
  ['pools', { workers: workers(40) }, 'workers', /^brings the event pattern .* crashed flow runs to \d+ characters: /],
  [
    'services',
    { alarms: {}, workers: workers(20) },
    'workers',
    /^brings the event pattern of the rule of alarms.service_events /,
  ],
  [
    'families',
    { crash_detection: { families: list(60, (index) => `the-flows-of-team-number-${index}`) } },
    'crash_detection.families',
    /default quota of an account is 2048$/,
  ],
  ['egress', { network: { egress: list(61, range) } }, 'network.egress', /^is 61 rules of one security group: /],
  [
    'egress of flow runs',
    { flow_runs: { own_security_group: { egress: list(61, range6) } } },
    'flow_runs.own_security_group.egress',
    /^is 61 rules /,
  ],
  ['ingress', { network: { ingress: list(61, range) } }, 'network.ingress', /^is 61 rules /],
  [
    'egress where there are no flow runs',
    { worker_type: 'process', network: { egress: list(61, range) } },
    'network.egress',
    /^is 61 rules /,
  ],
  [
    'subjects',
    { image: { repository: {} }, ci_role: { github: 'acme/flows', branches: list(45, (index) => `release/${index}`) } },
    'ci_role',
    /^brings the trust policy of the role to \d+ characters or more: /,
  ],
])('warns of %s beyond the default quota', (_, fields, path, message) => {
  expect(warningsOf(fields)).toEqual([expect.objectContaining({ path, message: expect.stringMatching(message) })]);
});

test('counts the trust policy as IAM does, but for the audience', () => {
  const branches = list(45, (index) => `release/${index}`);
  const sub = branches.map((branch) => `"repo:acme/flows:ref:refs/heads/${branch}"`).join(',');
  const trust = [
    '{"Statement":[{"Action":"sts:AssumeRoleWithWebIdentity","Condition":{',
    `"StringEquals":{"token.actions.githubusercontent.com:aud":""},"StringLike":{"token.actions.githubusercontent.com:sub":[${sub}]}},`,
    '"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}}],',
    '"Version":"2012-10-17"}',
  ].join('');
  const [found] = warningsOf({ image: { repository: {} }, ci_role: { github: 'acme/flows', branches } });
  expect(found?.message).toContain(` to ${trust.length} characters or more: `);
});

const MANY_WORKERS = { alarms: {}, crash_detection: { enabled: false }, workers: workers(20) };

test.each<[string, object, string]>([
  [
    'workers',
    MANY_WORKERS,
    'move workers to another environment, or have AWS raise the quota (EventBridge, Event pattern size)',
  ],
  [
    'rules',
    { network: { ingress: list(61, range) } },
    'merge ranges or ports, or have AWS raise the quota (VPC, Inbound or outbound rules per security group)',
  ],
  [
    'subjects',
    { image: { repository: {} }, ci_role: { github: 'acme/flows', branches: list(45, (index) => `release/${index}`) } },
    'use fewer branches, tags and environments, or patterns with *, or have AWS raise the quota (IAM, Role trust policy length)',
  ],
])('says what to do about too many %s', (_, fields, hint) => {
  expect(warningsOf(fields).map((one) => one.hint)).toEqual([hint]);
});

test.each<[string, object]>([
  ['workers', { alarms: {}, workers: workers(5) }],
  [
    'workers without services',
    {
      alarms: {},
      crash_detection: { enabled: false },
      workers: Object.fromEntries(
        Object.entries(workers(20)).map(([name, fields]) => [name, { ...fields, service: { create: false } }]),
      ),
    },
  ],
  ['workers whose queue is not ours', { workers: workers(40), crash_detection: { existing_queue: 'theirs' } }],
  ['60 rules', { network: { egress: list(60, range) } }],
  ['60 rules of IPv4, and as many of IPv6', { network: { egress: [...list(60, range), ...list(60, range6)] } }],
  ['branches', { image: { repository: {} }, ci_role: { github: 'acme/flows', branches: list(10, (at) => `r/${at}`) } }],
])('does not warn of %s', (_, fields) => {
  expect(warningsOf(fields)).toEqual([]);
});
