import { addressesOf, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';

const GIVEN = { vpc_id: undefined, worker_subnets: undefined };
const GROUP = 'sg-0a51c9e27f3b64d80';
const SERVICE = 'aws_ecs_service.prefect_worker_service';

function network(terraform: Terraform) {
  return resourceAt(terraform, SERVICE)['network_configuration'] as Record<string, unknown>;
}

function ruleNames({ resource }: Terraform): string[] {
  return Object.keys(resource['aws_security_group_rule'] ?? {}).sort();
}

describe('in a VPC that exists', () => {
  test('VPC and subnets are the inputs', () => {
    const terraform = stackOf();
    expect(network(terraform)).toEqual({
      assign_public_ip: false,
      security_groups: ['${aws_security_group.prefect_worker.id}'],
      subnets: '${var.worker_subnets}',
    });
    expect(resourceAt(terraform, 'aws_security_group.prefect_worker')).toMatchObject({ vpc_id: '${var.vpc_id}' });
  });

  test('they are found by tags, unless an apply sets the inputs', () => {
    const terraform = stackOf({ vpc_id: { tags: { Name: 'main' } }, worker_subnets: { tags: { Tier: 'private' } } });
    expect(terraform.data?.['aws_vpc']).toEqual({ worker_vpc: { tags: { Name: 'main' } } });
    expect(terraform.data?.['aws_subnets']?.['worker_subnets']).toMatchObject({
      filter: [{ name: 'vpc-id', values: ['${coalesce(var.vpc_id, local.found_vpc_id)}'] }],
      tags: { Tier: 'private' },
      lifecycle: { postcondition: [{ condition: '${var.worker_subnets != null || length(self.ids) > 0}' }] },
    });
    expect(network(terraform)['subnets']).toBe(
      '${var.worker_subnets != null ? var.worker_subnets : sort(local.found_subnet_ids)}',
    );
    for (const input of ['vpc_id', 'worker_subnets'])
      expect(terraform.variable[input]).toMatchObject({ default: null, validation: expect.any(Array) });
  });

  test('they are read from parameters, whose lists have commas', () => {
    const terraform = stackOf({
      vpc_id: { ssm_parameter: '/net/vpc' },
      worker_subnets: { ssm_parameter: '/net/subnets' },
    });
    expect(addressesOf(terraform)).toEqual(
      expect.arrayContaining([
        'data.aws_ssm_parameter.ssm_parameter_net_subnets',
        'data.aws_ssm_parameter.ssm_parameter_net_vpc',
      ]),
    );
    expect(network(terraform)['subnets']).toBe(
      '${var.worker_subnets != null ? var.worker_subnets : [for id in split(",", local.found_subnet_ids) : trimspace(id)]}',
    );
  });

  test.each<[string, object, string[]]>([
    ['given groups beside ours', { security_groups: [GROUP] }, ['${aws_security_group.prefect_worker.id}', GROUP]],
    ['given groups alone', { create_security_group: false, security_groups: [GROUP] }, [GROUP]],
    [
      'a group found by its tags',
      { create_security_group: false, security_groups: [{ tags: { Name: 'db' } }] },
      ['${data.aws_security_group.security_group_db.id}'],
    ],
    [
      "the VPC's default group",
      { create_security_group: false, default_security_group: true },
      ['${data.aws_security_group.vpc_default.id}'],
    ],
  ])('the worker has %s', (_, fields, groups) => {
    expect(network(stackOf({ network: fields }))['security_groups']).toEqual(groups);
  });

  test('it gets a public address on purpose', () => {
    expect(network(stackOf({ network: { assign_public_ip: true } }))['assign_public_ip']).toBe(true);
  });

  test('nothing is made of a network but the group', () => {
    expect(addressesOf(stackOf()).filter((address) => /vpc|subnet|route|eip|nat|gateway/.test(address))).toEqual([]);
  });
});

describe('rules', () => {
  const egress = [
    { port: 5432, cidr_blocks: ['10.0.0.0/8', '192.168.0.0/16'] },
    { protocol: 'all', cidr_blocks: ['::/0'] },
    { protocol: 'icmp', cidr_blocks: ['0.0.0.0/0'] },
    { from_port: 8786, to_port: 8787, self: true },
    { port: 443, prefix_list: 'pl-63a5400a' },
    { port: 443, prefix_list: { aws_service: 's3' } },
    { port: 6379, security_group: { ssm_parameter: '/net/redis' } },
  ];
  const names = [
    'network_outbound_all_anywhere_ipv6',
    'network_outbound_icmp_anywhere',
    'network_outbound_tcp_443_pl_63a5400a',
    'network_outbound_tcp_443_s3',
    'network_outbound_tcp_5432_10_0_0_0_8',
    'network_outbound_tcp_5432_192_168_0_0_16',
    'network_outbound_tcp_6379_net_redis',
    'network_outbound_tcp_8786_8787_self',
  ];

  test('are named after what they say, in whatever order they stand', () => {
    expect(ruleNames(stackOf({ network: { egress } }))).toEqual(names);
    expect(ruleNames(stackOf({ network: { egress: [...egress].reverse() } }))).toEqual(names);
  });

  test('lead to the addresses that AWS keeps of its services', () => {
    const terraform = stackOf({ network: { egress } });
    expect(terraform.data?.['aws_ec2_managed_prefix_list']).toEqual({
      prefix_list_com_amazonaws_us_east_1_s3: { name: 'com.amazonaws.us-east-1.s3' },
    });
    expect(resourceAt(terraform, 'aws_security_group_rule.network_outbound_tcp_443_s3')).toMatchObject({
      prefix_list_ids: ['${data.aws_ec2_managed_prefix_list.prefix_list_com_amazonaws_us_east_1_s3.id}'],
    });
  });

  test.each<[whose: string, efs: object, names: readonly string[]]>([
    ['that exists', { file_system_id: 'fs-0a51c9e2', iam: false }, ['efs_outbound', 'network_outbound']],
    ['of another group', { file_system_id: 'fs-0a51c9e2', iam: false, own: true }, ['network_outbound']],
  ])(
    'lead the flow runs in the group of the worker to a file system %s',
    (_, { own, ...efs }: { own?: true }, expected) => {
      const flow_runs = {
        volumes: { data: { container_path: '/data', efs } },
        ...(own && { own_security_group: {} }),
      };
      const rules = ruleNames(stackOf({ flow_runs })).filter((name) => !name.startsWith('flow_runs'));
      expect(rules).toEqual(expected);
    },
  );

  test('of icmp allow all its types', () => {
    expect(
      resourceAt(stackOf({ network: { egress } }), 'aws_security_group_rule.network_outbound_icmp_anywhere'),
    ).toMatchObject({ protocol: 'icmp', from_port: -1, to_port: -1 });
  });

  test('let in what the stack file says, and this worker into the groups of others', () => {
    const terraform = stackOf({
      network: {
        ingress: [{ from_port: 8786, to_port: 8787, self: true, description: 'Dask ${workers}' }],
        admitted_by: [{ security_group: { tags: { Name: 'prefect-lb' } }, port: 443 }],
      },
    });
    expect(ruleNames(terraform)).toEqual([
      'admitted_by_prefect_lb_443',
      'network_inbound_tcp_8786_8787_self',
      'network_outbound',
    ]);
    expect(resourceAt(terraform, 'aws_security_group_rule.network_inbound_tcp_8786_8787_self')).toMatchObject({
      description: 'Dask $${workers}',
    });
  });
});

describe('in a VPC that is made', () => {
  const terraform = stackOf({ ...GIVEN, network: { create: { availability_zones: 2, flow_logs: {} } } });

  test('neither VPC nor subnets are asked for', () => {
    expect(Object.keys(terraform.variable)).not.toEqual(expect.arrayContaining(['vpc_id']));
    expect(Object.keys(terraform.variable)).not.toEqual(expect.arrayContaining(['worker_subnets']));
    expect(JSON.stringify(terraform)).not.toMatch(/var\.(vpc_id|worker_subnets)/);
  });

  test('the worker is in the private subnets', () => {
    expect(network(terraform)).toEqual({
      assign_public_ip: false,
      security_groups: ['${aws_security_group.prefect_worker.id}'],
      subnets: ['${aws_subnet.prefect_worker_private_subnet_1.id}', '${aws_subnet.prefect_worker_private_subnet_2.id}'],
    });
  });

  test('it is in the public ones, with public addresses, where there are no others', () => {
    const create = { public_only: true, availability_zones: 1 };
    expect(network(stackOf({ ...GIVEN, network: { create, assign_public_ip: true } }))).toMatchObject({
      assign_public_ip: true,
      subnets: ['${aws_subnet.prefect_worker_public_subnet_1.id}'],
    });
  });

  test.each(['hardened', 'reference'])('the %s service waits for the ways out', (preset) => {
    const made = stackOf({ ...GIVEN, preset, network: { create: { endpoints: true } } });
    expect(resourceAt(made, SERVICE)['depends_on']).toEqual(
      expect.arrayContaining([
        'aws_route.prefect_worker_private_route_1',
        'aws_route.prefect_worker_private_route_2',
        'aws_route_table_association.prefect_worker_private_1',
        'aws_vpc_endpoint.prefect_worker_endpoint_s3',
        'aws_vpc_endpoint.prefect_worker_endpoint_ecr_dkr',
        'aws_security_group_rule.endpoints_inbound',
      ]),
    );
  });

  test('its ids and the fixed addresses are outputs', () => {
    expect(terraform.output).toMatchObject({
      prefect_worker_vpc_id: { value: '${aws_vpc.prefect_worker_vpc.id}' },
      prefect_worker_subnet_ids: { value: { length: 2 } },
      prefect_worker_route_table_ids: { value: { length: 3 } },
      prefect_worker_nat_addresses: { value: ['${aws_eip.prefect_worker_nat_address_1.public_ip}'] },
    });
  });

  test('the fixed addresses are a value of the worker, with commas', () => {
    const made = stackOf({
      ...GIVEN,
      network: { create: { nat: 'per_az' } },
      worker: { environment: { SEEN_FROM: { stack: 'nat_addresses' } } },
    });
    expect(made.locals).toMatchObject({
      worker_nat_addresses: { length: 2 },
      worker_nat_addresses_as_text: '${join(",", local.worker_nat_addresses)}',
    });
  });

  test('all names follow the pattern, or are given', () => {
    const made = stackOf({
      ...GIVEN,
      names: { pattern: '{name}-{kind}', flow_logs_role: 'my-role' },
      network: { create: { flow_logs: {}, endpoints: true } },
    });
    expect(resourceAt(made, 'aws_vpc.prefect_worker_vpc')['tags']).toEqual({ Name: '${var.name}-prefect-worker-vpc' });
    expect(resourceAt(made, 'aws_security_group.prefect_worker_endpoints')).toMatchObject({
      name: '${var.name}-prefect-worker-endpoints-sg',
    });
    expect(resourceAt(made, 'aws_iam_role.prefect_worker_vpc_flow_logs_role')).toMatchObject({ name: 'my-role' });
  });

  test.each([
    ['us-east-1', ['use1-az3']],
    ['us-west-1', ['usw1-az2']],
    ['eu-central-1', undefined],
  ])('in %s zones without Fargate are not used: %j', (region, excluded) => {
    const made = stackOf({ ...GIVEN, region, network: { create: {} } });
    expect(made.data?.['aws_availability_zones']?.['available']?.['exclude_zone_ids']).toEqual(excluded);
  });
});
