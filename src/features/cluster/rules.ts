import { givenOf, noEffect, type Rule, when } from '../../environment/rule';

const existingIsNotOurs: Rule = (environment) =>
  givenOf(environment, ['cluster'], ['container_insights', 'execute_command']).flatMap((path) =>
    noEffect(
      environment.cluster.existing !== undefined,
      path,
      'it applies only to a cluster that this stack creates',
      'remove cluster.existing',
    ),
  );

/** Of an ARN only the name is used, for ECS runs a service in a cluster of its own account and region. */
const existingIsHere: Rule = ({ cluster: { existing }, region, aws }) => {
  if (typeof existing !== 'string' || !existing.startsWith('arn:')) return [];
  const [, , , regionOfArn, account] = existing.split(':');
  return [
    ...when(
      regionOfArn !== region,
      ['cluster', 'existing'],
      `must be a cluster in region ${region}: a service runs in the region of its cluster`,
      'set a cluster of this region, or change region',
    ),
    ...when(
      aws.accountId !== undefined && account !== aws.accountId,
      ['cluster', 'existing'],
      'must be a cluster of the account aws.account_id: a service runs in the account of its cluster',
      'set a cluster of this account, or change aws.account_id',
    ),
  ];
};

const createdGroup: Rule = ({ cluster: { executeCommand } }) =>
  noEffect(
    executeCommand?.skipDestroy && executeCommand.logGroup !== undefined,
    ['cluster', 'execute_command', 'skip_destroy'],
    'it applies only to a log group that this stack creates, and log_group is set',
  );

const encryptedGroup: Rule = ({ cluster: { executeCommand } }) =>
  when(
    executeCommand?.logGroupEncrypted && executeCommand.logGroup === undefined,
    ['cluster', 'execute_command', 'log_group_encrypted'],
    'applies only to an existing log group: the created one is encrypted with kms_key',
    'remove it, or set log_group',
  );

export const CLUSTER_RULES: readonly Rule[] = [existingIsNotOurs, existingIsHere, createdGroup, encryptedGroup];
