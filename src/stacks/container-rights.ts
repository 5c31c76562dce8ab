import { isReadOnly } from '../config/read-only-volume';
import type { Container } from '../config/worker-settings';
import { allow, type Statement } from '../constructs/policy-document';
import { type EfsVolume, mountRights } from '../constructs/task-volume';
import { literal } from '../constructs/terraform-text';
import { allWorkers } from './all-workers';
import type { Ground } from './wired';

/** What the task role must be allowed for its containers, beside what the worker does with it. */
export function containerRightsOf(ground: Ground): Statement[] {
  const all = allWorkers(ground.environment);
  const isEntered = all.some(({ service }) => service.create && service.enableExecuteCommand);
  const fileSystems = all.flatMap(({ container }) => fileSystemsOf(ground, container));
  return [...(isEntered ? execRights(ground) : []), ...mountRights(unique(fileSystems), ground.aws)];
}

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
function execRights({ environment, names, aws, lookUps }: Ground): Statement[] {
  const { executeCommand: audit } = environment.cluster;
  const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];
  const session = allow(
    'BeEntered',
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

function fileSystemsOf({ lookUps }: Ground, container: Container): EfsVolume[] {
  return Object.entries(container.volumes).flatMap(([name, { efs }]) =>
    efs === undefined
      ? []
      : [
          {
            ...efs,
            fileSystemId: lookUps.value(efs.fileSystemId),
            accessPointId: efs.accessPointId && lookUps.value(efs.accessPointId),
            readOnly: isReadOnly(name, container),
          },
        ],
  );
}

function unique(volumes: readonly EfsVolume[]): EfsVolume[] {
  return [...new Map(volumes.map((volume) => [JSON.stringify(volume), volume])).values()];
}
