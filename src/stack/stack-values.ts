import { Token } from 'cdktf';
import type { StackValues } from '../features/outputs/create';
import type { SharedResources } from '../features/worker/create-types';
import { literal } from '../terraform/terraform-text';
import type { StackContext } from './context';

/** What the values are of. */
type Shown = Pick<
  SharedResources,
  'secrets' | 'logs' | 'cluster' | 'executionRole' | 'taskRole' | 'network' | 'events'
>;

/** What stack files can refer to, by its word; empty where the stack has none. */
export function stackValues(
  { aws, names, environment }: StackContext,
  { secrets, logs, cluster, executionRole, taskRole, network, events }: Shown,
  alarmTopicArn: string | undefined,
): StackValues {
  return {
    account_id: () => aws.accountId,
    region: () => aws.region,
    partition: () => aws.partition,
    cluster_arn: () => cluster.id,
    cluster_name: () => cluster.name,
    service_name: () => names.service,
    execution_role_arn: () => executionRole.arn,
    task_role_arn: () => taskRole?.arn ?? '',
    security_group_id: () => network.ownSecurityGroupId ?? '',
    log_group_name: () => logs?.groupName ?? '',
    api_key_secret_arn: () => secrets.credential?.secretArn ?? '',
    vpc_id: () => network.vpcId,
    subnet_ids: () => Token.asString(network.subnetIds),
    route_table_ids: () => Token.asString(network.routeTableIds),
    nat_addresses: () => Token.asString(network.natAddresses),
    event_queue_name: () => events?.name ?? '',
    alarm_topic_arn: () => alarmTopicArn ?? '',
    flow_bucket_name: () => literal(environment.bucket?.name ?? environment.bucket?.existing ?? ''),
  };
}
