import { isDeepStrictEqual } from 'node:util';
import type { Plan } from './terraform';

const ATTACHMENT_TAGS = 'moto’s CreateTransitGatewayVpcAttachment reads the tags of a route table instead';

/** What the emulator does not hold, so that Terraform plans it again and again, and why that is no fault of ours. */
const GAPS: Readonly<Record<string, string>> = {
  'aws_ecs_service.prefect_worker_service.availability_zone_rebalancing':
    'moto’s CreateService does not store it, its UpdateService does; the reference module has the same change',
  'aws_ecs_service.prefect_worker_service.enable_ecs_managed_tags':
    'moto’s CreateService does not store it, its UpdateService does',
  'aws_s3_bucket_notification.prefect_flows_events.eventbridge':
    'moto’s GetBucketNotificationConfiguration does not give back an EventBridgeConfiguration, which is empty',
  'aws_ec2_transit_gateway_vpc_attachment.prefect_worker_transit_gateway.tags': ATTACHMENT_TAGS,
  'aws_ec2_transit_gateway_vpc_attachment.prefect_worker_transit_gateway.tags_all': ATTACHMENT_TAGS,
};

/** JSON that moto gives back with spaces in it; SQS gives back what it got. */
const WRITTEN_ANEW = ['aws_sqs_queue.redrive_policy'];

/** moto's SetQueueAttributes drops the policy when another attribute is set; that of SQS leaves it. */
export const DROPPED_BY_UPDATES = ['aws_sqs_queue.prefect_worker_events.policy'];

/** {@link changes}, but for those of what the emulator drops. */
export function realChanges(plan: Plan): string[] {
  // The service of a further worker has its name behind the address.
  const gap = (change: string) =>
    change.replace(/^(module\.\w+\.)+/, '').replace(/^(aws_ecs_service\.prefect_worker_service)_\w+/, '$1');
  return changes(plan).filter((change) => !(gap(change) in GAPS));
}

/** The attributes that a plan would change, by address. */
export function changes(plan: Plan): string[] {
  return plan.resource_changes
    .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
    .flatMap(({ address, type, change: { actions, before, after } }) => {
      if (before === null || after === null || actions.length > 1) return [`${address} ${actions.join(' and ')}`];
      return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
        .filter((name) => !(WRITTEN_ANEW.includes(`${type}.${name}`) && sameJson(before[name], after[name])))
        .map((name) => `${address}.${name}`);
    });
}

function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string' || one === '' || other === '') return false;
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
