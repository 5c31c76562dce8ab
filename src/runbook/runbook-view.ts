import { type Environment, requiredTerraform } from '../environment/environment';
import { takeOverView } from '../features/adopt/runbook-view';
import { alarmsView } from '../features/alarms/runbook-view';
import { credentialView } from '../features/api-key/runbook-view';
import { shellSetUp } from '../features/aws/runbook-shell';
import { backendView } from '../features/backend/runbook-view';
import { bucketView } from '../features/bucket/runbook-view';
import { isOnFargate } from '../features/capacity/on-fargate';
import { ciRoleView } from '../features/ci-role/runbook-view';
import { crashView } from '../features/crash-detection/runbook-view';
import { flowRunsOnInstances } from '../features/flow-runs/capacity';
import { everyFlowRuns } from '../features/flow-runs/own-flow-runs';
import { flowRunsView } from '../features/flow-runs/runbook-view';
import { imageView } from '../features/image/runbook-view';
import { effectsOf } from '../features/inputs/runbook-effects';
import { inputRows, outputRows } from '../features/inputs/runbook-table';
import { logsView } from '../features/logs/runbook-view';
import { physicalNames, randomEndOf, shownNames } from '../features/names/physical-names';
import { placeView } from '../features/network/runbook-view';
import { prefectView } from '../features/prefect/runbook-view';
import { projectView } from '../features/project/project-view';
import { rolesView } from '../features/roles/runbook-view';
import { secretsView } from '../features/secrets/runbook-view';
import type { Service } from '../features/service/resolve';
import { poolsView } from '../features/work-pool/runbook-view';
import { workersOf } from '../features/workers/workers-of';
import { LEAST } from '../values/prefect-versions';
import { CONSOLE_HOST, dnsSuffixOf, partitionOf } from '../values/regions';
import { decisions } from './decisions';
import { permissions } from './permissions';
import { resourceRows } from './resource-table';
import { runningInWords } from './running-in-words';
import {
  createdServices,
  describedServices,
  desiredCounts,
  scheduleNotes,
  taskCountSetter,
  unpolledPools,
} from './services';
import { nameInShell, shellWord } from './shell';
import { code, markdown } from './template';
import type { TerraformDocument } from './terraform-document';
import { vcpuQuotas } from './vcpu-quotas';

export type View = ReturnType<typeof viewOf>;

/** What the templates of the runbook say, and what they branch on. */
export function viewOf(environment: Environment, document: TerraformDocument) {
  const resources = resourceRows(environment);
  return together(
    stackView(environment),
    awsView(environment),
    clusterView(environment),
    serviceView(environment),
    workPoolView(environment),
    flowRunsView(environment),
    capacityView(environment),
    valuesView(environment, document),
    prefectView(environment),
    placeView(environment),
    rolesView(environment),
    logsView(environment),
    backendView(environment),
    secretsView(environment),
    {
      bucket: bucketView(environment),
      ci: ciRoleView(environment, partitionOf(environment.region)),
      crash: crashView(environment),
      alarms: alarmsView(environment),
      project: projectView(environment) ?? null,
      mountsFileSystem: mountsFileSystem(environment),
      shellSetUp: shellSetUp(environment),
      effects: effectsOf(document),
      resources,
      resourceCount: resources.length,
      decisions: decisions(environment),
      permissions: permissions(environment, document),
      inputs: inputRows(document),
      outputs: outputRows(document),
    },
  );
}

type Both<Views> = (Views extends unknown ? (view: Views) => void : never) extends (view: infer All) => void
  ? All
  : never;

/** One view of several. So many members by `...` take V8 fifty times as long. */
function together<Views extends readonly object[]>(...views: Views): Both<Views[number]> {
  return Object.assign({}, ...views);
}

/** The stack, and what it needs to be applied. */
function stackView(environment: Environment) {
  const { name, preset, stackFile, aws, adopt, inputs, naming, tags } = environment;
  return {
    environment: name,
    stackFile,
    preset,
    asReference: preset === 'reference',
    terraform: requiredTerraform(environment),
    provider: aws.providerVersion,
    adopt: adopt === undefined ? null : takeOverView(adopt),
    names: shownNames(inputs.name, naming),
    tags: Object.entries(tags).map(([key, value]) => ({ key: code(key), value: markdown(value) })),
  };
}

function awsView({ region, aws }: Environment) {
  const partition = partitionOf(region);
  return {
    region,
    partition,
    dnsSuffix: dnsSuffixOf(region),
    consoleHost: CONSOLE_HOST[partition] ?? 'console.aws.amazon.com',
    accountId: aws.accountId ?? '',
    profile: aws.profile === undefined ? '' : code(aws.profile),
    roleToAssume: aws.assumeRole === undefined ? '' : code(aws.assumeRole.roleArn),
  };
}

function clusterView(environment: Environment) {
  const { cluster, inputs, naming, region } = environment;
  const nameOrArn = cluster.existing ?? physicalNames(inputs.name, naming).cluster;
  return {
    cluster: nameInShell(nameOrArn, region, (given) => given.split('/').at(-1) ?? given),
    insightsOff: cluster.existing === undefined && cluster.containerInsights === 'disabled',
    instances: instancesView(environment),
  };
}

