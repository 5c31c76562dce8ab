import type { Environment } from '../environment/environment';
import type { Created } from './created';
import type { Part } from './diagram';

/** Where the tasks of the first worker are found by a name of DNS. */
export function serviceDiscoveryIn({ serviceDiscovery }: Environment, created: Created): Part {
  if (serviceDiscovery === undefined) return {};
  const { create, service } = serviceDiscovery;
  return {
    nodes: [
      {
        id: 'names',
        title: 'Cloud Map',
        notes: [create === undefined ? 'existing namespace' : 'private DNS namespace'],
        within: 'aws',
        items: created(/^aws_service_discovery_/),
      },
    ],
    edges: [
      service === undefined
        ? { from: 'vpc', to: 'names', label: 'resolves names' }
        : { from: 'worker', to: 'names', label: 'is registered' },
    ],
  };
}
