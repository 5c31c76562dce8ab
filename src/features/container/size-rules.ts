import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { FLOW_RUNS, ofFlowRuns } from '../flow-runs/of-flow-runs';
import { deploymentsOf } from '../project/of-deployments';
import { containersOf, type InTask, ofTasks, type Task } from './of-tasks';

/** Bytes of a task definition. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_DEFINITION = 65_536;

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html, containers per task definition. */
const MOST_CONTAINERS = 10;

const fewContainers = ofTasks((task) => {
  const count = containersOf(task).length;
  return when(
    count > MOST_CONTAINERS,
    task.at('sidecars'),
    `creates a task of ${count} containers: ECS allows ${MOST_CONTAINERS}`,
    'remove some sidecars',
  );
});

/** Characters of all overrides of a task. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
const MOST_OVERRIDES = 8192;

/** What a task definition has at least: only what the stack file says of its containers. */
const definitionFits = ofTasks((task, environment) => {
  const size = containersOf(task).reduce((sum, container) => sum + bytesOf(container, task, environment), 0);
  const hasOwn = !task.isWorker && environment.flowRuns?.taskDefinitionArn !== undefined;
  return when(
    size > MOST_DEFINITION && !hasOwn,
    task.isWorker ? task.at('environment') : FLOW_RUNS,
    `creates a task definition of more than ${size} bytes: ECS allows ${MOST_DEFINITION}`,
    'put long values into the image, or into a secret or a parameter that the process reads',
  );
});

function bytesOf({ container, isMain }: InTask, { isWorker }: Task, { prefect }: Environment): number {
  const { environment = {}, secrets = {}, attributes, dockerLabels, entryPoint } = container;
  const { command, healthCheck } = container as { readonly command?: unknown; readonly healthCheck?: unknown };
  // The environment of flow runs is not in their task definition.
  const variables = isMain && !isWorker ? {} : { ...(isMain && prefect.settings), ...environment };
  const parts = [
    nameValues(variables),
    Object.keys(secrets),
    attributes,
    dockerLabels,
    entryPoint,
    command,
    healthCheck,
  ];
  return parts.reduce<number>((sum, part) => sum + Buffer.byteLength(JSON.stringify(part) ?? ''), 0);
}

function nameValues(variables: object): object[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : '' }));
}

/** prefect-aws passes the environment of a flow run as an override, with what the worker has set of Prefect. */
const overridesFit = ofFlowRuns(({ environment: ofAll }, environment): Finding[] => {
  const { prefect, inputs, project } = environment;
  const passedOn = Object.entries(prefect.settings).filter(([name]) => !name.startsWith('PREFECT_INTEGRATIONS_'));
  const base = { ...Object.fromEntries(passedOn), ...ofAll };
  const isBaseSet = environment.isInFile([...FLOW_RUNS, 'environment']);
  const found = tooLong(base, isBaseSet ? [...FLOW_RUNS, 'environment'] : ['prefect', 'settings']);
  if (found.length > 0) return found;
  return deploymentsOf(project).flatMap(({ jobVariables: { env }, workPool = inputs.workerWorkPoolName }, index) =>
    workPool === inputs.workerWorkPoolName
      ? tooLong({ ...base, ...Object(env) }, ['project', 'deployments', index, 'job_variables', 'env'])
      : [],
  );
});

/** null removes a variable. */
function tooLong(variables: Readonly<Record<string, unknown>>, path: Path): Finding[] {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));
  const size = JSON.stringify(nameValues(set)).length;
  return when(
    size > MOST_OVERRIDES,
    path,
    `leads to ${size} characters in the environment of a flow run: ECS allows ${MOST_OVERRIDES} for all overrides of a task, and Prefect needs some of these`,
    'put long values into the image, or into a secret (flow_runs.secrets) or a parameter that the flow reads',
  );
}

export const SIZE_RULES: readonly Rule[] = [definitionFits, fewContainers, overridesFit];
