import { PRESETS } from '../../environment/presets';
import { ecrRepositoryOf } from '../../values/image-registry';

/** Where the worker's image is, and the image of ours that it can be copied from. */
export function imageView(image: string) {
  const found = ecrRepositoryOf(image);
  const [, tag, digest] = /(?::([^:@/]+))?(?:@(sha256:[0-9a-f]+))?$/.exec(image) ?? [];
  return {
    imageInEcr: found !== undefined,
    imageInRegistry:
      found === undefined
        ? null
        : {
            ...found,
            host: image.split('/')[0],
            imageId: digest === undefined ? `imageTag=${tag ?? 'latest'}` : `imageDigest=${digest}`,
            tag: digest === undefined,
          },
    publicImage: PRESETS.hardened.workerImage,
  };
}
