import type { Environment } from '../config/environment';
import { physicalNames } from '../config/names';
import { dnsSuffixOf } from '../config/regions';
import { baseImage, flowImage, flowPlatform, flowRepositoryName } from './flow-image';

/** What the runbook says of pool, image and first flow run; nothing for a worker that starts no tasks. */
export interface ProjectView {
  /** The pool's name, which needs no quotes in a shell. */
  readonly pool: string;
  /** The apply makes the pool. */
  readonly managed: boolean;
  /** Whether prefect.yaml names the image; else the pool's own is used. */
  readonly imageNamed: boolean;
  /** As prefect.yaml or a command names it; with the account as a shell variable where the stack file does not tell it. */
  readonly image: string;
  /** The repository that this stack makes; empty where it makes none. */
  readonly repository: string;
  /** The registry's host, with the account as a shell variable where the stack file does not tell it. */
  readonly registry: string;
  readonly base: string;
  readonly baseInEcr: boolean;
  readonly platform: string;
  readonly tag: string;
  /** How the code gets to the flow runs: baked_in, git, s3. */
  readonly bakedIn: boolean;
  readonly git: string;
  readonly s3: string;
  readonly logGroup: string;
  readonly hasTaskRole: boolean;
  readonly sharedDefinition: boolean;
}

export function projectView(environment: Environment): ProjectView | undefined {
  const { flowRuns, image, inputs, region, aws, workPool } = environment;
  if (flowRuns === undefined) return undefined;
  const repository = flowRepositoryName(environment) ?? '';
  const registry = `${aws.accountId ?? '$account'}.dkr.ecr.${region}.${dnsSuffixOf(region)}`;
  const named = flowImage(environment);
  const { code } = image;
  return {
    pool: inputs.workerWorkPoolName,
    managed: workPool === 'managed',
    imageNamed: named !== undefined,
    image: flowRuns.image ?? (repository === '' ? '' : `${registry}/${repository}:${image.tag}`),
    repository,
    registry,
    base: baseImage(environment),
    baseInEcr: /^[0-9]{12}\.dkr[.-]ecr/.test(baseImage(environment)),
    platform: flowPlatform(environment),
    tag: image.tag,
    bakedIn: code === 'baked_in',
    git: typeof code === 'object' ? (code.git?.repository ?? '') : '',
    s3: typeof code === 'object' && code.s3 ? `s3://${code.s3.bucket}/${code.s3.folder}` : '',
    logGroup: logGroupInWords(environment, flowRuns),
    hasTaskRole: flowRuns.taskRole !== undefined,
    sharedDefinition: flowRuns.createTaskDefinition || flowRuns.taskDefinitionArn !== undefined,
  };
}

/** The name of the log group; empty where there is none, or where only a parameter tells it. */
function logGroupInWords({ inputs, naming, logs }: Environment, { log }: NonNullable<Environment['flowRuns']>): string {
  const names = physicalNames(inputs.name, naming);
  const text = (name: unknown, otherwise: string) =>
    name === undefined ? otherwise : typeof name === 'string' ? name : '';
  if (log.group === 'none') return '';
  if (log.group === 'worker') return text(logs.name, names.logGroup);
  return text(log.name, names.flowRunLogGroup);
}
