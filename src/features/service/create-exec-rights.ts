import type { StackContext } from '../../stack/context';
import { allow, type Statement } from '../../terraform/policy-document';
import { literal } from '../../terraform/terraform-text';
import { createsSessionLog } from '../cluster/inventory';

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
  const name = audit.logGroup === undefined ? names.execLogGroup : literal(audit.logGroup);
  const isInGroup = audit.logGroup !== undefined || createsSessionLog(audit);
  const bucket = `arn:${aws.partition}:s3:::${literal(audit.bucket ?? '')}`;
  return [
    ...session,
    ...(isInGroup
      ? [
          ...allow('FindSessionLog', 'logs:DescribeLogGroups', ['*']),
          ...allow(
            'WriteSessionLog',
            ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            [`${aws.arn('logs', `log-group:${name}`)}:*`],
          ),
        ]
      : []),
    ...(audit.bucket === undefined
      ? []
      : [
          ...allow('WriteSessionObjects', 's3:PutObject', [`${bucket}/${literal(audit.bucketPrefix ?? '')}*`]),
          ...allow('ReadSessionBucket', 's3:GetEncryptionConfiguration', [bucket]),
        ]),
    ...(audit.kmsKey === undefined ? [] : allow('DecryptSession', 'kms:Decrypt', [lookUps.kmsKey(audit.kmsKey)])),
  ];
}
