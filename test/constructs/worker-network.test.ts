import { Expression } from '../../src/constructs/terraform-text';
import { type NetworkRule, WorkerNetwork, type WorkerNetworkProps } from '../../src/constructs/worker-network';
import { addressesOf, inStack, resourceAt, type Terraform } from '../helpers/synthesized';

const GROUP = 'aws_security_group.prefect_worker';

function network(props: Partial<WorkerNetworkProps> = {}): Terraform {
  return inStack(
    (scope) =>
      new WorkerNetwork(scope, 'network', {
        securityGroupName: 'sg',
        randomSuffix: false,
        vpcId: 'vpc-12ab34cd',
        egress: 'https_only',
        ingress: [],
        admittedBy: [],
        ...props,
      }),
  );
}

const ruleAt = (terraform: Terraform, name: string) => resourceAt(terraform, `aws_security_group_rule.${name}`);

test('nothing may come in: the security group has no rules of its own, and one for what goes out', () => {
  const terraform = network();
  expect(addressesOf(terraform)).toEqual([GROUP, 'aws_security_group_rule.network_outbound']);
  expect(resourceAt(terraform, GROUP)).toEqual({
    name: 'sg',
    description: 'ECS Prefect worker',
    vpc_id: 'vpc-12ab34cd',
  });
});

test('a group whose name has a random end can be replaced while it is in use', () => {
  expect(resourceAt(network({ randomSuffix: true }), GROUP)).toEqual({
    name_prefix: 'sg-',
    description: 'ECS Prefect worker',
    vpc_id: 'vpc-12ab34cd',
    lifecycle: { create_before_destroy: true },
  });
});

test.each<[string, 'https_only' | 'all', object]>([
  ['only HTTPS may go out', 'https_only', { protocol: 'tcp', from_port: 443, to_port: 443 }],
  ['everything may go out, as in the reference', 'all', { protocol: 'all', from_port: 0, to_port: 0 }],
])('%s', (_, egress, ports) => {
  expect(ruleAt(network({ egress }), 'network_outbound')).toEqual({
    type: 'egress',
    security_group_id: `\${${GROUP}.id}`,
    cidr_blocks: ['0.0.0.0/0'],
    description: expect.any(String),
    ...ports,
  });
});

describe('an API on another port', () => {
  const apiUrl = new Expression('var.url');

  test('may be reached too, where that port is another one, which Terraform finds out', () => {
    const terraform = network({ apiUrl });
    expect(terraform.locals).toEqual({
      prefect_api_port:
        '${try(tonumber(regex("^[a-z]+://[^/:]+:([0-9]+)", var.url)[0]), startswith(var.url, "https:") ? 443 : 80)}',
    });
    expect(ruleAt(terraform, 'prefect_api_outbound')).toMatchObject({
      count: '${local.prefect_api_port == 443 ? 0 : 1}',
      type: 'egress',
      protocol: 'tcp',
      from_port: '${local.prefect_api_port}',
      to_port: '${local.prefect_api_port}',
    });
  });

  test('needs no rule where everything may go out', () => {
    expect(addressesOf(network({ apiUrl, egress: 'all' }))).toEqual([
      GROUP,
      'aws_security_group_rule.network_outbound',
    ]);
  });
});

const HTTPS = { protocol: 'tcp', fromPort: 443, toPort: 443 };

test.each<[string, Partial<NetworkRule>, object]>([
  ['ranges', { cidrBlocks: ['10.0.0.0/8'] }, { cidr_blocks: ['10.0.0.0/8'] }],
  [
    'ranges of both kinds',
    { cidrBlocks: ['10.0.0.0/8', '2001:db8::/32'] },
    { cidr_blocks: ['10.0.0.0/8'], ipv6_cidr_blocks: ['2001:db8::/32'] },
  ],
  ['another group', { sourceSecurityGroupId: 'sg-1' }, { source_security_group_id: 'sg-1' }],
  ['a prefix list', { prefixListIds: ['pl-1'] }, { prefix_list_ids: ['pl-1'] }],
  ['its own kind', { self: true }, { self: true }],
])('what may go out to %s, and nothing else, is a rule of its own', (_, peer, expected) => {
  const terraform = network({ egress: [{ ...HTTPS, description: 'why', ...peer }] });
  expect(addressesOf(terraform)).toEqual([GROUP, 'aws_security_group_rule.network_outbound_1']);
  expect(ruleAt(terraform, 'network_outbound_1')).toEqual({
    type: 'egress',
    security_group_id: `\${${GROUP}.id}`,
    description: 'why',
    protocol: 'tcp',
    from_port: 443,
    to_port: 443,
    ...expected,
  });
});

test('what may come in is a rule of its own', () => {
  const terraform = network({ ingress: [{ ...HTTPS, self: true }] });
  expect(ruleAt(terraform, 'network_inbound_1')).toEqual({
    type: 'ingress',
    security_group_id: `\${${GROUP}.id}`,
    protocol: 'tcp',
    from_port: 443,
    to_port: 443,
    self: true,
  });
});

test("a group of somebody else's lets the worker in by a rule there", () => {
  const terraform = network({ admittedBy: [{ securityGroupId: 'sg-of-others', port: 4200 }] });
  expect(ruleAt(terraform, 'admitted_by_1')).toEqual({
    type: 'ingress',
    security_group_id: 'sg-of-others',
    source_security_group_id: `\${${GROUP}.id}`,
    description: 'Prefect worker',
    protocol: 'tcp',
    from_port: 4200,
    to_port: 4200,
  });
});
