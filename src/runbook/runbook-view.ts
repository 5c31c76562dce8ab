import { type Environment, requiredTerraform } from '../environment/environment';
import { takeOverView } from '../features/adopt/runbook-view';
import { alarmsView, crashView } from '../features/alarms/runbook-view';
import { credentialView } from '../features/api-key/runbook-view';
import { shellSetUp } from '../features/aws/runbook-shell';
import { backendView } from '../features/backend/runbook-view';
import { bucketView } from '../features/bucket/runbook-view';
import { ciRoleView } from '../features/ci-role/runbook-view';
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
import { poolsView } from '../features/work-pool/runbook-view';
import type { Service } from '../features/worker/resolve';
import { LEAST } from '../values/prefect-versions';
import { CONSOLE_HOST, dnsSuffixOf, partitionOf } from '../values/regions';
import { decisions } from './decisions';
import { permissions } from './permissions';
import { resourceRows } from './resource-table';
import { runningInWords } from './running-in-words';
import { createdServices, desiredCounts, scheduleNotes, whoSetsCounts } from './services';
import { nameInShell, shellWord } from './shell';
import { code, markdown } from './template';
import type { TerraformDocument } from './terraform-document';

export type View = ReturnType<typeof viewOf>;

/** What the templates of the runbook say, and what they branch on. */
export function viewOf(environment: Environment, document: TerraformDocument) {
  const { name, preset, region, inputs, aws, tags, naming, cluster, service } = environment;
  const partition = partitionOf(region);
  const resources = resourceRows(environment);
  const secretInputs = Object.keys(document.variable ?? {}).filter((input) => input.startsWith('worker_secret_'));
  const credential = credentialView(environment);
  const asked = (credential.keyAsked ? 1 : 0) + secretInputs.length;
  return {
    environment: name,
    stackFile: environment.stackFile,
    preset,
    terraform: requiredTerraform(environment),
    provider: environment.aws.providerVersion,
    asReference: preset === 'reference',
    service: service.create,
    waits: service.create && service.waitForSteadyState,
    rollsBack: service.create && rollsBack(service),
    keepsRevisions: service.keepRevisions,
    region,
    dnsSuffix: dnsSuffixOf(region),
    consoleHost: CONSOLE_HOST[partition] ?? 'console.aws.amazon.com',
    adopt: environment.adopt === undefined ? null : takeOverView(environment.adopt),
    accountId: aws.accountId ?? '',
    profile: aws.profile === undefined ? '' : code(aws.profile),
    roleToAssume: aws.assumeRole === undefined ? '' : code(aws.assumeRole.roleArn),
    names: shownNames(inputs.name, naming),
    cluster: nameInShell(
      cluster.existing ?? physicalNames(inputs.name, naming).cluster,
      region,
      (given) => given.split('/').at(-1) ?? given,
    ),
    pool: code(inputs.workerWorkPoolName),
    poolArgument: shellWord(inputs.workerWorkPoolName),
    ...poolsView(environment),
    mountsFileSystem: mountsFileSystem(environment),
    ...flowRunsView(environment),
    workerType: inputs.workerType,
    runsTasks: inputs.workerType === 'ecs',
    createsPool: environment.prefect.createPoolIfNotFound,
    desiredCounts: desiredCounts(environment),
    image: inputs.workerImage,
    ...imageView(inputs.workerImage),
    managesPools: environment.workPool === 'managed',
    poolByHand: environment.workPool !== 'managed' && !environment.prefect.createPoolIfNotFound,
    secretInputs,
    families: createdServices(environment),
    services: createdServices(environment).map(({ service: created }) => created),
    severalServices: createdServices(environment).length > 1,
    serviceList: createdServices(environment)
      .map(({ service: created }) => created)
      .join(' '),
    schedules: scheduleNotes(environment),
    whoSetsCounts: whoSetsCounts(environment),
    scale: scaleView(environment),
    instances: instancesView(environment),
    shellSetUp: shellSetUp(environment),
    effects: effectsOf(document),
    rotates: !credential.noKey || secretInputs.length > 0,
    // Only the version of a secret is part of the task definition.
    restartsByHand: credential.keyAsked && (credential.keyInParameter || !credential.keyOutOfState),
    ...credential,
    ...prefectView(environment),
    ...placeView(environment),
    ...rolesView(environment),
    ...logsView(environment),
    ...backendView(environment),
    project: projectView(environment) ?? null,
    bucket: bucketView(environment),
    ci: ciRoleView(environment, partition),
    running: runningInWords(environment) ?? null,
    entered: createdServices(environment).filter(({ exec }) => exec),
    severalEntered: createdServices(environment).filter(({ exec }) => exec).length > 1,
    leastPrefect: LEAST.poolOption,
    leastPrefectAws: LEAST.crashDetection,
    dockerPlatform: environment.worker.architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64',
    crash: crashView(environment),
    alarms: alarmsView(environment),
    partition,
    ...secretsView(environment),
    asksForValues: asked > 0,
    asksForEphemeral: secretInputs.length > 0 || (credential.keyAsked && credential.keyOutOfState),
    keyStateOnly: credential.keyAsked && !credential.keyOutOfState,
    severalAsked: asked > 1,
    insightsOff: cluster.existing === undefined && cluster.containerInsights === 'disabled',
    resources,
    resourceCount: resources.length,
    decisions: decisions(environment),
    permissions: permissions(environment, document),
    inputs: inputRows(document),
    outputs: outputRows(document),
    tags: Object.entries(tags).map(([key, value]) => ({ key: code(key), value: markdown(value) })),
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
        : "the account's quota *Fargate On-Demand vCPU resource count*",
    counted: created.flatMap((one) => (one.bounds === undefined ? [{ ...one, more: one.count + 1 }] : [])),
    bounded: created.flatMap((one) => (one.bounds === undefined ? [] : [{ ...one, more: one.bounds.max * 2 }])),
    applied: whoSetsCounts(environment).startsWith('the next apply'),
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
