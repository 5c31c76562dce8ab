import { type Rule, when } from './rule';

const existingIsNotOurs: Rule = ({ cluster: { existing, containerInsights, executeCommand } }) =>
  Object.entries({ container_insights: containerInsights, execute_command: executeCommand }).flatMap(([field, value]) =>
    when(
      existing !== undefined && value !== undefined,
      ['cluster', field],
      'must be left out beside existing: the cluster belongs to others, who set it',
    ),
  );

export const CLUSTER_RULES: readonly Rule[] = [existingIsNotOurs];
