import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { IMAGE } from '../../values/limits/images';
import { isOfficialImage, officialImageMeant } from '../../values/official-images';
import { hasPlaceholder } from '../../values/placeholder';
import { dnsSuffixOf } from '../../values/regions';
import { isOnFargate } from '../capacity/on-fargate';
import { ofContainers } from '../container/of-tasks';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { deploymentsOf } from '../project/of-deployments';
import { workersOf } from '../workers/workers-of';
import { versionsIn } from './version-rules';

/** An image that somebody built on a machine has a name that ECS looks for on Docker Hub. Instances may have it already. */
const ownImagesAreInRegistry: Rule = (environment) => [
  ...each(workersOf(environment), (worker) =>
    isOnFargate(worker) ? ofImage(worker.image, worker.at('worker_image'), environment) : [],
  ),
  ...ofContainers(({ image, isMain, at }, task) =>
    !task.isOnFargate || (isMain && task.isWorker) ? [] : ofImage(image, at('image'), environment),
  )(environment),
  ...ofDeployments(environment),
];

function ofDeployments(environment: Environment): Finding[] {
  const { flowRuns, project } = environment;
  if (flowRuns === undefined || flowRunsOnInstances(flowRuns.capacity)) return [];
  return deploymentsOf(project).flatMap(({ jobVariables: { image } }, index) =>
    typeof image === 'string'
      ? ofImage(image, ['project', 'deployments', index, 'job_variables', 'image'], environment)
      : [],
  );
}

function ofImage(image: string, path: Path, { aws, region }: Environment): Finding[] {
  const name = versionsIn(image).name.replace(/^library\//, '');
  if (name.includes('/') || hasPlaceholder(image)) return [];
  if (!IMAGE.pattern.test(image) || isOfficialImage(name)) return [];
  const whole = `${aws.accountId ?? 'ACCOUNT'}.dkr.ecr.${region}.${dnsSuffixOf(region)}/${image.replace(/^sha256:.*/, 'REPOSITORY:TAG')}`;
  const meant = officialImageMeant(name);
  const isReference = /^(var|local|module|data|aws_\w+)\./.test(name);
  return warningAt(
    'unpublished-tag',
    path,
    'has no registry in its name, so that ECS looks for it among the official images of Docker Hub, which had none of this name in August 2026',
    `${isReference ? 'write the value itself: stack files are not Terraform' : `push your own image to a registry, and set its whole name, for example ${whole}`}${meant === undefined ? '' : `; or did you mean ${meant}?`}`,
  );
}

export const OWN_IMAGE_RULES: readonly Rule[] = [ownImagesAreInRegistry];
