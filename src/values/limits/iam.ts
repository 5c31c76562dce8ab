import { AWS_DOCS, type TextLimit } from './text-limit';

export const ACCOUNT_ID: TextLimit = {
  pattern: /^[0-9]{12}$/,
  allowed: 'an AWS account id: 12 digits, in quotes so that YAML keeps a leading 0',
  example: '111122223333',
  source: `${AWS_DOCS}/accounts/latest/reference/manage-acct-identifiers.html`,
};

/** Partitions that have ECS on Fargate are a part of these; the form is the same in all. */
export const PARTITION = 'aws(-cn|-us-gov|-eusc|-iso(-[a-z])?)?';

export const ROLE_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:iam::[0-9]{12}:role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}$`),
  allowed: 'the ARN of an IAM role: arn:PARTITION:iam::ACCOUNT:role/[PATH/]NAME',
  example: 'arn:aws:iam::111122223333:role/my-role',
  source: `${AWS_DOCS}/IAM/latest/UserGuide/reference_identifiers.html`,
};

export const PRINCIPAL_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:iam::[0-9]{12}:(root|(role|user)/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64})$`),
  allowed: 'the ARN of an account (arn:PARTITION:iam::ACCOUNT:root), of a role or of a user',
  example: 'arn:aws:iam::111122223333:root',
  source: `${AWS_DOCS}/AmazonECR/latest/userguide/repository-policies.html`,
};

export const IAM_PATH: TextLimit = {
  pattern: /^(?!\/aws-(service-role|reserved)\/)\/([!-.0-~]+\/)*$/,
  longest: 512,
  allowed:
    "a path of at most 512 characters that begins and ends with /, and is not below /aws-service-role/ or /aws-reserved/, which are AWS's own",
  example: '/team/',
  source: `${AWS_DOCS}/IAM/latest/APIReference/API_CreateRole.html`,
};

export const IAM_ACTION: TextLimit = {
  pattern: /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
  allowed: 'an IAM action: SERVICE:ACTION',
  example: 's3:GetObject',
  source: `${AWS_DOCS}/IAM/latest/UserGuide/reference_policies_elements_action.html`,
};

export const IAM_RESOURCE: TextLimit = {
  pattern: /^(\*|arn:[a-z*-]+:[a-z0-9*-]*:[A-Za-z0-9*?-]*:([0-9]{12}|aws|[0-9]*[*?][0-9*?]*)?:[^\r\n]*\S)$/,
  allowed: 'an ARN, or * for every resource; the account in it has 12 digits: arn:aws:s3:::my-bucket/*',
  example: 'arn:aws:s3:::my-bucket/*',
  source: `${AWS_DOCS}/IAM/latest/UserGuide/reference_policies_elements_resource.html`,
};

export const STATEMENT_ID: TextLimit = {
  pattern: /^[A-Za-z0-9]{1,100}$/,
  allowed: 'letters and digits',
  example: 'ReadBucket',
  source: `${AWS_DOCS}/IAM/latest/UserGuide/reference_policies_elements_sid.html`,
};

/**
 * Managed policies of one role: 10, and 20 where AWS has raised the quota.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MOST_POLICIES = 20;

/** Characters of all inline policies of a role, white space not counted. Source: as {@link MOST_POLICIES}. */
export const MOST_POLICY_CHARACTERS = 10_240;

/** Characters of a managed policy, counted alike. Source: as {@link MOST_POLICIES}. */
export const MOST_MANAGED_CHARACTERS = 6144;

export const SESSION_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_+=,.@-]{2,64}$/,
  allowed: '2 to 64 letters, digits and _ + = , . @ -',
  example: 'terraform',
  source: `${AWS_DOCS}/STS/latest/APIReference/API_AssumeRole.html`,
};

export const EXTERNAL_ID: TextLimit = {
  pattern: /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
  allowed: '2 to 1224 letters, digits and _ + = , . @ : / -',
  example: 'my-external-id',
  source: SESSION_NAME.source,
};
