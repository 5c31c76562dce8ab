/**
 * A check that runs wherever there is Python: Prefect's images have neither curl nor wget. Without the proxy of
 * HTTP_PROXY, which Python would ask for localhost too.
 */
export const HEALTH_COMMAND = [
  'CMD',
  'python',
  '-c',
  "import urllib.request as web; web.build_opener(web.ProxyHandler({})).open('http://localhost:8080/health')",
] as const;

const [kind, program, option, script] = HEALTH_COMMAND;

export const HEALTH_IN_WORDS = `[${kind}, ${program}, ${option}, "${script}"]`;
