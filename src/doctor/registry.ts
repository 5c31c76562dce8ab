/** What a registry says of an image; undefined: it was not asked, or did not answer. */
export type Existence = 'exists' | 'missing' | 'refused' | undefined;

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const PATIENCE = 8_000;

/**
 * Asks a registry for an image without credentials, by its HTTP API (OCI distribution specification, "Checking if
 * content exists in the registry"). Docker Hub does not count such a question as a pull.
 */
export async function existence(image: string): Promise<Existence> {
  const { host, repository, reference } = partsOf(image);
  const scheme = /^(?:localhost|127\.)/.test(host) ? 'http' : 'https';
  const url = `${scheme}://${host}/v2/${repository}/manifests/${reference}`;
  try {
    const first = await head(url);
    const challenge = first.headers.get('www-authenticate');
    if (first.status !== 401 || challenge === null) return byStatus(first.status);
    const token = await anonymousToken(challenge);
    return token === undefined ? 'refused' : byStatus((await head(url, token)).status);
  } catch {
    return undefined;
  }
}

function head(url: string, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'HEAD',
    headers: { accept: MANIFESTS, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function byStatus(status: number): Existence {
  if (status < 300) return 'exists';
  if (status === 404) return 'missing';
  // Docker Hub answers so for a repository that does not exist, too.
  if (status === 401 || status === 403) return 'refused';
  return undefined;
}

/** `Bearer realm="https://…",service="…",scope="repository:…:pull"`. */
async function anonymousToken(challenge: string): Promise<string | undefined> {
  const { realm, ...query } = Object.fromEntries(
    [...challenge.matchAll(/\b(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  if (realm === undefined) return undefined;
  const response = await fetch(`${realm}?${new URLSearchParams(query)}`, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) return undefined;
  const { token, access_token: accessToken } = (await response.json()) as { token?: string; access_token?: string };
  return token ?? accessToken;
}

/** As Docker reads a name: without a host it is Docker Hub's, without a tag it is `latest`. */
export function partsOf(image: string): {
  readonly host: string;
  readonly repository: string;
  readonly reference: string;
} {
  const [, host, path = ''] = /^(?:([^/.:]*[.:][^/]*|localhost)\/)?(.*)$/.exec(image) ?? [];
  const [, name = '', tag, digest] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(path) ?? [];
  const isHub = host === undefined || host === 'docker.io' || host === 'index.docker.io';
  return {
    host: isHub ? 'registry-1.docker.io' : host,
    repository: isHub && !name.includes('/') ? `library/${name}` : name,
    reference: digest ?? tag ?? 'latest',
  };
}
