import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { registryOf } from '../../values/image-registry';
import { hasPlaceholder } from '../../values/placeholder';
import { ofContainers } from '../container/of-tasks';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersOf } from '../workers/workers-of';
import { isIsolated, isolation } from './created-vpc-resolve';

type CreatedVpc = NonNullable<Environment['network']['create']>;

/** A rule for tasks in a created VPC without a way out. */
function ofIsolated(check: (environment: Environment, vpc: CreatedVpc) => readonly Finding[]): Rule {
  return (environment) => {
    const { create } = environment.network;
    return create === undefined || !isIsolated(create) ? [] : check(environment, create);
  };
}

/** Hosts of repositories on the internet. */
const PUBLIC_GIT = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)[/:]/;

const codeIsReached = ofIsolated(({ image }, vpc) => {
  const repository = typeof image.code === 'object' ? image.code.git?.repository : undefined;
  return warning(
    'unreachable',
    PUBLIC_GIT.test(repository ?? ''),
    ['image', 'code', 'git', 'repository'],
    `is on the internet, which flow runs cannot reach with ${isolation(vpc)}`,
    'set code: baked_in, or a repository that the VPC reaches',
  );
});

interface PlacedSecret {
  readonly path: Path;
  readonly arn: string | undefined;
}

function secretsOf(environment: Environment): PlacedSecret[] {
  const { apiKey, flowRuns } = environment;
  return [
    { path: ['api_key', 'secret_arn'], arn: apiKey.from === 'existing' ? apiKey.source.secretArn : undefined },
    ...workersOf(environment).flatMap(({ container, at }) =>
      Object.entries(container.secrets).map(([name, { secretArn: arn }]) => ({
        path: at('worker', 'secrets', name, 'secret_arn'),
        arn,
      })),
    ),
    ...Object.entries(flowRuns?.secrets ?? {}).map(([name, { secretArn: arn }]) => ({
      path: [...FLOW_RUNS, 'secrets', name, 'secret_arn'],
      arn,
    })),
  ];
}

const secretsAreReached = ofIsolated((environment, vpc) =>
  each(secretsOf(environment), ({ path, arn }) => {
    const { region } = environment;
    const secretRegion = arn?.split(':')[3] ?? region;
    return warning(
      'unreachable',
      secretRegion !== region,
      path,
      `is in ${secretRegion}: with ${isolation(vpc)}, the tasks reach Secrets Manager of ${region} alone`,
      `replicate the secret to ${region}, and set the ARN of the copy`,
    );
  }),
);

/** All images but the first worker's, for which there are rules of its own (created-vpc-rules.ts). */
const imagesAreReached = ofIsolated((environment, vpc) => {
  const furtherWorkers = workersOf(environment).filter(({ name }) => name !== undefined);
  return [
    ...each(furtherWorkers, ({ image, at }) => imageIsReached(image, at('worker_image'), environment, vpc)),
    ...ofContainers(({ image, isMain, at }, { isWorker }) =>
      isMain && isWorker ? [] : imageIsReached(image, at('image'), environment, vpc),
    )(environment),
  ];
});

function imageIsReached(image: string, path: Path, { region }: Environment, vpc: CreatedVpc): Finding[] {
  if (image === '' || hasPlaceholder(image)) return [];
  const { ecrRegion, isPublic } = registryOf(image);
  return when(
    isPublic || (ecrRegion !== undefined && ecrRegion !== region),
    path,
    `must be in ECR of ${region} with ${isolation(vpc)}: the tasks cannot reach other registries`,
    `copy the image to ECR and set the copy; or ${vpc.tasksIn === 'isolated' ? 'tasks_in: private' : 'nat: single'}`,
  );
}

const flowRunsWayOut: Rule = (environment) => {
  const { network, flowRuns } = environment;
  if (network.create === undefined || flowRuns === undefined || flowRuns.subnets !== undefined) return [];
  const path = [...FLOW_RUNS, 'assign_public_ip'];
  if (!environment.isInFile(path)) return [];
  const isPublic = network.create.tasksIn === 'public';
  return [
    ...when(
      isPublic && !flowRuns.assignPublicIp,
      path,
      'must be true with tasks in public subnets: a public address is the only way out of a public subnet',
      'remove it: true is the default there',
    ),
    ...when(
      !isPublic && flowRuns.assignPublicIp,
      path,
      'must be false with network.create: the tasks are not in public subnets, and a public address has no effect elsewhere',
      'remove it, or set network.create.tasks_in: public',
    ),
  ];
};

export const ISOLATION_RULES: readonly Rule[] = [codeIsReached, secretsAreReached, imagesAreReached, flowRunsWayOut];
