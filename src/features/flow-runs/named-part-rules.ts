import { valueAt } from '../../environment/origin';
import { each, type Finding, type Rule, when } from '../../environment/rule';
import { FLOW_CONTAINER } from '../container/resolve';
import { isKnown } from './job-configuration-rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';
import type { FlowRuns } from './resolve';

const JOB_CONFIGURATION = [...FLOW_RUNS, 'job_configuration'];

/** What the container of the flow is called in the task definition that the worker registers; undefined: Prefect knows it later. */
function flowContainerOf({ variables }: FlowRuns): string | undefined {
  const name = variables['container_name'] ?? FLOW_CONTAINER;
  return typeof name === 'string' && isKnown(name) ? name : undefined;
}

/** Whether the worker registers the task definition from the job configuration. */
function isRegistered({ createTaskDefinition, taskDefinitionArn }: FlowRuns): boolean {
  return !createTaskDefinition && taskDefinitionArn === undefined;
}

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ProxyConfiguration.html */
const proxyIsThere: Rule = ofFlowRuns((flowRuns) => {
  const path = ['task_definition', 'proxyConfiguration', 'containerName'];
  const name = valueAt(flowRuns.jobConfiguration, path);
  const known = [flowContainerOf(flowRuns), ...Object.keys(flowRuns.sidecars)];
  return when(
    isRegistered(flowRuns) && isKnown(name) && !known.includes(undefined) && !known.includes(String(name)),
    [...JOB_CONFIGURATION, ...path],
    'is no container of this task: ECS refuses the task definition',
    `set one of: ${known.join(', ')}; or add it: flow_runs.sidecars: {${name}: {image: IMAGE}}`,
  );
});

/**
 * A volume that is configured when the task starts is marked so in the task definition, as none of flow_runs.volumes is.
 * Source: volumeConfigurations in https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
const volumesAreThere: Rule = ofFlowRuns(({ jobConfiguration, taskDefinitionArn }) => {
  const path = ['task_run_request', 'volumeConfigurations'];
  const given = valueAt(jobConfiguration, path);
  if (taskDefinitionArn !== undefined || !Array.isArray(given)) return [];
  return each([...given.keys()], (index) =>
    when(
      isKnown(valueAt(given[index], ['name'])),
      [...JOB_CONFIGURATION, ...path, index],
      'is for a volume that the task definition has with configuredAtLaunch, and that of the stack has none: no flow run would start',
      'set flow_runs.task_definition_arn to a task definition with such a volume; or use flow_runs.volumes or flow_runs.ephemeral_storage',
    ),
  );
});

/** Source: prefect-aws 0.7.12, ECSWorker._prepare_task_definition and _prepare_task_run_request. */
const flowContainerIsThere: Rule = ofFlowRuns((flowRuns) => {
  const { jobConfiguration, taskDefinitionArn, createTaskDefinition } = flowRuns;
  const wanted = jobConfiguration['container_name'];
  const found = createTaskDefinition ? FLOW_CONTAINER : flowContainerOf(flowRuns);
  return [
    ...when(
      taskDefinitionArn === undefined && isKnown(wanted) && found !== undefined && wanted !== found,
      [...JOB_CONFIGURATION, 'container_name'],
      `is no container of the task definition, in which the flow's container is ${found}: each flow run would crash`,
      createTaskDefinition ? 'remove it' : `set flow_runs.variables.container_name: ${wanted} instead`,
    ),
    ...ownNameFits(flowRuns),
  ];
});

/** A name of the user's own for the container of the flow. */
function ownNameFits(flowRuns: FlowRuns): Finding[] {
  const { createTaskDefinition, sidecars } = flowRuns;
  const name = flowContainerOf(flowRuns);
  if (name === undefined || name === FLOW_CONTAINER) return [];
  const path = [...FLOW_RUNS, 'variables', 'container_name'];
  const [waiting] = Object.entries(sidecars).find(([, { dependsOn }]) => FLOW_CONTAINER in dependsOn) ?? [];
  return [
    ...when(
      createTaskDefinition,
      path,
      `must be ${FLOW_CONTAINER} with create_task_definition, which names the container so: each flow run would crash`,
      'remove it',
    ),
    ...when(
      waiting !== undefined,
      path,
      `must be ${FLOW_CONTAINER}: the sidecar ${waiting} depends on the container of this name`,
      `remove it, or depends_on of ${waiting}`,
    ),
  ];
}

export const NAMED_PART_RULES: readonly Rule[] = [proxyIsThere, volumesAreThere, flowContainerIsThere];
