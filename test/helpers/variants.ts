/** Stack files that differ in what they make and in what their runbook says, beside the required fields. */
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';
const TASK_ROLE_ARN = 'arn:aws:iam::111122223333:role/team/worker';
const IMAGE_IN_ECR = '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect:1';

export const VARIANTS = {
  hardened: {},
  'hardened, image in ECR': { worker_image: IMAGE_IN_ECR },
  'hardened, existing secret': { api_key: { secret_arn: SECRET_ARN } },
  'hardened, role given': { worker_task_role_arn: TASK_ROLE_ARN },
  'hardened, process worker': { worker_type: 'process', worker_work_pool_name: "it's my pool" },
  'hardened, everything set': {
    worker_desired_count: 2,
    worker_log_retention_in_days: 0,
    secrets_manager_recovery_in_days: 0,
    worker_extra_pip_packages: 'prefect-aws "s3fs>1" | `x`',
    tags: { Team: 'data_platform', Größe: 'klein' },
    api_key: { version: 7 },
    aws: {
      account_id: '111122223333',
      profile: 'prod',
      assume_role: { role_arn: 'arn:aws:iam::111122223333:role/deploy' },
    },
    backend: { s3: { bucket: 'a-bucket', region: 'eu-west-1' } },
  },
  reference: { preset: 'reference' },
  'reference, image in ECR': { preset: 'reference', worker_image: IMAGE_IN_ECR },
  'reference, existing secret': { preset: 'reference', api_key: { secret_arn: SECRET_ARN } },
  'reference, role given': { preset: 'reference', worker_task_role_arn: TASK_ROLE_ARN },
  'reference, process worker': { preset: 'reference', worker_type: 'process' },
  'reference, S3 without a lock': { preset: 'reference', backend: { s3: { bucket: 'a-bucket', use_lockfile: false } } },
} as const;

export type Variant = keyof typeof VARIANTS;

/** For `test.each`. */
export const EVERY_VARIANT = Object.entries(VARIANTS) as [Variant, object][];
