import { each, type Rule, warning, when } from '../../environment/rule';
import { ECR_REPOSITORY_NAME } from '../../values/limits';
import { physicalNames } from '../names/physical-names';
import { workersOf } from '../workers/workers-of';

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

/** Prefect's image without its package for ECS. */
const WITHOUT_PREFECT_AWS = /^((docker|registry-1\.docker)\.io\/)?prefecthq\/prefect[:@]/;

const hasPrefectAws: Rule = (environment) =>
  each(workersOf(environment), ({ image, container, at }) => {
    const { workerType, workerExtraPipPackages } = environment.inputs;
    const { installPolicy = 'never' } = environment.prefect;
    const isInstalled = /prefect[-_]aws|prefect\[[^\]]*aws/i.test(workerExtraPipPackages) || installPolicy !== 'never';
    return warning(
      'no-prefect-aws',
      workerType === 'ecs' && WITHOUT_PREFECT_AWS.test(image) && !isInstalled && container.command === undefined,
      at('worker_image'),
      'has no prefect-aws in it, and none is installed at start: an ecs worker exits with 1',
      'use an image of prefecthq/prefect-aws, or set worker_extra_pip_packages: prefect-aws',
    );
  });

export const IMAGE_RULES: readonly Rule[] = [repositoryName, packagesOnce, codeInS3, hasPrefectAws];
