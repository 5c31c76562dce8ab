/** What a stack file may mean, though it rarely does. The ids are stable: a stack file acknowledges a warning by it. */
export const WARNINGS = {
  'plain-secret': 'a secret in plain text',
  'no-way-up': 'a schedule or a scaling that only stops the worker',
  'weekday-numbers': 'days of the week as numbers in a cron expression',
  'no-prefect-aws': 'a worker image without the package of its type',
  'old-image': 'a worker image too old for the stack',
  'missing-program': 'a program that an image does not have',
  'unpublished-tag': 'a tag that the publisher does not have',
  'moving-tag': 'a tag that can be pushed once',
  'pull-through-cache': 'an image that no role may fetch',
  'unknown-region': 'a region not in a dated list',
  'unknown-zone': 'more availability zones than a dated list has',
  'unknown-service': 'an IAM action of a service not in a dated list',
  'unknown-action': 'an IAM action not in a dated list',
  'unmatched-resource': 'a resource that no action applies to',
  'missing-permission': 'a policy without a permission that its role needs',
  'policies-quota': 'more managed policies than the default quota',
  'default-quota': 'more than a default quota of the account',
  'unknown-instance-type': 'an instance type not in a dated list',
  'no-ecs-agent': 'a machine image without the agent of ECS',
  'repeated-policy': 'a managed policy that the stack attaches itself',
  'unknown-policy': 'a managed policy of AWS not in a dated list',
  'unknown-condition-key': 'a global condition key not in a dated list',
  'short-secret-arn': 'the ARN of a secret without its end',
  'denied-job-variable': 'a job variable without the permission for it',
  'invisible-character': 'a character that is not what it looks like',
  'unknown-event': 'a service event not in a dated list',
  'unknown-setting': 'a setting, or its value, that the tested Prefect does not have',
  'unknown-worker-type': 'a type of worker that Prefect does not have',
  'unknown-platform': 'a platform version of Fargate not in a dated list',
  'other-pool': 'a command that polls another work pool',
  'no-package': 'a word that is no package for pip',
  'doubtful-variable': 'a variable that rarely works',
  'unknown-endpoint': 'a service whose endpoint is not in a dated list',
  'unknown-attribute':
    'an attribute of a container, of a job configuration, of a deployment or of a resource not in a dated list',
  'idle-null': 'a null that removes nothing',
  'idle-input': 'an input that nothing uses',
  'unpolled-queue': 'a queue that no worker polls',
  unreachable: 'what no rule lets a task reach',
  'silent-alarm': 'an alarm that never fires',
  'shared-pool': 'two environments in one work pool',
  'shared-deployment': 'one deployment in two environments',
  'shared-code': 'two environments in one folder of S3',
  'overlapping-range': 'VPCs that overlap',
  'unknown-account': 'a name that another environment uses too, in an account that may be the same',
  'repeated-value': 'a value inherited anyway',
  'unused-base': 'a base that no stack file extends',
  'unused-acknowledgement': 'a warning that does not occur',
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
