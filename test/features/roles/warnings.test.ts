import { environmentOf } from '../../helpers/stack-files';

const POLICY = 'arn:aws:iam::111122223333:policy/team/extra';

const POLICIES = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::111122223333:policy/p${index}`);

function warningsOf(fields: object): object[] {
  return [...environmentOf(fields).warnings];
}

describe('unknown-service', () => {
  const statement = (action: string) => ({ actions: ['s3:GetObject', action], resources: ['*'] });

  test.each([
    ['s4:GetObject', 'did you mean s3?'],
    ['dynamdb:GetItem', 'did you mean dynamodb?'],
    ['nosuchthingatall:Get', 'correct the part before the colon'],
  ])('is on %s', (action, hint) => {
    const fields = {
      roles: {
        task: { statements: [statement(action)] },
        execution: { policies: [POLICY], own_statements: [statement(action)] },
      },
      flow_runs: { task_role: { statements: [statement(action)] } },
    };
    expect(warningsOf(fields)).toMatchObject([
      { warning: 'unknown-service', path: 'roles.execution.own_statements[0].actions[1]', hint },
      { warning: 'unknown-service', path: 'roles.task.statements[0].actions[1]', hint },
      { warning: 'unknown-service', path: 'flow_runs.task_role.statements[0].actions[1]', hint },
    ]);
  });

  test('names the service', () => {
    const [{ message } = {}] = environmentOf({ roles: { task: { statements: [statement('s4:GetObject')] } } }).warnings;
    expect(message).toBe('has the service s4, which IAM did not have in September 2026: the action allows nothing');
  });

  test.each(['*', 'bedrock:InvokeModel', 'execute-api:Invoke', 's3-object-lambda:*', 'elasticfilesystem:ClientMount'])(
    'is not on %s',
    (action) => {
      expect(warningsOf({ flow_runs: { task_role: { statements: [statement(action)] } } })).toEqual([]);
    },
  );
});

describe('unknown-action', () => {
  const reading = (...actions: string[]) => ({
    flow_runs: { task_role: { statements: [{ actions, resources: ['*'] }] } },
  });

  test.each([
    ['s3:GetObjects', 'did you mean s3:GetObject?'],
    ['sqs:SendMesage', 'did you mean sqs:SendMessage?'],
    ['ecs:RunTasks', 'did you mean ecs:RunTask?'],
    ['s3:ListObjectsV2', 'that call is allowed by s3:ListBucket'],
    ['s3:headobject', 'that call is allowed by s3:GetObject'],
    ['dynamodb:Frobnicate', 'correct the part after the colon'],
    ['s3:Gett*', 'correct the part after the colon'],
    ['ec2:Describe?', 'correct the part after the colon'],
  ])('is on %s', (action, hint) => {
    expect(warningsOf(reading('s3:GetObject', action))).toMatchObject([
      {
        warning: 'unknown-action',
        path: 'flow_runs.task_role.statements[0].actions[1]',
        hint: expect.stringContaining(hint),
      },
    ]);
  });

  test('is on each statement of each role', () => {
    const statements = [{ actions: ['s3:GetObjects'], resources: ['*'] }];
    expect(
      warningsOf({ roles: { task: { statements }, execution: { policies: [POLICY], own_statements: statements } } }),
    ).toMatchObject([
      { path: 'roles.execution.own_statements[0].actions[0]' },
      { path: 'roles.task.statements[0].actions[0]' },
    ]);
  });

  test.each(['*', 's3:*', 's3:Get*', 's3:getobject', 'ec2:Describe*', 's3:?etObject', 'kms:GenerateDataKeyPair'])(
    'is not on %s',
    (action) => {
      expect(warningsOf(reading(action))).toEqual([]);
    },
  );
});

describe('policies-quota', () => {
  test.each<[string, object]>([
    ['roles.task.policies', { roles: { task: { policies: POLICIES } } }],
    ['roles.execution.policies', { roles: { execution: { policies: POLICIES } } }],
    ['flow_runs.execution_role.policies', { flow_runs: { execution_role: { policies: POLICIES } } }],
    ['flow_runs.task_role.policies', { flow_runs: { task_role: { policies: POLICIES } } }],
    ['capacity.ec2.policies', { capacity: { ec2: { policies: POLICIES.slice(1) } } }],
    ['roles.execution.policies', { preset: 'reference', roles: { execution: { policies: POLICIES.slice(1) } } }],
  ])('is on %s beyond 10 with those of the stack', (path, fields) => {
    expect(warningsOf(fields)).toMatchObject([{ warning: 'policies-quota', path }]);
  });

  test('says how many, and whether one is of the stack', () => {
    const [own] = environmentOf({ roles: { task: { policies: POLICIES } } }).warnings;
    const [withOurs] = environmentOf({ capacity: { ec2: { policies: POLICIES } } }).warnings;
    const quota = 'the default quota of an account is 10';
    expect(own?.message).toBe(`attaches 11 managed policies to one role: ${quota}`);
    expect(withOurs?.message).toBe(`attaches 12 managed policies to one role, with the one of the stack: ${quota}`);
    expect(own?.hint).toContain('merge policies');
  });

  test.each<[string, object]>([
    ['roles.execution.policies in hardened', { roles: { execution: { policies: POLICIES.slice(1) } } }],
    [
      'roles.execution.policies in reference',
      { preset: 'reference', roles: { execution: { policies: POLICIES.slice(2) } } },
    ],
    ['roles.task.policies in reference', { preset: 'reference', roles: { task: { policies: POLICIES.slice(1) } } }],
    ['flow_runs.execution_role.policies', { flow_runs: { execution_role: { policies: POLICIES.slice(1) } } }],
    ['roles.task.policies', { roles: { task: { policies: POLICIES.slice(1) } } }],
    ['capacity.ec2.policies', { capacity: { ec2: { policies: POLICIES.slice(2) } } }],
  ])('is not on %s up to 10', (_, fields) => {
    expect(warningsOf(fields)).toEqual([]);
  });
});
