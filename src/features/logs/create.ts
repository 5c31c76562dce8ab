import { Token } from 'cdktf';
import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import { WorkerLogs } from './resources/worker-logs';

/** Where the worker's log goes; nothing where it keeps none. */
export function createLogs({
  scope,
  environment,
  inputs,
  names,
  resourceNames,
  aws,
  lookUps,
}: StackContext): WorkerLogs | undefined {
  const { group, name, streamPrefix, kmsKey, class: logGroupClass, skipDestroy } = environment.logs;
  if (group === 'none') return undefined;
  return new WorkerLogs(scope, 'logs', {
    aws,
    name: name === undefined ? names.logGroup : lookUps.value(name),
    streamPrefix: streamPrefix === undefined ? names.container : literal(streamPrefix),
    createdByDriver: group === 'by_driver',
    ...(group === 'created' && {
      create: {
        name: name === undefined ? resourceNames.logGroup : { name: lookUps.value(name) },
        retentionInDays: Token.asNumber(inputs.workerLogRetentionInDays.toString()),
        ...(kmsKey && { kmsKeyId: lookUps.kmsKey(kmsKey) }),
        ...(logGroupClass && { logGroupClass }),
        ...(skipDestroy && { skipDestroy }),
      },
    }),
  });
}
