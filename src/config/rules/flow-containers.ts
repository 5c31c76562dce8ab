import type { FlowSidecar } from '../groups/flow-containers';
import type { Path } from '../path';
import { FLOW_RUNS, type FlowRuns, ofFlowRuns } from './of-flow-runs';
import { type Finding, type ConfigRule as Rule, when } from './rule';
import { sourceFits } from './secret-source';

const DECIDED_ENVIRONMENT: Readonly<Record<string, string>> = {
  PREFECT_API_KEY: 'api_key',
  PREFECT_API_AUTH_STRING: 'api_key',
  PREFECT_CLIENT_CUSTOM_HEADERS: 'prefect.custom_headers',
};

const environment = ofFlowRuns(({ environment: variables, secrets, sidecars }) => [
  ...Object.keys(variables).flatMap((name) =>
    when(
      Object.hasOwn(DECIDED_ENVIRONMENT, name),
      [...FLOW_RUNS, 'environment', name],
      `must not be set here, where it could be read: it is decided by ${DECIDED_ENVIRONMENT[name]}`,
    ),
  ),
  ...Object.keys(secrets).flatMap((name) => [
    ...when(
      Object.hasOwn(DECIDED_ENVIRONMENT, name),
      [...FLOW_RUNS, 'secrets', name],
      `must not be set here: it is decided by ${DECIDED_ENVIRONMENT[name]}`,
    ),
    ...when(name in variables, [...FLOW_RUNS, 'secrets', name], 'must not be set twice: the environment has it too'),
  ]),
  ...secretsFit([...FLOW_RUNS, 'secrets'], secrets),
  ...Object.entries(sidecars).flatMap(([name, sidecar]) => [
    ...secretsFit([...FLOW_RUNS, 'sidecars', name, 'secrets'], sidecar.secrets),
    ...Object.keys(sidecar.secrets).flatMap((variable) =>
      when(
        variable in sidecar.environment,
        [...FLOW_RUNS, 'sidecars', name, 'secrets', variable],
        'must not be set twice: the environment has it too',
      ),
    ),
  ]),
]);

function secretsFit(path: Path, secrets: FlowRuns['secrets']): Finding[] {
  return Object.entries(secrets).flatMap(([name, secret]) => sourceFits(secret, [...path, name]));
}

const sidecars = ofFlowRuns(({ sidecars: containers, volumes, cpu, memory }) => {
  const entries = Object.entries(containers);
  const sum = (of: (sidecar: FlowSidecar) => number | undefined) =>
    entries.reduce((total, [, sidecar]) => total + (of(sidecar) ?? 0), 0);
  return [
    ...entries.flatMap(([name, sidecar]) => sidecarFits(name, sidecar, containers, Object.keys(volumes))),
    ...when(
      sum((sidecar) => sidecar.cpu) >= cpu,
      [...FLOW_RUNS, 'sidecars'],
      `must leave the flow something of the ${cpu} CPU units`,
    ),
    ...when(
      sum(({ memory: most, memoryReservation: kept }) => most ?? kept) >= memory,
      [...FLOW_RUNS, 'sidecars'],
      `must leave the flow something of the ${memory} MiB`,
    ),
  ];
});

function sidecarFits(
  name: string,
  sidecar: FlowSidecar,
  containers: FlowRuns['sidecars'],
  volumes: readonly string[],
): Finding[] {
  const path = [...FLOW_RUNS, 'sidecars', name];
  return [
    ...when(name === 'prefect', path, "must have another name: prefect is the flow's own container"),
    ...sidecar.mounts.flatMap(({ volume }, index) =>
      when(
        !volumes.includes(volume),
        [...path, 'mounts', index, 'volume'],
        `must be one of flow_runs.volumes: ${volumes.join(', ') || 'there is none'}`,
      ),
    ),
    ...sidecar.dependsOn.flatMap(({ container, condition }, index) => [
      ...when(
        container === name || !(container in containers),
        [...path, 'depends_on', index, 'container'],
        'must be another of flow_runs.sidecars',
      ),
      ...when(
        condition === 'HEALTHY' && containers[container]?.healthCheck === undefined,
        [...path, 'depends_on', index, 'condition'],
        `must not be HEALTHY: ${container} has no health_check`,
      ),
      ...when(
        ['COMPLETE', 'SUCCESS'].includes(condition) && containers[container]?.essential,
        [...path, 'depends_on', index, 'condition'],
        `must not wait for the end of ${container}: it is essential, and everything ends with it`,
      ),
    ]),
  ];
}

const volumes = ofFlowRuns((flowRuns, { network }) => {
  const { volumes: all, taskRole, ownSecurityGroup: own, securityGroups: named, workerSecurityGroups } = flowRuns;
  const onEfs = Object.entries(all).filter(([, { efs }]) => efs !== undefined);
  const usesWorkers = workerSecurityGroups ?? (own === undefined && named.length === 0);
  const others = named.length > 0 || (usesWorkers && network.securityGroups.length > 0);
  const madeElsewhere = onEfs.filter(([, { efs }]) => efs?.create === undefined);
  const httpsAlone =
    !others &&
    (own === undefined || own.egress === 'https_only') &&
    (!usesWorkers || network.egress === undefined || network.egress === 'https_only');
  return [
    ...onEfs.flatMap(([name, { efs }]) => [
      ...when(
        (efs?.fileSystemId === undefined) === (efs?.create === undefined),
        [...FLOW_RUNS, 'volumes', name, 'efs'],
        'must be told in exactly one way: file_system_id, or create',
      ),
      ...when(
        efs?.create !== undefined && own === undefined,
        [...FLOW_RUNS, 'volumes', name, 'efs', 'create'],
        'needs a security group for flow runs to let in: flow_runs.own_security_group',
      ),
      ...when(
        efs?.create !== undefined && (efs.accessPointId !== undefined || efs.rootDirectory !== undefined),
        [...FLOW_RUNS, 'volumes', name, 'efs', 'create'],
        'must be left out beside access_point_id and root_directory: it makes its own',
      ),
      ...when(
        efs?.iam && taskRole === undefined,
        [...FLOW_RUNS, 'volumes', name, 'efs', 'iam'],
        'needs a task role to mount as: flow_runs.task_role',
      ),
      ...when(
        efs?.accessPointId !== undefined && efs.rootDirectory !== undefined,
        [...FLOW_RUNS, 'volumes', name, 'efs', 'root_directory'],
        'must be left out beside access_point_id, which has its own',
      ),
    ]),
    ...when(
      madeElsewhere.length > 0 && httpsAlone,
      [...FLOW_RUNS, 'volumes'],
      'needs a way out on port 2049, and the groups of the flow runs let out port 443 alone',
      'give them a group of their own: flow_runs.own_security_group.egress, with port 2049',
    ),
  ];
});

export const FLOW_CONTAINER_RULES: readonly Rule[] = [environment, sidecars, volumes];
