import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';

export interface FlowRunLogsProps {
  readonly name: string;
  readonly retentionInDays: number;
  /** ARN of a customer-managed key. */
  readonly kmsKeyId?: string;
  readonly skipDestroy?: boolean;
}

/** The log group of the flow runs. */
export class FlowRunLogs extends Construct {
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: FlowRunLogsProps) {
    super(scope, id);
    this.groupName = new CloudwatchLogGroup(this, 'prefect_flow_runs', { ...props }).name;
  }
}
