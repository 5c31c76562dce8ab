import type { Config } from '../../environment/schema';
import { gpusOf } from '../container/gpus';
import { flowRunsOnInstances } from '../flow-runs/capacity';
import { everyWorker } from '../workers/every-worker';
import { type Ec2, ec2 } from './schema';

/** The instances that an environment makes, with every default resolved. */
export type Instances = Omit<Ec2, 'ami' | 'instanceTypes' | 'architecture'> & {
  readonly architecture: 'x86_64' | 'arm64';
  readonly ami: string;
  readonly instanceTypes: readonly string[];
};

const NEWEST = '/aws/service/ecs/optimized-ami/amazon-linux-2023';

/** Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
const AMIS = {
  x86_64: `resolve:ssm:${NEWEST}/recommended/image_id`,
  arm64: `resolve:ssm:${NEWEST}/arm64/recommended/image_id`,
  gpu: `resolve:ssm:${NEWEST}/gpu/recommended/image_id`,
};

const TYPES = { x86_64: 'm7i.large', arm64: 'm7g.large', gpu: 'g6.xlarge' };

/** The instances for the workers and flow runs of a stack file; none where none asks for them. */
export function toInstances(config: Config): Instances | undefined {
  const onOwnInstances = everyWorker(config).filter(({ capacity }) => capacity.type === 'ec2');
  const given = config.capacity.ec2;
  if (given === undefined && onOwnInstances.length === 0) return undefined;
  const { architecture: own, ami, instanceTypes, ...settings } = given ?? ec2.parse({});
  const ofWorkers = onOwnInstances
    .map(({ worker }) => worker.architecture)
    .find((known) => known && known !== 'unspecified');
  const architecture = own ?? (ofWorkers === 'arm64' ? 'arm64' : 'x86_64');
  const withGpu = onOwnInstances.some(({ worker }) => gpusOf(worker) > 0) || flowRunsNeedGpus(config);
  const kind = withGpu ? 'gpu' : architecture;
  return {
    ...settings,
    architecture,
    ami: ami ?? AMIS[kind],
    instanceTypes: instanceTypes ?? [TYPES[kind]],
  };
}

function flowRunsNeedGpus({ flowRuns, workers }: Config): boolean {
  return [flowRuns, ...Object.values(workers).map((worker) => worker.flowRuns)].some(
    (runs) => runs !== undefined && flowRunsOnInstances(runs.capacity) && gpusOf(runs) > 0,
  );
}
