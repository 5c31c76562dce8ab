import type { Environment } from '../../environment/environment';
import { isInEcr } from '../../values/image-registry';
import { hasPlaceholder } from '../../values/placeholder';
import { dnsSuffixOf } from '../../values/regions';
import type { FlowRuns } from '../flow-runs/resolve';
import { logGroupInShell } from '../flow-runs/runbook-view';
import { baseImage, flowPlatform, flowRepositoryName } from '../image/flow-image';
import { testDeployment } from './test-deployment';

/** What the runbook says of pool, image and first flow run; nothing for a worker that starts no tasks. */
export interface ProjectView {
  /** The pool's name, which needs no quotes in a shell. */
  readonly pool: string;
  /** The name of the deployments of both test flows. */
  readonly testDeployment: string;
  /** As prefect.yaml or a command names it; with the account as a shell variable where the stack file does not tell it. */
  readonly image: string;
  /** The repository that this stack makes; empty where it makes none. */
  readonly repository: string;
  /** The repository that this stack makes, and that a destroy leaves while images are in it. */
  readonly repositoryKept: boolean;
  /** A tag can be pushed again. */
  readonly mutableTags: boolean;
  /** The repository exists, and whether its tags are immutable is not known. */
  readonly repositoryExists: boolean;
  /** The stack file does not name the account. */
  readonly accountUnknown: boolean;
  /** The registry's host, with the account as a shell variable where the stack file does not tell it. */
  readonly registry: string;
  readonly base: string;
  readonly baseInEcr: boolean;
  readonly platform: string;
  readonly tag: string;
  /** The repository that the code is cloned from; empty where the stack file names none. */
  readonly git: string;
  /** The folder of that repository that holds the flows; empty: its root. */
  readonly gitFolder: string;
  /** The code is cloned from the repository that the shell names which deploys. */
  readonly gitOfShell: boolean;
  /** false: the folder has none. */
  readonly written: boolean;
  /** The lock file or the Dockerfile in the folder of the flows, where their image is built from that; else empty. */
  readonly buildsFrom: string;
  /** That Dockerfile, or the one of this folder, for a shell with the folder in $flows. */
  readonly dockerfile: string;
  /** Flow runs start an image that holds their code. */
  readonly bakedIn: boolean;
  /** The folder that the code is put to; empty where it is not. */
  readonly s3: string;
  /** As a shell reads it; empty where there is none that can be read. */
  readonly logGroup: string;
  readonly hasTaskRole: boolean;
  readonly sharedDefinition: boolean;
  /** A flow run uses the latest revision of its family if that is equal. */
  readonly matchesLatest: boolean;
}

export function projectView(environment: Environment): ProjectView | undefined {
  const { flowRuns, image, inputs, region, aws, project } = environment;
  if (flowRuns === undefined) return undefined;
  const repository = flowRepositoryName(environment) ?? '';
  const registry = `${aws.accountId ?? '$account'}.dkr.ecr.${region}.${dnsSuffixOf(region)}`;
  const { code } = image;
  return {
    pool: inputs.workerWorkPoolName,
    testDeployment: testDeployment(environment),
    image: knownImage(flowRuns) ?? (repository === '' ? '' : `${registry}/${repository}:${image.tag}`),
    repository,
    repositoryKept:
      image.repository !== undefined && image.repository.existing === undefined && !image.repository.forceDelete,
    mutableTags: image.repository?.imageTagMutability === 'MUTABLE',
    repositoryExists: image.repository?.existing !== undefined,
    accountUnknown: aws.accountId === undefined,
    registry,
    base: baseImage(environment),
    baseInEcr: isInEcr(baseImage(environment)),
    platform: flowPlatform(environment),
    tag: image.tag,
    git: typeof code === 'object' ? (code.git?.repository ?? '') : '',
    gitFolder: typeof code === 'object' ? (code.git?.folder ?? '') : '',
    gitOfShell: code === 'git',
    written: project !== 'none',
    buildsFrom: image.dockerfile ?? image.lockFile ?? '',
    dockerfile: image.dockerfile === undefined ? 'Dockerfile' : `"$flows/${image.dockerfile}"`,
    bakedIn: code === 'baked_in',
    s3: typeof code === 'object' && code.s3 ? `s3://${code.s3.bucket}/${code.s3.folder}` : '',
    logGroup: logGroupInShell(environment, flowRuns),
    hasTaskRole: flowRuns.taskRole !== undefined,
    sharedDefinition: flowRuns.createTaskDefinition || flowRuns.taskDefinitionArn !== undefined,
    matchesLatest: flowRuns.matchLatestRevisionInFamily,
  };
}

/** Empty where only the start of a flow run tells it. */
function knownImage({ image }: FlowRuns): string | undefined {
  return image !== undefined && hasPlaceholder(image) ? '' : image;
}
