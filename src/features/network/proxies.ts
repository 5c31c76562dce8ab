/** Variables that name a proxy. Source: https://docs.python.org/3/library/urllib.request.html#urllib.request.getproxies */
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Those by which Prefect Cloud is reached. */
const OF_HTTPS = NAMES.filter((name) => !/^http_/i.test(name));

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Where SOCKS listens. Source: RFC 1928 */
const SOCKS_PORT = 1080;

/** A proxy that a variable of a container names. */
export interface NamedProxy {
  readonly name: string;
  readonly url: URL;
  readonly port: number;
}

export function proxiesIn(variables: Readonly<Record<string, unknown>>): NamedProxy[] {
  return NAMES.flatMap((name) => {
    const value = variables[name];
    if (typeof value !== 'string' || value === '') return [];
    const text = value.includes('://') ? value : `http://${value}`;
    if (!URL.canParse(text)) return [];
    const url = new URL(text);
    return [{ name, url, port: url.port === '' ? (PORTS[url.protocol] ?? SOCKS_PORT) : Number(url.port) }];
  });
}

/** Whether a proxy stands between a container and the internet. */
export function hasProxy(variables: Readonly<Record<string, unknown>>): boolean {
  return proxiesIn(variables).some(({ name }) => OF_HTTPS.includes(name));
}
