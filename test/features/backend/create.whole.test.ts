import { stackOf } from '../../helpers/synthesized';

const settings = (fields: object) => stackOf(fields).terraform;
const backend = (given: object) => settings({ backend: given })['backend'];
const URL = 'https://state.example.com/prefect';

test('is by default a file beside the stack', () => {
  expect(settings({})['backend']).toEqual({ local: { path: 'terraform.tfstate' } });
});

test('is a file where it is told to be', () => {
  expect(backend({ local: { path: '../states/dev.tfstate' } })).toEqual({ local: { path: '../states/dev.tfstate' } });
});

describe('in S3', () => {
  test('is locked, encrypted, and under a key of its own', () => {
    expect(backend({ s3: { bucket: 'a-bucket' } })).toEqual({
      s3: {
        bucket: 'a-bucket',
        key: 'prefect-ecs-worker/test.tfstate',
        region: 'us-east-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test('is as it is set', () => {
    const s3 = {
      bucket: 'b-bucket',
      key: 'a/b.tfstate',
      region: 'eu-west-1',
      encrypt: true,
      use_lockfile: false,
      kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62',
      profile: 'state',
    };
    const role_arn = 'arn:aws:iam::111122223333:role/state';
    expect(backend({ s3: { ...s3, role_arn } })).toEqual({ s3: { ...s3, assume_role: { role_arn } } });
    expect(backend({ s3: { bucket: 'a-bucket', encrypt: false } })).toMatchObject({ s3: { encrypt: false } });
  });
});

describe('in HCP Terraform', () => {
  test('is a workspace of its own, and no backend beside it', () => {
    const { backend: none, cloud } = settings({ backend: { hcp: { organization: 'example' } } });
    expect(none).toBeUndefined();
    expect(cloud).toEqual({ organization: 'example', workspaces: { name: 'prefect-ecs-worker-test' } });
  });

  test('is as it is set', () => {
    const hcp = { organization: 'example', workspace: 'own', project: 'data', hostname: 'terraform.example.com' };
    expect(settings({ backend: { hcp } })['cloud']).toEqual({
      organization: 'example',
      hostname: 'terraform.example.com',
      workspaces: { name: 'own', project: 'data' },
    });
  });
});

describe('behind a REST API', () => {
  test('is an address', () => {
    expect(backend({ http: { address: URL } })).toEqual({ http: { address: URL } });
  });

  test('is unlocked where it was locked, unless told otherwise', () => {
    expect(backend({ http: { address: URL, lock_address: `${URL}/lock` } })).toEqual({
      http: { address: URL, lock_address: `${URL}/lock`, unlock_address: `${URL}/lock` },
    });
  });

  test('is as it is set', () => {
    const http = {
      address: URL,
      lock_address: `${URL}/lock`,
      unlock_address: `${URL}/unlock`,
      lock_method: 'POST',
      unlock_method: 'DELETE',
    };
    expect(backend({ http })).toEqual({ http });
  });
});

test.each(['s3', 'http', 'azurerm', 'gcs', 'pg', 'consul'])(
  'at init is of the kind %s, without a setting and without another backend beside it',
  (at_init) => {
    expect(backend({ at_init })).toEqual({ [at_init]: {} });
  },
);

test.each<[string, object]>([
  ['a path', { local: { path: '$a %b {c}.tfstate' } }],
  ['an address', { http: { address: `${URL}/$a{b}`, lock_address: `${URL}/%b`, unlock_address: `${URL}/{c}` } }],
])('is %s as it is', (_, given) => {
  expect(backend(given)).toEqual(given);
});

test('in S3 has a profile as it is', () => {
  expect(backend({ s3: { bucket: 'a-bucket', profile: '$a' } })).toMatchObject({ s3: { profile: '$a' } });
});

test('no kind of backend has a path of this machine', () => {
  for (const given of [{ at_init: 'gcs' }, { hcp: { organization: 'a' } }, { http: { address: URL } }]) {
    expect(JSON.stringify(settings({ backend: given }))).not.toContain(process.cwd());
  }
});
