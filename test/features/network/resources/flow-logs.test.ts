import { FlowLogs, type FlowLogsProps } from '../../../../src/features/network/resources/flow-logs';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { documentAt, inStack, resourceAt } from '../../../helpers/synthesized';

function flowLogs(props: Partial<FlowLogsProps> = {}) {
  return inStack(
    (scope) =>
      new FlowLogs(scope, 'flow_logs', {
        aws: new AwsContext(scope, 'aws'),
        vpcId: 'vpc-12ab34cd',
        name: 'net',
        logGroup: { name: 'connections' },
        logGroupName: 'connections',
        retentionInDays: 30,
        traffic: 'REJECT',
        roleName: { name: 'writes-connections' },
        policyName: { name: 'write-connections' },
        ...props,
      }),
  );
}

const ROLE = 'aws_iam_role.prefect_worker_vpc_flow_logs_role';
const POLICY = 'aws_iam_role_policy.prefect_worker_write_vpc_flow_logs';
const PLACE = '${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}';

test('the connections of the VPC go to a log group, by a role that may write there', () => {
  expect(resourceAt(flowLogs(), 'aws_flow_log.prefect_worker_vpc_flow_logs')).toEqual({
    vpc_id: 'vpc-12ab34cd',
    traffic_type: 'REJECT',
    log_destination: '${aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group.arn}',
    iam_role_arn: `\${${ROLE}.arn}`,
    tags: { Name: 'net' },
    depends_on: [POLICY],
  });
  expect(resourceAt(flowLogs(), 'aws_cloudwatch_log_group.prefect_worker_vpc_flow_logs_group')).toEqual({
    name: 'connections',
    retention_in_days: 30,
  });
});

test('only flow logs of this account and region take the role on', () => {
  expect(documentAt(flowLogs(), ROLE, 'assume_role_policy')).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:\${data.aws_partition.current.partition}:ec2:${PLACE}:vpc-flow-log/*` },
          StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.current.account_id}' },
        },
      },
    ],
  });
});

test('the role writes this log and finds log groups, and does nothing else', () => {
  const groups = `arn:\${data.aws_partition.current.partition}:logs:${PLACE}:log-group`;
  expect(documentAt(flowLogs(), POLICY, 'policy')).toMatchObject({
    Statement: [
      { Action: 'logs:DescribeLogGroups', Resource: `${groups}:*` },
      {
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: `${groups}:connections:*`,
      },
    ],
  });
});

test('path and boundary are those of all roles', () => {
  const bounded = flowLogs({ path: '/team/', permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' });
  expect(resourceAt(bounded, ROLE)).toMatchObject({
    path: '/team/',
    permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
  });
});
