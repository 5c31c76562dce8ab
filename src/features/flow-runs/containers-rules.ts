import { each, type Rule, when } from '../../environment/rule';
import { sourceFits } from '../secrets/rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

const DECIDED_ENVIRONMENT: Readonly<Record<string, string>> = {
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'api_key',
  PREFECT_CLIENT_CUSTOM_HEADERS: 'prefect.custom_headers',
};

const variables = ofFlowRuns(({ environment }) =>
  Object.keys(environment).flatMap((name) =>
    when(
      Object.hasOwn(DECIDED_ENVIRONMENT, name),
      [...FLOW_RUNS, 'environment', name],
      `must not be set here, where it could be read: it is decided by ${DECIDED_ENVIRONMENT[name]}`,
    ),
  ),
);

const secrets: Rule = ofFlowRuns((flowRuns) =>
  each(Object.keys(flowRuns.secrets), (name) => {
    const path = [...FLOW_RUNS, 'secrets', name];
    return [
      ...when(
        Object.hasOwn(DECIDED_ENVIRONMENT, name),
        path,
        `must not be set here: it is decided by ${DECIDED_ENVIRONMENT[name]}`,
      ),
      ...when(Object.hasOwn(flowRuns.environment, name), path, 'must not be set twice: the environment has it too'),
      ...sourceFits(flowRuns.secrets[name], path),
    ];
  }),
);

const createdFileSystems = ofFlowRuns(({ volumes, ownSecurityGroup }) =>
  each(Object.keys(volumes), (name) => {
    const { efs } = volumes[name] ?? {};
    if (efs === undefined) return [];
    const path = [...FLOW_RUNS, 'volumes', name, 'efs'];
    return [
      ...when(
        (efs.fileSystemId === undefined) === (efs.create === undefined),
        path,
        'set exactly one of: file_system_id, create',
      ),
      ...when(
        efs.create !== undefined && ownSecurityGroup === undefined,
        [...path, 'create'],
        'needs a security group for flow runs to let in: flow_runs.own_security_group',
      ),
      ...when(
        efs.create !== undefined && (efs.accessPointId !== undefined || efs.rootDirectory !== undefined),
        [...path, 'create'],
        'must be left out beside access_point_id and root_directory: it makes its own',
      ),
      ...when(
        efs.create !== undefined && !efs.transitEncryption,
        [...path, 'transit_encryption'],
        'must be true with create: the created file system is mounted by an access point',
      ),
    ];
  }),
);

const filesReached = ofFlowRuns((flowRuns, { network }) => {
  const { volumes, ownSecurityGroup: own, securityGroups, workerSecurityGroups } = flowRuns;
  const others = securityGroups.length > 0 || (workerSecurityGroups && network.securityGroups.length > 0);
  const createdElsewhere = Object.values(volumes).some(({ efs }) => efs !== undefined && efs.create === undefined);
  const httpsAlone = !others && own === undefined && (!workerSecurityGroups || network.egress === 'https_only');
  return when(
    createdElsewhere && httpsAlone,
    [...FLOW_RUNS, 'volumes'],
    'needs a way out on port 2049, and the groups of the flow runs let out port 443 alone',
    'give them a group of their own, which opens it: flow_runs.own_security_group: {}',
  );
});

/** prefect-aws writes the log configuration where it is told a log group; it takes options of ours, and no driver. */
const ownLog = ofFlowRuns(({ attributes, log, logConfiguration }) => {
  if (log.group === 'none' || logConfiguration !== undefined) return [];
  const given = attributes['logConfiguration'];
  if (given === undefined) return [];
  const path = [...FLOW_RUNS, 'attributes', 'logConfiguration'];
  const isMap = typeof given === 'object' && given !== null && !Array.isArray(given);
  const others = isMap ? Object.keys(given).filter((key) => key !== 'options') : [];
  return when(
    !isMap || others.length > 0,
    path,
    'must have options alone where prefect-aws writes the log configuration',
    'flow_runs.log_configuration sets another driver',
  );
});

export const FLOW_CONTAINER_RULES: readonly Rule[] = [variables, secrets, createdFileSystems, filesReached, ownLog];
