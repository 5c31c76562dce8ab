/** Public registries on the internet other than Docker Hub. */
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

/** The repository of AWS's own registry that an image is in; undefined: it is elsewhere. */
export function ecrRepositoryOf(
  image: string,
): { readonly account: string; readonly region: string; readonly repository: string } | undefined {
  const [, account, region, repository] =
    /^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([^:@{}]+)(?=[:@]|$)/.exec(image) ?? [];
  return account === undefined || region === undefined || repository === undefined
    ? undefined
    : { account, region, repository };
}

/** Whether AWS's own registry holds the image, for which the execution role needs rights: the same pattern as the stack's own. */
export function isInEcr(image: string): boolean {
  return ecrRepositoryOf(image) !== undefined;
}

/** Images of an account's registry in ECR, in a region or in any. */
const fromEcr = (region: string) => `^[0-9]{12}\\.dkr[.-]ecr(-fips)?\\.${region}\\.`;

/** The same as {@link registryOf} says, as patterns that Terraform knows too. */
export function registryPatterns(region: string) {
  const hosts = PUBLIC_REGISTRIES.map((host) => host.replaceAll('.', '\\.')).join('|');
  return {
    withHost: /^([^/.:]*[.:][^/]*|localhost)\//,
    isPublic: new RegExp(`^(${hosts})/`),
    inEcr: new RegExp(fromEcr('[a-z0-9-]+')),
    inEcrHere: new RegExp(fromEcr(region)),
  };
}

/** Where an image comes from: an account's registry in ECR, a public one, or one that somebody keeps. */
export function registryOf(image: string): { readonly ecrRegion?: string; readonly isPublic: boolean } {
  const ecrRegion = /^[0-9]{12}\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\./.exec(image)?.[2];
  const [host = ''] = image.split('/');
  const namesHost = image.includes('/') && /[.:]|^localhost$/.test(host);
  return { ecrRegion, isPublic: !namesHost || PUBLIC_REGISTRIES.includes(host) };
}
