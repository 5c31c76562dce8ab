import type { StackContext } from '../../stack/context';
import { literal } from '../../terraform/terraform-text';
import { Namespace } from './resources/namespace';

/** The ARN of the registry of the worker's tasks; undefined where they are not registered. */
export function createServiceDiscovery({ scope, environment }: StackContext, vpcId: string): string | undefined {
  const settings = environment.serviceDiscovery;
  if (settings === undefined) return undefined;
  const { create, namespaceId, service, dnsRecords, ttl } = settings;
  return new Namespace(scope, 'service_discovery', {
    vpcId,
    name: create && literal(create),
    id: namespaceId && literal(namespaceId),
    service: service && literal(service),
    dnsRecords,
    ttl,
  }).registryArn;
}
