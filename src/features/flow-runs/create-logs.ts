import type { StackContext } from '../../stack/context';
import { allow, type Statement } from '../../terraform/policy-document';
import type { WorkerLogs } from '../logs/resources/worker-logs';
import type { FlowRuns } from './resolve';
import { FlowRunLogs } from './resources/flow-run-logs';

export interface FlowLogGroup {
  readonly name?: string;
  /** The name as it is known at plan. */
  readonly planned?: string;
}

/** The log group of flow runs: created, an existing one, or the worker's; without a name where they have none. */
export function createFlowLogs(
  { scope, environment, names, resourceNames, lookUps }: StackContext,
  { log }: FlowRuns,
  workerLogs: WorkerLogs | undefined,
): FlowLogGroup {
  switch (log.group) {
    case 'none':
      return {};
    case 'worker':
      return {
        name: workerLogs?.groupName,
        planned: environment.logs.name === undefined ? names.logGroup : lookUps.value(environment.logs.name),
      };
    case 'existing': {
      const name = lookUps.value(log.name ?? '');
      return { name, planned: name };
    }
    case 'created': {
      const name = log.name === undefined ? names.flowRunLogGroup : lookUps.value(log.name);
      const { groupName } = new FlowRunLogs(scope, 'flow_run_logs', {
        name: log.name === undefined ? resourceNames.flowRunLogGroup : { name },
        retentionInDays: log.retentionInDays,
        ...(log.kmsKey && { kmsKeyId: lookUps.kmsKey(log.kmsKey) }),
        ...(log.skipDestroy && { skipDestroy: true }),
      });
      return { name: groupName, planned: name };
    }
  }
}

export function writeFlowLogs({ aws }: StackContext, { planned }: FlowLogGroup): Statement[] {
  if (planned === undefined) return [];
  return allow(
    'WriteFlowRunLogs',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [aws.arn('logs', `log-group:${planned}:log-stream:*`)],
  );
}
