import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import { ACCOUNT_ID, EXTERNAL_ID, ROLE_ARN, SESSION_NAME } from '../../values/limits/iam';

const assumeRole = group({
  role_arn: text(ROLE_ARN).describe('The role that Terraform assumes.'),
  external_id: text(EXTERNAL_ID).optional().describe("The external id that the role's trust policy asks for."),
  session_name: text(SESSION_NAME).optional().describe('The name of the session in CloudTrail.'),
});

export const aws = group({
  account_id: text(ACCOUNT_ID)
    .optional()
    .describe(
      'The AWS account of this environment. Terraform then fails in any other account, and environments of different accounts may have the same names.',
    )
    .meta(onChange('has no effect on AWS')),
  profile: z
    .string()
    .min(1)
    .register(EXAMPLES, { example: 'data-prod' })
    .optional()
    .describe(
      'AWS profile on the machine that runs Terraform. Default: the usual AWS credentials, for example AWS_PROFILE.',
    )
    .meta(onChange('has no effect on AWS')),
  provider_version: z
    .literal([5, 6], { error: 'must be 5 or 6: the major version of the Terraform provider hashicorp/aws' })
    .default(5)
    .describe(
      'Major version of the Terraform provider hashicorp/aws, so that everybody applies with the same one. 5: 5.100.0 or newer, which the tests use. 6: any 6.x.',
    )
    .meta(onChangeWith('Version 5 cannot read a state that version 6 wrote.', 'requires terraform init -upgrade')),
  assume_role: assumeRole
    .optional()
    .describe('A role that Terraform assumes, usually in another account.')
    .meta(onChange('has no effect on AWS')),
})
  .describe('The AWS account, and the credentials that Terraform uses.')
  .meta(onChange('has no effect on AWS'));
