import { ownFlowRuns } from '../features/flow-runs/own-flow-runs';
import type { Environment } from './environment';
import { each, type Finding } from './rule';
import { RULES } from './rules';
import { readOnce } from './watch';

/** What the rules say of an environment, as far as it does not depend on a field that is broken. */
export function ruleFindings(environment: Environment): Finding[] {
  return [
    ...each(RULES, (rule) => rule(environment)),
    ...ownFlowRuns(environment).flatMap(({ worker, environment: seen }) =>
      each(RULES, (rule) => rule(alone(seen)))
        .filter(({ path }) => path[0] === 'flow_runs')
        .map((finding) => placedAt(worker, finding)),
    ),
  ];
}

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
    ...(hint !== undefined && { hint: placed(hint) }),
  };
}
