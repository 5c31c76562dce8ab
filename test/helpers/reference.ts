/**
 * What the reference module makes when it is called with its required inputs and the name `seven`, written down from its
 * sources (PrefectHQ/terraform-prefect-ecs-worker, v0.0.3).
 */

/** Its resources: address, and the attributes that matter. */
export const REFERENCE: Readonly<Record<string, object>> = {
  'aws_secretsmanager_secret.prefect_api_key': { name: 'prefect-api-key-seven', recovery_window_in_days: 30 },
  'aws_secretsmanager_secret_version.prefect_api_key_version': { secret_string: 'the-key' },
  'aws_iam_role.prefect_worker_execution_role': { name: 'prefect-worker-execution-role-seven' },
  'aws_iam_role_policy_attachment.prefect_worker_ecs_policy': {
    policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
  },
  'aws_iam_role_policy.ssm_allow_read_prefect_api_key': { name: 'ssm-allow-read-prefect-api-key-seven' },
  'aws_iam_role_policy.allow_create_log_group': { name: 'logs-allow-create-log-group-seven' },
  'aws_iam_role.prefect_worker_task_role[0]': { name: 'prefect-worker-task-role-seven' },
  'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]': { name: 'prefect-worker-allow-ecs-task-seven' },
  'aws_cloudwatch_log_group.prefect_worker_log_group': {
    name: 'prefect-worker-log-group-seven',
    retention_in_days: 30,
  },
  'aws_ecs_cluster.prefect_worker_cluster': { name: 'prefect-worker-seven' },
  'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers': {
    cluster_name: 'prefect-worker-seven',
    capacity_providers: ['FARGATE'],
    default_capacity_provider_strategy: [],
  },
  'aws_ecs_task_definition.prefect_worker_task_definition': {
    family: 'prefect-worker-seven',
    cpu: '1024',
    memory: '2048',
    network_mode: 'awsvpc',
    requires_compatibilities: ['FARGATE'],
    runtime_platform: [],
    skip_destroy: false,
  },
  'aws_ecs_service.prefect_worker_service': {
    name: 'prefect-worker-seven',
    desired_count: 1,
    launch_type: 'FARGATE',
    wait_for_steady_state: false,
    deployment_circuit_breaker: [],
    propagate_tags: null,
  },
  'aws_security_group.prefect_worker': { name: 'prefect-worker-sg-seven', description: 'ECS Prefect worker' },
  'aws_security_group_rule.network_outbound': {
    type: 'egress',
    protocol: '-1',
    from_port: 0,
    to_port: 0,
    cidr_blocks: ['0.0.0.0/0'],
    description: 'Security group rule for Prefect Server running in Fargate.',
  },
};

/** Who may take the reference’s roles. */
export const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** What the reference’s worker may do, on every resource. */
export const WORKER_RIGHTS = [
  ...['ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage'],
  ...['ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer', 'ecs:DeregisterTaskDefinition'],
  ...['ecs:DescribeTaskDefinition', 'ecs:DescribeTasks', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'],
  ...['ecs:StopTask', 'ecs:TagResource', 'iam:PassRole', 'logs:CreateLogGroup', 'logs:CreateLogStream'],
  ...['logs:GetLogEvents', 'logs:PutLogEvents'],
];

/** The reference’s container, less its secret. */
export const CONTAINER = {
  name: 'prefect-worker-seven',
  image: 'prefecthq/prefect:3-python3.11',
  command: ['prefect', 'worker', 'start', '-p', 'pool', '--type', 'ecs'],
  cpu: 1024,
  memory: 2048,
  environment: [
    {
      name: 'PREFECT_API_URL',
      value:
        'https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185',
    },
    { name: 'EXTRA_PIP_PACKAGES', value: 'prefect-aws s3fs' },
  ],
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': 'prefect-worker-log-group-seven',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'prefect-worker-seven',
    },
  },
};
