import { exactlyOne, noEffect, pathsInFile, type Rule, when } from '../../environment/rule';

const ADDRESSES = ['service_discovery', 'dns_records'];

const records: Rule = (environment) => {
  const { serviceDiscovery: settings, network } = environment;
  if (settings === undefined) return [];
  return [
    ...pathsInFile(environment, ['service_discovery'], ['dns_records', 'ttl']).flatMap((path) =>
      noEffect(
        settings.service === undefined,
        path,
        'service is not set, so that no task is registered',
        'for example service: worker',
      ),
    ),
    ...when(
      settings.dnsRecords.includes('AAAA') && network.create !== undefined,
      ADDRESSES,
      'must be [A] with network.create: the created subnets have no IPv6 addresses',
      'remove it',
    ),
  ];
};

const oneNamespace: Rule = ({ serviceDiscovery: settings, cluster, service }) => {
  if (settings === undefined) return [];
  const { create, namespaceId, clusterDefault } = settings;
  return [
    ...exactlyOne(['service_discovery'], { create: create !== undefined, namespace_id: namespaceId !== undefined }),
    ...when(
      namespaceId !== undefined && settings.service === undefined,
      ['service_discovery', 'service'],
      'is required with namespace_id: nothing else is done with an existing namespace',
      'for example service: worker',
    ),
    ...noEffect(
      settings.service !== undefined && !service.create,
      ['service_discovery', 'service'],
      'service.create is false',
    ),
    ...noEffect(
      clusterDefault && (create === undefined || cluster.existing !== undefined),
      ['service_discovery', 'cluster_default'],
      'it applies only to a created namespace and a created cluster',
    ),
  ];
};

/** The domains that every task looks up. */
const LOOKED_UP = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'on.aws',
  'prefect.cloud',
  'docker.io',
  'docker.com',
  'pypi.org',
];

/** No public name ends so. Sources: RFC 6762 (.local), and https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en (.internal). */
const PRIVATE = /\.(local|internal)$/;

/** A private zone answers for all names below it, within the VPC: what is not in it does not exist. */
const namespaceHidesServer: Rule = ({ serviceDiscovery, prefect: { apiUrl } }) => {
  const { create } = serviceDiscovery ?? {};
  if (create === undefined) return [];
  // A server below such a name is registered in the namespace by others.
  const server =
    typeof apiUrl === 'string' && URL.canParse(apiUrl) && !PRIVATE.test(create) ? [new URL(apiUrl).hostname] : [];
  const hidden = [...LOOKED_UP, ...server].find((host) => host === create || host.endsWith(`.${create}`));
  return when(
    hidden !== undefined,
    ['service_discovery', 'create'],
    `hides ${hidden} from the VPC: a private namespace answers for every name that ends in it`,
    'set a name of your own, for example create: prefect.internal',
  );
};

export const SERVICE_DISCOVERY_RULES: readonly Rule[] = [oneNamespace, records, namespaceHidesServer];
