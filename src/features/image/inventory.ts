import type { Environment } from '../../environment/environment';
import { type Item, nameFrom, when } from '../../inventory/item';

export function imageRepository(environment: Environment): readonly Item[] {
  const { repository } = environment.image;
  if (repository === undefined || repository.existing !== undefined || environment.flowRuns === undefined) return [];
  return [
    {
      address: 'aws_ecr_repository.prefect_flows',
      purpose: 'ECR repository of the images of flows',
      name: nameFrom(environment, 'flowRepository', 'image.repository.name', repository.name),
      ownKey: repository.kmsKey !== undefined,
    },
    {
      address: 'aws_ecr_lifecycle_policy.prefect_flows_lifecycle',
      purpose: 'Lifecycle policy: which images are removed after a while',
    },
    ...when(repository.pullFrom.length > 0, {
      address: 'aws_ecr_repository_policy.prefect_flows_pull',
      purpose: 'Allows image.repository.pull_from to pull these images',
    }),
  ];
}
