import { type Diagram, shapeOf } from '../../src/diagram/diagram';
import { MOST_OF_A_KIND } from '../../src/diagram/folded';
import { diagramOf } from '../../src/diagram/of-environment';
import type { Environment } from '../../src/environment/environment';
import { createdItems } from '../../src/inventory/inventory';
import { loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import { EVERY_VARIANT, IMAGE_IN_ECR, VARIANTS } from '../helpers/variants';
import { OPTIONS, stackFile } from '../pairwise/options';

const ENVIRONMENTS = [
  ...EVERY_VARIANT.map(([name, fields]) => [name, environmentOf(fields)] as const),
  ...loadExamples().map((environment) => [`example ${environment.name}`, environment] as const),
];

/** Each option of the pairwise table alone. */
const ANSWERS = OPTIONS.filter(({ fields }) => Object.keys(fields).length > 0).map(
  (option) => [option.words, [option]] as const,
);

/** Parts of what is drawn, rules and rights: no box of their own. */
const NO_BOX = new RegExp(
  [
    '^aws_appautoscaling_(policy|scheduled_action)\\.',
    '^aws_cloudwatch_event_target\\.',
    '^aws_cloudwatch_metric_alarm\\.prefect_worker_step_',
    '^aws_default_security_group\\.',
    '^aws_ecr_(lifecycle|repository)_policy\\.',
    '^aws_iam_(role_policy(_attachment)?|policy)\\.',
    '^aws_route(_table(_association)?)?\\.',
    '^aws_s3_bucket_\\w+\\.',
    '^aws_secretsmanager_secret_version\\.',
    '^aws_security_group(_rule)?\\.',
    '^aws_sns_topic_policy\\.',
    '^aws_ssm_parameter\\.prefect_worker_output_',
  ].join('|'),
);

function diagramOfFields(fields: object): Diagram {
  return diagramOf(environmentOf(fields));
}

function arrowsOf({ edges }: Diagram): string[] {
  return edges.map(({ from, to, label }) => `${from} ${label ?? 'leads'} ${to}`);
}

function noteOf({ nodes }: Diagram, id: string): readonly string[] | undefined {
  return nodes.find((node) => node.id === id)?.notes;
}

/** What of a diagram is not as it should be: each resource is drawn once, and each box is there for an arrow. */
function faultsOf(environment: Environment) {
  const { groups, nodes, edges } = diagramOf(environment);
  const boxes = [...groups, ...nodes];
  const drawn = boxes.flatMap(({ items }) => items);
  const expected = createdItems(environment)
    .filter(({ address, fromStackFile }) => !fromStackFile && !NO_BOX.test(address))
    .map(({ address }) => address);
  const ids = boxes.map(({ id }) => id);
  const ends = edges.flatMap(({ from, to }) => [from, to]);
  return {
    notDrawn: expected.filter((address) => !drawn.includes(address)),
    notExpected: drawn.filter((address) => !expected.includes(address)),
    twice: twice(drawn),
    sameId: twice(ids),
    withinNothing: boxes.filter(({ within }) => within !== undefined && !groups.some(({ id }) => id === within)),
    arrowsOfNothing: edges.filter(({ from, to }) => !ids.includes(from) || !ids.includes(to) || from === to),
    sameArrow: twice(edges.map(({ from, to, label }) => `${from} ${label ?? 'leads'} ${to}`)),
    withoutArrow: nodes.flatMap(({ id }) => (ends.includes(id) ? [] : [id])),
  };
}

function twice(all: readonly string[]): string[] {
  return all.filter((one, index) => all.indexOf(one) !== index);
}

const NO_FAULTS = {
  notDrawn: [],
  notExpected: [],
  twice: [],
  sameId: [],
  withinNothing: [],
  arrowsOfNothing: [],
  sameArrow: [],
  withoutArrow: [],
};

test.each(ENVIRONMENTS)('the diagram of "%s" draws each resource once, rules and rights apart', (_, environment) => {
  expect(faultsOf(environment)).toEqual(NO_FAULTS);
});

test.each(ANSWERS)('the diagram with the option "%s" does so too', (_, options) => {
  expect(faultsOf(environmentOf(stackFile(options)))).toEqual(NO_FAULTS);
});

/** Workers `a1` to `aN`, each with a pool and flow runs of its own. */
const furtherWorkers = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `a${index + 1}`,
      { worker_work_pool_name: `pool-${index + 1}`, flow_runs: { image: 'flows:1', log: { group: 'created' } } },
    ]),
  );

