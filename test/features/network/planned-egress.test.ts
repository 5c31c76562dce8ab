import { type EgressSettings, opens, plannedEgress, portOf } from '../../../src/features/network/egress-rules';

const NAMES = { outbound: 'out', nfs: 'files', everythingDescription: 'All of it' };
const ANYWHERE = ['0.0.0.0/0'];
const tcp = (port: number, cidrBlocks = ANYWHERE) => ({ protocol: 'tcp' as const, port, cidrBlocks });
const EVERYTHING = { protocol: 'all' as const, cidrBlocks: ANYWHERE };

function planned(settings: Partial<EgressSettings>) {
  return plannedEgress({ egress: 'https_only', requiredEgress: true, mountsEfs: false, ...settings }, NAMES);
}

/** Of each rule its address, its ports and where it leads; of the one for the API, what else is open. */
function inShort(settings: Partial<EgressSettings>) {
  const { rules, api } = planned(settings);
  const short = rules.map(({ id, fromPort, toPort, cidrBlock }) => `${id} ${fromPort}-${toPort} ${cidrBlock}`);
  return api === undefined ? short : [...short, `api ${api.otherPorts.join(' ')}`.trim()];
}

test('everything is one rule, and needs none for the API', () => {
  expect(planned({ egress: 'all', apiPort: 4200, mountsEfs: true })).toEqual({
    rules: [
      {
        id: 'out',
        key: 'all_anywhere',
        description: 'All of it',
        protocol: 'all',
        fromPort: 0,
        toPort: 0,
        cidrBlock: '0.0.0.0/0',
      },
    ],
  });
});

test('what is added says what it is for', () => {
  const { rules } = planned({ mountsEfs: true });
  expect(rules).toEqual([
    {
      id: 'out',
      key: 'tcp_443_anywhere',
      description: 'HTTPS to Prefect, AWS and the image registry',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlock: '0.0.0.0/0',
    },
    {
      id: 'files',
      key: 'tcp_2049_anywhere',
      description: 'EFS',
      protocol: 'tcp',
      fromPort: 2049,
      toPort: 2049,
      cidrBlock: '0.0.0.0/0',
    },
  ]);
});

const OUT = 'out 443-443 0.0.0.0/0';
const FILES = 'files 2049-2049 0.0.0.0/0';

