import * as z from 'zod';
import { onChange, onChangeToo } from './changes';
import type { Fault } from './fault';
import { checked, exactlyOneOf, group, text } from './fields';
import { PARTITION } from './limits/iam';
import { MOST_SUBNETS, REGION, SUBNET_ID } from './limits/network';
import { SECRET_ARN } from './limits/secrets';
import type { TextLimit } from './limits/text-limit';
import { REGIONS } from './regions';

const AWS = 'https://docs.aws.amazon.com';

const SSM_PARAMETER: TextLimit = {
  pattern: new RegExp(
    `^((arn:${PARTITION}:ssm:[a-z0-9-]+:[0-9]{12}:parameter)?(/[A-Za-z0-9_.-]+){1,15}|[A-Za-z0-9_.-]+)$`,
  ),
  longest: 1011,
  allowed: 'the name or the ARN of an SSM parameter; a name with / in it begins with one, and has at most 15 parts',
  example: '/team/my-parameter',
  source: `${AWS}/systems-manager/latest/APIReference/API_PutParameter.html`,
};

const SECRET_BY_PARAMETER = /parameter\/aws\/reference\/secretsmanager\/|^\/aws\/reference\/secretsmanager\//;

/** Systems Manager reads the secret with permissions that the stack does not give for a parameter. */
function parameterFault(parameter: string): Fault | undefined {
  return SECRET_BY_PARAMETER.test(parameter)
    ? {
        message: 'must not be a reference to a secret (/aws/reference/secretsmanager/NAME)',
        hint: 'set secret_name: NAME where a secret is read',
      }
    : undefined;
}

/** That of another service, such as RDS, begins with its name and an exclamation mark. */
export const SECRET_NAME: TextLimit = {
  pattern: /^([a-z][a-z-]{1,20}!)?[A-Za-z0-9/_+=.@-]{1,512}$/,
  allowed: 'the name of a Secrets Manager secret: at most 512 letters, digits and / _ + = . @ -',
  example: 'team/my-secret',
  source: `${AWS}/secretsmanager/latest/apireference/API_CreateSecret.html and ${AWS}/secretsmanager/latest/userguide/service-linked-secrets.html`,
};

export const JSON_KEY: TextLimit = {
  pattern: /^[^:\s]{1,255}$/,
  allowed: 'a key of the JSON document in the secret, without colons and spaces',
  example: 'api_key',
  source: `${AWS}/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html`,
};

const VERSION_STAGE: TextLimit = {
  pattern: /^[A-Za-z0-9_.-]{1,256}$/,
  allowed: 'the name of a stage: letters, digits and _ . -',
  example: 'AWSCURRENT',
  source: `${AWS}/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html`,
};

const STAGES_OF_AWS = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

function stageFault(stage: string): string | undefined {
  const meant = STAGES_OF_AWS.find((one) => one === stage.toUpperCase());
  return meant === undefined || meant === stage ? undefined : `must be ${meant}, in upper case`;
}

const VERSION_ID: TextLimit = {
  pattern: /^[A-Za-z0-9-]{32,64}$/,
  allowed: 'the id of a version: 32 to 64 letters, digits and hyphens, usually a UUID',
  example: '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62',
  source: `${AWS}/secretsmanager/latest/apireference/API_GetSecretValue.html`,
};

