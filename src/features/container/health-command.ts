/** A check that runs wherever there is Python: Prefect's images have neither curl nor wget. */
export const HEALTH_COMMAND = [
  'CMD',
  'python',
  '-c',
  "import urllib.request as web; web.urlopen('http://localhost:8080/health')",
] as const;

const [kind, program, option, script] = HEALTH_COMMAND;

export const HEALTH_IN_WORDS = `[${kind}, ${program}, ${option}, "${script}"]`;
