import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { literal, literalMap } from '../terraform/terraform-text';
import { isKnownRegion } from '../values/regions';

/** The AWS provider of an environment. */
export function createProvider(scope: Construct, { region, aws, tags }: Environment): void {
  const { accountId, profile, assumeRole } = aws;
  new AwsProvider(scope, 'aws', {
    region,
    ...(!isKnownRegion(region) && { skipRegionValidation: true }),
    ...(accountId && { allowedAccountIds: [accountId] }),
    ...(profile && { profile: literal(profile) }),
    ...(assumeRole && {
      assumeRole: [
        {
          roleArn: literal(assumeRole.roleArn),
          ...(assumeRole.externalId && { externalId: literal(assumeRole.externalId) }),
          ...(assumeRole.sessionName && { sessionName: literal(assumeRole.sessionName) }),
        },
      ],
    }),
    ...(Object.keys(tags).length > 0 && { defaultTags: [{ tags: literalMap(tags) }] }),
  });
}