export const KMS_KEY_ARN: TextLimit = {
  pattern: new RegExp(
    `^arn:${PARTITION}:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
  ),
  allowed:
    'the ARN of a KMS key: arn:PARTITION:kms:REGION:ACCOUNT:key/ID, the ID a UUID, or mrk- and 32 hexadecimal digits',
  example: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  source: `${AWS}/kms/latest/developerguide/concepts.html#key-id`,
};

const KMS_ALIAS: TextLimit = {
  pattern: /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
  allowed: 'the alias of a customer-managed key: alias/NAME, not alias/aws/…',
  example: 'alias/my-key',
  source: `${AWS}/kms/latest/APIReference/API_CreateAlias.html`,
};

export const POLICY_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:iam::(aws|[0-9]{12}):policy/[!-~]{1,512}$`),
  allowed: 'the ARN of an IAM policy: arn:PARTITION:iam::ACCOUNT:policy/[PATH/]NAME',
  example: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
  source: `${AWS}/IAM/latest/UserGuide/reference_identifiers.html`,
};

export const ROLE_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_+=,.@-]{1,64}$/,
  allowed: 'the name of an IAM role, without its path: at most 64 letters, digits and _ + = , . @ -',
  example: 'my-role',
  source: POLICY_ARN.source,
};

export const SECURITY_GROUP_ID: TextLimit = {
  pattern: /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a security group id: sg- and 8 or 17 hexadecimal digits in lower case',
  example: 'sg-0123456789abcdef0',
  source: `${AWS}/AWSEC2/latest/UserGuide/resource-ids.html`,
};

/** ECS hands these names to the container. Source: POSIX, which the shell of the image's entry point keeps to. */
export const ENVIRONMENT_VARIABLE: TextLimit = {
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  allowed: 'the name of an environment variable: letters, digits and underscores, not beginning with a digit',
  example: 'MY_VARIABLE',
  source: 'https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap08.html',
};

/**
 * A variable with a value: ECS takes any name without an equals sign, and so do Docker and bash, the shell of the image.
 * Source: IEEE Std 1003.1, 8.1, which lets programs have further characters in names.
 */
const VARIABLE_WITH_VALUE: TextLimit = {
  pattern: /^[\w./:-]+$/,
  allowed: 'the name of an environment variable: letters, digits and _ . - : /',
  example: 'MY_VARIABLE',
  source: ENVIRONMENT_VARIABLE.source,
};

/** Any region by its form: AWS opens new ones. */
export const regionName = z.union([
  z.enum(REGIONS, { error: `must be ${REGION.allowed}` }),
  // What is of no such form is compared with the list.
  z.string().regex(REGION.pattern, { error: `must be ${REGION.allowed}`, abort: true }),
]);

export const subnetIds = z
  .array(text(SUBNET_ID))
  .min(1, { error: 'must have at least one subnet' })
  .max(MOST_SUBNETS, { error: `must be at most ${MOST_SUBNETS} subnets, the limit of ECS` });

/** Reads the value from a parameter when Terraform plans; no secret, for it stands in plan and state. */
export const fromParameter = {
  ssm_parameter: checked(text(SSM_PARAMETER), parameterFault)
    .optional()
    .describe('Terraform reads the value from this SSM parameter (String or StringList) at each plan.'),
};

/** AWS takes * and ? in a filter for any text, so that one of nothing else finds everything. */
const SOUGHT_TAG_KEY: TextLimit = {
  pattern: /^(?![*?]+$)[^\p{Cc}]{1,128}$/u,
  allowed: 'the key of a tag: 1 to 128 characters in one line, not * alone',
  example: 'Name',
  source: `${AWS}/AWSEC2/latest/UserGuide/Using_Filtering.html`,
};

const SOUGHT_TAG_VALUE: TextLimit = {
  pattern: /^(?![*?]+$)[^\p{Cc}]{1,256}$/u,
  allowed: 'the value of a tag: 1 to 256 characters in one line, not * alone, which finds every value',
  example: 'team-private',
  source: SOUGHT_TAG_KEY.source,
};

export const withTags = {
  tags: z
    .record(text(SOUGHT_TAG_KEY), text(SOUGHT_TAG_VALUE))
    .refine((tags) => Object.keys(tags).length > 0, {
      error: 'must have at least one tag: without tags, everything matches',
    })
    .optional()
    .describe('Looked up by its tags at each plan: the one that has all of these.'),
};

/** An id, ARN, name or URL as it is, or where an SSM parameter says it. */
export function orParameter(field: ReturnType<typeof text>) {
  return z.union([field, exactlyOneOf(fromParameter)]);
}

/** An id as it is, or looked up: by an SSM parameter, or by tags. */
export function orFound(field: ReturnType<typeof text>) {
  return z.union([field, exactlyOneOf({ ...fromParameter, ...withTags })]);
}

export type OrParameter = z.output<ReturnType<typeof orParameter>>;
export type OrFound = z.output<ReturnType<typeof orFound>>;

export const kmsKey = z.union([
  text(KMS_KEY_ARN),
  exactlyOneOf({
    ...fromParameter,
    alias: text(KMS_ALIAS).optional().describe('The key of this alias; looked up at each plan.'),
  }),
]);
export type KmsKey = z.output<typeof kmsKey>;

/** Where ECS reads a secret when it starts a task: the value never comes near Terraform. */
/** AWS takes no such name from others, and its own parameters are no secrets. Source: API_PutParameter.html of Systems Manager. */
function secretParameterFault(parameter: string): Fault | string | undefined {
  const name = parameter.startsWith('arn:') ? parameter.replace(/^.*:parameter/, '') : parameter;
  const fault = parameterFault(parameter);
  return fault === undefined && /^\/?(aws|ssm)/i.test(name)
    ? 'must be a parameter of your own: names that begin with aws or ssm are those of AWS, and hold no secrets'
    : fault;
}

/** The roles that read a secret may read no other. */
const OTHER_SECRET = onChangeToo('updates the permissions');

export const secretFields = {
  secret_arn: text(SECRET_ARN).optional().describe('The whole ARN of an existing secret.').meta(OTHER_SECRET),
  secret_name: text(SECRET_NAME)
    .optional()
    .describe('The name of an existing secret in this account and region; looked up at each plan.')
    .meta(OTHER_SECRET),
  ssm_parameter: checked(text(SSM_PARAMETER), secretParameterFault)
    .optional()
    .describe('The name or ARN of an existing SecureString parameter. ECS reads it; Terraform does not.')
    .meta(OTHER_SECRET),
  json_key: text(JSON_KEY).optional().describe('Use the value of this key, if the secret is a JSON document.'),
  version_stage: checked(text(VERSION_STAGE), stageFault)
    .optional()
    .describe('The version with this stage. Default: AWSCURRENT.'),
  version_id: text(VERSION_ID)
    .optional()
    .describe('The version with this id. Default: the current one when a task starts.'),
  kms_key: kmsKey
    .optional()
    .describe(
      'The customer-managed KMS key of the secret. Roles that read the secret get permission to decrypt with it. Default: the AWS managed key.',
    )
    .meta(onChange('updates the permissions')),
};

export const secretSource = group(secretFields);
export type SecretSource = z.output<typeof secretSource>;

export const environmentVariableName = text(ENVIRONMENT_VARIABLE);
export const variableWithValue = text(VARIABLE_WITH_VALUE);
