import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning } from '../../environment/rule';
import { inTable } from '../../values/in-table';
import { isOfficialImage } from '../../values/official-images';
import { olderRequest, packageName } from '../../values/pip-words';
import { hasPlaceholder } from '../../values/placeholder';
import {
  IMAGE_PYTHONS,
  isOlder,
  LEAST,
  PREFECT_AWS_REPOSITORY,
  TESTED,
  TESTED_TAG,
} from '../../values/prefect-versions';
import { FLOW_RUNS, ofFlowRuns } from '../flow-runs/of-flow-runs';
import { type Worker, workersOf } from '../workers/workers-of';

/** What the name of an image tells of the versions in it. */
interface ImageVersions {
  /** Without tag and digest, and without the host where that is Docker Hub. */
  readonly name: string;
  readonly tag?: string;
  readonly prefectAws?: string;
  readonly prefect?: string;
}

/** A mirror keeps the tags of what it copies. */
export function versionsIn(image: string): ImageVersions {
  const [, path = '', tag] = /^([^@]*?)(?::([^/@:]+))?(?:@.*)?$/.exec(image) ?? [];
  const [, prefectAws, prefect] = /^(\d+(?:\.\d+)*)-python[\d.]+(?:-prefect(\d+(?:\.\d+)*))?$/.exec(tag ?? '') ?? [];
  return {
    name: path.replace(/^((index\.|registry-1\.)?docker\.io|public\.ecr\.aws\/docker)\//, ''),
    tag,
    ...(/\/prefect-aws$/.test(path) && { prefectAws, prefect }),
    ...(/(^|\/)prefecthq\/prefect$/.test(path) && { prefect: /^(\d+(?:\.\d+)*)(-|$)/.exec(tag ?? '')?.[1] }),
  };
}

function ofEcsWorkers(check: (worker: Worker, environment: Environment) => Finding[]): Rule {
  return (environment) =>
    environment.inputs.workerType === 'ecs' ? each(workersOf(environment), (worker) => check(worker, environment)) : [];
}

/** What is installed at start is newer than what the image has, unless it is pinned. */
function installs(packageName: RegExp, { inputs, prefect }: Environment): boolean {
  return packageName.test(inputs.workerExtraPipPackages) || (prefect.installPolicy ?? 'never') !== 'never';
}

const PREFECT_AWS_PACKAGE = /prefect[-_]aws|prefect\[[^[\]]*aws/i;
const PREFECT_PACKAGE = /(^|\s)prefect(?![-_\w])/i;

/** No official image has Prefect. */
function isOfficial({ name }: ImageVersions): boolean {
  return isOfficialImage(name.replace(/^library\//, ''));
}

const hasPrefectAws = ofEcsWorkers(({ image, container, at }, environment) => {
  if (container.command !== undefined) return [];
  const versions = versionsIn(image);
  const isWithout = versions.name.startsWith('prefecthq/') && versions.name !== PREFECT_AWS_REPOSITORY;
  const wayOut = `use ${PREFECT_AWS_REPOSITORY}:${TESTED_TAG}, or an image built from it`;
  return [
    ...warning(
      'no-prefect-aws',
      isOfficial(versions),
      at('worker_image'),
      'has no Prefect in it: the task stops when it starts',
      wayOut,
    ),
    ...warning(
      'no-prefect-aws',
      isWithout && !installs(PREFECT_AWS_PACKAGE, environment),
      at('worker_image'),
      'has no prefect-aws in it, and none is installed at start: an ecs worker exits with 1',
      `${wayOut}, or set worker_extra_pip_packages: prefect-aws`,
    ),
  ];
});

/** The image that a flow run starts from, where it has its usual command. */
const flowsHavePrefect = ofFlowRuns((flowRuns) => {
  const { image = '', variables, taskDefinitionArn } = flowRuns;
  return warning(
    'no-prefect-aws',
    taskDefinitionArn === undefined &&
      variables['command'] === undefined &&
      !hasPlaceholder(image) &&
      isOfficial(versionsIn(image)),
    [...FLOW_RUNS, 'image'],
    'has no Prefect in it: no flow run starts',
    `use ${PREFECT_AWS_REPOSITORY}:${TESTED_TAG}, or an image built from it`,
  );
});

const baseHasPrefect: Rule = ({ image: { base = '', packages, lockFile } }) =>
  warning(
    'no-prefect-aws',
    lockFile === undefined && !packages.some((one) => packageName(one) === 'prefect') && isOfficial(versionsIn(base)),
    ['image', 'base'],
    'has no Prefect in it, and neither has image.packages: no flow run starts',
    `add prefect==${TESTED.prefect} to image.packages, or use ${PREFECT_AWS_REPOSITORY}:${TESTED_TAG}`,
  );

/** The package that has a type of worker, where it is not Prefect itself. Source: https://docs.prefect.io/v3/concepts/workers */
const PACKAGE_OF_TYPE: Readonly<Record<string, string>> = {
  'azure-container-instance': 'prefect-azure',
  'cloud-run': 'prefect-gcp',
  'cloud-run-v2': 'prefect-gcp',
  docker: 'prefect-docker',
  kubernetes: 'prefect-kubernetes',
  'vertex-ai': 'prefect-gcp',
};

/** Of Prefect's own images only those with -kubernetes have a further type of worker. */
const hasPackageOfType: Rule = (environment) => {
  const { workerType } = environment.inputs;
  const needed = inTable(PACKAGE_OF_TYPE, workerType);
  if (needed === undefined || installs(new RegExp(needed.replace('-', '[-_]'), 'i'), environment)) return [];
  return each(workersOf(environment), ({ image, container, at }) => {
    const { name, tag } = versionsIn(image);
    return warning(
      'no-prefect-aws',
      container.command === undefined &&
        name.startsWith('prefecthq/') &&
        !(needed === 'prefect-kubernetes' && tag?.endsWith('-kubernetes')),
      at('worker_image'),
      `has no ${needed} in it, and none is installed at start: a worker of the type ${workerType} exits with 1`,
      `use an image with it, or set worker_extra_pip_packages: ${needed}`,
    );
  });
};

/** Source: as {@link IMAGE_PYTHONS}. */
const PUBLISHED_TAG = new RegExp(
  `^(latest|(\\d+\\.\\d+(\\.\\d+)?|latest)-python(${IMAGE_PYTHONS.join('|').replaceAll('.', '\\.')})|\\d+\\.\\d+\\.\\d+-python[\\d.]+-prefect\\d+\\.\\d+\\.\\d+)$`,
);

const tagIsPublished = ofEcsWorkers(({ image, at }) => {
  const { name, tag } = versionsIn(image);
  return warning(
    'unpublished-tag',
    name === PREFECT_AWS_REPOSITORY && tag !== undefined && !PUBLISHED_TAG.test(tag),
    at('worker_image'),
    `has a tag that ${PREFECT_AWS_REPOSITORY} does not publish: ECS cannot pull it`,
    `use VERSION-pythonPYTHON, with one of Python ${IMAGE_PYTHONS.join(', ')}: ${TESTED_TAG}`,
  );
});

const newEnough = ofEcsWorkers(({ image, container, at }, environment) => {
  const { prefectAws, prefect } = versionsIn(image);
  const { prefect: settings, crashDetection } = environment;
  const usesPoolOption = !settings.createPoolIfNotFound && container.command === undefined;
  return [
    ...warning(
      'old-image',
      isOlder(prefectAws, LEAST.crashDetection) &&
        crashDetection !== undefined &&
        !installs(PREFECT_AWS_PACKAGE, environment),
      at('worker_image'),
      `has prefect-aws ${prefectAws}: crash detection misses tasks that fail to start before ${LEAST.crashDetection}`,
      `use prefect-aws ${LEAST.crashDetection} or newer: ${PREFECT_AWS_REPOSITORY}:${TESTED_TAG}`,
    ),
    ...warning(
      'old-image',
      isOlder(prefect, LEAST.poolOption) && usesPoolOption && !installs(PREFECT_PACKAGE, environment),
      at('worker_image'),
      `has Prefect ${prefect}, whose worker does not know --no-create-pool-if-not-found and exits with 2`,
      `use Prefect ${LEAST.poolOption} or newer, or set prefect.create_pool_if_not_found: true`,
    ),
  ];
});

/** What is installed at start replaces what the image has. */
const installedIsNewEnough: Rule = (environment) => {
  const { inputs, prefect, crashDetection } = environment;
  if (inputs.workerType !== 'ecs') return [];
  const usesPoolOption =
    !prefect.createPoolIfNotFound && workersOf(environment).some(({ container }) => container.command === undefined);
  const path = ['worker_extra_pip_packages'];
  const [oldPrefectAws, oldPrefect] = [
    olderRequest(inputs.workerExtraPipPackages, 'prefect-aws', LEAST.crashDetection),
    olderRequest(inputs.workerExtraPipPackages, 'prefect', LEAST.poolOption),
  ];
  return [
    ...warning(
      'old-image',
      oldPrefectAws !== undefined && crashDetection !== undefined,
      path,
      `installs ${oldPrefectAws}: crash detection misses tasks that fail to start before prefect-aws ${LEAST.crashDetection}`,
      `write prefect-aws>=${LEAST.crashDetection}, or set crash_detection.enabled: false`,
    ),
    ...warning(
      'old-image',
      oldPrefect !== undefined && usesPoolOption,
      path,
      `installs ${oldPrefect}, whose worker does not know --no-create-pool-if-not-found and exits with 2`,
      `write prefect>=${LEAST.poolOption}, or set prefect.create_pool_if_not_found: true`,
    ),
  ];
};

export const IMAGE_VERSION_RULES: readonly Rule[] = [
  hasPrefectAws,
  hasPackageOfType,
  flowsHavePrefect,
  baseHasPrefect,
  tagIsPublished,
  newEnough,
  installedIsNewEnough,
];
