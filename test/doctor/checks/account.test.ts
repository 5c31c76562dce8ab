import { identify } from '../../../src/doctor/checks/account';
import { recordedAws, refusal } from '../../helpers/recorded-aws';

const IDENTITY = { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ops', UserId: 'AIDA' };

describe('whose credentials these are', () => {
  const provider = { region: 'us-east-1', roles: [], allowedAccounts: [] };

  test('is known before anything else', async () => {
    const { finding, ...who } = await identify(recordedAws({ GetCallerIdentity: IDENTITY }), provider, {});
    expect(who).toEqual({ account: '111122223333', partition: 'aws' });
    expect(finding).toMatchObject({ status: 'ok', seen: 'arn:aws:iam::111122223333:user/ops in us-east-1' });
  });

  test('is wrong where the stack belongs to another account', async () => {
    const allowed = { ...provider, allowedAccounts: ['444455556666', '777788889999'] };
    const { finding, account } = await identify(recordedAws({ GetCallerIdentity: IDENTITY }), allowed, {});
    expect([account, finding.id]).toEqual([undefined, 'wrong-account']);
    expect(finding.wayOut).toBe('Use credentials of 444455556666 or 777788889999.');
  });

  test.each([
    [[], 'Log in (aws sso login, aws configure, or AWS_PROFILE), and try again.'],
    [[{ role_arn: 'arn:a' }, { role_arn: 'arn:b' }], 'Log in with credentials that may assume arn:a, then arn:b.'],
  ])('cannot be known without any: roles %j', async (roles, wayOut) => {
    const inner = new Error('no credentials in any provider');
    for (const error of [refusal('ExpiredToken', 'expired'), Object.assign(new Error(''), { errors: [inner] })]) {
      const aws = recordedAws({ GetCallerIdentity: error });
      const { finding, account } = await identify(aws, { ...provider, roles }, {});
      expect([account, finding.status, finding.wayOut]).toEqual([undefined, 'unread', wayOut]);
      expect(finding.seen).toMatch(/expired|no credentials in any provider/);
    }
  });

  test.each<[string, object, NodeJS.ProcessEnv]>([
    ['corp', {}, { AWS_PROFILE: 'corp' }],
    ['deploy', { profile: 'deploy' }, { AWS_PROFILE: 'corp' }],
  ])('are said to be of the profile %s, with the command that logs in', async (name, fields, env) => {
    const aws = recordedAws({ GetCallerIdentity: refusal('CredentialsProviderError', 'the SSO session has expired') });
    const { finding } = await identify(aws, { ...provider, ...fields }, env);
    expect(finding.seen).toContain(`no valid AWS credentials in the profile ${name}: `);
    expect(finding.wayOut).toContain(`aws sso login --profile ${name}`);
  });

  test.each([
    ['a name that does not resolve', Object.assign(new Error('getaddrinfo ENOTFOUND sts'), { code: 'ENOTFOUND' })],
    [
      'addresses that do not answer',
      Object.assign(new Error(''), { errors: [Object.assign(new Error('no'), { code: 'ECONNREFUSED' })] }),
    ],
    ['an answer that does not come', Object.assign(new Error('too long'), { name: 'TimeoutError' })],
  ])('are not blamed for %s', async (_, error) => {
    const { finding } = await identify(recordedAws({ GetCallerIdentity: error }), provider, {});
    expect(finding).toMatchObject({ status: 'unread', wayOut: 'Check the network.' });
    expect(finding.seen).toMatch(/^AWS cannot be reached from here: /);
  });
});
