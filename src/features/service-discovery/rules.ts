import { noEffect, type Rule, when } from '../../environment/rule';

const oneNamespace: Rule = ({ serviceDiscovery: settings, cluster, service }) => {
  if (settings === undefined) return [];
  const { create, namespaceId, clusterDefault } = settings;
  return [
    ...when(
      (create === undefined) === (namespaceId === undefined),
      ['service_discovery'],
      'set exactly one of: create, namespace_id',
      create === undefined ? 'for example create: prefect.local' : 'remove one of the two',
    ),
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

export const SERVICE_DISCOVERY_RULES: readonly Rule[] = [oneNamespace];
