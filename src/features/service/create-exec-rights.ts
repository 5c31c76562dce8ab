import type { StackContext } from '../../stack/context';
import { allow, type Statement } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';

/**
 * What a task role needs so that ECS Exec works in this stack's cluster.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export function execRights({ environment, names, aws, lookUps }: StackContext): Statement[] {
  const { executeCommand: audit } = environment.cluster;
  const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];
  const session = allow(
    'AllowEcsExec',
    channels.map((channel) => `ssmmessages:${channel}`),
    ['*'],
  );
  if (audit === undefined) return session;
  const group = aws.arn(
    'logs',
    `log-group:${audit.logGroup === undefined ? names.execLogGroup : literal(audit.logGroup)}`,
  );
  return [
    ...session,
    ...allow('FindSessionLog', 'logs:DescribeLogGroups', ['*']),
    ...allow(
      'WriteSessionLog',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [`${group}:*`],
    ),
    ...(audit.kmsKey === undefined ? [] : allow('DecryptSession', 'kms:Decrypt', [lookUps.kmsKey(audit.kmsKey)])),
  ];
}
