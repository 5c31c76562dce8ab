import { admissions, oneSidedRules } from '../../../src/features/network/security-group-rules';

type Rules = Parameters<typeof oneSidedRules>[0];

const GROUP = 'sg-0a51c9e27f3b64d80';
const tcp = (port: number) => ({ protocol: 'tcp' as const, port });
const opened = (fromPort: number, toPort = fromPort) => ({ protocol: 'tcp', fromPort, toPort });

test.each<[what: string, rules: Rules, oneSided: object[]]>([
  ['no rules', [], []],
  ['a rule to nobody', [tcp(443)], []],
  [
    'a rule to several ranges',
    [{ ...tcp(443), cidrBlocks: ['10.0.0.0/8', '0.0.0.0/0', '::/0', '2001:db8::/32'] }],
    [
      { ...opened(443), key: 'tcp_443_10_0_0_0_8', cidrBlock: '10.0.0.0/8' },
      { ...opened(443), key: 'tcp_443_anywhere', cidrBlock: '0.0.0.0/0' },
      { ...opened(443), key: 'tcp_443_anywhere_ipv6', cidrBlock: '::/0' },
      { ...opened(443), key: 'tcp_443_2001_db8_32', cidrBlock: '2001:db8::/32' },
    ],
  ],
  [
    'a group by its id, and one by its parameter',
    [
      { ...tcp(5432), securityGroup: GROUP },
      { ...tcp(5432), securityGroup: { ssmParameter: '/team//db' } },
    ],
    [
      { ...opened(5432), key: `tcp_5432_${GROUP.replace('-', '_')}`, securityGroup: GROUP },
      { ...opened(5432), key: 'tcp_5432_team_db', securityGroup: { ssmParameter: '/team//db' } },
    ],
  ],
  [
    'a group by its tags',
    [{ ...tcp(5432), securityGroup: { tags: { Name: 'db', Team: 'data platform' } } }],
    [
      {
        ...opened(5432),
        key: 'tcp_5432_db_data_platform',
        securityGroup: { tags: { Name: 'db', Team: 'data platform' } },
      },
    ],
  ],
  [
    "AWS's own prefix list, and one by its id",
    [
      { ...tcp(443), prefixList: { awsService: 's3' } },
      { ...tcp(443), prefixList: 'pl-63a5400a' },
    ] as Rules,
    [
      { ...opened(443), key: 'tcp_443_s3', prefixList: { awsService: 's3' } },
      { ...opened(443), key: 'tcp_443_pl_63a5400a', prefixList: 'pl-63a5400a' },
    ],
  ],
  [
    'a range of ports within the group, with a description',
    [{ protocol: 'tcp', fromPort: 8786, toPort: 8787, self: true, description: 'Dask' }],
    [{ ...opened(8786, 8787), key: 'tcp_8786_8787_self', description: 'Dask', self: true }],
  ],
  [
    'a range of one port',
    [{ protocol: 'udp', fromPort: 53, toPort: 53, cidrBlocks: ['10.0.0.0/8'] }],
    [{ protocol: 'udp', fromPort: 53, toPort: 53, key: 'udp_53_10_0_0_0_8', cidrBlock: '10.0.0.0/8' }],
  ],
  [
    'everything, which has no ports',
    [{ protocol: 'all', cidrBlocks: ['10.0.0.0/8'] }],
    [{ protocol: 'all', fromPort: 0, toPort: 0, key: 'all_10_0_0_0_8', cidrBlock: '10.0.0.0/8' }],
  ],
  [
    'icmp, of which -1 is everything',
    [{ protocol: 'icmp', cidrBlocks: ['10.0.0.0/8'] }],
    [{ protocol: 'icmp', fromPort: -1, toPort: -1, key: 'icmp_10_0_0_0_8', cidrBlock: '10.0.0.0/8' }],
  ],
  [
    'empty descriptions, which AWS refuses',
    [{ ...tcp(1), self: true, description: '' }],
    [{ ...opened(1), key: 'tcp_1_self', self: true }],
  ],
])('%s', (_, rules, oneSided) => {
  expect(oneSidedRules(rules)).toEqual(oneSided);
});

test('rules that read alike have keys of their own, however many they are', () => {
  const rules = ['/db/group', 'db/group', 'db//group'].map((ssmParameter) => ({
    ...tcp(5432),
    securityGroup: { ssmParameter },
  }));
  expect(oneSidedRules(rules).map(({ key, securityGroup }) => [key, securityGroup])).toEqual([
    ['tcp_5432_db_group', { ssmParameter: '/db/group' }],
    ['tcp_5432_db_group__2', { ssmParameter: 'db/group' }],
    ['tcp_5432_db_group__3', { ssmParameter: 'db//group' }],
  ]);
});

test('an admission has a key of the group that it is in, and the port', () => {
  const rules = [
    { securityGroup: GROUP, port: 443, description: 'API' },
    { securityGroup: { ssmParameter: '/db' }, port: 5432 },
    { securityGroup: { ssmParameter: 'db' }, port: 5432 },
  ];
  expect(admissions(rules)).toEqual([
    { ...rules[0], key: 'sg_0a51c9e27f3b64d80_443' },
    { ...rules[1], key: 'db_5432' },
    { ...rules[2], key: 'db_5432__2' },
  ]);
});
