import { fileBeside, stackOf } from '../helpers/synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/deploy';

describe('the provider', () => {
  const provider = (fields: object = {}) => stackOf(fields).provider?.aws;

  test('of a minimal stack has the region, written out', () => {
    expect(provider()).toEqual([{ region: 'us-east-1' }]);
  });

  test('of a stack with everything set refuses other accounts, assumes the role, and tags everything', () => {
    expect(
      provider({
        tags: { Team: 'data', Größe: 'klein' },
        aws: {
          account_id: '111122223333',
          profile: 'prod',
          assume_role: { role_arn: ROLE, external_id: 'an-id', session_name: 'a-session' },
        },
      }),
    ).toEqual([
      {
        region: 'us-east-1',
        allowed_account_ids: ['111122223333'],
        profile: 'prod',
        assume_role: [{ role_arn: ROLE, external_id: 'an-id', session_name: 'a-session' }],
        default_tags: [{ tags: { Team: 'data', Größe: 'klein' } }],
      },
    ]);
  });

  test('takes no text of a stack file for a template', () => {
    const role_arn = 'arn:aws:iam::111122223333:role/${file("x")}%{if}/deploy';
    expect(provider({ aws: { profile: '${file("x")} %{ if }', assume_role: { role_arn } } })).toMatchObject([
      {
        profile: '$${file("x")} %%{ if }',
        assume_role: [{ role_arn: 'arn:aws:iam::111122223333:role/$${file("x")}%%{if}/deploy' }],
      },
    ]);
  });
});

describe('a stack requires', () => {
  const s3 = (use_lockfile: boolean) => ({ backend: { s3: { bucket: 'a-bucket', use_lockfile } } });
  const reference = { preset: 'reference' };
  const api_key = { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123' };

  test.each([
    ['a Terraform that has ephemeral inputs, to keep the key out of the state', {}, '>= 1.11.0'],
    ['the same, whatever its backend', s3(true), '>= 1.11.0'],
    ['one that has lock files in S3, where it uses them', { ...reference, ...s3(true) }, '>= 1.10.0'],
    ['the same for an existing secret', { api_key, ...s3(true) }, '>= 1.10.0'],
    [
      'ephemeral inputs, too, for a key in a parameter',
      { ...reference, api_key: { store: 'ssm_parameter' } },
      '>= 1.11.0',
    ],
    [
      "ephemeral inputs, too, for a secret of the worker's",
      { ...reference, worker: { secrets: { TOKEN: { create: true } } } },
      '>= 1.11.0',
    ],
    ['the same where it does not use them, and says so', { ...reference, ...s3(false) }, '>= 1.10.0'],
    ['else one that checks inputs against each other', reference, '>= 1.9.0'],
  ])('%s', (_, fields, version) => {
    expect(fileBeside(stackOf(fields), 'versions.tf')).toContain(`required_version = "${version}"`);
  });

  test.each([
    ['by default', {}, '>= 5.100.0, < 6.0.0'],
    ['of the one that the stack file names', { aws: { provider_version: 6 } }, '>= 6.0.0, < 7.0.0'],
  ])('an AWS provider of one major version, %s', (_, fields, version) => {
    expect(stackOf(fields).terraform['required_providers']).toEqual({ aws: { source: 'hashicorp/aws', version } });
  });
});

describe('Container Insights', () => {
  const setting = (fields: object) =>
    stackOf(fields).resource['aws_ecs_cluster']?.['prefect_worker_cluster']?.['setting'];

  test('are off in hardened, because they are billed per deployment', () => {
    expect(setting({})).toEqual([{ name: 'containerInsights', value: 'disabled' }]);
  });

  test('are as the account has them in reference', () => {
    expect(setting({ preset: 'reference' })).toBeUndefined();
  });

  test('are as the stack file says', () => {
    const cluster = { container_insights: 'enhanced' };
    expect(setting({ preset: 'reference', cluster })).toEqual([{ name: 'containerInsights', value: 'enhanced' }]);
  });
});
