import { valueAt } from '../../environment/origin';
import { decidedBy, type Rule, when } from '../../environment/rule';
import { hasPlaceholder } from '../../values/placeholder';
import { DECIDED_VARIABLES } from '../work-pool/template-variables';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** Parts of the job configuration that the stack or prefect-aws writes from other fields, and which. */
const DECIDED_PARTS: Readonly<Record<string, string>> = {
  ...DECIDED_VARIABLES,
  'task_definition.containerDefinitions': 'flow_runs.attributes and flow_runs.sidecars',
  'task_definition.cpu': 'flow_runs.cpu',
  'task_definition.ephemeralStorage': 'flow_runs.ephemeral_storage',
  'task_definition.executionRoleArn': 'flow_runs.execution_role',
  'task_definition.memory': 'flow_runs.memory',
  'task_definition.runtimePlatform.cpuArchitecture': 'flow_runs.architecture',
  'task_definition.taskRoleArn': 'flow_runs.task_role',
  'task_definition.volumes': 'flow_runs.volumes',
  'task_run_request.capacityProviderStrategy': 'flow_runs.capacity',
  'task_run_request.cluster': 'cluster',
  'task_run_request.enableExecuteCommand': 'flow_runs.enable_execute_command',
  'task_run_request.launchType': 'flow_runs.capacity',
  'task_run_request.networkConfiguration': 'flow_runs.network, subnets and security_groups',
  'task_run_request.overrides.containerOverrides': 'flow_runs.environment and flow_runs.attributes',
  'task_run_request.propagateTags': 'flow_runs.propagate_tags',
  'task_run_request.tags': 'flow_runs.labels',
  'task_run_request.taskDefinition': 'flow_runs.task_definition_arn',
};

/** A value here would be one of several for the same setting, or replace a list of which the stack needs the rest. */
const jobConfiguration = ofFlowRuns(({ jobConfiguration: given }) =>
  Object.entries(DECIDED_PARTS).flatMap(([part, field]) =>
    (valueAt(given, part.split('.')) ?? null) === null
      ? []
      : decidedBy([...FLOW_RUNS, 'job_configuration', ...part.split('.')], field),
  ),
);

/** Prefect replaces a placeholder by a value that is not known here. */
export function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && hasPlaceholder(value));
}

const FAMILY = /^[A-Za-z0-9_-]{1,255}$/;

const family = ofFlowRuns(({ variables: given, jobConfiguration }) =>
  Object.entries({
    'variables.family': given['family'],
    'job_configuration.task_definition.family': valueAt(jobConfiguration, ['task_definition', 'family']),
  }).flatMap(([field, value]) =>
    when(
      typeof value === 'string' && !hasPlaceholder(value) && !FAMILY.test(value),
      [...FLOW_RUNS, ...field.split('.')],
      'must be at most 255 letters, digits, hyphens and underscores',
      'for example family: my-flows',
    ),
  ),
);

export const JOB_CONFIGURATION_RULES: readonly Rule[] = [jobConfiguration, family];
