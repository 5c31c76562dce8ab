import type { Decided } from '../../environment/environment';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';
import { allWorkers } from '../workers/all-workers';

/** Whether ECS Exec can open sessions in tasks of this stack. */
export function hasExecSessions(environment: Decided): boolean {
  return (
    everyFlowRuns(environment).some(({ enableExecuteCommand }) => enableExecuteCommand) ||
    allWorkers(environment).some(({ service }) => service.create && service.enableExecuteCommand)
  );
}