test.each([MOST_OF_A_KIND, MOST_OF_A_KIND + 1, 30])('%i further workers are drawn with a handful of boxes', (count) => {
  const environment = environmentOf({ workers: furtherWorkers(count), alarms: {} });
  expect(faultsOf(environment)).toEqual(NO_FAULTS);
  expect(diagramOf(environment).nodes.length).toBeLessThan(15 + 4 * MOST_OF_A_KIND);
});

test('more workers than a page can show are one box, with the verbs of several', () => {
  const diagram = diagramOfFields({ workers: furtherWorkers(30), alarms: {} });
  expect(diagram.nodes.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'Worker 1',
      'Workers 2 to 31',
      'Flow runs 2 to 31',
      'Work pools 1 to 31',
      '30 × Log group',
    ]),
  );
  expect(arrowsOf(diagram)).toEqual(
    expect.arrayContaining([
      'worker2 poll pool1',
      'worker2 start, stop flows2',
      'worker2 service events servicerule',
      'flows2 write flowlog2',
      'flows2 task events rule',
    ]),
  );
  expect(noteOf(diagram, 'worker2')).toEqual(['ECS service, Fargate', 'roles of worker 1']);
});

test('CI jobs push into a repository from which no flow run pulls', () => {
  const image = { repository: { existing: 'flows' } };
  const environment = environmentOf({ image, flow_runs: { image: 'other:1' }, ci_role: { github: 'acme/flows' } });
  expect(faultsOf(environment)).toEqual(NO_FAULTS);
  expect(arrowsOf(diagramOf(environment))).toContain('ci-role pushes repository');
});

test('arrows lead from the caller to the called', () => {
  expect(arrowsOf(diagramOfFields({ alarms: {}, image: { repository: {} } }))).toEqual([
    'worker polls pool1',
    'flows report state api',
    'worker starts, stops flows',
    'worker pulls registry',
    'flows pull repository',
    'worker reads credential',
    'flows read credential',
    'worker writes log',
    'flows write flowlog',
    'flows task events rule',
    'rule sends queue',
    'rule if it cannot failed',
    'queue after retries failed',
    'worker receives queue',
    'alarms watch worker',
    'alarms watch queue',
    'alarms watch failed',
    'alarms watch log',
    'alarms notify topic',
    'worker service events servicerule',
    'servicerule notifies topic',
  ]);
});

test.each<[string, object, string[]]>([
  ['a worker and pool more', { workers: { a: { worker_work_pool_name: 'b' } } }, ['worker2 polls pool2']],
  [
    'names in DNS',
    { service_discovery: { create: 'prefect.local', service: 'worker' } },
    ['worker is registered names'],
  ],
  ['a namespace alone', { service_discovery: { create: 'prefect.local' } }, ['vpc resolves names names']],
  [
    'instances that only deployments choose',
    { capacity: { ec2: { instance_types: ['m7i.large'] } } },
    ['cluster can run tasks on instances'],
  ],
  ['two workers of one pool', { workers: { a: {} } }, ['worker2 polls pool1', 'worker2 starts, stops flows']],
  ['an image in ECR', { worker_image: IMAGE_IN_ECR }, ['worker pulls ecr', 'flows pull ecr']],
  [
    'flow runs that write to the log of the worker',
    { flow_runs: { log: { group: 'worker' } } },
    ['worker writes log', 'flows write log'],
  ],
  [
    'NAT gateways',
    VARIANTS['a VPC that is made'],
    ['cluster to the internet nat', 'nat leads api', 'cluster calls of AWS endpoints', 'vpc writes connections'],
  ],
  [
    'no way to the internet',
    VARIANTS['a VPC that is made, without a way out'],
    ['cluster calls of AWS endpoints', 'cluster layers of images s3'],
  ],
  [
    'connections of the VPC to others',
    {
      vpc_id: null,
      worker_subnets: null,
      network: {
        create: {
          peerings: { database: { vpc_id: 'vpc-0c7e31f5a9d24b860', cidr_blocks: ['10.9.0.0/16'] } },
          transit_gateway: { id: 'tgw-0a51c9e27f3b64d80', cidr_blocks: ['172.16.0.0/12'] },
        },
      },
    },
    ['cluster to other VPCs peerings', 'cluster to other networks transit', 'nat leads api'],
  ],
  ['public addresses', VARIANTS['a VPC that is made, all public'], ['cluster to the internet internet']],
  ['tasks on instances', VARIANTS['tasks on instances, that can be entered'], ['worker runs on instances']],
  ['file systems', VARIANTS['a pool and a repository that are made'], ['flows mount volumes']],
])('draws %s', (_, fields, arrows) => {
  expect(arrowsOf(diagramOfFields(fields))).toEqual(expect.arrayContaining(arrows));
});

