import { ownFlowRuns } from '../features/flow-runs/own-flow-runs';
import type { Environment } from './environment';
import { comparesEntries, each, type Finding, type Rule } from './rule';
import { RULES } from './rules';
import { readOnce } from './watch';

/** What the rules say of an environment, as far as it does not depend on a field that is broken. */
export function ruleFindings(environment: Environment, rules: readonly Rule[] = RULES): Finding[] {
  return [
    ...each(rules, (rule) => rule(environment)),
    ...ownFlowRuns(environment).flatMap(({ worker, environment: seen }) =>
      each(rules, (rule) => rule(alone(seen)))
        .filter(({ path }) => path[0] === 'flow_runs')
        .map((finding) => placedAt(worker, finding)),
    ),
  ];
}

/** What they say of an entry of a list or a mapping, whatever other entries there are. */
export function entryFindings(environment: Environment): Finding[] {
  return ruleFindings(environment, OF_ENTRIES);
}

const OF_ENTRIES = RULES.filter((rule) => !comparesEntries(rule));

/** Without the flow runs of the others, which the first pass has together: none clashes with itself. */
const alone = readOnce((seen: Environment): Environment => {
  const workers = Object.entries(seen.workers).map(([name, worker]) => [name, { ...worker, flowRuns: undefined }]);
  return { ...seen, workers: Object.fromEntries(workers) };
});

/** What a rule finds on flow_runs, said of the flow runs of a further worker. */
function placedAt(worker: string, { message, hint, ...finding }: Finding): Finding {
  const placed = (text: string) => text.replaceAll(/(?<![\w.])flow_runs(?!\w)/g, `workers.${worker}.flow_runs`);
  return {
    ...finding,
    path: ['workers', worker, ...finding.path],
    message: placed(message),
    hint: placed(hint),
  };
}
