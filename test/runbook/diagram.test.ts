import { diagram } from '../../src/runbook/diagram';
import { environmentOf } from '../helpers/stack-files';
import { EVERY_VARIANT } from '../helpers/variants';

const ACCOUNT = 'arn:aws:iam::111122223333:role';

/** A line of a flowchart: a node or group with a label in quotes, an edge, or an end. No label holds a quote or a line. */
const LINE =
  /^(flowchart LR| *subgraph \w+\["[^"`]*"\]| *end| *\w+(\["[^"`]*"\]|\(\["[^"`]*"\]\))| *\w+ (-->|-- "[^"]*" -->|-\. "[^"]*" \.->) \w+)$/;

function diagramOf(fields: object): string {
  return diagram(environmentOf(fields));
}

function expectFlowchart(text: string): void {
  for (const line of text.split('\n')) expect(line).toMatch(LINE);
  expect(text.match(/^ *subgraph /gm)?.length).toBe(text.match(/^ *end$/gm)?.length);
}

test('shows the worker, where it runs, what it reaches and what it may be', () => {
  const text = diagramOf({ worker_desired_count: 2, worker_cpu: 512, worker_memory: 1024 });
  expectFlowchart(text);
  for (const label of [
    'Prefect Cloud<br/>work pool my-ecs-pool',
    'AWS us-east-1',
    'vpc-0c7e31f5a9d24b860',
    'ECS cluster prefect-worker-test',
    'service prefect-worker-test<br/>2 tasks, 512 CPU units, 1024 MiB',
    'secret<br/>prefect-api-key-test',
    'log group<br/>prefect-worker-log-group-test',
    'execution role<br/>prefect-worker-execution-role-test',
    'task role<br/>prefect-worker-task-role-test',
    'polls, HTTPS only',
  ]) {
    expect(text).toContain(`"${label}"`);
  }
});

test.each(EVERY_VARIANT)('%s is drawn in the language of Mermaid', (_, fields) => {
  expectFlowchart(diagramOf(fields));
});

test.each<[string, object, string]>([
  ['a single task', {}, '<br/>1 task,'],
  ['egress without a limit', { preset: 'reference' }, 'polls, no limit on egress'],
  ['a role that is given', { worker_task_role_arn: `${ACCOUNT}/mine` }, `task role<br/>${ACCOUNT}/mine`],
  [
    'a secret that is there',
    { api_key: { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbC123' } },
    'secret<br/>arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbC123',
  ],
  ['a parameter that is there', { api_key: { ssm_parameter: '/a/key' } }, 'parameter<br/>/a/key"'],
  ['a parameter that is made', { api_key: { store: 'ssm_parameter' } }, 'parameter<br/>prefect-api-key-test"'],
  [
    'a server of our own',
    {
      prefect_account_id: null,
      prefect_workspace_id: null,
      prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
    },
    "polls, HTTPS and the API's port only",
  ],
  ['rules of our own', { network: { egress: [{ port: 443, self: true }] } }, 'polls, by rules of its own'],
  [
    'groups of others',
    { network: { create_security_group: false, default_security_group: true } },
    "polls, by its groups' rules",
  ],
  ['an existing cluster', { cluster: { existing: 'platform' } }, 'ECS cluster platform"'],
  [
    'a cluster that is looked up',
    { cluster: { existing: { ssm_parameter: '/platform/cluster' } } },
    'ECS cluster the one in the parameter /platform/cluster"',
  ],
  ['a VPC that is looked up', { vpc_id: { tags: { Name: 'a"b' } } }, 'the VPC with the tags Name = a#34;b"'],
  [
    'an existing log group',
    { logs: { group: 'existing', name: '/platform/prefect' } },
    'log group<br/>/platform/prefect"',
  ],
  ['a worker that runs its flows itself', { worker_type: 'process' }, 'worker -- "runs" --> flows'],
])('shows %s', (_, fields, label) => {
  const text = diagramOf(fields);
  expectFlowchart(text);
  expect(text).toContain(label);
});

describe('takes for text', () => {
  test.each([
    ['quotes', 'a "b"]', 'a #34;b#34;#93;'],
    ['an entity of its own', 'a#34;b', 'a#35;34#59;b'],
    ['the end of the fence', '```', '#96;#96;#96;'],
    ['any script', 'プール 😀', '#12503;#12540;#12523; #128512;'],
  ])('%s in the name of a pool', (_, worker_work_pool_name, label) => {
    const text = diagramOf({ worker_type: 'process', worker_work_pool_name });
    expectFlowchart(text);
    expect(text).toContain(`work pool ${label}"`);
  });

  test('what AWS allows in the path of a role', () => {
    const worker_task_role_arn = `${ACCOUNT}/a"]\`<b>/mine`;
    expectFlowchart(diagramOf({ worker_task_role_arn }));
  });
});

test.each([
  ['no log', { logs: { group: 'none' } }, /logs/],
  ['no role', { worker_type: 'process', roles: { task: { none: true } } }, /task\(|acts as/],
  ['one role for both', { roles: { one_for_both: true } }, /task\(|acts as/],
  [
    'no credential',
    {
      prefect_account_id: null,
      prefect_workspace_id: null,
      prefect: { api_url: 'http://prefect.internal/api', auth: 'none' },
    },
    /secret/,
  ],
])('draws nothing for %s', (_, fields, absent) => {
  expect(diagramOf(fields)).not.toMatch(absent);
});
