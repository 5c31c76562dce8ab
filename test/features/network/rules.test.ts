import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const GIVEN = { vpc_id: undefined, worker_subnets: undefined };
const SERVER = {
  prefect_account_id: undefined,
  prefect_workspace_id: undefined,
  prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
};
const IN_ECR = { worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1' };
const ISOLATED = { ...GIVEN, ...SERVER, ...IN_ECR, network: { create: { nat: 'none' } } };
const GROUP = 'sg-0a51c9e27f3b64d80';

function creating(create: object, network: object = {}) {
  return { ...GIVEN, network: { create, ...network } };
}

const TAKEN: readonly [what: string, fields: object][] = [
  ['nothing said', {}],
  ['a public address in given subnets', { network: { assign_public_ip: true } }],
  ['existing groups instead of one of ours', { network: { create_security_group: false, security_groups: [GROUP] } }],
  ['the default group alone', { network: { create_security_group: false, default_security_group: true } }],
  [
    'five groups in all',
    { network: { security_groups: [1, 2, 3].map((n) => `sg-0000000${n}`), default_security_group: true } },
  ],
  [
    'rules to each kind of other side',
    {
      network: {
        egress: [
          { port: 443, cidr_blocks: ['0.0.0.0/0', '::/0'] },
          { port: 5432, security_group: { tags: { Name: 'db' } } },
          { port: 443, prefix_list: 'pl-63a5400a' },
          { from_port: 8786, to_port: 8787, self: true },
          { protocol: 'all', cidr_blocks: ['10.0.0.0/8'] },
          { protocol: 'icmp', cidr_blocks: ['10.0.0.0/8'] },
        ],
        ingress: [{ protocol: 'udp', port: 53, security_group: GROUP }],
        admitted_by: [{ security_group: GROUP, port: 443 }],
      },
    },
  ],
  ['a VPC with all defaults', creating({})],
  [
    'a VPC that its subnets fill',
    creating({ cidr_block: '10.0.0.0/24', private_subnet_prefix: 26, public_subnet_prefix: 26 }),
  ],
  ['public subnets alone', creating({ public_only: true }, { assign_public_ip: true })],
  ['HTTPS only without NAT', { ...ISOLATED, network: { create: { nat: 'none' }, egress: 'https_only' } }],
  ['a private registry without NAT', { ...ISOLATED, worker_image: 'registry.internal.example.com:5000/worker:1' }],
];

test.each(TAKEN)('takes %s', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});

