import { WorkerNetwork, type WorkerNetworkProps } from '../../../../src/features/network/resources/worker-network';
import { Expression } from '../../../../src/terraform/terraform-text';
import { addressesOf, inStack, resourceAt } from '../../../helpers/synthesized';

const HTTPS = { id: 'network_outbound', protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlock: '0.0.0.0/0' };

function network(props: Partial<WorkerNetworkProps> = {}) {
  return inStack(
    (scope) =>
      new WorkerNetwork(scope, 'network', {
        name: { name: 'worker' },
        vpcId: 'vpc-12ab34cd',
        egress: [HTTPS],
        ingress: [],
        admittedBy: [],
        ...props,
      }),
  );
}

const GROUP = 'aws_security_group.prefect_worker';
const OURS = `\${${GROUP}.id}`;

test('nothing may come in: the security group has no rules of its own, and one for what goes out', () => {
  expect(addressesOf(network())).toEqual([GROUP, 'aws_security_group_rule.network_outbound']);
  expect(resourceAt(network(), GROUP)).toEqual({
    name: 'worker',
    description: 'ECS Prefect worker',
    vpc_id: 'vpc-12ab34cd',
  });
});

test('with a random end to its name, the group can be replaced while it is in use', () => {
  expect(resourceAt(network({ name: { namePrefix: 'worker-' } }), GROUP)).toMatchObject({
    name_prefix: 'worker-',
    lifecycle: { create_before_destroy: true },
  });
});

test('a rule that was called otherwise before is moved', () => {
  const terraform = network({ egress: [{ ...HTTPS, movedFrom: 'before' }] });
  expect(terraform.moved).toEqual([
    { from: 'aws_security_group_rule.before', to: 'aws_security_group_rule.network_outbound' },
  ]);
});

describe('the port of a Prefect server', () => {
  const apiEgress = {
    port: new Expression('local.prefect_api_port'),
    count: new Expression('local.prefect_api_port == 443 ? 0 : 1'),
  };

  test('is open, where it is another one than that of HTTPS', () => {
    const terraform = network({ apiEgress });
    expect(resourceAt(terraform, 'aws_security_group_rule.prefect_api_outbound')).toMatchObject({
      count: '${local.prefect_api_port == 443 ? 0 : 1}',
      type: 'egress',
      protocol: 'tcp',
      from_port: '${local.prefect_api_port}',
      to_port: '${local.prefect_api_port}',
    });
  });
});

describe('a rule', () => {
  const ports = { protocol: 'tcp', fromPort: 1, toPort: 2 };

  test.each<[what: string, side: object, attributes: object]>([
    ['IPv4 addresses', { cidrBlock: '10.0.0.0/8' }, { cidr_blocks: ['10.0.0.0/8'] }],
    ['IPv6 addresses', { cidrBlock: '2001:db8::/32' }, { ipv6_cidr_blocks: ['2001:db8::/32'] }],
    ['a group', { sourceSecurityGroupId: 'sg-12ab34cd' }, { source_security_group_id: 'sg-12ab34cd' }],
    ['a prefix list', { prefixListId: 'pl-12ab34cd' }, { prefix_list_ids: ['pl-12ab34cd'] }],
    ['its own group', { self: true }, { self: true }],
  ])('lets out to %s', (_, side, attributes) => {
    const terraform = network({ egress: [{ id: 'there', ...ports, ...side }] });
    expect(resourceAt(terraform, 'aws_security_group_rule.there')).toEqual({
      type: 'egress',
      security_group_id: OURS,
      protocol: 'tcp',
      from_port: 1,
      to_port: 2,
      ...attributes,
    });
  });

  test('lets in', () => {
    const terraform = network({ ingress: [{ key: 'here', ...ports, self: true, description: 'Dask' }] });
    expect(resourceAt(terraform, 'aws_security_group_rule.network_inbound_here')).toMatchObject({
      type: 'ingress',
      description: 'Dask',
      self: true,
    });
  });
});

test("somebody else's group lets the worker in, and is otherwise left alone", () => {
  const terraform = network({ admittedBy: [{ key: 'db_5432', securityGroupId: 'sg-12ab34cd', port: 5432 }] });
  expect(resourceAt(terraform, 'aws_security_group_rule.admitted_by_db_5432')).toEqual({
    type: 'ingress',
    security_group_id: 'sg-12ab34cd',
    source_security_group_id: OURS,
    description: 'Prefect worker',
    protocol: 'tcp',
    from_port: 5432,
    to_port: 5432,
  });
});
