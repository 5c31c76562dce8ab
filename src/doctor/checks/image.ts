import { BatchGetImageCommand } from '@aws-sdk/client-ecr';
import { ecrRepositoryOf } from '../../values/image-registry';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, skipped } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { existence, partsOf } from '../registry';
import { isKnown } from '../terraform-value';
import { isMissing, looking, nameOf } from '../unread';
import { currentTask, type WorkerTask } from '../workers';

/** Whether the images of the workers exist, and are for the architecture of their tasks. */
export const checkImages: Check = (context) => lookAt(context, imagesOf(context.workers.map(currentTask), OF_WORKERS));

/** Whether those of flow runs do, as far as they are others. */
export const checkFlowRunImages: Check = (context) => {
  const ofWorkers = context.workers.flatMap((worker) => currentTask(worker).containers.map(({ image }) => image));
  const images = imagesOf(flowRunTasks(context), OF_FLOW_RUNS);
  return lookAt(
    context,
    images.filter(({ image }) => !ofWorkers.includes(image) && !willBeThere(context, image)),
  );
};

/** What no image means to those who start it. */
const OF_WORKERS = {
  consequence: 'no task can start',
  wayOut: 'Push the image, or correct worker_image.',
  section: 'Before you apply',
} as const;

const OF_FLOW_RUNS = {
  consequence: 'no flow run can start',
  wayOut: 'Build and push the image, or correct flow_runs.image or image.tag in the stack file.',
  section: 'First flow run',
} as const;

/** The images of tasks, those that several have once. */
function imagesOf(tasks: readonly WorkerTask[], absence: Image['absence']): Image[] {
  const all = tasks.flatMap(({ containers, architecture }) =>
    containers.flatMap(({ image, repositoryCredentials: credentials }) =>
      image === undefined ? [] : { image, architecture, isPrivate: credentials !== undefined, absence },
    ),
  );
  return [...new Map(all.map((image) => [JSON.stringify(image), image])).values()];
}

/** Whether the next apply creates the repository: nothing can be in it yet. */
function willBeThere({ stack, workers }: Context, image: string): boolean {
  const created = [...stack.resources('aws_ecr_repository').values()].map(({ name }) => name);
  return workers.every(({ live }) => live === undefined) && created.includes(ecrRepositoryOf(image)?.repository);
}

async function lookAt(context: Context, images: readonly Image[]): Promise<Finding[]> {
  const found = await Promise.all(
    images.map((one): Promise<readonly Finding[]> => {
      const { image, isPrivate } = one;
      const subject = `image ${image}`;
      if (!isKnown(image)) return Promise.resolve([skipped('image', 'its name is only known after the apply')]);
      if (ecrRepositoryOf(image) !== undefined) {
        return looking(subject, 'ecr:BatchGetImage', () => inEcr(context, subject, one));
      }
      return isPrivate
        ? Promise.resolve([skipped(subject, 'its registry asks for credentials, which are not used here')])
        : elsewhere(subject, one);
    }),
  );
  return found.flat();
}

interface Image {
  readonly image: string;
  readonly architecture: string;
  readonly isPrivate: boolean;
  readonly absence: typeof OF_WORKERS | typeof OF_FLOW_RUNS;
}

function missing(subject: string, { absence: { consequence, ...lead } }: Image, seen: string): Finding {
  return problem(subject, {
    id: 'image-missing',
    seen,
    cause: `It was never pushed, was deleted by a lifecycle policy, or its name is wrong: ${consequence}.`,
    ...lead,
  });
}

async function inEcr(context: Context, subject: string, one: Image): Promise<Finding[]> {
  const { image, architecture } = one;
  const { account, region, repository } = ecrRepositoryOf(image) as {
    account: string;
    region: string;
    repository: string;
  };
  const { reference } = partsOf(image);
  const aws = region === context.aws.region ? context.aws : context.aws.in(region);
  try {
    const { images = [] } = await aws.ecr.send(
      new BatchGetImageCommand({
        registryId: account,
        repositoryName: repository,
        imageIds: [reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference }],
      }),
    );
    if (images.length === 0) return [missing(subject, one, `the repository ${repository} has no image ${reference}`)];
    const platforms = architecturesIn(images[0]?.imageManifest);
    const wanted = architecture === 'ARM64' ? 'arm64' : 'amd64';
    if (platforms.length === 0 || platforms.includes(wanted)) return [ok(subject, 'it exists')];
    return [
      problem(subject, {
        id: 'image-architecture',
        seen: `it is for ${platforms.join(', ')}, and its task for ${architecture}`,
        cause: 'A container of another architecture does not start: exec format error.',
        wayOut: `Build it with --platform linux/${wanted}, or change the architecture in the stack file.`,
        section: one.absence.section,
      }),
    ];
  } catch (error) {
    // A registry of another account answers like this as well.
    if (!isMissing(error) && nameOf(error) !== 'RepositoryNotFoundException') throw error;
    return [missing(subject, one, `there is no repository ${repository} in the registry of ${account}`)];
  }
}

/** The architectures of an index; a manifest of one image does not say for which it is. */
export function architecturesIn(manifest = '{}'): string[] {
  const { manifests = [] } = JSON.parse(manifest) as { manifests?: { platform?: { architecture?: string } }[] };
  return [...new Set(manifests.flatMap(({ platform }) => platform?.architecture ?? []))]
    .filter((architecture) => architecture !== 'unknown')
    .sort();
}

async function elsewhere(subject: string, one: Image): Promise<Finding[]> {
  const { image } = one;
  switch (await existence(image)) {
    case 'exists':
      return [ok(subject, 'it exists')];
    case 'missing':
      return [missing(subject, one, `${partsOf(image).host} has no such image`)];
    case 'refused':
      return [missing(subject, one, `${partsOf(image).host} has no such image, or does not let everybody pull it`)];
    default:
      return [skipped(subject, `${partsOf(image).host} was not reached from here`)];
  }
}
