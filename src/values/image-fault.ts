import { ecrFault } from './ecr-registry';
import { inTable } from './in-table';

/** Pages on which people look images up, and the registry of each. */
const REGISTRY_OF_PAGE: Readonly<Record<string, string>> = {
  'gallery.ecr.aws': 'public.ecr.aws',
  'hub.docker.com': 'docker.io',
  'github.com': 'ghcr.io',
  'gitlab.com': 'registry.gitlab.com',
};

/** What is wrong with an image of the right form, as a sentence that begins with must; undefined: nothing. */
export function imageFault(image: string): string | undefined {
  const [host = ''] = image.split('/');
  const registry = inTable(REGISTRY_OF_PAGE, host);
  if (registry !== undefined) return `must not be the address of a web page: the registry of ${host} is ${registry}`;
  if (/^mcr\.microsoft\.com\/windows\//.test(image)) return 'must be an image for Linux, which the tasks run on';
  return ecrFault(image);
}
