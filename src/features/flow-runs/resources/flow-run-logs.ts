import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { ResourceName } from '../../../terraform/resource-name';

export interface FlowRunLogsProps {
  readonly name: ResourceName;
  readonly retentionInDays: number;
  /** ARN of a customer-managed key. */
  readonly kmsKeyId?: string;
  readonly skipDestroy?: boolean;
}

/** The log group of the flow runs. */
export class FlowRunLogs extends Construct {
  readonly groupName: string;

  constructor(scope: Construct, id: string, { name, ...settings }: FlowRunLogsProps) {
    super(scope, id);
    this.groupName = new CloudwatchLogGroup(this, 'prefect_flow_runs', { ...name, ...settings }).name;
  }
}
