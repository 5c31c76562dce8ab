import { HTTPS_ORIGIN } from '../api-url';
import { PARTITION } from './iam';
import type { TextLimit } from './text-limit';

/** CDKTF keeps what it writes in plain objects, and takes what each of these has anyway for something of that name. */
export const TERRAFORM_NAME: TextLimit = {
  pattern: new RegExp(`^(?!(${Object.getOwnPropertyNames(Object.prototype).join('|')})$)[A-Za-z_][A-Za-z0-9_-]*$`),
  allowed:
    'a name in Terraform: letters, digits, hyphens and underscores, not beginning with a digit, and not one that every object of JavaScript has, such as constructor and toString',
  example: 'my_output',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

/** A type, or a type and a name. */
export const RESOURCE_ADDRESS: TextLimit = {
  pattern: /^aws_[a-z0-9_]+(\.[A-Za-z_][\w-]*)?$/,
  allowed: 'a Terraform type of the AWS provider, or the address of a resource without an index',
  example: 'aws_ecs_service',
  source: 'https://developer.hashicorp.com/terraform/cli/state/resource-addressing',
};

/** A part of a Terraform address whose other parts are separated by underscores. */
export const PART_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z][a-z0-9]{0,31}$/,
  allowed: 'at most 32 lower-case letters and digits, beginning with a letter, and not constructor',
  example: 'database',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

/** A further worker's name is a part of Terraform addresses and inputs, and of the names in AWS. */
export const WORKER_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z][a-z0-9_]{0,31}$/,
  allowed: 'at most 32 lower-case letters, digits and underscores, beginning with a letter, and not constructor',
  example: 'gpu',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

/** An environment's name is a folder's name and a stack's, on file systems that do not tell upper from lower case too. */
export const ENVIRONMENT_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z0-9][a-z0-9_-]{0,63}$/,
  allowed: 'lower-case letters, digits, hyphens and underscores (not first), at most 64, and not constructor',
  example: 'prod',
  source: 'https://developer.hashicorp.com/terraform/cdktf/concepts/stacks',
};

export const DURATION: TextLimit = {
  pattern: /^(?=.*[1-9])([0-9]{1,5}[hms]){1,3}$/,
  allowed: 'a time above 0 as Terraform writes it: 90s, 20m, 1h30m',
  example: '30m',
  source: 'https://developer.hashicorp.com/terraform/language/resources/syntax#operation-timeouts',
};

/** User and password in a URL would be secrets in a file. */
export const STATE_URL: TextLimit = {
  pattern: new RegExp(`^${HTTPS_ORIGIN.replace('https', 'https?')}(\\/[!-~]*)?$`),
  allowed: 'a URL: https://HOST[:PORT][/PATH], without user and password',
  example: 'https://states.example.com/prod',
  source: 'https://developer.hashicorp.com/terraform/language/backend/http',
};

/**
 * Of UUIDs, Terraform takes those of RFC 4122, which all of KMS are.
 * Source: internal/backend/remote-state/s3/validate.go of Terraform 1.11.
 */
export const STATE_KEY: TextLimit = {
  pattern: new RegExp(
    `^(arn:${PARTITION}:kms:[a-z0-9-]+:[0-9]{12}:(key/(?!alias)|(?=alias)))?(alias/[A-Za-z0-9/_-]+|mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$`,
  ),
  allowed: 'a KMS key: its ARN, its ID (a UUID, or mrk- and 32 hexadecimal digits), or its alias: alias/NAME',
  example: 'alias/terraform-states',
  source: 'https://developer.hashicorp.com/terraform/language/backend/s3',
};

export const HCP_PROJECT: TextLimit = {
  pattern: /^[A-Za-z0-9_-]([A-Za-z0-9_ -]{0,38}[A-Za-z0-9_-])?$/,
  allowed: 'at most 40 letters, digits, hyphens, underscores and spaces in between',
  example: 'Data Platform',
  source: 'https://developer.hashicorp.com/terraform/cloud-docs/projects/manage',
};

export const HCP_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,90}$/,
  allowed: 'at most 90 letters, digits, hyphens and underscores',
  example: 'my-organization',
  source: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create',
};
