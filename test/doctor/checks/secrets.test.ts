import { checkSecrets } from '../../../src/doctor/checks/secrets';
import { type Answers, refusal, seenBy } from '../../helpers/recorded-aws';

const PLANNED = { applied: false };

describe('secrets', () => {
  const KEY = 'worker: secret PREFECT_API_KEY';
  const CREDENTIAL = 'worker: credential';
  const NAME = 'prefect-api-key-prod';
  const described = (fields: object = {}): Answers => ({
    DescribeSecret: { Name: NAME, ...fields },
    GetSecretValue: { SecretString: 'pnu_A1b2C3' },
  });

  test.each([
    [
      'exist',
      described(),
      [`ok, ${KEY}: ${NAME} exists`, `ok, ${CREDENTIAL}: the value of PREFECT_API_KEY has the right form`],
    ],
    [
      'are scheduled for deletion',
      { ...described({ DeletedDate: new Date(0) }), GetSecretValue: refusal('ResourceNotFoundException') },
      [`problem secret-deleted, ${KEY}: ${NAME} is scheduled for deletion`],
    ],
    [
      'were deleted',
      { DescribeSecret: refusal('ResourceNotFoundException'), GetSecretValue: refusal('ResourceNotFoundException') },
      [`problem secret-missing, ${KEY}: there is no secret ${NAME}`],
    ],
    [
      'have no value',
      {
        ...described(),
        GetSecretValue: refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret value"),
      },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `problem credential-invalid, ${CREDENTIAL}: the secret of PREFECT_API_KEY has no value`,
      ],
    ],
    [
      'have a value of two lines',
      { ...described(), GetSecretValue: { SecretString: 'pnu_A1b2C3\n' } },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `problem credential-invalid, ${CREDENTIAL}: the value of PREFECT_API_KEY has a line break`,
      ],
    ],
    [
      'may not be read',
      { ...described(), GetSecretValue: refusal('AccessDeniedException') },
      [
        `ok, ${KEY}: ${NAME} exists`,
        `skipped, ${CREDENTIAL}: the value of PREFECT_API_KEY was not read: these credentials may not`,
      ],
    ],
    [
      'may not be looked at',
      {
        ...described(),
        DescribeSecret: refusal('AccessDeniedException'),
        GetSecretValue: refusal('InternalServiceError'),
      },
      [
        `unread, ${KEY}: these credentials may not call secretsmanager:DescribeSecret`,
        `unread, ${CREDENTIAL}: secretsmanager:GetSecretValue was not answered: InternalServiceError: InternalServiceError`,
      ],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkSecrets, answers)).toEqual(expected);
  });

  test('that the apply creates are missing before it, which is right', async () => {
    expect(await seenBy(checkSecrets, { DescribeSecret: refusal('ResourceNotFoundException') }, PLANNED)).toEqual([
      `skipped, ${KEY}: ${NAME} is created by the apply`,
    ]);
  });

  const given = (name: string, valueFrom: string) => ({
    ...PLANNED,
    worker: { task: { containers: [{ name: 'w', secrets: [{ name, valueFrom }] }], architecture: 'X86_64' } },
  });
  const arn = (region: string, end = '') =>
    `arn:aws:secretsmanager:${region}:111122223333:secret:team/key-AbC123${end}`;

  test("of another region are looked for there, and the worker's credential is", async () => {
    const answers: Answers = {
      DescribeSecret: (_, region) =>
        region === 'eu-west-1' ? { Name: 'team/key' } : refusal('ResourceNotFoundException'),
      GetSecretValue: (_, region) =>
        region === 'eu-west-1' ? { SecretString: '{"api_key": "pnu_A1b2C3"}' } : refusal('ResourceNotFoundException'),
    };
    expect(await seenBy(checkSecrets, answers, given('PREFECT_API_KEY', arn('eu-west-1', ':api_key::')))).toEqual([
      `ok, ${KEY}: team/key exists`,
      `ok, ${CREDENTIAL}: the value of PREFECT_API_KEY has the right form`,
    ]);
  });

  test('without the key that the task asks for are invalid', async () => {
    const answers = { ...described(), GetSecretValue: { SecretString: '{"other": "a"}' } };
    expect(await seenBy(checkSecrets, answers, given('PREFECT_API_KEY', arn('us-east-1', ':api_key::')))).toContain(
      `problem credential-invalid, ${CREDENTIAL}: the secret of PREFECT_API_KEY is not JSON with the key that the task asks for`,
    );
  });

  test.each([
    [
      { Parameter: { Name: '/team/key', Type: 'SecureString', Value: 'pnu_A1b2C3' } },
      'ok',
      'the parameter /team/key exists, of type SecureString',
    ],
    [refusal('ParameterNotFound'), 'problem secret-missing', 'there is no parameter /team/key'],
  ])('in Parameter Store: %#', async (GetParameter, status, seen) => {
    const [line] = await seenBy(checkSecrets, { GetParameter }, given('TOKEN', '/team/key'));
    expect(line).toBe(`${status}, worker: secret TOKEN: ${seen}`);
  });

  test('whose name only the apply gives are skipped', async () => {
    expect(await seenBy(checkSecrets, {}, given('TOKEN', '\uE002'))).toEqual([
      'skipped, worker: secret TOKEN: its name is only known after the apply',
    ]);
  });
});
