import { sharedData } from '../../disk/build-cache';
import type { Config } from '../../environment/schema';
import { image as imageSchema } from './schema';

type Given = NonNullable<Config['image']>;

export type Image = Given & { readonly code: NonNullable<Given['code']> };

/** Without an image of its own a flow run starts the worker's, which holds git and no flows. */
export function toImage({
  image = sharedData('no image', () => imageSchema.parse({})),
  flowRuns,
  bucket,
}: Config): Image {
  const { repository, base, packages, lockFile, dockerfile } = image;
  const own =
    repository ?? base ?? packages[0] ?? lockFile ?? dockerfile ?? flowRuns?.image ?? flowRuns?.taskDefinitionArn;
  const { code = own === undefined ? 'git' : 'baked_in' } = image;
  if (typeof code !== 'object' || code.s3 === undefined || code.s3.bucket !== undefined) return { ...image, code };
  return { ...image, code: { ...code, s3: { ...code.s3, bucket: bucket?.name ?? bucket?.existing } } };
}
