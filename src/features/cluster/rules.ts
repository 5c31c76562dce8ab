import type { Environment } from '../../environment/environment';
import { type Finding, noEffect, pathsInFile, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { createsSessionLog } from './inventory';

const existingIsNotOurs: Rule = (environment) =>
  pathsInFile(
    environment,
    ['cluster'],
    ['container_insights', 'execute_command', 'capacity_providers', 'default_strategy'],
  ).flatMap((path) =>
    noEffect(
      environment.cluster.existing !== undefined,
      path,
      'it applies only to a cluster that this stack creates',
      'remove cluster.existing',
    ),
  );

/** Of an ARN only the name is used, for ECS runs a service in a cluster of its own account and region. */
const existingIsHere: Rule = (environment) => [
  ...isHere(environment.cluster.existing, ['cluster', 'existing'], 'a service runs', environment),
  ...isHere(environment.flowRuns?.cluster, ['flow_runs', 'cluster'], 'a task runs', environment),
];

function isHere(cluster: unknown, path: Path, what: string, { region, aws }: Environment): Finding[] {
  if (typeof cluster !== 'string' || !cluster.startsWith('arn:')) return [];
  const [, , , regionOfArn, account] = cluster.split(':');
  return [
    ...when(
      regionOfArn !== region,
      path,
      `must be a cluster in region ${region}: ${what} in the region of its cluster`,
      'set a cluster of this region, or change region',
    ),
    ...when(
      aws.accountId !== undefined && account !== aws.accountId,
      path,
      `must be a cluster of the account aws.account_id: ${what} in the account of its cluster`,
      'set a cluster of this account, or change aws.account_id',
    ),
  ];
}

const createdGroup: Rule = ({ cluster: { executeCommand: audit } }) => {
  if (audit === undefined) return [];
  const { skipDestroy, logGroup, bucket, bucketPrefix, bucketEncrypted } = audit;
  const ofBucket = { bucket_prefix: bucketPrefix, bucket_encrypted: bucketEncrypted || undefined };
  return [
    ...noEffect(
      skipDestroy && !createsSessionLog(audit),
      ['cluster', 'execute_command', 'skip_destroy'],
      `it applies only to a log group that this stack creates, and ${logGroup === undefined ? 'bucket' : 'log_group'} is set`,
    ),
    ...Object.entries(ofBucket).flatMap(([field, value]) =>
      noEffect(value !== undefined && bucket === undefined, ['cluster', 'execute_command', field], 'bucket is not set'),
    ),
  ];
};

const encryptedGroup: Rule = ({ cluster: { executeCommand } }) =>
  when(
    executeCommand?.logGroupEncrypted && executeCommand.logGroup === undefined,
    ['cluster', 'execute_command', 'log_group_encrypted'],
    'applies only to an existing log group: the created one is encrypted with kms_key',
    'remove it, or set log_group',
  );

export const CLUSTER_RULES: readonly Rule[] = [existingIsNotOurs, existingIsHere, createdGroup, encryptedGroup];
