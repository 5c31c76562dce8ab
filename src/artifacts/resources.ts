import type { Environment } from '../config/environment';
import { physicalNames } from '../config/names';

/** One thing that a stack makes, for people who read rather than run. */
export interface MadeResource {
  /** Terraform address. */
  readonly address: string;
  /** Its name in AWS, or what it belongs to. */
  readonly name: string;
  readonly purpose: string;
}

/** All that Terraform makes for an environment, in the order in which a person would explain it. */
export function madeResources({ inputs, behaviour, apiKey }: Environment): MadeResource[] {
  const names = physicalNames(inputs.name);
  const createsTaskRole = inputs.workerTaskRoleArn === undefined;
  const runsTasks = createsTaskRole && (!behaviour.leastPrivilege || inputs.workerType === 'ecs');
  const resource = (address: string, name: string, purpose: string): MadeResource => ({ address, name, purpose });
  return [
    resource('aws_ecs_cluster.prefect_worker_cluster', names.cluster, 'The cluster of the worker and of its flow runs'),
    resource(
      'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
      names.cluster,
      'Lets the cluster run on Fargate',
    ),
    resource('aws_ecs_service.prefect_worker_service', names.service, 'Keeps the worker running'),
    resource('aws_ecs_task_definition.prefect_worker_task_definition', names.taskFamily, "The worker's container"),
    resource('aws_cloudwatch_log_group.prefect_worker_log_group', names.logGroup, "The worker's log"),
    ...(apiKey.from === 'secret'
      ? []
      : [
          resource('aws_secretsmanager_secret.prefect_api_key', names.apiKeySecret, 'Holds the Prefect API key'),
          resource(
            'aws_secretsmanager_secret_version.prefect_api_key_version',
            names.apiKeySecret,
            behaviour.keepsKeyOutOfState ? 'The key, written past plan and state' : 'The key, kept in the state too',
          ),
        ]),
    resource('aws_iam_role.prefect_worker_execution_role', names.executionRole, 'With which ECS starts the worker'),
    resource('aws_iam_role_policy.ssm_allow_read_prefect_api_key', names.readApiKeyPolicy, 'It may read the key'),
    ...(behaviour.leastPrivilege
      ? [
          resource('aws_iam_role_policy.prefect_worker_write_logs', names.writeLogsPolicy, 'It may write this log'),
          ...(isInEcr(inputs.workerImage)
            ? [
                resource(
                  'aws_iam_role_policy.prefect_worker_pull_image[0]',
                  names.pullImagePolicy,
                  'It may pull this image',
                ),
              ]
            : []),
        ]
      : [
          resource(
            'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
            'AmazonECSTaskExecutionRolePolicy',
            'It may pull every image and write every log',
          ),
          resource(
            'aws_iam_role_policy.allow_create_log_group',
            names.createLogGroupPolicy,
            'It may create log groups',
          ),
        ]),
    ...(createsTaskRole
      ? [resource('aws_iam_role.prefect_worker_task_role[0]', names.taskRole, 'That the worker itself has')]
      : []),
    ...(runsTasks
      ? [
          resource(
            'aws_iam_role_policy.prefect_worker_allow_ecs_task[0]',
            names.runTasksPolicy,
            'It may start, watch and stop the tasks of its flow runs',
          ),
        ]
      : []),
    resource('aws_security_group.prefect_worker', names.securityGroup, 'Nothing may come in'),
    resource(
      'aws_security_group_rule.network_outbound',
      names.securityGroup,
      behaviour.httpsEgressOnly ? 'HTTPS may go out' : 'Everything may go out',
    ),
  ];
}

/** Whether AWS's own registry holds the image, for which the execution role needs rights: the same pattern as the stack's own. */
export function isInEcr(image: string): boolean {
  return /^[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+\/[^:@]/.test(image);
}
