import type { FlowRuns } from '../../../src/features/flow-runs/resolve';
import { flowRunEgress, workerEgress } from '../../../src/features/network/egress-of';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';
import { addressesOf, resourceAt, stackOf } from '../../helpers/synthesized';

const HTTPS = { port: 443, cidr_blocks: ['0.0.0.0/0'] };
const EVERYTHING = { protocol: 'all', cidr_blocks: ['0.0.0.0/0'] };
const DATABASE = { port: 5432, cidr_blocks: ['10.0.0.0/8'] };
const NFS = { port: 2049, cidr_blocks: ['0.0.0.0/0'] };
const FILES = { worker: { volumes: { d: { container_path: '/d', efs: { file_system_id: 'fs-0a51c9e2' } } } } };
const SERVER = {
  prefect_account_id: undefined,
  prefect_workspace_id: undefined,
  prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
};

function idsOf(network: object, fields: object = {}): string[] {
  return workerEgress(environmentOf({ network, ...fields })).rules.map(({ id }) => id);
}

describe('one rule has one address:', () => {
  test.each<[what: string, egress: unknown, ids: string[]]>([
    ['HTTPS alone', 'https_only', ['network_outbound']],
    ['everything', 'all', ['network_outbound']],
    ['HTTPS as a rule', [HTTPS], ['network_outbound']],
    ['everything as a rule', [EVERYTHING], ['network_outbound']],
    ['HTTPS that the file does not name', [DATABASE], ['network_outbound', 'network_outbound_tcp_5432_10_0_0_0_8']],
    ['HTTPS beside another', [DATABASE, HTTPS], ['network_outbound_tcp_5432_10_0_0_0_8', 'network_outbound']],
    ['NFS', [HTTPS, NFS], ['network_outbound', 'efs_outbound']],
  ])('%s', (_, egress, ids) => {
    expect(idsOf({ egress })).toEqual(ids);
  });

  test('NFS that a volume needs', () => {
    expect(idsOf({ egress: 'https_only' }, FILES)).toEqual(['network_outbound', 'efs_outbound']);
    expect(idsOf({ egress: [NFS] }, FILES)).toEqual(['network_outbound', 'efs_outbound']);
  });

  test('the port of a server, whether the file names it or not', () => {
    const api = { egress: [HTTPS, { port: 4200, cidr_blocks: ['0.0.0.0/0'], description: 'Ours' }] };
    expect(idsOf(api, SERVER)).toEqual(['network_outbound']);
    expect(workerEgress(environmentOf({ network: api, ...SERVER })).api).toEqual({
      description: 'Ours',
      otherPorts: [],
    });
    expect(workerEgress(environmentOf(SERVER)).api).toEqual({ otherPorts: [] });
  });

  test('and is moved there from where earlier versions had it', () => {
    const [rule] = workerEgress(environmentOf({ network: { egress: [HTTPS] } })).rules;
    expect(rule?.movedFrom).toBe('network_outbound_tcp_443_anywhere');
  });
});

describe('what the tasks need', () => {
  test('is there beside the rules of the file, unless one of these opens the port somewhere', () => {
    expect(idsOf({ egress: [DATABASE] }, FILES)).toEqual([
      'network_outbound',
      'network_outbound_tcp_5432_10_0_0_0_8',
      'efs_outbound',
    ]);
    const narrow = [
      { port: 443, prefix_list: { aws_service: 's3' } },
      { from_port: 2000, to_port: 3000, cidr_blocks: ['10.0.0.0/8'] },
    ];
    expect(idsOf({ egress: narrow }, FILES)).toEqual([
      'network_outbound_tcp_443_s3',
      'network_outbound_tcp_2000_3000_10_0_0_0_8',
    ]);
  });

  test('is left to the file where that says so', () => {
    expect(idsOf({ egress: [DATABASE], required_egress: false }, SERVER)).toEqual([
      'network_outbound_tcp_5432_10_0_0_0_8',
    ]);
    expect(
      workerEgress(environmentOf({ network: { egress: [DATABASE], required_egress: false }, ...SERVER })).api,
    ).toBeUndefined();
  });

  test('is there for flow runs in a group of their own', () => {
    const { flowRuns, ...environment } = environmentOf({
      ...SERVER,
      flow_runs: {
        own_security_group: { egress: [DATABASE] },
        volumes: { d: { container_path: '/d', efs: { file_system_id: 'fs-0a51c9e2', iam: false } } },
      },
    });
    const settings = flowRuns as FlowRuns;
    const { rules, api } = flowRunEgress(
      environment,
      settings,
      settings.ownSecurityGroup as NonNullable<FlowRuns['ownSecurityGroup']>,
    );
    expect(rules.map(({ id }) => id)).toEqual([
      'flow_runs_outbound',
      'flow_runs_outbound_tcp_5432_10_0_0_0_8',
      'flow_runs_to_efs',
    ]);
    expect(api).toEqual({ otherPorts: [2049] });
  });

  test('reaches Terraform', () => {
    expect(addressesOf(stackOf({ network: { egress: [DATABASE] }, ...SERVER }))).toEqual(
      expect.arrayContaining([
        'aws_security_group_rule.network_outbound',
        'aws_security_group_rule.network_outbound_tcp_5432_10_0_0_0_8',
        'aws_security_group_rule.prefect_api_outbound',
      ]),
    );
  });
});

describe('a port of the API that only the apply knows', () => {
  const fromParameter = (egress: object[]) => ({
    prefect_account_id: undefined,
    prefect_workspace_id: undefined,
    prefect: { api_url: { ssm_parameter: '/prefect/url' }, auth: 'none' },
    network: { egress },
  });
  const countOf = (fields: object) =>
    resourceAt(stackOf(fields), 'aws_security_group_rule.prefect_api_outbound')['count'];

  test('has no second rule where one of yours opens it to everywhere', () => {
    const fields = fromParameter([
      { port: 8443, cidr_blocks: ['0.0.0.0/0'] },
      { port: 4200, cidr_blocks: ['0.0.0.0/0'] },
      { port: 5432, cidr_blocks: ['10.0.0.0/8'] },
    ]);
    expect(countOf(fields)).toBe('${contains([443, 4200, 8443], local.prefect_api_port) ? 0 : 1}');
  });

  test('has one where yours lead elsewhere', () => {
    expect(countOf(fromParameter([{ port: 4200, cidr_blocks: ['10.0.0.0/8'] }]))).toBe(
      '${local.prefect_api_port == 443 ? 0 : 1}',
    );
  });
});

test.each([
  ['network.egress', (egress: object[]) => ({ network: { egress } })],
  ['flow_runs.own_security_group.egress', (egress: object[]) => ({ flow_runs: { own_security_group: { egress } } })],
])('fails on port 443 beside everything in %s', (path, fieldsOf) => {
  const anywhere = { cidr_blocks: ['0.0.0.0/0'] };
  const report = reportOnFields(
    fieldsOf([
      { port: 443, ...anywhere },
      { protocol: 'all', ...anywhere },
    ]),
  );
  expect(report).toContain(`${path}[0]\n    has no effect: ${path}[1] allows everything`);
});
