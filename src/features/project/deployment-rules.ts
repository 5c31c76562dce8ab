import { type Finding, noEffect, type Rule, warning, when } from '../../environment/rule';
import { nearest, suggestion, suggestionOfValue } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { imageFault } from '../../values/image-fault';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords } from '../../values/limits/fargate';
import { IMAGE } from '../../values/limits/images';
import { VPC_ID } from '../../values/limits/network';
import { hasPlaceholder } from '../../values/placeholder';
import { cpuUnits, fewCpuUnits, fewMebibytes, mebibytes } from '../../values/sizes';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { reservedTagFault } from '../tags/reserved-tags';
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
  const fault = imageFault(image);
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

interface MapSchema extends VariableSchema {
  readonly additionalProperties?: unknown;
  readonly enum?: readonly string[];
}

const FAMILY = /^[A-Za-z0-9_-]{1,255}$/;

/** What Prefect or ECS refuses within a variable of the right type. Source: as {@link typesOfVariables}. */
const valuesOfVariables: Rule = ofDeployments(({ jobVariables, workPool }, path, { flowRuns, inputs }) => {
  const at = (...below: Path) => [...path, 'job_variables', ...below];
  const { env, labels, launch_type, family, vpc_id, network_configuration, capacity_provider_strategy } = jobVariables;
  const types = (VARIABLES['launch_type'] as MapSchema | undefined)?.enum ?? [];
  const isOurs = (workPool ?? inputs.workerWorkPoolName) === inputs.workerWorkPoolName;
  const shares = Array.isArray(capacity_provider_strategy) ? capacity_provider_strategy : [];
  return [
    ...notTexts(env, at('env'), true),
    ...notTexts(labels, at('labels'), false),
    ...Object.keys(mappingOf(labels)).flatMap((key) =>
      when(reservedTagFault(key) !== undefined, at('labels', key), reservedTagFault(key) ?? '', 'rename it'),
    ),
    ...when(
      isText(launch_type) && !types.includes(launch_type),
      at('launch_type'),
      'invalid value: Prefect refuses the deployment',
      suggestionOfValue(String(launch_type), types),
    ),
    ...when(
      isText(family) && !FAMILY.test(family),
      at('family'),
      'must be at most 255 letters, digits, hyphens and underscores',
      'for example family: my-flows',
    ),
    ...when(isText(vpc_id) && !VPC_ID.pattern.test(vpc_id), at('vpc_id'), `must be ${VPC_ID.allowed}`),
    ...when(
      isOurs && network_configuration !== undefined && vpc_id === undefined && flowRuns?.network === 'pinned',
      at('network_configuration'),
      'requires vpc_id: without it, each flow run of the deployment crashes',
      'set vpc_id too',
    ),
    ...shares.flatMap((share, index) => {
      const missing = ['capacityProvider', 'weight', 'base'].filter((name) => !Object.hasOwn(Object(share), name));
      return when(
        missing.length > 0,
        at('capacity_provider_strategy', index),
        `must have ${missing.join(' and ')}: Prefect refuses the deployment`,
        'for example {capacityProvider: FARGATE, weight: 1, base: 0}',
      );
    }),
  ];
});

function isText(value: unknown): value is string {
  return typeof value === 'string' && !hasPlaceholder(value);
}

function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Values of a mapping of strings that are none. */
function notTexts(mapping: unknown, path: Path, takesNull: boolean): Finding[] {
  return Object.entries(mappingOf(mapping)).flatMap(([key, value]) =>
    when(
      typeof value !== 'string' && !(takesNull && value === null),
      [...path, key],
      'must be a string: Prefect refuses the deployment',
      typeof value === 'object' ? undefined : `write it in quotes: ${key}: "${value}"`,
    ),
  );
}

/** The steps of Prefect, and the inputs without which each fails. Source: prefect 3.8, deployments/steps. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  git_clone: ['repository'],
  pip_install_requirements: [],
  pull_from_remote_storage: ['url'],
  pull_with_block: ['block_document_name', 'block_type_slug'],
  run_shell_script: ['script'],
  set_working_directory: ['directory'],
};

const OF_PREFECT = 'prefect.deployments.steps.';

const stepsFit: Rule = ({ project }) => {
  if (typeof project !== 'object') return [];
  const owners: [Path, Pick<ConfiguredDeployment, 'build' | 'push' | 'pull'>][] = [
    [['project'], project],
    ...project.deployments.map((one, index): [Path, typeof one] => [['project', 'deployments', index], one]),
  ];
  return owners.flatMap(([path, owner]) =>
    (['build', 'push', 'pull'] as const).flatMap((field) =>
      (owner[field] ?? []).flatMap((step, index) =>
        Object.entries(step).flatMap(([name, inputs]) => stepFindings(name, inputs, [...path, field, index, name])),
      ),
    ),
  );
};

function stepFindings(name: string, inputs: unknown, path: Path): Finding[] {
  const step = name.startsWith(OF_PREFECT) ? name.slice(OF_PREFECT.length) : undefined;
  // A step may be named by the module that it is in: pull.git_clone.
  if (step === undefined || step.includes('.')) return [];
  const required = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
  if (required === undefined) {
    const known = Object.keys(STEPS);
    const close = nearest(step, known);
    return when(
      true,
      path,
      'is not a step of Prefect 3.8: the deployment would fail',
      close === undefined
        ? `allowed: ${known.map((one) => `${OF_PREFECT}${one}`).join(', ')}`
        : `did you mean ${OF_PREFECT}${close}?`,
    );
  }
  const missing = required.filter((input) => !Object.hasOwn(Object(inputs ?? {}), input));
  return when(
    missing.length > 0,
    path,
    `requires ${missing.join(' and ')}`,
    `add it: {${missing.map((input) => `${input}: …`).join(', ')}}`,
  );
}

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
  valuesOfVariables,
  stepsFit,
  sizesOnFargate,
  schedulesFit,
  queueIsPolled,
  attributesFit,
];
