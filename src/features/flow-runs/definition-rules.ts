import { type Finding, noEffect, noEffectAt, pathsInFile, type Rule, when } from '../../environment/rule';
import { hasPlaceholder } from '../../values/placeholder';
import { containerFields } from '../container/schema';
import { toEnable } from '../crash-detection/to-enable';
import { isKnown } from './job-configuration-rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';
import type { FlowRuns } from './resolve';

const imageAtStart = ofFlowRuns(({ image, createTaskDefinition }) =>
  when(
    createTaskDefinition && image !== undefined && hasPlaceholder(image),
    [...FLOW_RUNS, 'image'],
    'must have no {{ }} with create_task_definition: Terraform registers the image as it stands',
    'set the whole image, or remove create_task_definition',
  ),
);

export const OWN_DEFINITION = 'task_definition_arn is set, and that task definition decides it';

/** Fields that an existing task definition decides. */
const ownDefinition = ofFlowRuns((flowRuns, environment) => {
  if (flowRuns.taskDefinitionArn === undefined) return [];
  const ignored = {
    auto_deregister_task_definition: flowRuns.autoDeregisterTaskDefinition || undefined,
    match_latest_revision_in_family: flowRuns.matchLatestRevisionInFamily || undefined,
  };
  const fields = ['image', 'ephemeral_storage', 'secrets', 'volumes', 'sidecars', ...Object.keys(containerFields)];
  return [
    ...pathsInFile(environment, FLOW_RUNS, fields).flatMap((path) => noEffectAt(path, OWN_DEFINITION)),
    ...Object.entries(ignored).flatMap(([field, value]) =>
      noEffect(value !== undefined, [...FLOW_RUNS, field], OWN_DEFINITION),
    ),
    ...partsIgnored(flowRuns, OWN_DEFINITION),
  ];
});

/**
 * Prefect makes no task definition of these parts where it has an ARN.
 * Source: prefect-aws 0.7.12, ECSWorker._create_task_and_wait_for_start.
 */
function partsIgnored({ jobConfiguration }: FlowRuns, reason: string, otherwise?: string): Finding[] {
  const parts = Object.entries(Object(jobConfiguration['task_definition'])).filter(([, value]) => isKnown(value));
  return parts.flatMap(([part]) =>
    noEffectAt([...FLOW_RUNS, 'job_configuration', 'task_definition', part], reason, otherwise),
  );
}

/** Fields that apply to task definitions that the worker registers. */
const sharedDefinition = ofFlowRuns((flowRuns) => {
  if (!flowRuns.createTaskDefinition) return [];
  const registered = {
    task_definition_arn: flowRuns.taskDefinitionArn !== undefined,
    auto_deregister_task_definition: flowRuns.autoDeregisterTaskDefinition,
    match_latest_revision_in_family: flowRuns.matchLatestRevisionInFamily,
  };
  const reason = 'with create_task_definition, the worker registers no task definition';
  const otherwise = 'remove create_task_definition';
  return [
    ...Object.entries(registered).flatMap(([field, isThere]) =>
      noEffect(isThere, [...FLOW_RUNS, field], reason, otherwise),
    ),
    ...partsIgnored(flowRuns, reason, otherwise),
  ];
});

/** The observer of the worker deregisters a task definition when the event of its stopped task arrives. */
const deregistered = ofFlowRuns((flowRuns, environment) =>
  noEffect(
    flowRuns.autoDeregisterTaskDefinition && environment.crashDetection === undefined,
    [...FLOW_RUNS, 'auto_deregister_task_definition'],
    'the worker deregisters task definitions by the events of crash detection, which is disabled',
    toEnable(environment),
  ),
);

export const DEFINITION_RULES: readonly Rule[] = [imageAtStart, ownDefinition, sharedDefinition, deregistered];
