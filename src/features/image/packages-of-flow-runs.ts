import type { Environment } from '../../environment/environment';
import type { Path } from '../../stack-file/path';
import { hasPlaceholder } from '../../values/placeholder';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { deploymentsOf } from '../project/of-deployments';

/** Packages for pip, and where the stack file has them. */
interface Packages {
  readonly path: Path;
  readonly words: string;
}

/** The entry point of Prefect's images installs these. */
const VARIABLE = 'EXTRA_PIP_PACKAGES';

/** What a flow run installs when it starts: of all, or of one deployment. */
export function packagesAtStartOfFlowRuns({ flowRuns, project }: Environment): Packages[] {
  const places: [path: Path, words: unknown][] = [
    [[...FLOW_RUNS, 'environment', VARIABLE], flowRuns?.environment[VARIABLE]],
    ...deploymentsOf(project).map(({ jobVariables: { env } }, index): [Path, unknown] => [
      ['project', 'deployments', index, 'job_variables', 'env', VARIABLE],
      Object(env)[VARIABLE],
    ]),
  ];
  return places.flatMap(([path, words]) =>
    typeof words === 'string' && !hasPlaceholder(words) ? [{ path, words }] : [],
  );
}
