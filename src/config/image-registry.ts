/** Registries on the internet that everybody pulls from, besides Docker Hub. */
const PUBLIC_REGISTRIES: readonly string[] = [
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'index.docker.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'quay.io',
  'registry-1.docker.io',
  'registry.k8s.io',
];

/** Where an image comes from: an account's registry in ECR, a public one, or one that somebody keeps. */
export function registryOf(image: string): { readonly ecrRegion?: string; readonly isPublic: boolean } {
  const ecrRegion = /^[0-9]{12}\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\./.exec(image)?.[2];
  const [host = ''] = image.split('/');
  const namesHost = image.includes('/') && /[.:]|^localhost$/.test(host);
  return { ecrRegion, isPublic: !namesHost || PUBLIC_REGISTRIES.includes(host) };
}
