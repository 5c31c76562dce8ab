/** What a stack file may mean, though it rarely does. The ids are stable: a stack file acknowledges a warning by it. */
export const WARNINGS = {
  'plain-secret': 'a secret in plain text',
  'no-way-up': 'a schedule that stops the worker, and none that starts it again',
  'weekday-numbers': 'days of the week by number in a cron expression of AWS',
  'no-prefect-aws': "a worker image without Prefect's package for ECS",
  'old-image': 'a worker image whose versions are too old for what the stack uses',
  'unpublished-tag': "a tag that the image's publisher does not publish",
  'unknown-region': 'a region not in a dated list',
  'unknown-service': 'an IAM action of a service not in a dated list',
  'unknown-action': 'an IAM action not in a dated list',
  'unmatched-resource': 'a resource of a statement that none of its actions applies to',
  'policies-quota': 'more managed policies on a role than the default quota allows',
  'default-quota': 'more than the default quota of an account allows, which AWS raises on request',
  'unknown-instance-type': 'an instance type not in a dated list',
  'unknown-policy': 'a managed policy of AWS not in a dated list',
  'unknown-condition-key': 'a global condition key not in a dated list',
  'short-secret-arn': 'the ARN of a secret that seems to lack the end that AWS adds',
  'denied-job-variable': 'a job variable of a deployment for which the worker has no permission',
  'invisible-character':
    'an invisible character, one that looks like another, or one that changes the order of others on a screen',
  'unknown-event': 'a service event not in a dated list',
  'unknown-setting': 'a setting, or its value, that the tested Prefect does not have',
  'unknown-worker-type': 'a type of worker that Prefect does not have',
  'unknown-platform': 'a platform version of Fargate not in a dated list',
  'other-pool': 'a command that polls another work pool',
  'no-package': 'a word that pip does not take for a package',
  'doubtful-variable': 'a variable with which AWS rarely works',
  'unknown-endpoint': 'a service whose endpoint is not in a dated list',
  'unknown-attribute':
    'an attribute of a container, of a job configuration, of a deployment or of a resource not in a dated list',
  'idle-null': 'a null that removes nothing',
  'unpolled-queue': 'a deployment in a work queue that no worker of the environment polls',
  unreachable: 'what a task needs, and no rule of its security group lets it reach',
  'silent-alarm': 'an alarm that never fires',
  'shared-pool': 'a work pool of which another environment writes the base job template too',
  'shared-deployment': 'a deployment that another environment deploys to the same workspace',
  'shared-code': 'a folder in S3 to which another environment uploads its flows',
  'overlapping-range': 'the range of a created VPC that overlaps with that of another one in a connected network',
  'unknown-account': 'a name that another environment uses too, in an account that may be the same',
  'repeated-value': 'a value that the file inherits anyway',
  'unused-base': 'a base that no stack file extends',
  'unused-acknowledgement': 'an acknowledged warning that does not occur',
} as const;

/** Those that only the environments of a project together have. */
export const BETWEEN_ENVIRONMENTS: readonly WarningId[] = [
  'shared-pool',
  'shared-deployment',
  'shared-code',
  'overlapping-range',
  'unknown-account',
];

export type WarningId = keyof typeof WARNINGS;

export const WARNING_IDS = Object.keys(WARNINGS) as readonly WarningId[];
