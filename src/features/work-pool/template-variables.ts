import template from './ecs-base-job-template.json';

/** The variables of the template that prefect-aws ships. */
export const TEMPLATE_VARIABLES: readonly string[] = Object.keys(template.variables.properties);

/** Those that another field of flow_runs decides, and which. */
export const DECIDED_VARIABLES: Readonly<Record<string, string>> = {
  env: 'flow_runs.environment',
  labels: 'flow_runs.labels',
  task_definition_arn: 'flow_runs.task_definition_arn',
  cluster: 'cluster',
  launch_type: 'flow_runs.capacity',
  capacity_provider_strategy: 'flow_runs.capacity',
  image: 'flow_runs.image',
  cpu: 'flow_runs.cpu',
  memory: 'flow_runs.memory',
  prefect_api_key_secret_arn: 'api_key',
  prefect_api_auth_string_secret_arn: 'api_key',
  task_role_arn: 'flow_runs.task_role',
  execution_role_arn: 'flow_runs.execution_role',
  vpc_id: 'flow_runs.network',
  configure_cloudwatch_logs: 'flow_runs.log',
  cloudwatch_logs_options: 'flow_runs.log',
  cloudwatch_logs_prefix: 'flow_runs.log.stream_prefix',
  network_configuration: 'flow_runs.network',
  auto_deregister_task_definition: 'flow_runs.auto_deregister_task_definition',
  match_latest_revision_in_family: 'flow_runs.match_latest_revision_in_family',
};
