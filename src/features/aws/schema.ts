import * as z from 'zod';
import { group, text } from '../../values/fields';
import { ACCOUNT_ID, EXTERNAL_ID, ROLE_ARN, SESSION_NAME } from '../../values/limits';

const assumeRole = group({
  role_arn: text(ROLE_ARN).describe('The role that Terraform assumes to apply.'),
  external_id: text(EXTERNAL_ID).optional().describe("The external id that the role's trust policy asks for."),
  session_name: text(SESSION_NAME).optional().describe('The name CloudTrail shows for what Terraform did.'),
});

export const aws = group({
  account_id: text(ACCOUNT_ID)
    .optional()
    .describe('The AWS account this environment belongs to. Terraform then refuses to touch any other.'),
  profile: z
    .string()
    .min(1)
    .optional()
    .describe('Profile of the AWS configuration on the machine that applies. Default: the environment decides.'),
  provider_version: z
    .literal([5, 6], { error: 'must be 5 or 6: the major version of the Terraform provider hashicorp/aws' })
    .default(5)
    .describe(
      'Major version of the Terraform provider hashicorp/aws, so that no two people apply with different ones. 5: 5.100.0 or newer, which the tests run. 6: any 6.x. After a change run terraform init -upgrade; a state that 6 has written cannot be read by 5.',
    ),
  assume_role: assumeRole.optional().describe('Apply as another role, usually one in another account.'),
}).describe('Whose credentials apply this environment, and in which account.');
