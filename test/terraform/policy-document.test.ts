import { AwsContext } from '../../src/terraform/aws-context';
import { allow, each, ecsTasksTrust, policyDocument, tlsOnly, written } from '../../src/terraform/policy-document';
import { inStack } from '../helpers/synthesized';

test('a policy has the version of the language and its statements in their order', () => {
  const policy = policyDocument(
    { Sid: 'Two', Effect: 'Allow', Action: ['b:B', 'a:A'], Resource: '*' },
    { Sid: 'One', Effect: 'Deny', Action: 'a:A', Resource: '*' },
  );
  expect(JSON.parse(policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Two', Effect: 'Allow', Action: ['b:B', 'a:A'], Resource: '*' },
      { Sid: 'One', Effect: 'Deny', Action: 'a:A', Resource: '*' },
    ],
  });
});

test('a policy is the same text, however its statement was written down', () => {
  expect(policyDocument({ Effect: 'Allow', Action: 'a:A', Resource: '*' })).toBe(
    policyDocument({ Resource: '*', Action: 'a:A', Effect: 'Allow' }),
  );
});

describe('the trust of a role of ECS tasks', () => {
  test('is, as in the reference, for the tasks of everybody', () => {
    expect(JSON.parse(ecsTasksTrust()).Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    ]);
  });

  test('is, with an account and a region, for the tasks of these only', () => {
    const { output } = inStack((scope, show) => show('trust', ecsTasksTrust(new AwsContext(scope, 'aws'))));
    const account = '${data.aws_caller_identity.current.account_id}';
    const here = `\${data.aws_partition.current.partition}:ecs:\${data.aws_region.current.id}:${account}`;
    expect(JSON.parse(String(output['trust']?.['value'])).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:${here}:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ]);
  });
});

describe('a right on resources', () => {
  test('names each of them once, and one alone without a list', () => {
    expect(allow('Read', ['a:A', 'a:B'], ['x', 'y', 'x'])).toEqual([
      { Sid: 'Read', Effect: 'Allow', Action: ['a:A', 'a:B'], Resource: ['x', 'y'] },
    ]);
    expect(each(['x', 'x'])).toBe('x');
    expect(each([])).toBeUndefined();
  });

  test('is no statement where there are none', () => {
    expect(allow('Read', 'a:A', [])).toEqual([]);
  });

  test('has the condition that it is given, and otherwise none', () => {
    const condition = { StringEquals: { 'aws:x': 'y' } };
    expect(allow('Read', 'a:A', ['x'], condition)).toEqual([
      { Sid: 'Read', Effect: 'Allow', Action: 'a:A', Resource: 'x', Condition: condition },
    ]);
    expect(Object.keys(allow('Read', 'a:A', ['x'])[0] ?? {})).not.toContain('Condition');
  });
});

test('nobody may do without TLS what needs it', () => {
  expect(tlsOnly('sqs:*', 'arn')).toEqual({
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: 'arn',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
});

describe('a statement of the user', () => {
  const statement = { effect: 'Deny', actions: ['a:${A}'], resources: ['arn:%{r}'], conditions: [] } as const;

  test('has its texts literally, and no id and no condition that it does not have', () => {
    expect(Object.entries(written(statement))).toEqual([
      ['Effect', 'Deny'],
      ['Action', ['a:$${A}']],
      ['Resource', ['arn:%%{r}']],
    ]);
  });

  test('has its id, and its conditions by operator and key', () => {
    const conditions = [
      { test: 'StringLike', variable: 'aws:${x}', values: ['${a}', 'b'] },
      { test: 'StringLike', variable: 'aws:y', values: ['c'] },
      { test: 'Bool${', variable: 'aws:z', values: ['true'] },
    ];
    expect(written({ ...statement, sid: 'Mine', conditions })).toMatchObject({
      Sid: 'Mine',
      Condition: { StringLike: { 'aws:$${x}': ['$${a}', 'b'], 'aws:y': ['c'] }, 'Bool$${': { 'aws:z': ['true'] } },
    });
  });

  test('fails on two conditions of one operator and key, of which one would be lost', () => {
    const condition = { test: 'StringLike', variable: 'aws:x', values: ['a'] };
    expect(() => written({ ...statement, conditions: [condition, condition] })).toThrow(
      'two conditions of StringLike and aws:x in one statement',
    );
  });
});