const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'no VPC',
    { vpc_id: undefined },
    'vpc_id\n    is required\n    → set an existing one, or create a VPC: network.create: {}',
  ],
  ['no subnets', { worker_subnets: undefined }, 'worker_subnets\n    is required'],
  [
    'a VPC with addresses of no network',
    creating({ cidr_block: '224.0.0.0/16' }),
    'network.create.cidr_block: "224.0.0.0/16"\n    must not be in 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 or 224.0.0.0/4, which AWS does not allow for a VPC\n    → set a private range: in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
  ],
  [
    'a VPC beside the one that is made',
    { worker_subnets: undefined, network: { create: {} } },
    'has no effect: network.create creates a VPC with subnets\n    → remove it, or set vpc_id: null if it comes from a base',
  ],
  [
    'no group at all',
    { network: { create_security_group: false } },
    'network.create_security_group: false\n    must not be false without another security group',
  ],
  [
    'six groups',
    { network: { security_groups: [1, 2, 3, 4, 5].map((n) => `sg-0000000${n}`) } },
    'the worker would have 6 security groups: AWS allows at most 5 for a task',
  ],
  ...(['egress', 'ingress', 'admitted_by'] as const).map((field): [string, object, string] => [
    `${field} of a group that is not made`,
    {
      network: {
        create_security_group: false,
        security_groups: [GROUP],
        [field]: [field === 'admitted_by' ? { port: 1, security_group: GROUP } : { port: 1, self: true }],
      },
    },
    `network.${field}\n    has no effect: it applies only to a security group that this stack creates`,
  ]),
  [
    'a rule without another side',
    { network: { egress: [{ port: 443 }] } },
    'network.egress[0]\n    set exactly one of: cidr_blocks',
  ],
  [
    'a rule with two',
    { network: { ingress: [{ port: 443, self: true, cidr_blocks: ['10.0.0.0/8'] }] } },
    'network.ingress[0]\n    set exactly one of: cidr_blocks',
  ],
  [
    'a rule without ports',
    { network: { egress: [{ self: true }] } },
    'set exactly one of: port, from_port and to_port',
  ],
  [
    'a rule with a port and a range',
    { network: { egress: [{ self: true, port: 1, from_port: 1, to_port: 2 }] } },
    'set exactly one of: port, from_port and to_port',
  ],
  [
    'half a range',
    { network: { egress: [{ self: true, from_port: 1 }] } },
    'from_port and to_port are both required, from_port the lower one',
  ],
  [
    'a range the wrong way',
    { network: { egress: [{ self: true, from_port: 2, to_port: 1 }] } },
    'from_port and to_port are both required, from_port the lower one',
  ],
  [
    'ports of all protocols',
    { network: { egress: [{ self: true, protocol: 'all', port: 1 }] } },
    'network.egress[0].protocol: "all"\n    must be tcp or udp with ports: all includes every port, and icmp has none',
  ],
  [
    'ports of icmp',
    { network: { egress: [{ self: true, protocol: 'icmp', port: 8 }] } },
    'must be tcp or udp with ports: all includes every port, and icmp has none',
  ],
  [
    'icmp to IPv6 addresses',
    { network: { egress: [{ protocol: 'icmp', cidr_blocks: ['::/0'] }] } },
    'must be all, tcp or udp with IPv6 addresses',
  ],
  [
    'a rule twice',
    {
      network: {
        egress: [
          { port: 1, self: true },
          { from_port: 1, to_port: 1, self: true, description: 'again' },
        ],
      },
    },
    'network.egress[1]\n    repeats network.egress[0]: AWS rejects duplicate rules',
  ],
  [
    'a range of addresses twice in one rule',
    { network: { ingress: [{ port: 1, cidr_blocks: ['10.0.0.0/8', '10.0.0.0/8'] }] } },
    'network.ingress[0]\n    lists the same addresses twice: AWS rejects duplicate rules',
  ],
  [
    'an admission twice',
    { network: { admitted_by: [1, 1].map((port) => ({ port, security_group: GROUP })) } },
    'network.admitted_by[1]\n    repeats network.admitted_by[0]: AWS rejects duplicate rules',
  ],
  [
    'a range that does not begin where it says',
    { network: { egress: [{ port: 1, cidr_blocks: ['10.0.0.1/16'] }] } },
    'network.egress[0].cidr_blocks[0]: "10.0.0.1/16"\n    must begin where the range begins\n    → did you mean 10.0.0.0/16?',
  ],
  [
    'an IPv6 range in another spelling',
    { network: { egress: [{ port: 1, cidr_blocks: ['2001:DB8::/32'] }] } },
    'must begin where the range begins\n    → did you mean 2001:db8::/32?',
  ],
  [
    'addresses that there are not',
    { network: { egress: [{ port: 1, cidr_blocks: ['999.0.0.0/8'] }] } },
    'must be a range of addresses: 10.0.0.0/16 or 2001:db8::/32',
  ],
  [
    'an address that is no range',
    { network: { egress: [{ port: 1, cidr_blocks: ['10.0.0.1'] }] } },
    'must be a range of addresses',
  ],

  [
    'a VPC of /15',
    creating({ cidr_block: '10.0.0.0/15' }),
    'network.create.cidr_block: "10.0.0.0/15"\n    must be a range of IPv4 addresses with a prefix length from /16 to /28',
  ],
  [
    'a VPC of /29',
    creating({ cidr_block: '10.0.0.0/29' }),
    'must be a range of IPv4 addresses with a prefix length from /16 to /28',
  ],
  ['a VPC of IPv6 addresses', creating({ cidr_block: '2001:db8::/16' }), 'must be a range of IPv4 addresses'],
  [
    'a VPC that does not begin where it says',
    creating({ cidr_block: '10.0.0.1/16' }),
    'network.create.cidr_block: "10.0.0.1/16"\n    must begin where the range begins\n    → did you mean 10.0.0.0/16?',
  ],
  ['a VPC of addresses that there are not', creating({ cidr_block: '10.0.256.0/16' }), 'must be a range of addresses'],
  [
    'a VPC that is too small for its subnets',
    creating({ cidr_block: '10.0.0.0/20' }),
    'is too small: it has 4096 addresses, and its subnets (2 private /20 and 2 public /24) need 8704\n    → set a larger range, or smaller or fewer subnets: private_subnet_prefix, public_subnet_prefix, availability_zones',
  ],
  [
    'a subnet as large as the VPC, and another',
    creating({ private_subnet_prefix: 16, availability_zones: 1 }),
    '1 private /16 and 1 public /24',
  ],
  ['seven zones', creating({ availability_zones: 7 }), 'network.create.availability_zones: 7\n    must be at most 6'],
  [
    'NAT without private subnets',
    creating({ public_only: true, nat: 'single' }, { assign_public_ip: true }),
    'network.create.nat: "single"\n    has no effect: with public_only there are no private subnets',
  ],
  [
    'public subnets without public addresses',
    creating({ public_only: true }),
    'network.assign_public_ip\n    must be true with tasks in public subnets',
  ],
  [
    'public addresses in private subnets',
    creating({}, { assign_public_ip: true }),
    'network.assign_public_ip: true\n    must be false with network.create: the tasks are not in public subnets, and a public address has no effect elsewhere',
  ],
  [
    'neither NAT nor endpoints',
    { ...ISOLATED, network: { create: { nat: 'none', endpoints: false } } },
    'network.create.endpoints: false\n    must not be false with network.create.nat: none: the tasks could not reach AWS',
  ],
  ['an endpoint of no service', creating({ endpoints: ['S3'] }), 'network.create.endpoints'],
  [
    'the default group of a VPC that is made',
    creating({}, { default_security_group: true }),
    'network.default_security_group: true\n    must be false with network.create',
  ],
  [
    'Prefect Cloud without NAT',
    { ...GIVEN, ...IN_ECR, network: { create: { nat: 'none' } } },
    'network.create.nat: "none"\n    must not be none with Prefect Cloud: the tasks cannot reach the internet\n    → set nat: single; or set prefect.api_url to a server inside this VPC, or to Prefect Cloud by PrivateLink; or set HTTPS_PROXY in worker.environment to a proxy that the VPC reaches',
  ],
  [
    "Prefect Cloud's whole URL without NAT",
    {
      ...ISOLATED,
      prefect: {
        api_url:
          'https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185',
      },
    },
    'prefect.api_url: "https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/wor…\n    must not be Prefect Cloud with network.create.nat: none',
  ],
  [
    'the default image without NAT',
    { ...ISOLATED, worker_image: undefined },
    'worker_image\n    must be in ECR of us-east-1 with network.create.nat: none',
  ],
  ...[
    'prefecthq/prefect:3-latest',
    'python',
    'docker.io/prefecthq/prefect:3',
    'public.ecr.aws/x/prefect:3',
    'ghcr.io/x/prefect:3',
    '111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker:1',
  ].map((worker_image): [string, object, string] => [
    `${worker_image} without NAT`,
    { ...ISOLATED, worker_image },
    `worker_image: "${worker_image}"\n    must be in ECR of us-east-1 with network.create.nat: none`,
  ]),
  [
    'packages at start without NAT',
    { ...ISOLATED, worker_extra_pip_packages: 's3fs' },
    'worker_extra_pip_packages: "s3fs"\n    must be empty with network.create.nat: none: the tasks cannot reach PyPI',
  ],
  [
    "the reference's packages without NAT",
    { ...ISOLATED, preset: 'reference' },
    'worker_extra_pip_packages\n    must be empty with network.create.nat: none',
  ],
  [
    "the worker's own package at every start without NAT",
    { ...ISOLATED, prefect: { ...SERVER.prefect, install_policy: 'always' } },
    'prefect.install_policy: "always"\n    must not be always with network.create.nat: none',
  ],
  [
    'a name for a VPC that is not made',
    { names: { vpc: 'x' } },
    'names.vpc: "x"\n    has no effect: no VPC is created',
  ],
  [
    'a name for flow logs that are not kept',
    { ...creating({}), names: { flow_logs_role: 'x' } },
    'names.flow_logs_role: "x"\n    has no effect: no role that writes the VPC flow logs is created',
  ],
  [
    'addresses of NAT gateways where there are none',
    { ...ISOLATED, outputs: { from: 'nat_addresses' } },
    'nat_addresses is not available: no NAT gateway is created',
  ],
  [
    'route tables of a VPC that exists',
    { outputs: { tables: 'route_table_ids' } },
    'route_table_ids is not available: network.create is not set',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(reportOnFields(fields)).toContain(report);
});
