import { noEffect, type Rule, when } from '../../environment/rule';

const optionsOfLogGroup: Rule = ({ logs: { group, name, kmsKey, class: logClass, streamPrefix, skipDestroy } }) => [
  ...when(
    group === 'existing' && name === undefined,
    ['logs', 'name'],
    'is required with group: existing',
    'for example name: /ecs/prefect',
  ),
  ...when(
    group !== 'existing' && typeof name === 'object',
    ['logs', 'name'],
    'a look-up is available only with group: existing',
    'set the name itself, or group: existing',
  ),
  ...Object.entries({ kms_key: kmsKey, class: logClass, skip_destroy: skipDestroy || undefined }).flatMap(
    ([field, value]) =>
      noEffect(
        value !== undefined && group !== 'created',
        ['logs', field],
        `it applies only to a log group that this stack creates, and group is ${group}`,
      ),
  ),
  ...Object.entries({ name, stream_prefix: streamPrefix }).flatMap(([field, value]) =>
    noEffect(value !== undefined && group === 'none', ['logs', field], 'group is none'),
  ),
];

export const LOGS_RULES: readonly Rule[] = [optionsOfLogGroup];
