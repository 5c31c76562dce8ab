import { ECR_IMAGE, pullFrom } from '../../../../src/features/image/resources/ecr-pull';

/** RE2, which Terraform has, names groups with a P. */
const IMAGE = new RegExp(ECR_IMAGE.replaceAll('(?P<', '(?<'));

test.each([
  ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/worker:1', '111122223333', 'eu-west-1', 'team/worker'],
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/worker@sha256:0a', '111122223333', 'cn-north-1', 'worker'],
  ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/worker', '111122223333', 'us-gov-west-1', 'worker'],
  ['111122223333.dkr-ecr.us-east-1.on.aws/worker:1', '111122223333', 'us-east-1', 'worker'],
])('%s is in ECR', (image, account, region, repository) => {
  expect(IMAGE.exec(image)?.groups).toEqual({ account, region, repository });
});

test.each([
  'prefecthq/prefect-aws:1',
  'public.ecr.aws/team/worker:1',
  '11112222333.dkr.ecr.eu-west-1.amazonaws.com/worker',
  'x111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker',
  '111122223333.dkrxecr.eu-west-1.amazonaws.com/worker',
  'example.com/111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker',
])('%s is not in ECR', (image) => {
  expect(IMAGE.test(image)).toBe(false);
});

test('the rights are to sign in, and to pull from the repositories', () => {
  expect(pullFrom(['a', 'b'])).toEqual([
    { Sid: 'EcrLogin', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: 'EcrPull',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: ['a', 'b'],
    },
  ]);
  expect(pullFrom('a', 'Flow').map(({ Sid }) => Sid)).toEqual(['FlowEcrLogin', 'FlowEcrPull']);
  expect(pullFrom(undefined)).toEqual([]);
});
