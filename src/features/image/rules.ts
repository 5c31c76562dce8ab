import { type Rule, when } from '../../environment/rule';
import { ECR_REPOSITORY_NAME } from '../../values/limits';
import { physicalNames } from '../names/physical-names';

const repositoryName: Rule = ({ image, inputs, naming }) => {
  if (image.repository === undefined || image.repository.name !== undefined) return [];
  const { flowRepository } = physicalNames(inputs.name, naming);
  return when(
    !ECR_REPOSITORY_NAME.pattern.test(flowRepository),
    ['image', 'repository', 'name'],
    `is required: ${flowRepository} is no name for an ECR repository, which has lower-case letters alone`,
  );
};

const packagesOnce: Rule = ({ image }) => {
  const names = image.packages.map((requirement) =>
    (requirement.split(/[[=]/)[0] ?? '').toLowerCase().replace(/[._-]+/g, '-'),
  );
  return names.flatMap((name, index) =>
    when(names.indexOf(name) !== index, ['image', 'packages', index], `must not name ${name} twice`),
  );
};

const codeInS3: Rule = ({ image, flowRuns }) =>
  when(
    typeof image.code === 'object' && image.code.s3 !== undefined && flowRuns?.taskRole === undefined,
    ['image', 'code', 's3'],
    'needs a task role that may read the bucket: flow_runs.task_role',
  );

export const IMAGE_RULES: readonly Rule[] = [repositoryName, packagesOnce, codeInS3];
