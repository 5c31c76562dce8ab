import { type Rule, when } from '../../environment/rule';

const fitsTheGroup: Rule = ({ logs: { group, name, kmsKey, class: logClass, streamPrefix } }) => [
  ...when(group === 'existing' && name === undefined, ['logs', 'name'], 'is required with group: existing'),
  ...when(
    group !== 'existing' && typeof name === 'object',
    ['logs', 'name'],
    'must be the name itself: only an existing group can be looked up',
  ),
  ...Object.entries({ kms_key: kmsKey, class: logClass }).flatMap(([field, value]) =>
    when(
      value !== undefined && group !== 'created',
      ['logs', field],
      `must be left out with group: ${group}: it is about the group that this stack would create`,
    ),
  ),
  ...Object.entries({ name, stream_prefix: streamPrefix }).flatMap(([field, value]) =>
    when(value !== undefined && group === 'none', ['logs', field], 'must be left out with group: none'),
  ),
];

export const LOGS_RULES: readonly Rule[] = [fitsTheGroup];
