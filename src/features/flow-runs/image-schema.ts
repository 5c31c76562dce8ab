import * as z from 'zod';
import { checked, EXAMPLES } from '../../values/fields';
import { imageFault } from '../../values/image-fault';
import { IMAGE } from '../../values/limits/images';
import { hasPlaceholder, PLACEHOLDER } from '../../values/placeholder';

/** An image of which Prefect may replace any part when a flow run starts. */
export const flowRunImage = checked(
  z.string().refine((image) => isImage(image.replaceAll(PLACEHOLDER, 'a')), {
    error: `must be ${IMAGE.allowed}; {{ }} may stand for any part`,
  }),
  flowImageFault,
).register(EXAMPLES, { example: IMAGE.example });

function isImage(name: string): boolean {
  return IMAGE.pattern.test(name) && name.length <= (IMAGE.longest ?? 0);
}

/** A placeholder may stand for any part of a host. */
function flowImageFault(image: string): string | undefined {
  return hasPlaceholder(image.split('/')[0] ?? '') ? undefined : imageFault(image.replaceAll(PLACEHOLDER, 'a'));
}
