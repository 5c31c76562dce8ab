import { valueAt } from '../../environment/origin';
import { type Rule, when } from '../../environment/rule';
import { flowRunsOnInstances } from './capacity';
import { isKnown } from './job-configuration-rules';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

const ON_INSTANCES = 'or set flow_runs.capacity: ec2 for instances';

/**
 * Parts of a request that ECS refuses in a task of the stack: it is in the network mode awsvpc, and mostly on Fargate.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html and API_RegisterTaskDefinition.html
 */
const requestFits = ofFlowRuns(({ jobConfiguration: given, capacity }, { crashDetection }) => {
  const isOnFargate = !flowRunsOnInstances(capacity);
  const refused = (part: string, isRefused: (value: unknown) => boolean, message: string, hint: string) => {
    const value = valueAt(given, part.split('.'));
    return when(
      isKnown(value) && isRefused(value),
      [...FLOW_RUNS, 'job_configuration', ...part.split('.')],
      message,
      hint,
    );
  };
  const onFargate = (part: string, isRefused: (value: unknown) => boolean = () => true) =>
    refused(
      part,
      (value) => isOnFargate && isRefused(value),
      'is not available on Fargate: no flow run would start',
      `remove it, ${ON_INSTANCES}`,
    );
  return [
    ...refused(
      'task_definition.networkMode',
      (mode) => mode !== 'awsvpc',
      'must be awsvpc: the stack gives each flow run subnets and security groups, which ECS refuses in other modes',
      'remove it',
    ),
    ...refused(
      'task_definition.requiresCompatibilities',
      (list) => isOnFargate && Array.isArray(list) && !list.includes('FARGATE'),
      'must contain FARGATE: the flow runs of the stack are on Fargate',
      `remove it, ${ON_INSTANCES}`,
    ),
    ...onFargate('task_definition.ipcMode'),
    ...onFargate('task_definition.pidMode', (mode) => mode !== 'task'),
    ...onFargate('task_definition.placementConstraints', isFull),
    ...onFargate('task_definition.inferenceAccelerators', isFull),
    ...onFargate('task_run_request.placementConstraints', isFull),
    ...onFargate('task_run_request.placementStrategy', isFull),
    ...refused(
      'task_run_request.count',
      (count) => count !== 1,
      'must be 1: each of these tasks would run the same flow run',
      'remove it',
    ),
    ...refused(
      'task_run_request.startedBy',
      (text) => String(text).length > 128,
      'must have at most 128 characters: ECS refuses the task',
      'shorten it',
    ),
    ...refused(
      'task_run_request.group',
      (name) => crashDetection !== undefined || /^(family|service):/.test(String(name)),
      crashDetection === undefined
        ? 'must not begin with family: or service:, which ECS reserves'
        : 'must not be set with crash detection, which knows the tasks of flow runs by the group that ECS gives them',
      crashDetection === undefined ? 'set another group' : 'remove it, or set crash_detection.enabled: false',
    ),
  ];
});

function isFull(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

export const REQUEST_RULES: readonly Rule[] = [requestFits];