test.each<[what: string, settings: Partial<EgressSettings>, rules: string[]]>([
  ['HTTPS', {}, [OUT, 'api']],
  ['HTTPS, whatever else is said', { requiredEgress: false, apiPort: 4200 }, [OUT, 'api']],
  ['HTTPS and the files', { mountsEfs: true }, [OUT, FILES, 'api 2049']],
  [
    'a rule, and what is required',
    { egress: [tcp(5432)], mountsEfs: true },
    [OUT, 'out_tcp_5432_anywhere 5432-5432 0.0.0.0/0', FILES, 'api 2049 5432'],
  ],
  [
    'a rule alone',
    { egress: [tcp(5432)], mountsEfs: true, requiredEgress: false },
    ['out_tcp_5432_anywhere 5432-5432 0.0.0.0/0'],
  ],
  ['no rules, and what is required', { egress: [] }, [OUT, 'api']],
  ['HTTPS of the file', { egress: [tcp(443)] }, [OUT, 'api']],
  [
    'HTTPS of the file to some',
    { egress: [tcp(443, ['10.0.0.0/8'])] },
    ['out_tcp_443_10_0_0_0_8 443-443 10.0.0.0/8', 'api'],
  ],
  [
    'ports around what is required',
    { egress: [{ protocol: 'tcp', fromPort: 1, toPort: 65_535, cidrBlocks: ANYWHERE }], mountsEfs: true },
    ['out_tcp_1_65535_anywhere 1-65535 0.0.0.0/0', 'api'],
  ],
  [
    'ports that begin or end with what is required',
    {
      egress: [
        { protocol: 'tcp', fromPort: 1, toPort: 443, cidrBlocks: ANYWHERE },
        { protocol: 'tcp', fromPort: 443, toPort: 500, cidrBlocks: ANYWHERE },
      ],
    },
    ['out_tcp_1_443_anywhere 1-443 0.0.0.0/0', 'out_tcp_443_500_anywhere 443-500 0.0.0.0/0', 'api'],
  ],
  [
    'ports just beside what is required',
    {
      egress: [
        { protocol: 'tcp', fromPort: 1, toPort: 442, cidrBlocks: ANYWHERE },
        { protocol: 'tcp', fromPort: 444, toPort: 2_048, cidrBlocks: ANYWHERE },
      ],
      mountsEfs: true,
    },
    [OUT, 'out_tcp_1_442_anywhere 1-442 0.0.0.0/0', 'out_tcp_444_2048_anywhere 444-2048 0.0.0.0/0', FILES, 'api 2049'],
  ],
  [
    'UDP on the port',
    { egress: [{ ...tcp(443), protocol: 'udp' }] },
    [OUT, 'out_udp_443_anywhere 443-443 0.0.0.0/0', 'api'],
  ],
  [
    'the group itself on the port',
    { egress: [{ protocol: 'tcp', port: 443, self: true }] },
    [OUT, 'out_tcp_443_self 443-443 undefined', 'api'],
  ],
  [
    'everything of the file, which wins',
    { egress: [tcp(443), EVERYTHING] },
    ['out_tcp_443_anywhere 443-443 0.0.0.0/0', 'out 0-0 0.0.0.0/0'],
  ],
  [
    'everything to some',
    { egress: [{ protocol: 'all', cidrBlocks: ['10.0.0.0/8'] }] },
    ['out_all_10_0_0_0_8 0-0 10.0.0.0/8', 'api'],
  ],
  ['the files of the file', { egress: [tcp(2049)], mountsEfs: true }, [OUT, FILES, 'api 2049']],
  ['the port of the API, which has an address of its own', { egress: [tcp(4200)], apiPort: 4200 }, [OUT, 'api']],
  ['the port of the API alone', { egress: [tcp(4200)], apiPort: 4200, requiredEgress: false }, ['api']],
  [
    'the port of the API to some, which needs no second rule',
    { egress: [tcp(4200, ['10.0.0.0/8'])], apiPort: 4200 },
    [OUT, 'out_tcp_4200_10_0_0_0_8 4200-4200 10.0.0.0/8'],
  ],
  ['the port of the API, where that is 443', { egress: [tcp(443)], apiPort: 443 }, [OUT, 'api']],
  [
    'other ports to everywhere, sorted, and no ranges',
    {
      egress: [tcp(8443), tcp(4200), tcp(443), { protocol: 'tcp', fromPort: 5, toPort: 6, cidrBlocks: ANYWHERE }],
    },
    [
      'out_tcp_8443_anywhere 8443-8443 0.0.0.0/0',
      'out_tcp_4200_anywhere 4200-4200 0.0.0.0/0',
      OUT,
      'out_tcp_5_6_anywhere 5-6 0.0.0.0/0',
      'api 4200 8443',
    ],
  ],
])('plans %s', (_, settings, rules) => {
  expect(inShort(settings)).toEqual(rules);
});

test('only a rule with another address than earlier versions gave it is moved', () => {
  const { rules } = planned({ egress: [tcp(443), tcp(2049), tcp(5432)] });
  expect(rules.map(({ movedFrom }) => movedFrom)).toEqual(['out_tcp_443_anywhere', 'out_tcp_2049_anywhere', undefined]);
});

test('the rule for the API keeps the description of the file', () => {
  const egress = [{ ...tcp(4200), description: 'Ours' }];
  expect(planned({ egress, apiPort: 4200 }).api).toEqual({ description: 'Ours', otherPorts: [] });
  expect(planned({ egress: [tcp(4200)], apiPort: 4200 }).api).toEqual({ otherPorts: [] });
});

test.each<[rule: object, isOpen: boolean]>([
  [{ protocol: 'tcp', fromPort: 443, toPort: 443 }, true],
  [{ protocol: 'tcp', fromPort: 442, toPort: 444 }, true],
  [{ protocol: 'tcp', fromPort: 444, toPort: 500 }, false],
  [{ protocol: 'tcp', fromPort: 1, toPort: 442 }, false],
  [{ protocol: 'udp', fromPort: 443, toPort: 443 }, false],
  [{ protocol: 'all', fromPort: 0, toPort: 0 }, true],
  [{ protocol: 'all', fromPort: 0, toPort: 0, self: true }, false],
])('%j opens 443: %s', (rule, isOpen) => {
  expect(opens(rule as Parameters<typeof opens>[0], 443)).toBe(isOpen);
});

test.each([
  ['https://prefect.example.com/api', 443],
  ['http://prefect.example.com/api', 80],
  ['https://prefect.example.com:8443/api', 8443],
  ['http://prefect.internal:4200/api', 4200],
])('%s has the port %i', (url, port) => {
  expect(portOf(url)).toBe(port);
});
