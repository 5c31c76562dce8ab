import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const PRIVATE = { port: 443, cidr_blocks: ['10.0.0.0/8'] };
const ANYWHERE = { port: 443, cidr_blocks: ['0.0.0.0/0'] };
const DATABASE = { port: 5432, cidr_blocks: ['10.0.0.0/8'] };
const ECR = '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect:1';
const SERVER = {
  prefect_account_id: undefined,
  prefect_workspace_id: undefined,
  prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
};

function unreachable(fields: object): (string | undefined)[] {
  return environmentOf(fields).warnings.flatMap(({ warning, path, message }) =>
    warning === 'unreachable' ? [`${path} ${message}`] : [],
  );
}

describe('unreachable', () => {
  test.each<[string, object, string]>([
    [
      'Prefect Cloud and Docker Hub behind private ranges',
      { network: { egress: [PRIVATE] } },
      'network.egress opens port 443 to private destinations alone: the worker cannot reach Prefect Cloud, the registry of prefecthq/',
    ],
    [
      'Prefect Cloud behind the list of S3',
      { network: { egress: [{ port: 443, prefix_list: { aws_service: 's3' } }] }, worker_image: ECR },
      'private destinations alone: the worker cannot reach Prefect Cloud',
    ],
    [
      'everything on 443 where nothing is added',
      { network: { egress: [DATABASE], required_egress: false }, worker_image: ECR },
      `does not open port 443: the worker cannot reach Prefect Cloud, the registry of ${ECR}, AWS (secrets, logs)`,
    ],
    [
      'a server on a port of its own',
      { ...SERVER, network: { egress: [ANYWHERE], required_egress: false } },
      'does not open port 4200: the worker cannot reach the Prefect API',
    ],
    [
      'PyPI',
      { ...SERVER, network: { egress: [PRIVATE] }, worker_image: ECR, worker_extra_pip_packages: 's3fs' },
      'the worker cannot reach PyPI',
    ],
    [
      'Prefect Cloud from flow runs',
      { flow_runs: { own_security_group: { egress: [PRIVATE] } }, worker_image: ECR },
      'flow_runs.own_security_group.egress opens port 443 to private destinations alone: a flow run cannot reach Prefect Cloud',
    ],
  ])('is on %s', (_, fields, said) => {
    expect(unreachable(fields)).toEqual([expect.stringContaining(said)]);
  });

  test.each<[string, object]>([
    ['rules that are completed', { network: { egress: [DATABASE] } }],
    ['a public range beside', { network: { egress: [PRIVATE, { port: 443, cidr_blocks: ['52.0.0.0/8'] }] } }],
    ['a prefix list of yours', { network: { egress: [{ port: 443, prefix_list: 'pl-0a51c9e2' }] } }],
    ['groups of others beside', { network: { egress: [PRIVATE], security_groups: ['sg-0a51c9e2'] } }],
    ['a server and a registry in the VPC', { ...SERVER, network: { egress: [PRIVATE] }, worker_image: ECR }],
    [
      'flow runs that have the groups of the worker too',
      { flow_runs: { own_security_group: { egress: [PRIVATE] }, worker_security_groups: true } },
    ],
  ])('is not on %s', (_, fields) => {
    expect(unreachable(fields)).toEqual([]);
  });
});

/** The findings whole, of files that are taken. */
function allUnreachable(fields: object) {
  return environmentOf(fields).warnings.flatMap(({ warning, path, message, hint }) =>
    warning === 'unreachable' ? [{ path, message, hint }] : [],
  );
}

test.each<[string, object, object[]]>([
  [
    'a port that is closed for all that need it',
    { network: { egress: [DATABASE], required_egress: false } },
    [
      {
        path: 'network.egress',
        message:
          'does not open port 443: the worker cannot reach Prefect Cloud, the registry of prefecthq/prefect-aws:0.7.12-python3.12, AWS (secrets, logs)',
        hint: 'add {port: 443, cidr_blocks: [0.0.0.0/0]}, or set required_egress: true',
      },
    ],
  ],
  [
    'a port that leads to private addresses',
    { network: { egress: [PRIVATE] }, worker_extra_pip_packages: 's3fs' },
    [
      {
        path: 'network.egress',
        message:
          'opens port 443 to private destinations alone: the worker cannot reach Prefect Cloud, the registry of prefecthq/prefect-aws:0.7.12-python3.12, PyPI',
        hint: 'add {port: 443, cidr_blocks: [0.0.0.0/0]}',
      },
    ],
  ],
  [
    'two ports, each with what needs it',
    { ...SERVER, network: { egress: [DATABASE], required_egress: false }, worker_image: ECR },
    [
      {
        path: 'network.egress',
        message: 'does not open port 4200: the worker cannot reach the Prefect API',
        hint: 'add {port: 4200, cidr_blocks: [0.0.0.0/0]}, or set required_egress: true',
      },
      {
        path: 'network.egress',
        message: `does not open port 443: the worker cannot reach the registry of ${ECR}, AWS (secrets, logs)`,
        hint: 'add {port: 443, cidr_blocks: [0.0.0.0/0]}, or set required_egress: true',
      },
    ],
  ],
  [
    'images of sidecars, of other workers and of flow runs, each once',
    {
      ...SERVER,
      network: { egress: [PRIVATE] },
      worker_image: ECR,
      worker: { sidecars: { a: { image: 'docker.io/a/b:1' }, c: { image: 'docker.io/a/b:1' } } },
      workers: { b: { worker_image: 'ghcr.io/b/c:1' } },
      flow_runs: {
        own_security_group: { egress: [PRIVATE] },
        image: 'ghcr.io/d/e:1',
        sidecars: { f: { image: 'ghcr.io/f/g:1' } },
      },
    },
    [
      {
        path: 'network.egress',
        message:
          'opens port 443 to private destinations alone: the worker cannot reach the registry of docker.io/a/b:1, the registry of ghcr.io/b/c:1',
        hint: 'add {port: 443, cidr_blocks: [0.0.0.0/0]}',
      },
      {
        path: 'flow_runs.own_security_group.egress',
        message:
          'opens port 443 to private destinations alone: a flow run cannot reach the registry of ghcr.io/d/e:1, the registry of ghcr.io/f/g:1',
        hint: 'add {port: 443, cidr_blocks: [0.0.0.0/0]}',
      },
    ],
  ],
  [
    'a port of an API that Terraform reads, which nobody knows',
    {
      ...SERVER,
      prefect: { api_url: { ssm_parameter: '/prefect/url' }, auth: 'none' },
      network: { egress: [PRIVATE] },
      worker_image: ECR,
    },
    [],
  ],
  [
    'an image that a flow run has by a variable',
    {
      ...SERVER,
      worker_image: ECR,
      flow_runs: { image: '{{ prefect.variables.image }}', own_security_group: { egress: [PRIVATE] } },
    },
    [],
  ],
])('the findings on %s', (_, fields, findings) => {
  expect(allUnreachable(fields)).toEqual(findings);
});

