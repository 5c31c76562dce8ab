import type { Statement } from '../../../terraform/policy-document';

/**
 * An image in a private ECR registry, of any account, partition and kind of endpoint.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export const ECR_IMAGE =
  '^(?P<account>[0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.(?P<region>[a-z0-9-]+)\\.[a-z0-9.-]+/(?P<repository>[^:@]+)';

/** The rights to pull from these repositories of ECR, none where there are none. `whose` begins the Sids, where one role has several of them. */
export function pullFrom(repositories: Statement['Resource'], whose = ''): Statement[] {
  if (repositories === undefined) return [];
  return [
    { Sid: `${whose}EcrLogin`, Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: `${whose}EcrPull`,
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: repositories,
    },
  ];
}