/** The services of the workers: the first one, and all that the stack creates. */
function serviceView(environment: Environment) {
  const { service, worker, inputs } = environment;
  const created = createdServices(environment);
  const services = created.map((one) => one.service);
  const entered = created.filter(({ exec }) => exec);
  return {
    service: service.create,
    waits: service.create && service.waitForSteadyState,
    rollsBack: service.create && rollsBack(service),
    keepsRevisions: service.keepRevisions,
    image: inputs.workerImage,
    ...imageView(inputs.workerImage),
    dockerPlatform: worker.architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64',
    families: created,
    services,
    severalServices: services.length > 1,
    serviceList: services.join(' '),
    describedServices: describedServices(services),
    startedServices: created.filter(({ count }) => count > 0),
    unpolledPools: unpolledPools(environment).join(', '),
    entered,
    severalEntered: entered.length > 1,
    running: runningInWords(environment) ?? null,
    desiredCounts: desiredCounts(environment),
    schedules: scheduleNotes(environment),
    taskCountSetter: taskCountSetter(environment),
    scale: scaleView(environment),
  };
}

function workPoolView(environment: Environment) {
  const { inputs, prefect, workPool } = environment;
  return {
    pool: code(inputs.workerWorkPoolName),
    poolArgument: shellWord(inputs.workerWorkPoolName),
    ...poolsView(environment),
    workerType: inputs.workerType,
    runsTasks: inputs.workerType === 'ecs',
    createsPool: prefect.createPoolIfNotFound,
    managesPools: workPool === 'managed',
    ...poolSteps(workPool === 'managed'),
    poolByHand: workPool !== 'managed' && !prefect.createPoolIfNotFound,
    leastPrefect: LEAST.poolOption,
    leastPrefectAws: LEAST.crashDetection,
  };
}

/** What a person does so that the work pool is there, or has the template of this stack. */
function poolSteps(isManaged: boolean) {
  return isManaged
    ? {
        createPool:
          '[apply](#apply), which creates it. If the plan cannot read it, first remove it from the state with `terraform state rm`',
        updatePool: '[apply](#apply), which updates the pool',
        applyToPool: ', and [apply](#apply)',
      }
    : {
        createPool: 'create the [work pool](#work-pool)',
        updatePool: 'update the [work pool](#work-pool)',
        applyToPool: ', apply, and update the [work pool](#work-pool)',
      };
}

/** The secret values that an apply asks for. */
function valuesView(environment: Environment, document: TerraformDocument) {
  const credential = credentialView(environment);
  const { noKey, keyAsked, keyInParameter, keyOutOfState } = credential;
  const secretInputs = Object.keys(document.variable ?? {}).filter((input) => input.startsWith('worker_secret_'));
  const asked = (keyAsked ? 1 : 0) + secretInputs.length;
  return {
    ...credential,
    secretInputs,
    rotates: !noKey || secretInputs.length > 0,
    // Only the version of a secret is part of the task definition.
    restartsByHand: keyAsked && (keyInParameter || !keyOutOfState),
    asksForValues: asked > 0,
    severalAsked: asked > 1,
    asksForEphemeral: secretInputs.length > 0 || (keyAsked && keyOutOfState),
    keyStateOnly: keyAsked && !keyOutOfState,
  };
}

/** What the tasks of the workers and of flow runs run on. */
function capacityView(environment: Environment) {
  const ofFlowRuns = everyFlowRuns(environment).map(({ capacity }) => flowRunsOnInstances(capacity));
  const workersOnFargate = workersOf(environment).some(isOnFargate);
  const flowRunsOnFargate = ofFlowRuns.includes(false);
  const storageFields = [
    ...(workersOnFargate ? ['`worker.ephemeral_storage`'] : []),
    ...(flowRunsOnFargate ? ['`flow_runs.ephemeral_storage`'] : []),
    ...(environment.instances === undefined ? [] : ['`capacity.ec2.root_volume_size`']),
  ];
  return {
    flowRunsOnInstances: ofFlowRuns.includes(true),
    flowRunsOnFargate,
    usesFargate: flowRunsOnFargate || workersOnFargate,
    storageFix:
      storageFields.length === 0
        ? 'use instances with a larger volume'
        : `set ${storageFields.join(' or ')} in the stack file`,
  };
}

/** How more of the tasks run, and what limits those of flow runs. */
function scaleView(environment: Environment) {
  const { flowRuns, instances, service, workers } = environment;
  const created = createdServices(environment);
  const services = [service, ...Object.values(workers).map((worker) => worker.service)];
  const onInstances = flowRuns !== undefined && flowRunsOnInstances(flowRuns.capacity);
  return {
    capacity:
      onInstances && instances !== undefined
        ? `the ${instances.maxSize} instances that \`capacity.ec2.max_size\` allows`
        : `the account's ${vcpuQuotas(flowRuns?.capacity)}`,
    counted: created.flatMap((one) => (one.bounds === undefined ? [{ ...one, more: one.count + 1 }] : [])),
    bounded: created.flatMap((one) => (one.bounds === undefined ? [] : [{ ...one, more: one.bounds.max * 2 }])),
    applied: taskCountSetter(environment).startsWith('the next apply'),
    scheduled: services.some(({ schedule = {} }) => Object.keys(schedule).length > 0),
  };
}

function instancesView({ instances, inputs, naming }: Environment) {
  if (instances === undefined) return null;
  // A name with a random end is known to Terraform alone, and no output shows this one.
  const isRandom = randomEndOf('instances', naming) > 0;
  return { group: isRandom ? '' : shellWord(physicalNames(inputs.name, naming).instances) };
}

function mountsFileSystem(environment: Environment): boolean {
  const { worker, workers } = environment;
  const containers = [worker, ...Object.values(workers).map(({ container }) => container)];
  return [...containers, ...everyFlowRuns(environment)].some(({ volumes }) =>
    Object.values(volumes).some((volume) => 'efs' in volume && volume.efs !== undefined),
  );
}

/** Whether an apply fails when ECS went back to the revision before. */
function rollsBack({ waitForSteadyState, circuitBreaker, ignore }: Service): boolean {
  return waitForSteadyState && circuitBreaker?.rollback === true && !ignore.includes('task_definition');
}
