import { decidedBy, eachEntry, noEffect, type Rule, when } from '../../environment/rule';
import { isMap } from '../../stack-file/is-map';
import { inTable } from '../../values/in-table';
import { mountsOf } from '../container/resolve';
import { sourceFits } from '../secrets/rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

const DECIDED_ENVIRONMENT: Readonly<Record<string, string>> = {
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'api_key',
  PREFECT_CLIENT_CUSTOM_HEADERS: 'prefect.custom_headers',
};

/** The schema takes only null, which removes a variable. */
const variables = ofFlowRuns(({ environment }) =>
  Object.keys(environment).flatMap((name) =>
    noEffect(
      Object.hasOwn(DECIDED_ENVIRONMENT, name),
      [...FLOW_RUNS, 'environment', name],
      `null does not remove it, for ${DECIDED_ENVIRONMENT[name]} sets it`,
    ),
  ),
);

const secrets: Rule = ofFlowRuns((flowRuns) =>
  eachEntry(flowRuns.secrets, (name, secret) => {
    const path = [...FLOW_RUNS, 'secrets', name];
    return [
      ...decidedBy(path, inTable(DECIDED_ENVIRONMENT, name)),
      ...when(Object.hasOwn(flowRuns.environment, name), path, 'already set in environment', 'remove one of the two'),
      ...sourceFits(secret, path),
    ];
  }),
);

/** The worker sends it with each flow run, whatever the task definition says. */
const ownCommand = ofFlowRuns(({ attributes }) =>
  noEffect(
    Object.hasOwn(attributes, 'command') && attributes['command'] !== null,
    [...FLOW_RUNS, 'attributes', 'command'],
    'the worker sets the command of each flow run: prefect flow-run execute',
    'set flow_runs.variables.command',
  ),
);

/** The script before the command writes the certificate there. */
const certificateIsWritten = ofFlowRuns((flowRuns, { prefect }) => {
  const { readonlyRootFilesystem, temporaryFiles, tmpfs } = flowRuns;
  const mounts = [...mountsOf(flowRuns).map(([, mount]) => mount), ...tmpfs];
  return when(
    prefect.caCertificate !== undefined &&
      readonlyRootFilesystem &&
      temporaryFiles === 'none' &&
      !mounts.some(({ containerPath }) => /^\/tmp\/?$/.test(containerPath)),
    [...FLOW_RUNS, 'temporary_files'],
    'must not be none with prefect.ca_certificate, which writes a file in /tmp: no flow run would start',
    'remove it, or mount a volume at /tmp',
  );
});

const createdFileSystems = ofFlowRuns(({ volumes, ownSecurityGroup }) =>
  eachEntry(volumes, (name, { efs }) =>
    when(
      efs?.create !== undefined && ownSecurityGroup === undefined,
      [...FLOW_RUNS, 'volumes', name, 'efs', 'create'],
      'requires a security group of the flow runs, which the file system allows',
      'set flow_runs.own_security_group: {}',
    ),
  ),
);

/** prefect-aws writes the log configuration where a log group is set; it takes our options, and no driver. */
const ownLog = ofFlowRuns(({ attributes, log, logConfiguration }) => {
  if (log.group === 'none' || logConfiguration !== undefined) return [];
  const given = attributes['logConfiguration'];
  if (given === undefined) return [];
  const path = [...FLOW_RUNS, 'attributes', 'logConfiguration'];
  const others = isMap(given) ? Object.keys(given).filter((key) => key !== 'options') : [];
  return when(
    !isMap(given) || others.length > 0,
    path,
    'must contain only options: prefect-aws writes the rest of the log configuration',
    'for another driver, set flow_runs.log_configuration',
  );
});

export const FLOW_CONTAINER_RULES: readonly Rule[] = [
  ownCommand,
  certificateIsWritten,
  variables,
  secrets,
  createdFileSystems,
  ownLog,
];
