import { refusalOfValues } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const SHA256 = `sha256:${'0a'.repeat(32)}`;

const ECR = '111122223333.dkr.ecr';

describe('an image in ECR', () => {
  test.each([
    `${ECR}.us-east-1.amazonaws.com/a`,
    `${ECR}-fips.us-east-1.amazonaws.com/team/a:1`,
    `${ECR}.eu-west-9.amazonaws.com/a:1@${SHA256}`,
    '111122223333.dkr-ecr.us-east-1.on.aws/a:1',
    'vpce-0a51c9e27f3b64d80-abcdefgh.dkr.ecr.us-east-1.vpce.amazonaws.com/a:1',
    'public.ecr.aws/docker/library/python:3.12',
    'registry.example.com/ecr/a:1',
    '10.0.0.1:5000/a:1',
  ])('can be %s', (worker_image) => {
    expect(environmentOf({ worker_image }).inputs.workerImage).toBe(worker_image);
  });

  test.each([
    ['us-gov-west-1', `${ECR}.us-gov-west-1.amazonaws.com/a`],
    ['cn-north-1', `${ECR}.cn-north-1.amazonaws.com.cn/a`],
    ['cn-north-1', '111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a'],
    ['us-iso-east-1', `${ECR}.us-iso-east-1.c2s.ic.gov/a`],
    ['eusc-de-east-1', `${ECR}.eusc-de-east-1.amazonaws.eu/a`],
  ])('of the region %s can be %s', (region, worker_image) => {
    expect(environmentOf({ region, worker_image }).inputs.workerImage).toBe(worker_image);
  });

  const HOSTS = [
    ['an account of 11 digits', '11112222333.dkr.ecr.us-east-1.amazonaws.com/a:1', 'the account has 11 digits'],
    ['an account of 13 digits', '1111222233334.dkr.ecr.us-east-1.amazonaws.com/a:1', 'the account has 13 digits'],
    ['a letter in the account', 'I11122223333.dkr.ecr.us-east-1.amazonaws.com/a:1', 'ends in amazonaws.com'],
    ['the ending of China', `${ECR}.us-east-1.amazonaws.com.cn/a:1`, 'ends in amazonaws.com'],
    ['a region of China with the ending of others', `${ECR}.cn-north-1.amazonaws.com/a:1`, 'ends in amazonaws.com.cn'],
    ['no region', `${ECR}.amazonaws.com/a:1`, ''],
    ['an availability zone', `${ECR}.us-east-1a.amazonaws.com/a:1`, ''],
    ['a region in upper case', `${ECR}.US-EAST-1.amazonaws.com/a:1`, ''],
    ['letters the wrong way round', '111122223333.drk.ecr.us-east-1.amazonaws.com/a:1', ''],
    ['a letter missing', `${ECR}.us-east-1.amazonws.com/a:1`, ''],
    ['a port', `${ECR}.us-east-1.amazonaws.com:443/a:1`, 'it has no port'],
    ['no repository', `${ECR}.us-east-1.amazonaws.com`, 'the repository is missing'],
    ['no alias', 'public.ecr.aws/prefect:1', 'the alias is missing'],
  ] as const;

  test.each(HOSTS)('cannot have %s', (_, worker_image, reason) => {
    const refused = refusalOfValues({ worker_image });
    expect(refused).toContain('must be in a registry of ECR as AWS names it: ACCOUNT.dkr.ecr.REGION');
    expect(refused).toContain(reason);
  });

  const WRONG = HOSTS[0][1];
  test.each([
    ['workers.a.worker_image', { workers: { a: { worker_work_pool_name: 'a', worker_image: WRONG } } }],
    ['worker.sidecars.a.image', { worker: { sidecars: { a: { image: WRONG } } } }],
    ['flow_runs.image', { flow_runs: { image: `${WRONG}{{ prefect.variables.tag }}` } }],
    ['flow_runs.sidecars.a.image', { flow_runs: { sidecars: { a: { image: WRONG } } } }],
    ['image.base', { image: { base: WRONG } }],
    [
      'project.deployments[0].job_variables.image',
      { project: { deployments: [{ name: 'a', entrypoint: 'a.py:a', job_variables: { image: WRONG } }] } },
    ],
  ])('is held to that in %s', (path, fields) => {
    const refused = refusalOfValues(fields);
    expect(refused).toContain(path);
    expect(refused).toContain('the account has 11 digits');
  });

  test.each([
    ['worker_image', { worker_image: `${ECR}.us-gov-west-1.amazonaws.com/a:1` }],
    ['worker.sidecars.a.image', { worker: { sidecars: { a: { image: `${ECR}.cn-north-1.amazonaws.com.cn/a` } } } }],
    ['flow_runs.image', { flow_runs: { image: `${ECR}.us-gov-west-1.amazonaws.com/a:1` } }],
  ])('of another partition is refused in %s', (path, fields) => {
    const refused = refusalOfValues(fields);
    expect(refused).toContain(path);
    expect(refused).toContain('must be in a registry that partition aws reaches');
  });
});

describe('an image', () => {
  test.each([
    'prefect',
    'prefecthq/prefect-aws:0.7.12-python3.12',
    'docker.io/prefecthq/prefect:3-latest',
    'registry.example.com:5000/team/worker_x/a--b:v1.0_2',
    'Registry.Example.com/team/worker:1',
    'localhost:5000/worker',
    'registry:5000/worker',
    '111122223333.dkr.ecr.us-east-1.amazonaws.com/team/worker',
    `registry.example.com/worker@${SHA256}`,
    `registry.example.com/worker:1@${SHA256}`,
    `a:${'x'.repeat(128)}`,
    'a'.repeat(255),
  ])('can be %s', (worker_image) => {
    // A registry on the machine itself is only there on instances.
    expect(environmentOf({ worker_image, capacity: { type: 'ec2' } }).inputs.workerImage).toBe(worker_image);
  });

  test.each([
    ['with a scheme', 'https://registry.example.com/prefect:1'],
    ['with two tags', 'a:3:4'],
    ['with an empty tag', 'a:'],
    ['with a tag that is too long', `a:${'x'.repeat(129)}`],
    ['with a tag that begins with a dot', 'a:.x'],
    ['with an upper-case repository', 'registry.example.com/Team/worker:1'],
    ['with an upper-case organization', 'PrefectHQ/prefect:3'],
    ['with a port that is too high', 'registry.example.com:65536/a'],
    ['with port 0', 'registry.example.com:0/a'],
    ['with a short digest', 'a@sha256:0a'],
    ['with a digest of upper-case letters', `a@${SHA256.toUpperCase()}`],
    ['with a digest of an unknown kind', `a@md5:${'0a'.repeat(16)}`],
    ['with the digest as a tag', `a:${SHA256}`],
    ['with user and password', 'user:pass@registry.example.com/a'],
    ['with an empty part', 'registry.example.com//a'],
    ['that ends in a slash', 'registry.example.com/a/'],
    ['that ends in a separator', 'a-'],
    ['with three underscores', 'a___b'],
    ['with a number sign', 'a#b'],
    ['with a newline', 'a:1\n'],
    ['that is too long', 'a'.repeat(256)],
    ['that is empty', ''],
  ])('cannot be one %s', (_, worker_image) => {
    expect(refusalOfValues({ worker_image })).toContain('must be an image as Docker names it');
  });
});
