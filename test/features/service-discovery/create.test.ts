import { reportOnFields } from '../../helpers/stack-files';
import { addressesOf, resourceAt, stackOf } from '../../helpers/synthesized';

const NAMESPACE = 'aws_service_discovery_private_dns_namespace.prefect_worker';
const ENTRY = 'aws_service_discovery_service.prefect_worker';
const SERVICE = 'aws_ecs_service.prefect_worker_service';
const CLUSTER = 'aws_ecs_cluster.prefect_worker_cluster';

const discovered = (settings: object, others: object = {}) => stackOf({ service_discovery: settings, ...others });

test('a created namespace alone is in the VPC, and nothing is registered in it', () => {
  const stack = discovered({ create: 'prefect.local' });
  expect(resourceAt(stack, NAMESPACE)).toMatchObject({ name: 'prefect.local', vpc: '${var.vpc_id}' });
  expect(addressesOf({ resource: stack.resource })).not.toContain(ENTRY);
  expect(resourceAt(stack, SERVICE)).not.toHaveProperty('service_registries');
  expect(resourceAt(stack, CLUSTER)).not.toHaveProperty('service_connect_defaults');
});

test('the tasks of the first worker are registered, and the cluster has the namespace for others', () => {
  const stack = discovered(
    { create: 'prefect.local', service: 'worker', cluster_default: true },
    { workers: { gpu: { worker_work_pool_name: 'gpu' } } },
  );
  expect(resourceAt(stack, ENTRY)).toMatchObject({
    name: 'worker',
    force_destroy: true,
    dns_config: {
      namespace_id: `\${${NAMESPACE}.id}`,
      routing_policy: 'MULTIVALUE',
      dns_records: [{ type: 'A', ttl: 10 }],
    },
  });
  expect(resourceAt(stack, SERVICE)).toMatchObject({ service_registries: { registry_arn: `\${${ENTRY}.arn}` } });
  expect(resourceAt(stack, `${SERVICE}_gpu`)).not.toHaveProperty('service_registries');
  expect(resourceAt(stack, CLUSTER)).toMatchObject({ service_connect_defaults: { namespace: `\${${NAMESPACE}.arn}` } });
});

test('an existing namespace gets the entry alone', () => {
  const stack = discovered({ namespace_id: 'ns-e1tpmexample0001', service: 'worker' });
  expect(resourceAt(stack, ENTRY)).toMatchObject({ dns_config: { namespace_id: 'ns-e1tpmexample0001' } });
  expect(addressesOf({ resource: stack.resource })).not.toContain(NAMESPACE);
});

const REFUSED: readonly (readonly [string, object, string])[] = [
  [
    'two namespaces',
    { create: 'a.local', namespace_id: 'ns-a', service: 'x' },
    'set exactly one of: create, namespace_id',
  ],
  ['no namespace', { service: 'x' }, 'for example create: prefect.local'],
  ['an existing namespace without what uses it', { namespace_id: 'ns-a' }, 'is required with namespace_id'],
  [
    'the default of an existing one',
    { namespace_id: 'ns-a', service: 'x', cluster_default: true },
    'has no effect: it applies only to a created namespace',
  ],
  ['a namespace without a dot', { create: 'prefect' }, 'must be a domain name'],
  ['a name with a dot', { create: 'a.local', service: 'a.b' }, 'as a part of a domain name'],
];

test.each(REFUSED)('fails on %s', (_, settings, message) => {
  expect(reportOnFields({ service_discovery: settings })).toContain(message);
});

test('fails on an entry of a service that others create', () => {
  const fields = { service_discovery: { create: 'a.local', service: 'x' }, service: { create: false } };
  expect(reportOnFields(fields)).toContain('has no effect: service.create is false');
});
