import * as z from 'zod';
import { onChange, onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text, wholeNumber } from '../../values/fields';
import type { TextLimit } from '../../values/limits/text-limit';

/** Source: https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html */
const DNS_NAMESPACE: TextLimit = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
  longest: 253,
  allowed: 'a domain name of lower-case letters, digits and hyphens, with a dot, such as prefect.local',
  example: 'prefect.local',
  source: 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html',
};

const NAMESPACE_ID: TextLimit = {
  pattern: /^ns-[a-z0-9]+$/,
  longest: 64,
  allowed: 'the ID of a namespace of Cloud Map: ns-…',
  example: 'ns-e1tpmexample0001',
  source: 'https://docs.aws.amazon.com/cloud-map/latest/api/API_Namespace.html',
};

const LABEL: TextLimit = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed: 'lower-case letters, digits and hyphens in between, at most 63, as a part of a domain name',
  example: 'worker',
  source: 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html',
};

export const serviceDiscovery = group({
  create: text(DNS_NAMESPACE)
    .optional()
    .describe(
      'Create a private DNS namespace of this name in the VPC. It is a hosted zone of Route 53, which is billed monthly. A VPC can have only one namespace of a name.',
    )
    .meta(
      onChange(
        'creates or deletes the namespace',
        'replaces the namespace',
        'replaces the entry in Cloud Map',
        'updates the service',
        'updates the cluster',
      ),
    ),
  namespace_id: text(NAMESPACE_ID)
    .optional()
    .describe('The ID of an existing DNS namespace, in which service is registered.')
    .meta(onChange('replaces the entry in Cloud Map', 'updates the service')),
  service: text(LABEL)
    .optional()
    .describe(
      'Register the tasks of the worker under this name. SERVICE.NAMESPACE then resolves to their addresses, for example for a monitoring system that requests /health. Applies only to the first worker. Default: not registered.',
    )
    .meta(onChange('replaces the entry in Cloud Map', 'updates the service')),
  dns_records: z
    .array(z.enum(['A', 'AAAA']))
    .min(1)
    .default(['A'])
    .describe(
      'The records of each task: A for its IPv4 address, AAAA for its IPv6 address. AAAA requires subnets with IPv6, and the account setting dualStackIPv6 of ECS (or subnets with IPv6 alone).',
    )
    .meta(
      onChangeWith(
        'Change service with it: a namespace takes no second entry of one name.',
        'replaces the entry in Cloud Map',
        'updates the service',
      ),
    ),
  ttl: wholeNumber(0, 2_147_483_647, 60)
    .default(10)
    .describe('Seconds that an answer may be used again. Short, as tasks come and go.')
    .meta(onChange('updates the entry in Cloud Map')),
  cluster_default: z
    .boolean()
    .default(false)
    .describe(
      'Make the created namespace the default of the created cluster: services in this cluster that set no namespace use it for Service Connect.',
    )
    .meta(
      onChangeWith(
        'Terraform cannot remove it from the cluster again: aws ecs update-cluster --cluster NAME --service-connect-defaults namespace= does.',
        'updates the cluster',
      ),
    ),
})
  .describe(
    'A namespace of AWS Cloud Map, for DNS names of tasks in the VPC. Default: none; Prefect does not need one.',
  )
  .meta(onChange('does what terraform plan shows'));
export type ServiceDiscovery = z.output<typeof serviceDiscovery>;

EXAMPLES.add(serviceDiscovery, { example: { create: 'prefect.local', service: 'worker' } });
