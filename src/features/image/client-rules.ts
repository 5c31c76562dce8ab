import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { olderRequest } from '../../values/pip-words';
import { isOlder, LEAST } from '../../values/prefect-versions';
import { FLOW_RUNS, ofFlowRuns } from '../flow-runs/of-flow-runs';
import type { FlowRuns } from '../flow-runs/resolve';
import { isPrefectCloud } from '../prefect/rules';
import { deploymentsOf } from '../project/of-deployments';
import { packagesAtStartOfFlowRuns } from './packages-of-flow-runs';
import { versionsIn } from './version-rules';

const HINT = `use Prefect ${LEAST.client}: a client works only with a server of its own major version`;

/** A server of one's own takes clients of its own major version alone, which is that of the worker. */
const flowsFitServer = ofFlowRuns((flowRuns, environment) => {
  if (!hasServerOfOwn(environment) || hasOldWorker(environment)) return [];
  return [
    ...each(imagesOf(flowRuns, environment), ({ path, image }) => {
      const { prefect } = versionsIn(image);
      return old(path, isOlder(prefect, LEAST.client) ? `has Prefect ${prefect}` : undefined);
    }),
    ...each([...packagesInImage(environment), ...packagesAtStartOfFlowRuns(environment)], ({ path, words }) => {
      const request = olderRequest(words, 'prefect', LEAST.client);
      return old(path, request && `installs ${request}`);
    }),
  ];
});

/** A URL that is looked up may be one of Prefect Cloud. */
function hasServerOfOwn(environment: Environment): boolean {
  return typeof environment.prefect.apiUrl === 'string' && !isPrefectCloud(environment);
}

function old(path: Path, what: string | undefined): Finding[] {
  return warning('old-image', what !== undefined, path, `${what}: flow runs end before the flow starts`, HINT);
}

function hasOldWorker({ inputs }: Environment): boolean {
  const installed = olderRequest(inputs.workerExtraPipPackages, 'prefect', LEAST.client);
  return installed !== undefined || isOlder(versionsIn(inputs.workerImage).prefect, LEAST.client);
}

function packagesInImage({ image: { packages } }: Environment) {
  return packages.map((words, index) => ({ path: ['image', 'packages', index], words }));
}

function imagesOf(flowRuns: FlowRuns, { image, project }: Environment) {
  const places: [path: Path, image: unknown][] = [
    [[...FLOW_RUNS, 'image'], flowRuns.image],
    [['image', 'base'], image.base],
    ...deploymentsOf(project).map(({ jobVariables }, index): [Path, unknown] => [
      ['project', 'deployments', index, 'job_variables', 'image'],
      jobVariables['image'],
    ]),
  ];
  return places.flatMap(([path, name]) => (typeof name === 'string' ? [{ path, image: name }] : []));
}

export const FLOW_CLIENT_RULES: readonly Rule[] = [flowsFitServer];
