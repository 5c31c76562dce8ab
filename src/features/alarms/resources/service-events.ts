import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';
import { json } from '../../../terraform/terraform-text';

export interface ServiceEventsProps {
  readonly ruleName: ResourceName;
  readonly serviceArns: readonly string[];
  /** Events of ECS by their names: SERVICE_TASK_START_IMPAIRED, … */
  readonly eventNames: readonly string[];
  /** An existing one that has the events of ECS; left out: the default bus. */
  readonly eventBus?: string;
  readonly topicArns: readonly string[];
}

/**
 * Passes on what ECS itself says of a service. Deployments and everything else come as two types of event.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export class ServiceEvents extends Construct {
  private readonly onBus: { readonly eventBusName?: string };

  constructor(scope: Construct, id: string, props: ServiceEventsProps) {
    super(scope, id);
    const { ruleName, serviceArns, eventNames, topicArns, eventBus } = props;
    this.onBus = eventBus === undefined ? {} : { eventBusName: eventBus };
    const rule = new CloudwatchEventRule(this, 'prefect_worker_service_events_rule', {
      ...ruleName,
      ...this.onBus,
      description: 'ECS cannot run the Prefect worker',
      eventPattern: json({
        source: ['aws.ecs'],
        'detail-type': ['ECS Service Action', 'ECS Deployment State Change'],
        resources: serviceArns,
        detail: { eventName: eventNames },
      }),
    });
    for (const [index, arn] of topicArns.entries()) this.target(rule, arn, index);
  }

  private target(rule: CloudwatchEventRule, arn: string, index: number): void {
    const [end, suffix] = index === 0 ? ['', ''] : [`_${index + 1}`, `-${index + 1}`];
    new CloudwatchEventTarget(this, `prefect_worker_service_events_target${end}`, {
      rule: rule.name,
      ...this.onBus,
      targetId: `prefect-worker-alarms${suffix}`,
      arn,
      inputTransformer: {
        inputPaths: {
          event: '$.detail.eventName',
          reason: '$.detail.reason',
          service: '$.resources[0]',
          time: '$.time',
        },
        inputTemplate: '"<time>: ECS says <event> of <service>. <reason>"',
      },
    });
  }
}
