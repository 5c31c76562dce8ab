/** The file that a person would look for a resource in, by its type. The first that fits. */
const SUBJECTS: readonly (readonly [file: string, types: RegExp])[] = [
  ['iam.tf', /^aws_iam_/],
  ['alarms.tf', /^aws_(cloudwatch_(dashboard|metric_alarm|log_metric_filter)|sns_)/],
  ['logs.tf', /^aws_cloudwatch_log_/],
  ['events.tf', /^aws_(sqs_|cloudwatch_event_)/],
  ['secrets.tf', /^aws_(secretsmanager_|ssm_|kms_)/],
  ['scaling.tf', /^aws_appautoscaling_/],
  ['capacity.tf', /^aws_(autoscaling_|launch_template|ecs_capacity_provider)/],
  ['images.tf', /^aws_ecr_/],
  ['storage.tf', /^aws_(efs|s3)_/],
  ['ecs.tf', /^aws_ecs_/],
  [
    'network.tf',
    /^aws_(default_security_group|security_group|vpc|subnet|internet_gateway|eip|nat_gateway|route|flow_log|ec2_transit_gateway|service_discovery)/,
  ],
  ['work-pool.tf', /^prefect_/],
];

export function subjectOf(type: string): string {
  return SUBJECTS.find(([, types]) => types.test(type))?.[0] ?? 'main.tf';
}
