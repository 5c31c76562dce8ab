import type { Environment } from '../../environment/environment';
import { valueAt } from '../../environment/origin';
import { type Finding, givenOf, noEffect, type Rule, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import {
  FARGATE_CPU,
  FARGATE_MEMORY_BY_CPU,
  fargateMemoryInWords,
  MOST_SECURITY_GROUPS,
  MOST_TAGS,
} from '../../values/limits';
import { hasPlaceholder } from '../../values/placeholder';
import { fewCpuUnits, fewMebibytes } from '../../values/sizes';
import { isFargate } from '../capacity/on-fargate';
import { containerFields } from '../container/schema';
import { ruleFits } from '../network/rules';
import { emptyStatements } from '../roles/rules';
import { DECIDED_VARIABLES, TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { workersOf } from '../workers/workers-of';
import { flowRunsOnInstances } from './capacity';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** Tags that prefect-aws puts on the task of each flow run, by which it finds it again. */
const TAGS_OF_PREFECT = 12;

const onlyForEcs: Rule = (environment) => {
  const { workerType } = environment.inputs;
  return givenOf(environment, [], ['flow_runs', 'image', 'project']).flatMap((path) =>
    noEffect(
      workerType !== 'ecs',
      path,
      `only an ecs worker starts tasks for flow runs, and worker_type is ${workerType}`,
      `set ${path[0]}: null if it comes from a base`,
    ),
  );
};

/** Fargate's pairs of sizes do not bind instances. */
const sizes = ofFlowRuns(({ cpu, memory, capacity, ephemeralStorage }) => {
  if (flowRunsOnInstances(capacity)) {
    return noEffect(
      ephemeralStorage !== undefined,
      [...FLOW_RUNS, 'ephemeral_storage'],
      'it applies only to Fargate; on EC2, tasks use the disk of the instance',
    );
  }
  if (!FARGATE_CPU.includes(cpu)) {
    return when(
      true,
      [...FLOW_RUNS, 'cpu'],
      `is not available on Fargate; allowed, in units of 1/1024 vCPU: ${FARGATE_CPU.join(', ')}`,
      fewCpuUnits(cpu) ?? 'set one of these; only EC2 instances run tasks of other sizes: flow_runs.capacity: ec2',
    );
  }
  return when(
    !FARGATE_MEMORY_BY_CPU.get(cpu)?.includes(memory),
    [...FLOW_RUNS, 'memory'],
    `is not available on Fargate with flow_runs.cpu ${cpu}; allowed: ${fargateMemoryInWords(cpu)}`,
    fewMebibytes(memory) ?? 'change flow_runs.memory, flow_runs.cpu, or both',
  );
});

const capacity = ofFlowRuns(({ capacity: chosen, architecture, assignPublicIp }, { region }) => {
  const path = [...FLOW_RUNS, 'capacity'];
  const strategy = typeof chosen === 'string' ? [] : chosen;
  const providers = strategy.map(({ capacityProvider }) => capacityProvider);
  const usesSpot = chosen === 'fargate_spot' || providers.includes('FARGATE_SPOT');
  return [
    ...when(
      providers.some(isFargate) && !providers.every(isFargate),
      path,
      'cannot contain both Fargate and EC2 capacity providers: ECS rejects such a strategy',
      'use either FARGATE and FARGATE_SPOT, or providers on EC2',
    ),
    ...when(
      new Set(providers).size < providers.length,
      path,
      'contains a capacity provider twice',
      'remove one of the two',
    ),
    ...when(
      strategy.filter(({ base }) => base > 0).length > 1,
      path,
      'only one capacity provider can have a base',
      'remove the other base',
    ),
    ...when(
      strategy.length > 0 && strategy.every(({ weight }) => weight === 0),
      path,
      'at least one weight must be above 0: otherwise no flow run starts',
      'set weight: 1 for one of them',
    ),
    ...when(
      usesSpot && architecture === 'arm64' && region.startsWith('cn-'),
      [...FLOW_RUNS, 'architecture'],
      'must be x86_64: in China, Fargate Spot runs x86_64 only',
      'set architecture: x86_64, or capacity: fargate',
    ),
    ...when(
      flowRunsOnInstances(chosen) && assignPublicIp,
      [...FLOW_RUNS, 'assign_public_ip'],
      'must be false on EC2: tasks on instances get no public address',
      'set assign_public_ip: false, or capacity: fargate',
    ),
  ];
});

const securityGroups = ofFlowRuns((flowRuns, { network }) => {
  const { ownSecurityGroup: own, securityGroups: named, workerSecurityGroups } = flowRuns;
  const ofWorker =
    network.securityGroups.length + (network.createSecurityGroup ? 1 : 0) + (network.defaultSecurityGroup ? 1 : 0);
  const others = named.length + (own ? 1 : 0);
  const ownPath = [...FLOW_RUNS, 'own_security_group'];
  return [
    ...when(
      !workerSecurityGroups && others === 0,
      [...FLOW_RUNS, 'worker_security_groups'],
      'must not be false without another security group',
      'set own_security_group or security_groups',
    ),
    ...when(
      // Too many groups of the worker are its own mistake.
      others > 0 && others + (workerSecurityGroups ? ofWorker : 0) > MOST_SECURITY_GROUPS,
      [...FLOW_RUNS, 'security_groups'],
      `AWS allows at most ${MOST_SECURITY_GROUPS} security groups a task`,
      'remove some',
    ),
    ...(Array.isArray(own?.egress) ? own.egress : []).flatMap((rule, index) =>
      ruleFits(rule, [...ownPath, 'egress', index]),
    ),
    ...(own?.ingress ?? []).flatMap((rule, index) => ruleFits(rule, [...ownPath, 'ingress', index])),
  ];
});

const labels = ofFlowRuns((flowRuns, { tags }) =>
  when(
    new Set([...Object.keys(tags), ...Object.keys(flowRuns.labels)]).size > MOST_TAGS - TAGS_OF_PREFECT,
    Object.keys(flowRuns.labels).length === 0 ? ['tags'] : [...FLOW_RUNS, 'labels'],
    `labels and tags together must be at most ${MOST_TAGS - TAGS_OF_PREFECT}: AWS allows ${MOST_TAGS} tags on a task, and Prefect uses ${TAGS_OF_PREFECT}`,
    'remove some labels or tags',
  ),
);

const rolesFit = ofFlowRuns(({ taskRole, executionRole, enableExecuteCommand, taskDefinitionArn }, { roles }) => [
  ...when(
    enableExecuteCommand && taskRole === undefined,
    [...FLOW_RUNS, 'enable_execute_command'],
    'requires a task role',
    'set flow_runs.task_role: {}',
  ),
  ...Object.entries({ task_role: taskRole, execution_role: executionRole }).flatMap(([role, settings]) =>
    Object.entries({
      policies: (settings?.policies.length ?? 0) > 0,
      statements: settings?.statements !== undefined,
      own_statements: settings !== undefined && 'ownStatements' in settings && settings.ownStatements !== undefined,
    }).flatMap(([field, isThere]) =>
      noEffect(
        isThere && settings?.existing !== undefined,
        [...FLOW_RUNS, role, field],
        'it applies only to a role that this stack creates',
        'remove existing',
      ),
    ),
  ),
  ...(executionRole?.statements !== undefined && executionRole.ownStatements !== undefined
    ? when(
        true,
        [...FLOW_RUNS, 'execution_role', 'statements'],
        'is not available with own_statements',
        'move the statements to own_statements',
      )
    : []),
  ...(executionRole ? emptyStatements([...FLOW_RUNS, 'execution_role'], executionRole) : []),
  ...when(
    taskDefinitionArn !== undefined && (executionRole?.existing ?? roles.execution?.existing) === undefined,
    [...FLOW_RUNS, 'task_definition_arn'],
    'requires the execution role of that task definition, which the worker passes to ECS',
    'set flow_runs.execution_role.existing',
  ),
]);

const roleOfWorker = ofFlowRuns(({ taskRole }, { roles }) => {
  if (!taskRole?.sameAsWorker) return [];
  const path = [...FLOW_RUNS, 'task_role', 'same_as_worker'];
  const others = {
    existing: taskRole.existing !== undefined,
    policies: taskRole.policies.length > 0,
    statements: taskRole.statements !== undefined,
  };
  return [
    ...Object.entries(others).flatMap(([field, isThere]) =>
      when(
        isThere,
        [...FLOW_RUNS, 'task_role', field],
        'is not available with same_as_worker: flow runs have the role of the worker',
        field === 'existing' ? 'remove one of the two' : `remove it, or set roles.task.${field}`,
      ),
    ),
    ...when(
      roles.task?.none,
      path,
      'is not available with roles.task.none: the worker has no task role',
      'remove one of the two',
    ),
  ];
});

const imageAtStart = ofFlowRuns(({ image, createTaskDefinition }) =>
  when(
    createTaskDefinition && image !== undefined && hasPlaceholder(image),
    [...FLOW_RUNS, 'image'],
    'must have no {{ }} with create_task_definition: Terraform registers the image as it stands',
    'set the whole image, or remove create_task_definition',
  ),
);

const logsFit = ofFlowRuns(
  ({ log: { group, name, kmsKey, streamPrefix, skipDestroy }, taskDefinitionArn }, { logs }) => [
    ...when(
      group === 'existing' && name === undefined,
      [...FLOW_RUNS, 'log', 'name'],
      'is required with group: existing',
      'set the name of the log group',
    ),
    ...when(
      group !== 'existing' && typeof name === 'object',
      [...FLOW_RUNS, 'log', 'name'],
      'a look-up is available only with group: existing',
      'set the name itself, or group: existing',
    ),
    ...noEffect(
      (group === 'worker' || group === 'none') && name !== undefined,
      [...FLOW_RUNS, 'log', 'name'],
      `group is ${group}`,
    ),
    ...noEffect(
      group !== 'created' && kmsKey !== undefined,
      [...FLOW_RUNS, 'log', 'kms_key'],
      `it applies only to a log group that this stack creates, and group is ${group}`,
    ),
    ...noEffect(
      group !== 'created' && skipDestroy,
      [...FLOW_RUNS, 'log', 'skip_destroy'],
      `it applies only to a log group that this stack creates, and group is ${group}`,
    ),
    ...noEffect(
      group === 'none' && streamPrefix !== undefined,
      [...FLOW_RUNS, 'log', 'stream_prefix'],
      'group is none',
    ),
    ...when(
      group === 'worker' && logs.group === 'none',
      [...FLOW_RUNS, 'log', 'group'],
      'must not be worker: with logs.group: none the worker has no log',
      'set another group, or change logs.group',
    ),
    ...noEffect(
      taskDefinitionArn !== undefined && streamPrefix !== undefined,
      [...FLOW_RUNS, 'log', 'stream_prefix'],
      OWN_DEFINITION,
    ),
  ],
);

const OWN_DEFINITION = 'task_definition_arn is set, and that task definition decides it';

/** Fields that an existing task definition decides. */
const ownDefinition = ofFlowRuns((flowRuns, environment) => {
  if (flowRuns.taskDefinitionArn === undefined) return [];
  const ignored = {
    auto_deregister_task_definition: flowRuns.autoDeregisterTaskDefinition || undefined,
    match_latest_revision_in_family: flowRuns.matchLatestRevisionInFamily || undefined,
  };
  const fields = ['image', 'ephemeral_storage', 'secrets', 'volumes', 'sidecars', ...Object.keys(containerFields)];
  return [
    ...givenOf(environment, FLOW_RUNS, fields).flatMap((path) => noEffect(true, path, OWN_DEFINITION)),
    ...Object.entries(ignored).flatMap(([field, value]) =>
      noEffect(value !== undefined, [...FLOW_RUNS, field], OWN_DEFINITION),
    ),
  ];
});

/** Fields that apply to task definitions that the worker registers. */
const sharedDefinition = ofFlowRuns((flowRuns) => {
  if (!flowRuns.createTaskDefinition) return [];
  const registered = {
    task_definition_arn: flowRuns.taskDefinitionArn !== undefined,
    auto_deregister_task_definition: flowRuns.autoDeregisterTaskDefinition,
    match_latest_revision_in_family: flowRuns.matchLatestRevisionInFamily,
  };
  return Object.entries(registered).flatMap(([field, isThere]) =>
    noEffect(
      isThere,
      [...FLOW_RUNS, field],
      'with create_task_definition, the worker registers no task definition',
      'remove create_task_definition',
    ),
  );
});

/** Source: https://json-schema.org/draft/2020-12/json-schema-core, and what Python calls them. */
const JSON_TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
const JSON_TYPE_OF: Readonly<Record<string, string>> = {
  bool: 'boolean',
  dict: 'object',
  float: 'number',
  int: 'integer',
  list: 'array',
  map: 'object',
  str: 'string',
  text: 'string',
};

const variables = ofFlowRuns(({ variables: given, retries }, environment) => [
  ...Object.entries(given).flatMap(([name, value]): Finding[] => {
    const path = [...FLOW_RUNS, 'variables', name];
    if (Object.hasOwn(DECIDED_VARIABLES, name)) {
      return when(true, path, `cannot be set here: ${DECIDED_VARIABLES[name]} sets it`, 'remove it');
    }
    const isSchema = typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value);
    const type = isSchema && !TEMPLATE_VARIABLES.includes(name) ? valueAt(value, ['type']) : undefined;
    if (typeof type === 'string' && !JSON_TYPES.includes(type)) {
      return when(
        true,
        [...path, 'type'],
        'is not a type of JSON schema: Prefect could check no deployment',
        `did you mean ${JSON_TYPE_OF[type.toLowerCase()] ?? nearest(type, JSON_TYPES) ?? 'string'}?`,
      );
    }
    const close = nearest(name, TEMPLATE_VARIABLES);
    return when(
      !TEMPLATE_VARIABLES.includes(name) && !isSchema,
      path,
      'is not a variable of the template',
      close
        ? `did you mean ${close}?`
        : 'for a new variable, set its JSON schema, for example {type: string, default: text}',
    );
  }),
  ...variablesOfWorkers(environment).flatMap((name) =>
    when(
      retries !== undefined &&
        /^PREFECT_INTEGRATIONS_AWS_ECS_WORKER_(CREATE_TASK_RUN|REGISTER_TASK_DEFINITION)_/.test(name),
      [...FLOW_RUNS, 'retries'],
      `sets the same as ${name}`,
      'remove one of the two',
    ),
  ),
]);

function variablesOfWorkers(environment: Environment): string[] {
  const ofContainers = workersOf(environment).flatMap(({ container }) => Object.keys(container.environment));
  return [...new Set([...Object.keys(environment.prefect.settings), ...ofContainers])];
}

const removedVariables = ofFlowRuns(({ template, variables: given }) =>
  (template?.removeVariables ?? []).flatMap((name, index) => {
    const path = [...FLOW_RUNS, 'template', 'remove_variables', index];
    const known = [...TEMPLATE_VARIABLES, ...Object.keys(given)];
    const close = nearest(name, known);
    return [
      ...when(
        !known.includes(name),
        path,
        'is not a variable of the template',
        close ? `did you mean ${close}?` : `allowed: ${known.join(', ')}`,
      ),
      ...when(name === 'image', path, 'cannot be removed: each deployment sets its image', 'remove it from the list'),
    ];
  }),
);

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
    when(
      (valueAt(given, part.split('.')) ?? null) !== null,
      [...FLOW_RUNS, 'job_configuration', ...part.split('.')],
      `cannot be set here: ${field} sets it`,
    ),
  ),
);

/** Prefect replaces a placeholder by what nobody knows here. */
function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && hasPlaceholder(value));
}

const FAMILY = /^[A-Za-z0-9_-]{1,255}$/;

const family = ofFlowRuns(({ variables: given, jobConfiguration }) =>
  Object.entries({
    'variables.family': given['family'],
    'job_configuration.task_definition.family': valueAt(jobConfiguration, ['task_definition', 'family']),
  }).flatMap(([field, value]) =>
    when(
      isKnown(value) && !FAMILY.test(String(value)),
      [...FLOW_RUNS, ...field.split('.')],
      'must be at most 255 letters, digits, hyphens and underscores',
      'for example family: my-flows',
    ),
  ),
);

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

export const FLOW_RUN_RULES: readonly Rule[] = [
  onlyForEcs,
  sizes,
  capacity,
  securityGroups,
  labels,
  rolesFit,
  roleOfWorker,
  imageAtStart,
  logsFit,
  ownDefinition,
  sharedDefinition,
  variables,
  removedVariables,
  jobConfiguration,
  family,
  requestFits,
];
