import { detectsCrashes } from '../crash-detection';
import type { Config } from '../schema';
import type { StackValue } from '../stack-values';
import { type ConfigRule as Rule, when } from './rule';

/** The outputs that every stack has: the reference's, and those of hardened. */
const TAKEN = /^prefect_(worker|base_job|work_pool|flow)_/;

const valuesThatAre: Rule = (config) => {
  const { outputs, worker } = config;
  return [
    ...Object.entries(outputs).flatMap(([name, value]) => [
      ...when(
        TAKEN.test(name),
        ['outputs', name],
        'must not begin with prefect_worker_, prefect_base_job_, prefect_work_pool_ or prefect_flow_: those are outputs of ours',
      ),
      ...(typeof value === 'string' ? absent(value, config, ['outputs', name]) : []),
    ]),
    ...Object.entries(worker.environment).flatMap(([name, value]) =>
      typeof value === 'object' && value.stack !== undefined
        ? absent(value.stack, config, ['worker', 'environment', name, 'stack'])
        : [],
    ),
  ];
};

function absent(value: StackValue, config: Config, path: readonly string[]) {
  const reason = absence(value, config);
  return when(reason !== undefined, path, `must be something that this stack has: with ${reason} there is no ${value}`);
}

/** Why a stack has no such value; undefined where it has one. */
function absence(value: StackValue, config: Config): string | undefined {
  const { roles, network, logs, prefect, service } = config;
  const reasons: Partial<Record<StackValue, string | false>> = {
    service_name: !service.create && 'service.create: false',
    task_role_arn: roles.task?.none && 'roles.task.none',
    security_group_id: !network.createSecurityGroup && 'network.create_security_group: false',
    log_group_name: logs.group === 'none' && 'logs.group: none',
    api_key_secret_arn: prefect.auth === 'none' && 'prefect.auth: none',
    route_table_ids: network.create === undefined && 'a VPC that exists',
    nat_addresses:
      (network.create === undefined || network.create.publicOnly || network.create.nat === 'none') &&
      'no NAT gateway that this stack makes',
    event_queue_name: !detectsCrashes(config) && 'crash detection off',
    alarm_topic_arn: config.alarms === undefined && 'no alarms',
  };
  return reasons[value] || undefined;
}

export const VALUE_RULES: readonly Rule[] = [valuesThatAre];
