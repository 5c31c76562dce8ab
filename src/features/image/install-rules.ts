import { each, type Finding, type Rule, when } from '../../environment/rule';
import { containerFieldPath, isRoot } from '../container/resolve';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { packagesAtStartOfFlowRuns } from './packages-of-flow-runs';

/** Where pip can install for a user that is not root. Source: https://pip.pypa.io/en/stable/user_guide/#user-installs */
const OWN_PLACES = ['HOME', 'PYTHONUSERBASE', 'PIP_TARGET', 'PIP_PREFIX', 'VIRTUAL_ENV'];

const WAY_OUT = 'build the packages into the image of the flows (image.packages), and remove the variable';

/** The entry point of Prefect's images installs them when a flow run starts. */
const packagesCanBeInstalled: Rule = (environment) => {
  const { flowRuns } = environment;
  // With an entry point of its own, the container installs them in its own way, if at all.
  const isOwn = flowRuns?.entryPoint !== undefined || flowRuns?.taskDefinitionArn !== undefined;
  if (flowRuns === undefined || isOwn) return [];
  const { readonlyRootFilesystem, user, environment: variables } = flowRuns;
  const field = (name: string) => [...FLOW_RUNS, ...containerFieldPath(flowRuns, [name])].join('.');
  const hasPlace = OWN_PLACES.some((name) => typeof variables[name] === 'string');
  return each(packagesAtStartOfFlowRuns(environment), ({ path, words }): Finding[] =>
    words.trim() === ''
      ? []
      : [
          ...when(
            readonlyRootFilesystem && !hasPlace,
            path,
            `is not available with ${field('readonly_root_filesystem')}: packages are written into the container`,
            WAY_OUT,
          ),
          ...when(
            !isRoot(user) && !hasPlace,
            path,
            `is not available with ${field('user')} ${user}: only root can install packages in the image`,
            WAY_OUT,
          ),
        ],
  );
};

export const INSTALL_RULES: readonly Rule[] = [packagesCanBeInstalled];
