import type { Environment } from '../environment/environment';
import type { FlowRuns } from '../features/flow-runs/resolve';
import type { OutputValue } from '../features/outputs/stack-values';
import { createdItems } from './inventory';
import { typeOf } from './resource-types';

type Reason = (environment: Environment, creates: (type: string) => boolean) => string | false;

const ALWAYS: Reason = () => false;

/** Why a stack has no such value. */
const REASONS: Readonly<Record<OutputValue, Reason>> = {
  account_id: ALWAYS,
  region: ALWAYS,
  partition: ALWAYS,
  cluster_arn: ALWAYS,
  cluster_name: ALWAYS,
  service_name: ({ service }) => !service.create && 'service.create is false',
  execution_role_arn: ALWAYS,
  task_role_arn: ({ roles }) => roles.task?.none === true && 'roles.task.none is true',
  security_group_id: ({ network }) => !network.createSecurityGroup && 'network.create_security_group is false',
  log_group_name: ({ logs }) => logs.group === 'none' && 'logs.group is none',
  api_key_secret_arn: ({ apiKey }) => apiKey.from === 'nowhere' && 'prefect.auth is none',
  vpc_id: ALWAYS,
  subnet_ids: ALWAYS,
  route_table_ids: (_, creates) => !creates('aws_route_table') && 'network.create is not set',
  nat_addresses: (_, creates) => !creates('aws_nat_gateway') && 'no NAT gateway is created',
  event_queue_name: ({ crashDetection }) => crashDetection === undefined && 'crash detection is disabled',
  flow_bucket_name: ({ bucket }) => bucket === undefined && 'bucket is not set',
  alarm_topic_arn: ({ alarms }) => alarms === undefined && 'alarms are disabled',
  service_arn: ({ service }) => !service.create && 'service.create is false',
  task_definition_arn: ALWAYS,
  flow_run_task_definition_arn: ofFlowRuns(
    ({ createTaskDefinition, taskDefinitionArn }) =>
      !createTaskDefinition &&
      taskDefinitionArn === undefined &&
      'the worker registers one for each deployment (flow_runs.create_task_definition)',
  ),
  flow_run_execution_role_arn: ofFlowRuns(() => false),
  flow_run_task_role_arn: ofFlowRuns(({ taskRole }) => taskRole === undefined && 'flow_runs.task_role is not set'),
  flow_run_log_group_name: ofFlowRuns(({ log }) => log.group === 'none' && 'flow_runs.log.group is none'),
  flow_run_security_group_id: ofFlowRuns(
    ({ ownSecurityGroup }) => ownSecurityGroup === undefined && 'flow_runs.own_security_group is not set',
  ),
  ci_role_arn: ({ ciRole }) => ciRole === undefined && 'ci_role is not set',
  flow_image_repository_url: ofFlowRuns(
    (_, { image }) => image.repository === undefined && 'image.repository is not set',
  ),
};

function ofFlowRuns(reason: (flowRuns: FlowRuns, environment: Environment) => string | false): Reason {
  return (environment) =>
    environment.flowRuns === undefined
      ? 'only an ecs worker starts tasks for flow runs'
      : reason(environment.flowRuns, environment);
}

/** Why a stack has no such value; undefined where it has one. */
export function absence(value: OutputValue, environment: Environment): string | undefined {
  const creates = (type: string) => createdItems(environment).some(({ address }) => typeOf(address) === type);
  return REASONS[value](environment, creates) || undefined;
}
