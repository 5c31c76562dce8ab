import { inTable } from '../../values/in-table';
import { hasPlaceholder } from '../../values/placeholder';

/** Where something is sent to over TCP. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Ports of what usually stands in the URL of a database, a queue or a cache. Source: the registry of ports of IANA */
const PORTS: Readonly<Record<string, number>> = {
  amqp: 5672,
  amqps: 5671,
  clickhouse: 9000,
  kafka: 9092,
  mariadb: 3306,
  mongodb: 27_017,
  mssql: 1433,
  mysql: 3306,
  nats: 4222,
  oracle: 1521,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  redshift: 5439,
  sqlserver: 1433,
};

/** SQLAlchemy has the driver behind the scheme, JDBC stands before it. */
const SCHEME = /^(?:jdbc:)?([a-z][a-z0-9.-]*)(?:\+[a-z0-9_]+)?:\/\//i;

/** Schemes by which nothing is sent over TCP to the host. */
const NO_TCP = /^(udp|statsd|file|s3|gs|unix|arn)$/;

/** What a value leads to, where it is a URL with a port, or one of a known service. */
export function destinationOf(value: unknown): Destination | undefined {
  if (typeof value !== 'string' || hasPlaceholder(value)) return undefined;
  const scheme = SCHEME.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined || NO_TCP.test(scheme)) return undefined;
  // Not as http, which hides its own port.
  const url = value.replace(SCHEME, 'tcp://');
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  const number = port === '' ? inTable(PORTS, scheme) : Number(port);
  return hostname === '' || number === undefined ? undefined : { host: hostname, port: number };
}

interface LogDestination extends Destination {
  readonly option: string;
}

/** What a log driver or a log router sends to. */
export function logDestinationsIn(logConfiguration: unknown): LogDestination[] {
  const { logDriver, options = {} } = Object(logConfiguration) as {
    readonly logDriver?: string;
    readonly options?: Readonly<Record<string, string>>;
  };
  if (logDriver === 'splunk') {
    const found = destinationOf(options['splunk-url']);
    return found === undefined ? [] : [{ ...found, option: 'splunk-url' }];
  }
  if (logDriver !== 'awsfirelens') return [];
  // Fluent Bit minds no case.
  const named = (name: string) => Object.keys(options).find((option) => option.toLowerCase() === name);
  const [host, port] = [named('host'), named('port')];
  return host === undefined || port === undefined || !/^\d+$/.test(options[port] ?? '')
    ? []
    : [{ host: options[host] ?? '', port: Number(options[port]), option: port }];
}