test.each([
  ...['10.0.0.0/8', '10.255.255.255/32', '192.168.0.0/16', '172.16.0.0/12', '172.19.0.0/16', '172.20.0.0/16'],
  ...['172.29.0.0/16', '172.31.0.0/16', '100.64.0.0/10', '100.69.0.0/16', '100.70.0.0/16', '100.99.0.0/16'],
  ...['100.100.0.0/16', '100.119.0.0/16', '100.120.0.0/16', '100.127.0.0/16', 'fc00::/7', 'fd00::/8'],
])('%s is private', (range) => {
  const network = { egress: [{ port: 443, cidr_blocks: [range] }] };
  expect(unreachable({ network, worker_image: ECR })).toHaveLength(1);
});

test.each([
  ...['0.0.0.0/0', '9.0.0.0/8', '11.0.0.0/8', '110.0.0.0/8', '192.167.0.0/16', '192.169.0.0/16', '172.15.0.0/16'],
  ...['172.32.0.0/16', '172.1.0.0/16', '100.63.0.0/16', '100.128.0.0/16', '100.6.0.0/16', '2001:db8::/32', 'fe80::/10'],
])('%s is not private', (range) => {
  const network = { egress: [{ port: 443, cidr_blocks: [range] }] };
  expect(unreachable({ network, worker_image: ECR })).toEqual([]);
});

test.each<[string, object]>([
  ['the default group of the VPC', { network: { egress: [PRIVATE], default_security_group: true } }],
  [
    'a group of others, of flow runs',
    { flow_runs: { own_security_group: { egress: [PRIVATE] }, security_groups: ['sg-0a51c9e2'] } },
  ],
  ['all that may leave', { network: { egress: 'all' } }],
  ['all that flow runs may have leave', { flow_runs: { own_security_group: { egress: 'all' } } }],
])('a group beside %s does not decide', (_, fields) => {
  expect(unreachable(fields)).toEqual([]);
});

describe('a VPC without a way to the internet', () => {
  const isolated = (fields: object) => ({
    ...SERVER,
    vpc_id: undefined,
    worker_subnets: undefined,
    worker_image: ECR,
    network: { create: { nat: 'none' } },
    ...fields,
  });
  const sidecars = { agent: { image: 'docker.io/team/agent:1' } };

  test.each<[string, object]>([
    ['flow_runs.image', { flow_runs: { image: 'prefecthq/prefect:3' } }],
    ['flow_runs.sidecars.agent.image', { flow_runs: { sidecars } }],
    ['worker.sidecars.agent.image', { worker: { sidecars } }],
    ['workers.b.worker_image', { workers: { b: { worker_image: 'public.ecr.aws/team/worker:1' } } }],
  ])('fails on %s in a public registry', (path, fields) => {
    expect(reportOnFields(isolated(fields))).toContain(`${path}: `);
    expect(reportOnFields(isolated(fields))).toContain('must be in ECR of us-east-1 with network.create.nat: none');
  });

  test('may have all images in ECR', () => {
    const fields = isolated({ flow_runs: { image: ECR }, worker: { sidecars: { agent: { image: ECR } } } });
    expect(environmentOf(fields).flowRuns?.image).toBe(ECR);
  });
});

describe('flow runs in a created VPC', () => {
  const created = (create: object, assign_public_ip: boolean, network: object = {}) => ({
    vpc_id: undefined,
    worker_subnets: undefined,
    network: { create, ...network },
    flow_runs: { assign_public_ip },
  });

  test('fail without a public address in public subnets', () => {
    const report = reportOnFields(created({ public_only: true }, false, { assign_public_ip: true }));
    expect(report).toContain('flow_runs.assign_public_ip: false\n    must be true with tasks in public subnets');
  });

  test('fail with a public address in private subnets', () => {
    expect(reportOnFields(created({}, true))).toContain('flow_runs.assign_public_ip: true\n    must be false');
  });

  test('may have one in public subnets', () => {
    const { flowRuns } = environmentOf(created({ public_only: true }, true, { assign_public_ip: true }));
    expect(flowRuns?.assignPublicIp).toBe(true);
  });
});
