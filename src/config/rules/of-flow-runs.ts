import type { Config } from '../schema';
import type { Finding, ConfigRule as Rule } from './rule';

export type FlowRuns = NonNullable<Config['flowRuns']>;

export const FLOW_RUNS = ['flow_runs'] as const;

/** A rule over the group, where there is one. */
export function ofFlowRuns(rule: (flowRuns: FlowRuns, config: Config) => Finding[]): Rule {
  return (config) => (config.flowRuns === undefined ? [] : rule(config.flowRuns, config));
}
