import { checkRoles } from '../../../src/doctor/checks/roles';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('a role', () => {
  const EXECUTION = 'prefect-worker-execution-role-prod';
  const TASK = 'prefect-worker-task-role-prod';
  const trusted = (...Statement: object[]): Answers => ({
    GetRole: ({ RoleName }) => ({
      Role: {
        Path: '/',
        RoleName,
        RoleId: 'AROAEXAMPLEEXAMPLE',
        Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
        CreateDate: new Date(0),
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement })),
      },
    }),
  });
  const statement = (fields: object = {}) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    ...fields,
  });
  const account = (id: string) => ({ Condition: { StringEquals: { 'aws:SourceAccount': id } } });

  test.each([
    ['trusts ECS tasks', trusted(statement()), ['ok', 'ECS tasks may take it']],
    [
      'trusts several services',
      trusted(
        statement({
          Action: ['sts:AssumeRole'],
          Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
        }),
      ),
      ['ok', 'ECS tasks may take it'],
    ],
    ['trusts tasks of this account', trusted(statement(account('111122223333'))), ['ok', 'ECS tasks may take it']],
    [
      'trusts those of another account',
      trusted(statement(account('444455556666'))),
      ['problem role-trust', 'its trust policy lets ecs-tasks.amazonaws.com take it for another account only'],
    ],
    [
      'denies it',
      trusted(statement({ Effect: 'Deny' })),
      ['problem role-trust', 'its trust policy does not let ecs-tasks.amazonaws.com take it'],
    ],
    [
      'trusts another service',
      trusted(statement({ Principal: { Service: 'ec2.amazonaws.com' } })),
      ['problem role-trust', 'its trust policy does not let ecs-tasks.amazonaws.com take it'],
    ],
    ['does not exist', { GetRole: refusal('NoSuchEntityException') }, ['problem role-missing', 'it does not exist']],
    [
      'may not be looked at',
      { GetRole: refusal('AccessDenied') },
      ['unread', 'these credentials may not call iam:GetRole'],
    ],
  ])('%s', async (_, answers, [status, seen]) => {
    expect(await seenBy(checkRoles, answers)).toEqual(
      [EXECUTION, TASK].map((name) => `${status}, role ${name}: ${seen}`),
    );
  });

  test('that the apply creates is looked at after it only', async () => {
    expect(await seenBy(checkRoles, {}, PLANNED)).toEqual([]);
  });

  test('that others created is looked at before it, under its path too', async () => {
    const answers = { GetRole: refusal('NoSuchEntityException') };
    expect(await seenBy(checkRoles, answers, { example: 'shared-platform', ...PLANNED })).toEqual([
      'problem role-missing, role platform-ecs-execution: it does not exist',
      'problem role-missing, role platform-prefect-worker: it does not exist',
    ]);
  });
});

test('a bug of this command is not taken for an answer', async () => {
  const broken = { GetRole: new TypeError('undefined is not a function') };
  await expect(seenBy(checkRoles, broken)).rejects.toThrow(TypeError);
});
