import { BatchGetImageCommand } from '@aws-sdk/client-ecr';
import { ecrRepositoryOf } from '../../values/image-registry';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, skipped } from '../finding';
import { existence, partsOf } from '../registry';
import { isKnown } from '../terraform-expression';
import { isMissing, looking, nameOf } from '../unread';
import { currentTask } from '../workers';

/** Whether the images of the workers exist, and are for the architecture of their tasks. */
export const checkImages: Check = async (context) => {
  const images = context.workers.flatMap((worker) => {
    const { containers, architecture } = worker.live === undefined ? worker.task : currentTask(worker);
    return containers.map(({ image = '', repositoryCredentials: credentials }) =>
      JSON.stringify({ image, architecture, isPrivate: credentials !== undefined }),
    );
  });
  const found = await Promise.all(
    [...new Set(images)].map((text): Promise<readonly Finding[]> => {
      const { image, architecture, isPrivate } = JSON.parse(text) as Image;
      const subject = `image ${image}`;
      if (!isKnown(image)) return Promise.resolve([skipped('image', 'its name is only known after the apply')]);
      if (ecrRepositoryOf(image) !== undefined) {
        return looking(subject, 'ecr:BatchGetImage', () => inEcr(context, subject, image, architecture));
      }
      return isPrivate
        ? Promise.resolve([skipped(subject, 'its registry asks for credentials, which are not used here')])
        : elsewhere(subject, image);
    }),
  );
  return found.flat();
};

interface Image {
  readonly image: string;
  readonly architecture: string;
  readonly isPrivate: boolean;
}

function missing(subject: string, seen: string): Finding {
  return problem(subject, {
    id: 'image-missing',
    seen,
    cause: 'It was never pushed, was deleted by a lifecycle policy, or its name is wrong: no task can start.',
    wayOut: 'Push the image, or correct worker_image.',
    section: 'Before you apply',
  });
}

async function inEcr(context: Context, subject: string, image: string, architecture: string): Promise<Finding[]> {
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
    if (images.length === 0) return [missing(subject, `the repository ${repository} has no image ${reference}`)];
    const platforms = architecturesIn(images[0]?.imageManifest);
    const wanted = architecture === 'ARM64' ? 'arm64' : 'amd64';
    if (platforms.length === 0 || platforms.includes(wanted)) return [ok(subject, 'it exists')];
    return [
      problem(subject, {
        id: 'image-architecture',
        seen: `it is for ${platforms.join(', ')}, and its task for ${architecture}`,
        cause: 'A container of another architecture does not start: exec format error.',
        wayOut: `Build it with --platform linux/${wanted}, or change worker.architecture.`,
        section: 'Before you apply',
      }),
    ];
  } catch (error) {
    // A registry of another account answers like this as well.
    if (!isMissing(error) && nameOf(error) !== 'RepositoryNotFoundException') throw error;
    return [missing(subject, `there is no repository ${repository} in the registry of ${account}`)];
  }
}

/** The architectures of an index; a manifest of one image does not say for which it is. */
export function architecturesIn(manifest = '{}'): string[] {
  const { manifests = [] } = JSON.parse(manifest) as { manifests?: { platform?: { architecture?: string } }[] };
  return [...new Set(manifests.flatMap(({ platform }) => platform?.architecture ?? []))]
    .filter((architecture) => architecture !== 'unknown')
    .sort();
}

async function elsewhere(subject: string, image: string): Promise<Finding[]> {
  switch (await existence(image)) {
    case 'exists':
      return [ok(subject, 'it exists')];
    case 'missing':
      return [missing(subject, `${partsOf(image).host} has no such image`)];
    case 'refused':
      return [missing(subject, `${partsOf(image).host} has no such image, or does not let everybody pull it`)];
    default:
      return [skipped(subject, `${partsOf(image).host} was not reached from here`)];
  }
}