const OWN_SERVER = { prefect_account_id: null, prefect_workspace_id: null };
const server = (api_url: string) => ({ ...OWN_SERVER, prefect: { api_url, auth: 'none' } });
const admitted = (port: number) => ({ network: { admitted_by: [{ security_group: 'sg-12ab34cd', port }] } });

test.each<[string, object, string, string | undefined]>([
  ['Prefect Cloud', {}, 'Prefect Cloud', undefined],
  [
    'a server that a group of the VPC lets the worker to',
    { ...server('http://a.b:4200/api'), ...admitted(4200) },
    'Prefect server',
    'vpc',
  ],
  ['a server at the port of HTTPS', { ...server('https://a.b/api'), ...admitted(443) }, 'Prefect server', 'vpc'],
  [
    'a server, where another port is admitted',
    { ...server('https://a.b/api'), ...admitted(5432) },
    'Prefect server',
    undefined,
  ],
  ['a server elsewhere', server('https://a.b/api'), 'Prefect server', undefined],
  [
    'a server that a network without a way out reaches',
    VARIANTS['a VPC that is made, without a way out'],
    'Prefect, in a connected network',
    undefined,
  ],
])('%s stands where it is', (_, fields, title, within) => {
  const prefect = diagramOfFields(fields).groups.find(({ id }) => id === 'prefect');
  expect([prefect?.title, prefect?.within]).toEqual([title, within]);
});

test('flow runs stand in the cluster that they run in', () => {
  const within = (fields: object) => diagramOfFields(fields).nodes.find(({ id }) => id === 'flows')?.within;
  expect(within({})).toBe('cluster');
  expect(within({ flow_runs: { cluster: 'heavy' } })).toBe('vpc');
});

test.each<[string, object, string, string]>([
  ['flow runs in another cluster', { flow_runs: { cluster: 'heavy' } }, 'flows', 'in another cluster'],
  ['Spot', { capacity: { type: 'fargate_spot' } }, 'worker', 'ECS service, Fargate Spot'],
  ['a task definition alone', { service: { create: false } }, 'worker', 'task definition only, Fargate'],
  ['one role for both', { roles: { one_for_both: true } }, 'worker', 'own role for all'],
  ['a role that is given', VARIANTS['hardened, role given'], 'worker', 'existing task role'],
  ['a role of flow runs', { flow_runs: { task_role: {} } }, 'flows', 'own task role'],
  ['no role of flow runs', {}, 'flows', 'no task role'],
  ['an execution role of flow runs', { flow_runs: { execution_role: {} } }, 'flows', 'own execution role'],
  ['a worker that runs flows itself', { worker_type: 'process' }, 'worker', 'runs the flows itself'],
  ['a dashboard', { alarms: { dashboard: true } }, 'alarms', 'and a dashboard'],
])('%s is written into the box', (_, fields, id, note) => {
  expect(noteOf(diagramOfFields(fields), id)).toContain(note);
});

test('what exists already is no box of the stack', () => {
  const { groups, nodes } = diagramOfFields(VARIANTS['everything there already']);
  const existing = [...groups, ...nodes].filter(({ kind }) => kind === 'existing').map(({ id }) => id);
  expect(existing.sort()).toEqual(['api', 'cluster', 'credential', 'log', 'pool1', 'registry', 'vpc']);
});

describe('the shape', () => {
  const shapeOfFields = (fields: object, name?: string) => shapeOf(diagramOf(environmentOf(fields, name)));

  test('is the same whatever the values are', () => {
    const one = shapeOfFields({ workers: { a: {} }, image: { repository: {} } }, 'one');
    const other = shapeOfFields(
      {
        name: 'x',
        region: 'eu-west-1',
        vpc_id: 'vpc-07b2d84e6c1f953a0',
        worker_work_pool_name: 'another-pool',
        worker_cpu: 2048,
        worker_memory: 4096,
        worker_desired_count: 7,
        workers: { b_c: { worker_desired_count: 3 } },
        image: { repository: { name: 'own-name' } },
        names: { pattern: '{kind}-{name}', random_suffix: true },
        tags: { Team: 'other' },
      },
      'other',
    );
    expect(other).toBe(one);
  });

  test.each<[string, object]>([
    ['a worker more', { workers: { a: {} } }],
    ['alarms', { alarms: {} }],
    ['an existing cluster', { cluster: { existing: 'a' } }],
    ['an existing secret', VARIANTS['hardened, existing secret']],
    ['no crash detection', { crash_detection: { enabled: false } }],
  ])('is another with %s', (_, fields) => {
    expect(shapeOfFields(fields)).not.toBe(shapeOfFields({}));
  });
});
