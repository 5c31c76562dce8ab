import { type Finding, noEffect, type Rule, warning, when } from '../../environment/rule';
import { nearest, suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { ecrFault } from '../../values/ecr-registry';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords, IMAGE } from '../../values/limits';
import { hasPlaceholder } from '../../values/placeholder';
import { cpuUnits, fewCpuUnits, fewMebibytes, mebibytes } from '../../values/sizes';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import template from '../work-pool/ecs-base-job-template.json';
import { DEFAULT_QUEUE, polledQueues } from '../workers/polled-queues';
import { deploymentsOf } from './rules';
import type { ConfiguredDeployment } from './schema';

/** A rule over each deployment of the user's own flows. */
function ofDeployments(
  check: (deployment: ConfiguredDeployment, path: Path, environment: Parameters<Rule>[0]) => readonly Finding[],
): Rule {
  return (environment) =>
    deploymentsOf(environment.project).flatMap((deployment, index) =>
      check(deployment, ['project', 'deployments', index], environment),
    );
}

interface VariableSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly { readonly type?: string }[];
}

const VARIABLES: Readonly<Record<string, VariableSchema>> = template.variables.properties;

const TYPES: Readonly<Record<string, readonly [inWords: string, fits: (value: unknown) => boolean]>> = {
  array: ['a list', Array.isArray],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  integer: ['a whole number', Number.isInteger],
  null: ['null', (value) => value === null],
  object: ['a mapping', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
  string: ['a string', (value) => typeof value === 'string'],
};

/** Prefect holds job variables against the schema of the template. Source: prefect 3.8, server/api/validation.py. */
const typesOfVariables: Rule = ofDeployments(({ jobVariables }, path) =>
  Object.entries(jobVariables).flatMap(([name, value]) => {
    const { type, anyOf = [] } = Object.hasOwn(VARIABLES, name) ? (VARIABLES[name] ?? {}) : {};
    const types = [type, ...anyOf.map((one) => one.type)].flatMap((one) => (one && TYPES[one] ? [TYPES[one]] : []));
    const isDecidedLater = typeof value === 'string' && hasPlaceholder(value);
    const at = [...path, 'job_variables', name];
    return [
      ...when(
        types.length > 0 && !isDecidedLater && !types.some(([, fits]) => fits(value)),
        at,
        `must be ${types.map(([words]) => words).join(' or ')}: Prefect refuses the deployment`,
        asNumber(name, value),
      ),
      ...when(
        name === 'image' && typeof value === 'string' && !isDecidedLater && !IMAGE.pattern.test(value),
        at,
        `must be ${IMAGE.allowed}`,
        `for example image: ${IMAGE.example}`,
      ),
      ...(name === 'image' && typeof value === 'string' && !isDecidedLater ? ecrFindings(value, at) : []),
    ];
  }),
);

function ecrFindings(image: string, path: Path): Finding[] {
  const fault = ecrFault(image);
  return when(fault !== undefined, path, fault ?? '');
}

function asNumber(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const size = name === 'cpu' ? cpuUnits(value) : name === 'memory' ? mebibytes(value) : undefined;
  const number = size ?? (/^\d+$/.test(value) ? Number(value) : undefined);
  return number === undefined ? undefined : `write ${name}: ${number}`;
}

/** Those of the first work pool; another pool may run elsewhere. */
const sizesOnFargate: Rule = ofDeployments(({ jobVariables, workPool }, path, { flowRuns, inputs }) => {
  const { cpu = flowRuns?.cpu, memory = flowRuns?.memory, launch_type, capacity_provider_strategy } = jobVariables;
  const isElsewhere = (workPool ?? inputs.workerWorkPoolName) !== inputs.workerWorkPoolName;
  const isGiven = 'cpu' in jobVariables || 'memory' in jobVariables;
  const hasOwnCapacity = launch_type !== undefined || capacity_provider_strategy !== undefined;
  if (flowRuns === undefined || isElsewhere || hasOwnCapacity || !isGiven || flowRunsOnInstances(flowRuns.capacity)) {
    return [];
  }
  if (typeof cpu !== 'number' || typeof memory !== 'number') return [];
  const at = (name: string) => [...path, 'job_variables', ...(name in jobVariables ? [name] : [])];
  if (!FARGATE_CPU.includes(cpu)) {
    return when(
      true,
      at('cpu'),
      `is not available on Fargate; allowed, in units of 1/1024 vCPU: ${FARGATE_CPU.join(', ')}`,
      fewCpuUnits(cpu) ?? 'set one of these',
    );
  }
  return when(
    !FARGATE_MEMORY_BY_CPU.get(cpu)?.includes(memory),
    at('memory'),
    `has ${memory} MiB, which is not available on Fargate with ${cpu} units of CPU; allowed: ${fargateMemoryInWords(cpu)}`,
    fewMebibytes(memory) ?? 'set cpu and memory that Fargate has together',
  );
});

const schedulesFit: Rule = ofDeployments(({ schedules }, path) => {
  const slugs = schedules.map(({ slug }) => slug);
  return schedules.flatMap(({ interval, anchorDate, slug }, index) => [
    ...noEffect(
      anchorDate !== undefined && interval === undefined,
      [...path, 'schedules', index, 'anchor_date'],
      'it applies only to interval',
    ),
    ...when(
      slug !== undefined && slugs.indexOf(slug) !== index,
      [...path, 'schedules', index, 'slug'],
      `duplicates schedules[${slugs.indexOf(slug)}]: Prefect tells the schedules of a deployment apart by it`,
      'set another slug',
    ),
  ]);
});

/** A flow run in a queue that nobody polls stays scheduled, and then is late. */
const queueIsPolled: Rule = ofDeployments(({ workPool, workQueue = DEFAULT_QUEUE }, path, environment) => {
  const polled = polledQueues(environment, workPool ?? environment.inputs.workerWorkPoolName);
  if (polled === undefined) return [];
  const close = nearest(workQueue, polled);
  return warning(
    'unpolled-queue',
    !polled.includes(workQueue),
    [...path, 'work_queue'],
    `no worker of this environment polls the queue ${workQueue}: flow runs of this deployment do not start`,
    close === undefined
      ? `set work_queue to one that is polled (${polled.join(', ')}), or add ${workQueue} to prefect.work_queues`
      : `did you mean ${close}?`,
  );
});

/** Fields of a deployment, and the keys of Prefect that they write. */
const WRITTEN: Readonly<Record<string, string>> = {
  name: 'name',
  entrypoint: 'entrypoint',
  description: 'description',
  version: 'version',
  tags: 'tags',
  parameters: 'parameters',
  schedules: 'schedules',
  schedule: 'schedules',
  concurrency_limit: 'concurrency_limit',
  work_pool: 'work_pool, work_queue and job_variables',
  build: 'build',
  push: 'push',
  pull: 'pull',
};

/** The other keys. Source: prefect 3.8, cli/deploy/_models.py, which ignores every key that it does not know. */
const OTHER_KEYS: readonly string[] = [
  ...['version_type', 'paused', 'flow_name', 'enforce_parameter_schema', 'triggers', 'sla'],
];

const attributesFit: Rule = ofDeployments(({ attributes }, path) =>
  Object.keys(attributes).flatMap((name) => {
    const at = [...path, 'attributes', name];
    if (Object.hasOwn(WRITTEN, name))
      return when(true, at, `cannot be set here: ${WRITTEN[name]} sets it`, 'move it there');
    return warning(
      'unknown-attribute',
      !OTHER_KEYS.includes(name),
      at,
      'is not a key of a deployment that Prefect 3.8 reads: it is ignored',
      suggestion(name, OTHER_KEYS),
    );
  }),
);

export const DEPLOYMENT_RULES: readonly Rule[] = [
  typesOfVariables,
  sizesOnFargate,
  schedulesFit,
  queueIsPolled,
  attributesFit,
];
