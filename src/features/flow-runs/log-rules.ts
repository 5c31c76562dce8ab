import { noEffect, pathsInFile, type Rule, when } from '../../environment/rule';
import { isLoggedElsewhere } from '../container/resolve';
import { OWN_DEFINITION } from './definition-rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

const logsFit = ofFlowRuns(
  ({ log: { group, name, kmsKey, streamPrefix, skipDestroy }, taskDefinitionArn }, { logs }) => [
    ...when(
      group === 'existing' && name === undefined,
      [...FLOW_RUNS, 'log', 'name'],
      'is required with group: existing',
      'for example name: /ecs/prefect-flows',
    ),
    ...when(
      group !== 'existing' && typeof name === 'object',
      [...FLOW_RUNS, 'log', 'name'],
      'a look-up is available only with group: existing',
      'set the name itself, or group: existing',
    ),
    ...noEffect(
      (group === 'worker' || group === 'none') && name !== undefined,
      [...FLOW_RUNS, 'log', 'name'],
      `group is ${group}`,
    ),
    ...noEffect(
      group !== 'created' && kmsKey !== undefined,
      [...FLOW_RUNS, 'log', 'kms_key'],
      `it applies only to a log group that this stack creates, and group is ${group}`,
    ),
    ...noEffect(
      group !== 'created' && skipDestroy,
      [...FLOW_RUNS, 'log', 'skip_destroy'],
      `it applies only to a log group that this stack creates, and group is ${group}`,
    ),
    ...noEffect(
      group === 'none' && streamPrefix !== undefined,
      [...FLOW_RUNS, 'log', 'stream_prefix'],
      'group is none',
    ),
    ...when(
      group === 'worker' && logs.group === 'none',
      [...FLOW_RUNS, 'log', 'group'],
      'must not be worker: with logs.group: none the worker has no log',
      'set another group, or change logs.group',
    ),
    ...noEffect(
      taskDefinitionArn !== undefined && streamPrefix !== undefined,
      [...FLOW_RUNS, 'log', 'stream_prefix'],
      OWN_DEFINITION,
    ),
  ],
);

/** Fields of a log group to which nothing is written. */
const driverHasTheLog = ofFlowRuns(({ logConfiguration, sidecars }, environment) => {
  const logs = [logConfiguration, ...Object.values(sidecars).map((sidecar) => sidecar.logConfiguration)];
  const isEmpty = logs.every(isLoggedElsewhere);
  return pathsInFile(environment, [...FLOW_RUNS, 'log'], OF_LOG_GROUP).flatMap((path) =>
    noEffect(isEmpty, path, 'log_configuration sends the log elsewhere', 'remove log_configuration'),
  );
});

const OF_LOG_GROUP = ['name', 'kms_key', 'retention_in_days', 'stream_prefix', 'skip_destroy'];

export const FLOW_LOG_RULES: readonly Rule[] = [logsFit, driverHasTheLog];
