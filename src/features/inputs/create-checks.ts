import type { Decisions } from '../../stack/decisions';
import type { Expression } from '../../terraform/terraform-text';
import { PREFECT_CLOUD } from '../../values/api-url';
import { ECR_ALLOWED, inEcrOf, LIKE_ECR } from '../../values/ecr-registry';
import { registryPatterns } from '../../values/image-registry';
import { isRoot, takenBySidecars } from '../container/resolve';
import { isIsolated } from '../network/created-vpc-resolve';
import type { WorkerContainer, WorkerSettings } from '../worker/resolve';
import type { FurtherInputs } from '../workers/resolve';
import { type Check, is } from './create-conditions';
import type { Inputs } from './resolve';

type Checks = (input: Expression) => readonly Check[];
export type ChecksOfInputs = { readonly [Input in keyof Inputs | 'prefectApiUrl']?: Checks };

/**
 * What the rest of the stack file asks of inputs, so that a tfvars file cannot set what its rules refuse. Of an input
 * that a further worker has from the first, what that worker asks is added.
 */
export function checksOfFirst(environment: Decisions): ChecksOfInputs {
  const further = Object.values(environment.workers);
  const every = [environment.worker, ...further.map(({ container }) => container)];
  const using = (input: keyof FurtherInputs): readonly WorkerSettings[] => [
    { container: environment.worker, service: environment.service, capacity: environment.capacity },
    ...further.filter(({ inputs }) => inputs[input] === undefined),
  ];
  return {
    workerExtraPipPackages: (packages) =>
      reasonsForNoPackages(environment, every)
        .slice(0, 1)
        .map((reason): Check => [`${packages.code} == ""`, `be empty: ${reason}`]),
    workerCpu: (cpu) => using('workerCpu').flatMap((worker) => sharedWithSidecars(cpu, worker, 'cpu')),
    workerMemory: (memory) => using('workerMemory').flatMap((worker) => sharedWithSidecars(memory, worker, 'memory')),
    workerImage: (image) => [inRegistry(image, environment), ...reached(image, environment)],
    workerDesiredCount: (count) => using('workerDesiredCount').flatMap((worker) => replaceable(count, worker)),
    prefectApiUrl: (url) => elsewhere(url, environment),
  };
}

/** The same of the inputs that a further worker has of its own. */
export function checksOfFurther(worker: WorkerSettings, environment: Decisions): ChecksOfInputs {
  return {
    workerCpu: (cpu) => sharedWithSidecars(cpu, worker, 'cpu'),
    workerMemory: (memory) => sharedWithSidecars(memory, worker, 'memory'),
    workerImage: (image) => [inRegistry(image, environment)],
    workerDesiredCount: (count) => replaceable(count, worker),
  };
}

function reasonsForNoPackages({ network }: Decisions, containers: readonly WorkerContainer[]): string[] {
  const has = (isSo: (container: WorkerContainer) => boolean) => containers.some(isSo);
  return [
    ...(has(({ readonlyRootFilesystem }) => readonlyRootFilesystem) ? ['the root file system is read-only'] : []),
    ...(has(({ entryPoint }) => entryPoint !== undefined)
      ? ['the entry point of the image, which installs them, is replaced']
      : []),
    ...(has(({ user }) => !isRoot(user)) ? ['only root can install packages in the image'] : []),
    ...(network.create !== undefined && isIsolated(network.create) ? ['the tasks cannot reach PyPI'] : []),
  ];
}

function sharedWithSidecars(size: Expression, { container }: WorkerSettings, what: 'cpu' | 'memory'): Check[] {
  const taken = takenBySidecars(container)[what];
  return taken === 0
    ? []
    : [[`${size.code} > ${taken}`, `be more than the sidecars have, ${taken}: the worker needs the rest`]];
}

/** ECS rounds the minimum up and the maximum down. */
function replaceable(count: Expression, { service }: WorkerSettings): Check[] {
  const { deploymentMinimumHealthyPercent: least, deploymentMaximumPercent: most } = service;
  if (least === undefined && most === undefined) return [];
  const tasks = `max(${count.code}, 1)`;
  return [
    [
      `ceil(${tasks} * ${least ?? 100} / 100) < ${tasks} || floor(${tasks} * ${most ?? 200} / 100) > ${tasks}`,
      `be a number of which a deployment can stop or start a task: ${least ?? 100} percent of them at least, ${most ?? 200} at most`,
    ],
  ];
}

/** What is meant to be in ECR is there. */
function inRegistry(image: Expression, { region }: Decisions): Check {
  return [`!${is(image, LIKE_ECR)} || ${is(image, inEcrOf(region))}`, `be ${ECR_ALLOWED}`];
}

function reached(image: Expression, { network, region }: Decisions): Check[] {
  if (network.create === undefined || !isIsolated(network.create)) return [];
  const { withHost, isPublic, inEcr, inEcrHere } = registryPatterns(region);
  const isElsewhere = `${is(image, inEcr)} && !${is(image, inEcrHere)}`;
  return [
    [
      `${is(image, withHost)} && !${is(image, isPublic)} && !(${isElsewhere})`,
      `be in ECR of ${region}: the tasks cannot reach other registries`,
    ],
  ];
}

function elsewhere(url: Expression, environment: Decisions): Check[] {
  const reason = reasonsForNoCloud(environment)[0];
  return reason === undefined ? [] : [[`!${is(url, PREFECT_CLOUD)}`, `not be Prefect Cloud: ${reason}`]];
}

function reasonsForNoCloud({ network, apiKey, workPool, service, workers }: Decisions): string[] {
  const starts = [service, ...Object.values(workers).map((worker) => worker.service)].some(({ create }) => create);
  const hasKey = apiKey.from === 'nowhere' ? !starts : apiKey.setting === 'PREFECT_API_KEY';
  return [
    ...(hasKey ? [] : ['it requires an API key']),
    ...(network.create !== undefined && isIsolated(network.create) ? ['the tasks cannot reach the internet'] : []),
    ...(workPool === 'output' ? [] : ['the Prefect provider requires account and workspace there']),
  ];
}
