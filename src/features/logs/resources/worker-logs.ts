import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { allow, type Statement } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';

export interface CreatedLogGroup {
  readonly name: ResourceName;
  readonly retentionInDays: number;
  /** ARN of a customer-managed key. */
  readonly kmsKeyId?: string;
  readonly logGroupClass?: string;
  readonly skipDestroy?: boolean;
}

export interface WorkerLogsProps {
  readonly aws: AwsContext;
  readonly name: string;
  readonly streamPrefix: string;
  /** Given: the group is made. */
  readonly create?: CreatedLogGroup;
  /** The log driver makes the group at the first start of a task. */
  readonly createdByDriver: boolean;
}

/** Where the worker's log goes. */
export class WorkerLogs extends Construct {
  readonly groupName: string;
  /** A container's `logConfiguration`. */
  readonly configuration: { readonly logDriver: string; readonly options: Readonly<Record<string, string>> };
  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkerLogsProps,
  ) {
    super(scope, id);
    const { aws, name, create, createdByDriver } = props;
    this.groupName = create === undefined ? name : this.group(create).name;
    this.configuration = {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': this.groupName,
        'awslogs-region': aws.region,
        'awslogs-stream-prefix': props.streamPrefix,
        ...(createdByDriver && { 'awslogs-create-group': 'true' }),
      },
    };
  }

  private group({ name, ...settings }: CreatedLogGroup): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'prefect_worker_log_group', { ...name, ...settings });
  }

  /** Known at plan, unless the name has a random end. */
  get arn(): string {
    return this.props.aws.arn('logs', `log-group:${this.props.name}`);
  }

  /** What the execution role must be allowed. */
  get rights(): Statement[] {
    const { createdByDriver } = this.props;
    const group = this.arn;
    return [
      ...allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${group}:log-stream:*`]),
      ...(createdByDriver ? allow('CreateLogGroup', 'logs:CreateLogGroup', [`${group}:*`]) : []),
    ];
  }
}
