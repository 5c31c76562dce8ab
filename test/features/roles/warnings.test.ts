import { environmentOf } from '../../helpers/stack-files';

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
      roles: { task: { statements: [statement(action)] }, execution: { own_statements: [statement(action)] } },
      flow_runs: { task_role: { statements: [statement(action)] } },
    };
    expect(warningsOf(fields)).toMatchObject([
      { warning: 'unknown-service', path: 'roles.execution.own_statements[0].actions[1]', hint },
      { warning: 'unknown-service', path: 'roles.task.statements[0].actions[1]', hint },
      { warning: 'unknown-service', path: 'flow_runs.task_role.statements[0].actions[1]', hint },
    ]);
  });

  test.each(['*', 'bedrock:InvokeModel', 'execute-api:Invoke', 's3-object-lambda:*', 'elasticfilesystem:ClientMount'])(
    'is not on %s',
    (action) => {
      expect(warningsOf({ flow_runs: { task_role: { statements: [statement(action)] } } })).toEqual([]);
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
