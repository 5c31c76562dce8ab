import type { Environment } from '../../environment/environment';
import { type Item, when } from '../../inventory/item';
import { vpcKey } from '../network/inventory';

export function serviceDiscovery(environment: Environment): readonly Item[] {
  const { create, namespaceId, service } = environment.serviceDiscovery ?? {};
  const within = create === undefined ? `namespace ${namespaceId}` : `namespace ${create} in ${vpcKey(environment)}`;
  return [
    ...when(create !== undefined, {
      address: 'aws_service_discovery_private_dns_namespace.prefect_worker',
      purpose: 'Private DNS namespace of the VPC',
      name: { text: create ?? '', field: 'service_discovery.create', within: vpcKey(environment) },
    }),
    ...when(service !== undefined, {
      address: 'aws_service_discovery_service.prefect_worker',
      purpose: 'DNS name of the tasks of the worker',
      name: { text: service ?? '', field: 'service_discovery.service', within },
    }),
  ];
}
