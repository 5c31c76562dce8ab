import { type Call, type Caller, judge, type PolicyKind, parsePolicy } from './policy-evaluator';

const ECS = 'arn:aws:ecs:us-east-1:111122223333';
const CLUSTER = `${ECS}:cluster/prod`;
const FAMILY = `${ECS}:task-definition/prefect_pool_1234:1`;
const ECS_TASKS: Caller = { Service: 'ecs-tasks.amazonaws.com' };
const ROLE: Caller = { AWS: 'arn:aws:iam::111122223333:role/worker' };

const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };

function policy(kind: PolicyKind, ...statements: object[]) {
  return parsePolicy(kind, JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

/** The verdict of an identity policy with these statements. */
function verdict(statements: readonly object[], call: Partial<Call> = {}): string {
  const whole = { action: 'ecs:RunTask', resource: FAMILY, ...call };
  return judge([policy('identity', ...statements)], whole).allowed ? 'allowed' : 'denied';
}

describe('what a statement is about', () => {
  test.each([
    ['the action itself', { Action: 'ecs:RunTask' }, 'allowed'],
    ['the action in another case', { Action: 'ECS:runtask' }, 'allowed'],
    ['one action of a list', { Action: ['s3:GetObject', 'ecs:RunTask'] }, 'allowed'],
    ['a part of the action', { Action: 'ecs:Run' }, 'denied'],
    ['the action of another service', { Action: 'eks:RunTask' }, 'denied'],
    ['a * at the end', { Action: 'ecs:Run*' }, 'allowed'],
    ['a * in the middle', { Action: 'ecs:*Task' }, 'allowed'],
    ['a ? for one character', { Action: 'ecs:Run?ask' }, 'allowed'],
    ['a ? is not two characters', { Action: 'ecs:Ru?ask' }, 'denied'],
    ['all but this action', { Action: undefined, NotAction: 'ecs:RunTask' }, 'denied'],
    ['all but another action', { Action: undefined, NotAction: 's3:*' }, 'allowed'],
    ['the resource itself', { Resource: FAMILY }, 'allowed'],
    ['the resource in another case', { Resource: FAMILY.replace('prefect', 'Prefect') }, 'denied'],
    ['a prefix with a *', { Resource: `${ECS}:task-definition/prefect_pool_*` }, 'allowed'],
    ['the prefix of another pool', { Resource: `${ECS}:task-definition/prefect_pool-b_*` }, 'denied'],
    ['the resource in another account', { Resource: FAMILY.replace('111122223333', '999988887777') }, 'denied'],
    ['the resource in another region', { Resource: FAMILY.replace('us-east-1', 'us-east-2') }, 'denied'],
    ['the resource in another partition', { Resource: FAMILY.replace('aws', 'aws-cn') }, 'denied'],
    ['all but this resource', { Resource: undefined, NotResource: FAMILY }, 'denied'],
    ['a dot is a dot', { Resource: FAMILY.replace('1234', '....') }, 'denied'],
  ])('%s', (_, fields, expected) => {
    expect(verdict([{ ...ALLOW, ...fields }])).toBe(expected);
  });
});

test('prefect_pool_* takes in the families of a pool that is called pool_ and more', () => {
  const pool = [{ ...ALLOW, Resource: `${ECS}:task-definition/prefect_pool_*` }];
  const family = (name: string) => ({ resource: `${ECS}:task-definition/prefect_${name}_1234:1` });
  expect(verdict(pool, family('pool_b'))).toBe('allowed');
  expect(verdict(pool, family('pool-b'))).toBe('denied');
});

describe('what decides', () => {
  test.each([
    ['nothing that is said', [{ ...ALLOW, Action: 's3:GetObject' }], 'denied'],
    ['one that allows', [{ ...ALLOW, Action: 's3:GetObject' }, ALLOW], 'allowed'],
    ['one that denies, before one that allows', [{ ...ALLOW, Effect: 'Deny' }, ALLOW], 'denied'],
    ['one that denies, after one that allows', [ALLOW, { ...ALLOW, Effect: 'Deny' }], 'denied'],
    ['one that denies what is not asked', [ALLOW, { ...ALLOW, Effect: 'Deny', Action: 'ecs:StopTask' }], 'allowed'],
    [
      'one that denies under a condition that does not hold',
      [ALLOW, { ...ALLOW, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      'allowed',
    ],
  ])('%s', (_, statements, expected) => {
    expect(verdict(statements)).toBe(expected);
  });

  test('a deny in one policy beats an allow in another, and is named', () => {
    const policies = [policy('identity', ALLOW), policy('identity', { ...ALLOW, Sid: 'Never', Effect: 'Deny' })];
    expect(judge(policies, { action: 'ecs:RunTask', resource: '*' })).toEqual({ allowed: false, by: ['Never'] });
  });

  test('what no statement covers is denied by none', () => {
    expect(judge([], { action: 'ecs:RunTask', resource: '*' })).toEqual({ allowed: false, by: [] });
  });
});

describe('a condition', () => {
  const here = { 'ecs:cluster': CLUSTER };
  test.each([
    ['StringEquals', 'ecs:cluster', CLUSTER, here, 'allowed'],
    ['StringEquals', 'ECS:Cluster', CLUSTER, here, 'allowed'],
    ['StringEquals', 'ecs:cluster', CLUSTER.toUpperCase(), here, 'denied'],
    ['StringEquals', 'ecs:cluster', `${ECS}:cluster/*`, here, 'denied'],
    ['StringEquals', 'ecs:cluster', CLUSTER, {}, 'denied'],
    ['StringEquals', 'ecs:cluster', [CLUSTER, 'x'], here, 'allowed'],
    ['StringEqualsIfExists', 'ecs:cluster', CLUSTER, {}, 'allowed'],
    ['StringEqualsIfExists', 'ecs:cluster', 'x', here, 'denied'],
    ['StringEqualsIgnoreCase', 'ecs:cluster', CLUSTER.toUpperCase(), here, 'allowed'],
    ['StringNotEquals', 'ecs:cluster', CLUSTER, here, 'denied'],
    ['StringNotEquals', 'ecs:cluster', ['x', CLUSTER], here, 'denied'],
    ['StringNotEquals', 'ecs:cluster', ['x', 'y'], here, 'allowed'],
    ['StringNotEquals', 'ecs:cluster', CLUSTER, {}, 'allowed'],
    ['StringLike', 'ecs:cluster', '*:cluster/pr?d', here, 'allowed'],
    ['StringLike', 'ecs:cluster', '*:cluster/pr?', here, 'denied'],
    ['StringNotLike', 'ecs:cluster', '*:cluster/pr*', here, 'denied'],
    ['ArnEquals', 'ecs:cluster', CLUSTER, here, 'allowed'],
    ['ArnEquals', 'ecs:cluster', `${ECS}:cluster/p*`, here, 'allowed'],
    ['ArnEquals', 'ecs:cluster', `${ECS}:cluster/prod-eu`, here, 'denied'],
    ['ArnEquals', 'ecs:cluster', CLUSTER, {}, 'denied'],
    ['ArnLike', 'ecs:cluster', 'arn:aws:ecs:*:111122223333:cluster/prod', here, 'allowed'],
    ['ArnLike', 'ecs:cluster', 'arn:aws:ecs:*:cluster/prod', here, 'not understood'],
    ['ArnLike', 'ecs:cluster', 'arn:*:ecs:us-east-1:*:cluster/prod', here, 'allowed'],
    ['ArnLike', 'ecs:cluster', 'arn:*:us-east-1:111122223333:cluster/prod:*', here, 'denied'],
    ['ArnLike', 'ecs:cluster', 'arn:aws:ecs:us-east-1:111122223333:*', here, 'allowed'],
    ['ArnLike', 'ecs:cluster', 'arn:aws:ecs:us-east-1:999988887777:*', here, 'denied'],
    ['ArnLike', 'ecs:cluster', 'arn:aws:ecs:us-east-1:111122223333:*', { 'ecs:cluster': 'prod' }, 'denied'],
    ['ArnNotLike', 'ecs:cluster', 'arn:aws:ecs:us-east-1:111122223333:*', here, 'denied'],
    ['ArnNotLike', 'ecs:cluster', 'arn:aws:ecs:us-east-1:111122223333:*', {}, 'allowed'],
    ['Bool', 'aws:SecureTransport', 'true', { 'aws:SecureTransport': 'true' }, 'allowed'],
    ['Bool', 'aws:SecureTransport', 'true', { 'aws:SecureTransport': 'false' }, 'denied'],
    ['Bool', 'aws:SecureTransport', 'true', {}, 'denied'],
    ['BoolIfExists', 'aws:SecureTransport', 'true', {}, 'allowed'],
    ['Null', 'ecs:cluster', 'true', here, 'denied'],
    ['Null', 'ecs:cluster', 'true', {}, 'allowed'],
    ['Null', 'ecs:cluster', 'false', here, 'allowed'],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:TagKeys': ['b', 'c'] }, 'allowed'],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': ['b', 'c'] }, 'denied'],
    ['ForAnyValue:StringLike', 'aws:TagKeys', 'prefect.io/*', { 'aws:TagKeys': ['x', 'prefect.io/y'] }, 'allowed'],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', {}, 'denied'],
    ['ForAllValues:StringLike', 'aws:TagKeys', 'prefect.io/*', { 'aws:TagKeys': ['x', 'prefect.io/y'] }, 'denied'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:TagKeys': ['a'] }, 'allowed'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'a', {}, 'allowed'],
  ])('%s of %s with %j, the call having %j: %s', (operator, key, values, context, expected) => {
    const judged = () => verdict([{ ...ALLOW, Condition: { [operator]: { [key]: values } } }], { context });
    if (expected === 'not understood') expect(judged).toThrow('is no ARN');
    else expect(judged()).toBe(expected);
  });

  test('of several keys and operators needs them all', () => {
    const both = {
      ...ALLOW,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '1', 'aws:PrincipalTag/team': 'data' },
        Null: { 'a:b': 'true' },
      },
    };
    const context = { 'aws:SourceAccount': '1', 'aws:PrincipalTag/team': 'data' };
    expect(verdict([both], { context })).toBe('allowed');
    expect(verdict([both], { context: { ...context, 'aws:SourceAccount': '2' } })).toBe('denied');
    expect(verdict([both], { context: { 'aws:SourceAccount': '1' } })).toBe('denied');
    expect(verdict([both], { context: { ...context, 'a:b': 'c' } })).toBe('denied');
  });
});

describe('a policy variable', () => {
  test.each([
    ['is what the call has', 'prefect_${aws:PrincipalTag/pool}_*', { 'aws:PrincipalTag/pool': 'pool' }, 'allowed'],
    ['of another value', 'prefect_${aws:PrincipalTag/pool}_*', { 'aws:PrincipalTag/pool': 'pond' }, 'denied'],
    ['without a value covers nothing', 'prefect_${aws:PrincipalTag/pool}*', {}, 'denied'],
    ['has its default', "prefect_${aws:PrincipalTag/pool, 'pool'}_*", {}, 'allowed'],
    ['cannot bring in a wildcard', 'prefect_${aws:PrincipalTag/pool}', { 'aws:PrincipalTag/pool': '*' }, 'denied'],
    ['of one character stands for that character', 'prefect_pool_1234:${*}', {}, 'denied'],
  ])('%s', (_, family, context, expected) => {
    expect(verdict([{ ...ALLOW, Resource: `${ECS}:task-definition/${family}` }], { context })).toBe(expected);
  });

  test('stands in a condition too', () => {
    const own = { ...ALLOW, Condition: { StringEquals: { 'ecs:cluster': '${aws:PrincipalTag/cluster}' } } };
    const context = { 'ecs:cluster': CLUSTER, 'aws:PrincipalTag/cluster': CLUSTER };
    expect(verdict([own], { context })).toBe('allowed');
    expect(verdict([own], { context: { 'ecs:cluster': CLUSTER } })).toBe('denied');
  });
});

describe('a principal', () => {
  const root = 'arn:aws:iam::111122223333:root';
  test.each([
    ['the service', { Service: 'ecs-tasks.amazonaws.com' }, ECS_TASKS, true],
    ['another service', { Service: 'ecs.amazonaws.com' }, ECS_TASKS, false],
    ['one of two services', { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] }, ECS_TASKS, true],
    ['a role, for a service', { AWS: root }, ECS_TASKS, false],
    ['the role', { AWS: 'arn:aws:iam::111122223333:role/worker' }, ROLE, true],
    ['another role', { AWS: 'arn:aws:iam::111122223333:role/worker2' }, ROLE, false],
    ['the account of the role, as root', { AWS: root }, ROLE, true],
    ['the account of the role, by its id', { AWS: '111122223333' }, ROLE, true],
    ['another account', { AWS: '999988887777' }, ROLE, false],
    ['a service, for a role', { Service: 'ecs-tasks.amazonaws.com' }, ROLE, false],
    ['everybody', '*', ECS_TASKS, true],
    ['everybody of AWS', { AWS: '*' }, ROLE, true],
  ])('%s', (_, principal, caller, expected) => {
    const trust = policy('trust', { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
    expect(judge([trust], { action: 'sts:AssumeRole', resource: '*', caller }).allowed).toBe(expected);
  });

  test('of a queue: one rule may send, and nobody without TLS', () => {
    const queue = 'arn:aws:sqs:us-east-1:111122223333:events';
    const rule = 'arn:aws:events:us-east-1:111122223333:rule/ours';
    const policies = [
      policy(
        'resource',
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue,
          Condition: { ArnEquals: { 'aws:SourceArn': rule } },
        },
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ),
    ];
    const send = (caller: Caller, context: Record<string, string>) =>
      judge(policies, { action: 'sqs:SendMessage', resource: queue, caller, context });
    const events = { Service: 'events.amazonaws.com' };
    expect(send(events, { 'aws:SourceArn': rule, 'aws:SecureTransport': 'true' }).allowed).toBe(true);
    expect(send(events, { 'aws:SourceArn': `${rule}2`, 'aws:SecureTransport': 'true' }).allowed).toBe(false);
    expect(send(events, { 'aws:SecureTransport': 'true' }).allowed).toBe(false);
    expect(send(ROLE, { 'aws:SourceArn': rule, 'aws:SecureTransport': 'true' }).allowed).toBe(false);
    expect(send(events, { 'aws:SourceArn': rule, 'aws:SecureTransport': 'false' })).toEqual({
      allowed: false,
      by: ['TlsOnly'],
    });
  });
});

describe('refuses to judge', () => {
  const trust = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
  test.each([
    ['a policy without a version', 'identity', { Statement: [ALLOW] }, 'must be of Version 2012-10-17'],
    ['an old version', 'identity', { Version: '2008-10-17', Statement: [ALLOW] }, 'not "2008-10-17"'],
    ['an empty policy', 'identity', { Version: '2012-10-17', Statement: [] }, 'must have a statement'],
    ['an unknown element', 'identity', [{ ...ALLOW, Resources: '*' }], 'has Resources, which is not understood'],
    ['NotPrincipal', 'trust', [{ ...trust, NotPrincipal: '*' }], 'has NotPrincipal, which is not understood'],
    ['an effect in lower case', 'identity', [{ ...ALLOW, Effect: 'allow' }], 'Effect must be Allow or Deny'],
    ['no action', 'identity', [{ ...ALLOW, Action: undefined }], 'must have either Action or NotAction'],
    ['both kinds of action', 'identity', [{ ...ALLOW, NotAction: 'a:b' }], 'must have either Action or NotAction'],
    ['an action that is none', 'identity', [{ ...ALLOW, Action: 'RunTask' }], 'RunTask is no action'],
    ['no resource', 'identity', [{ ...ALLOW, Resource: undefined }], 'must have either Resource or NotResource'],
    ['an empty list of resources', 'identity', [{ ...ALLOW, Resource: [] }], 'a Resource must be a text'],
    ['a resource that is no ARN', 'identity', [{ ...ALLOW, Resource: 'my-bucket' }], 'my-bucket is no ARN'],
    ['a principal in a role’s policy', 'identity', [{ ...ALLOW, Principal: '*' }], 'must not have a Principal'],
    ['a trust policy for nobody', 'trust', [{ ...trust, Principal: undefined }], 'must have a Principal'],
    ['a trust policy about a resource', 'trust', [{ ...trust, Resource: '*' }], 'must not have a Resource'],
    ['a federated principal that is no ARN', 'trust', [{ ...trust, Principal: { Federated: 'x' } }], 'x is no ARN'],
    ['a principal of another kind', 'trust', [{ ...trust, Principal: { CanonicalUser: 'x' } }], 'has CanonicalUser'],
    ['a wildcard in a principal', 'trust', [{ ...trust, Principal: { Service: '*.amazonaws.com' } }], 'no wildcard'],
    [
      'an unknown operator',
      'identity',
      [{ ...ALLOW, Condition: { StringEqualz: { 'a:b': 'c' } } }],
      'the operator StringEqualz is not understood',
    ],
    [
      'an operator that is not written here',
      'identity',
      [{ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
      'the operator IpAddress is not understood',
    ],
    [
      'a name that every object has',
      'identity',
      [{ ...ALLOW, Condition: { constructor: { 'a:b': 'c' } } }],
      'the operator constructor is not understood',
    ],
    ['a key that is none', 'identity', [{ ...ALLOW, Condition: { Bool: { x: 'true' } } }], 'x is no condition key'],
    ['a Bool of something else', 'identity', [{ ...ALLOW, Condition: { Bool: { 'a:b': 'yes' } } }], 'true or false'],
    [
      'an ARN that Terraform has not filled in',
      'identity',
      [{ ...ALLOW, Resource: 'arn:aws:ecs:us-east-1:${data.aws_caller_identity.current.account_id}:cluster/x' }],
      'holds a reference that is not resolved',
    ],
    [
      'a condition that Terraform has not filled in',
      'identity',
      [{ ...ALLOW, Condition: { StringEquals: { 'a:b': '${var.name}' } } }],
      'holds a reference that is not resolved',
    ],
  ] as const)('%s', (_, kind, given, message) => {
    const document = Array.isArray(given) ? { Version: '2012-10-17', Statement: given } : given;
    expect(() => parsePolicy(kind, JSON.stringify(document))).toThrow(message);
  });

  test('a trust policy without a caller', () => {
    expect(() => judge([policy('trust', trust)], { action: 'sts:AssumeRole', resource: '*' })).toThrow('who calls?');
  });

  test('several values where the operator is for one', () => {
    const context = { 'aws:TagKeys': ['a', 'b'] };
    expect(() => verdict([{ ...ALLOW, Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }], { context })).toThrow(
      'must say ForAnyValue or ForAllValues',
    );
  });

  test('a wildcard that covers the call only if it reaches beyond a colon', () => {
    const reaching = [{ ...ALLOW, Resource: 'arn:aws:ecs:*:task-definition/prefect_pool_1234:1' }];
    expect(() => verdict(reaching)).toThrow(/is no ARN|depends on how far a wildcard reaches/);
  });

  test('a call that is none', () => {
    expect(() => verdict([ALLOW], { action: 'ecs:*' })).toThrow('ecs:* is no action');
    expect(() => verdict([ALLOW], { resource: 'prefect_pool' })).toThrow('prefect_pool is no ARN');
  });
});
