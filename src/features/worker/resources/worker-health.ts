import type { HealthCheckProps } from '../../container/resources/container-definition';

/**
 * Asks the worker's own /health, which `prefect worker start --with-healthcheck` serves on port 8080.
 * That answers 200 too while Prefect's API has never been reached, so until it has once, the probe asks the API as well;
 * any answer will do, since this is about the way there. Python, because the image has no curl.
 */
export const HEALTH_PROBE = `import http.client, os, ssl, sys, urllib.error, urllib.request
worker = http.client.HTTPConnection("127.0.0.1", 8080, timeout=4)
worker.request("GET", "/health")
if worker.getresponse().status != 200:
    sys.exit("the worker has not polled its work pool for too long")
reached = "/tmp/prefect-api-reached"
if not os.path.exists(reached):
    try:
        urllib.request.urlopen(os.environ["PREFECT_API_URL"] + "/health", timeout=4)
    except urllib.error.URLError as error:
        if not isinstance(error, urllib.error.HTTPError) and not isinstance(error.reason, ssl.SSLError):
            sys.exit("the Prefect API cannot be reached: " + str(error.reason))
    open(reached, "w").close()
`;

/** In seconds, but for `retries`. The start period covers the pull of a first connection to Prefect. */
export const HEALTH_CHECK = {
  command: ['CMD', 'python', '-c', HEALTH_PROBE],
  interval: 30,
  timeout: 10,
  retries: 3,
  startPeriod: 120,
} as const;

/** The worker's health check, with what a stack file sets of it. */
export function workerHealthCheck(settings: Partial<HealthCheckProps>): HealthCheckProps {
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...HEALTH_CHECK, ...set };
}
