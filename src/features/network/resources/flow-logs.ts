import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Construct } from 'constructs';
import type { AwsContext } from '../../../terraform/aws-context';
import { allow, policyDocument } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { literal } from '../../../terraform/terraform-text';
import { rolePolicy } from '../../roles/resources/role-policy';

export interface FlowLogsProps {
  readonly aws: AwsContext;
  readonly vpcId: string;
  readonly name: string;
  readonly logGroup: ResourceName;
  /** By which policies refer to it. */
  readonly logGroupName: string;
  readonly retentionInDays: number;
  readonly traffic: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly roleName: ResourceName;
  readonly policyName: ResourceName;
  /** Default: /. */
  readonly path?: string;
  /** ARN. */
  readonly permissionsBoundary?: string;
}

/** Notes every connection of a VPC in a log group. AWS calls it flow logs; with flow runs it has nothing to do. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { aws, vpcId, path = '/', permissionsBoundary } = props;
    const group = new CloudwatchLogGroup(this, 'prefect_worker_vpc_flow_logs_group', {
      ...props.logGroup,
      retentionInDays: props.retentionInDays,
    });
    const role = new IamRole(this, 'prefect_worker_vpc_flow_logs_role', {
      ...props.roleName,
      ...(path !== '/' && { path: literal(path) }),
      ...(permissionsBoundary && { permissionsBoundary }),
      assumeRolePolicy: policyDocument({
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': aws.arn('ec2', 'vpc-flow-log/*') },
          StringEquals: { 'aws:SourceAccount': aws.accountId },
        },
      }),
    });
    const rights = rolePolicy(this, 'prefect_worker_write_vpc_flow_logs', {
      name: props.policyName,
      role: role.name,
      policy: policyDocument(
        ...allow('FindLogGroup', 'logs:DescribeLogGroups', [aws.arn('logs', 'log-group:*')]),
        ...allow(
          'WriteLogs',
          ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          [`${aws.arn('logs', `log-group:${props.logGroupName}`)}:*`],
        ),
      ),
    });
    new FlowLog(this, 'prefect_worker_vpc_flow_logs', {
      vpcId,
      trafficType: props.traffic,
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: props.name },
      dependsOn: [rights],
    });
  }
}
