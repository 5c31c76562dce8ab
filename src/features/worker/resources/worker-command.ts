import type { Expression } from '../../../terraform/terraform-text';

export interface WorkerCommandProps {
  readonly workPoolName: Expression;
  readonly workerType: Expression;
  readonly workerName?: string;
  readonly workQueues?: readonly string[];
  readonly limit?: number;
  readonly prefetchSeconds?: number;
  readonly installPolicy?: string;
  readonly createPoolIfNotFound: boolean;
  readonly withHealthcheck: boolean;
  /** The environment variable that holds the certificate of an authority, to be written to {@link CA_FILE} first. */
  readonly caCertificateVariable?: string;
}

/** Where the client finds the certificate: PREFECT_API_SSL_CERT_FILE. */
export const CA_FILE = '/tmp/prefect-ca.pem';

/** The arguments that the image's entry point gets. */
export function workerCommand(props: WorkerCommandProps): (string | Expression)[] {
  const { workPoolName, workerType, workerName, workQueues = [], limit, prefetchSeconds, installPolicy } = props;
  const command = [
    ...['prefect', 'worker', 'start', '-p', workPoolName, '--type', workerType],
    ...(workerName === undefined ? [] : ['--name', workerName]),
    ...workQueues.flatMap((queue) => ['--work-queue', queue]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(prefetchSeconds === undefined ? [] : ['--prefetch-seconds', String(prefetchSeconds)]),
    ...(installPolicy === undefined ? [] : ['--install-policy', installPolicy]),
    ...(props.withHealthcheck ? ['--with-healthcheck'] : []),
    // Otherwise a missing pool would be made from Prefect's default template.
    ...(props.createPoolIfNotFound ? [] : ['--no-create-pool-if-not-found']),
  ];
  return withCertificate(command, props.caCertificateVariable);
}

/** The client reads a file, ECS injects variables: a shell writes the one from the other, and becomes the worker. */
export function withCertificate(command: (string | Expression)[], variable?: string): (string | Expression)[] {
  if (variable === undefined) return command;
  return ['sh', '-c', `printf '%s\\n' "$${variable}" > ${CA_FILE} && exec "$0" "$@"`, ...command];
}
