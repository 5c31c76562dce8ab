import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import { ecrRepositoryOf } from '../../values/image-registry';
import { everyFlowRuns } from '../flow-runs/own-flow-runs';
import { FlowRepository } from './resources/flow-repository';

export interface FlowRepositoryInUse {
  readonly name: string;
  readonly url: string;
}

/** The repository for images of flow runs, which all work pools share: created, or an existing one. */
export function createFlowRepository(context: StackContext): FlowRepositoryInUse | undefined {
  const { scope, environment, names, aws, lookUps } = context;
  const { repository } = environment.image;
  if (repository === undefined || everyFlowRuns(environment).length === 0) return undefined;
  const { existing, lifecycle, keepImages, keepUntaggedDays } = repository;
  if (existing !== undefined) {
    return { name: existing, url: `${aws.accountId}.dkr.ecr.${aws.region}.${aws.dnsSuffix}/${existing}` };
  }
  const name = repository.name ?? names.flowRepository;
  const { url } = new FlowRepository(scope, 'flow_repository', {
    ...repository,
    name,
    lifecycle: lifecycle ?? [
      { description: 'Images without a tag', tagStatus: 'untagged', keepDays: keepUntaggedDays },
      { description: 'More than are kept', tagStatus: 'any', keepImages },
    ],
    kmsKeyArn: repository.kmsKey && lookUps.kmsKey(repository.kmsKey),
    pullFrom: repository.pullFrom.map(literal),
  });
  return { name, url };
}

/** The ARN of the repository that an image is in, where that is in ECR. */
export function repositoryArnOf({ aws }: StackContext, image: string): string | undefined {
  const found = ecrRepositoryOf(image);
  return found && `arn:${aws.partition}:ecr:${found.region}:${found.account}:repository/${found.repository}`;
}
