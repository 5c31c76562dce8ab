import type { Environment } from '../../environment/environment';
import { hasPlaceholder } from '../../values/placeholder';
import { dnsSuffixOf } from '../../values/regions';
import { physicalNames } from '../names/physical-names';

/** Where the image has the code of flows. */
export const FLOWS_FOLDER = '/opt/prefect/flows';

/** What the Dockerfile builds on. */
export function baseImage({ image, inputs }: Environment): string {
  return image.base ?? inputs.workerImage;
}

/** The repository for the images of flows, created or existing, where the stack file has one. */
export function flowRepositoryName({ image, inputs, naming }: Environment): string | undefined {
  return (
    image.repository &&
    (image.repository.existing ?? image.repository.name ?? physicalNames(inputs.name, naming).flowRepository)
  );
}

/** The image that the flows of the project start from, where the stack file tells it. */
export function flowImage(environment: Environment, tag = environment.image.tag): string | undefined {
  const { flowRuns, aws, region } = environment;
  const repository = flowRepositoryName(environment);
  if (flowRuns?.image !== undefined) return hasPlaceholder(flowRuns.image) ? undefined : flowRuns.image;
  if (repository === undefined || aws.accountId === undefined) return undefined;
  return `${aws.accountId}.dkr.ecr.${region}.${dnsSuffixOf(region)}/${repository}:${tag}`;
}

/** The image of a flow run whose deployment sets none; undefined: one that people build. */
export function imageOfFlowRuns({ flowRuns, image, inputs }: Environment): string | undefined {
  return flowRuns?.image ?? (image.repository === undefined ? inputs.workerImage : undefined);
}

/** What Docker calls the processor of the flow runs. */
export function flowPlatform({ flowRuns }: Environment): string {
  return flowRuns?.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
}
