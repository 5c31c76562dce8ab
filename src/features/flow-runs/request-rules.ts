import { valueAt } from '../../environment/origin';
import { type Finding, type Rule, when } from '../../environment/rule';
import { flowRunsOnInstances } from './capacity';
import { isKnown } from './job-configuration-rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';
import type { FlowRuns } from './resolve';

/** A finding on a part of job_configuration, where that is set to something that ECS refuses. */
function refused(
  { jobConfiguration }: FlowRuns,
  part: string,
  isRefused: (value: unknown) => boolean,
  message: string,
  hint: string,
): Finding[] {
  const path = part.split('.');
  const value = valueAt(jobConfiguration, path);
  return when(isKnown(value) && isRefused(value), [...FLOW_RUNS, 'job_configuration', ...path], message, hint);
}

/**
 * Parts of a request that ECS refuses in every task of the stack: each is in the network mode awsvpc.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html and API_RegisterTaskDefinition.html
 */
const requestFits = ofFlowRuns((flowRuns) => [
  ...refused(
    flowRuns,
    'task_definition.networkMode',
    (mode) => mode !== 'awsvpc',
    'must be awsvpc: the stack gives each flow run subnets and security groups, which ECS refuses in other modes',
    'remove it',
  ),
  ...refused(
    flowRuns,
    'task_run_request.count',
    (count) => count !== 1,
    'must be 1: each of these tasks would run the same flow run',
    'remove it',
  ),
  ...refused(
    flowRuns,
    'task_run_request.startedBy',
    (text) => String(text).length > 128,
    'must have at most 128 characters: ECS refuses the task',
    'shorten it',
  ),
  ...refused(
    flowRuns,
    'task_run_request.startedBy',
    (text) => typeof text === 'string' && !/^[A-Za-z0-9_/-]*$/.test(text),
    'must be letters, digits, hyphens, slashes and underscores: ECS refuses the task',
    'remove the other characters',
  ),
]);

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const requestFitsFargate = ofFlowRuns((flowRuns) => {
  if (flowRunsOnInstances(flowRuns.capacity)) return [];
  const notOnFargate = (part: string, isRefused: (value: unknown) => boolean) =>
    refused(
      flowRuns,
      part,
      isRefused,
      'is not available on Fargate: no flow run would start',
      'remove it, or set flow_runs.capacity: ec2 for instances',
    );
  return [
    ...notOnFargate('task_definition.ipcMode', () => true),
    ...notOnFargate('task_definition.pidMode', (mode) => mode !== 'task'),
    ...notOnFargate('task_definition.placementConstraints', isFull),
    ...notOnFargate('task_definition.inferenceAccelerators', isFull),
    ...notOnFargate('task_run_request.placementConstraints', isFull),
    ...notOnFargate('task_run_request.placementStrategy', isFull),
  ];
});

function isFull(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

const groupIsFree = ofFlowRuns((flowRuns, { crashDetection }) => {
  const part = 'task_run_request.group';
  if (crashDetection === undefined) {
    return refused(
      flowRuns,
      part,
      (name) => /^(family|service):/.test(String(name)),
      'must not begin with family: or service:, which ECS reserves',
      'set another group',
    );
  }
  return refused(
    flowRuns,
    part,
    () => true,
    'must not be set with crash detection, which knows the tasks of flow runs by the group that ECS gives them',
    'remove it, or set crash_detection.enabled: false',
  );
});

export const REQUEST_RULES: readonly Rule[] = [requestFits, requestFitsFargate, groupIsFree];
