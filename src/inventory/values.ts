import type { Environment } from '../environment/environment';
import type { StackValue } from '../features/outputs/stack-values';
import { createdItems } from './inventory';
import { typeOf } from './resource-types';

type Reason = (environment: Environment, creates: (type: string) => boolean) => string | false;

const ALWAYS: Reason = () => false;

/** Why a stack has no such value. */
const REASONS: Readonly<Record<StackValue, Reason>> = {
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
  nat_addresses: (_, creates) => !creates('aws_eip') && 'no NAT gateway is created',
  event_queue_name: ({ crashDetection }) => crashDetection === undefined && 'crash detection is disabled',
  alarm_topic_arn: ({ alarms }) => alarms === undefined && 'alarms are disabled',
};

/** Why a stack has no such value; undefined where it has one. */
export function absence(value: StackValue, environment: Environment): string | undefined {
  const creates = (type: string) => createdItems(environment).some(({ address }) => typeOf(address) === type);
  return REASONS[value](environment, creates) || undefined;
}
