import type { Environment } from '../../environment/environment';
import type { Finding, Rule } from '../../environment/rule';
import type { FlowRuns } from './resolve';

export const FLOW_RUNS = ['flow_runs'] as const;

/** A rule over what an ecs worker starts. */
export function ofFlowRuns(rule: (flowRuns: FlowRuns, environment: Environment) => Finding[]): Rule {
  return (environment) => (environment.flowRuns === undefined ? [] : rule(environment.flowRuns, environment));
}
