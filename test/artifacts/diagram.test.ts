import { diagram } from '../../src/artifacts/diagram';
import { environmentOf } from '../helpers/stack-files';

const ACCOUNT = 'arn:aws:iam::111122223333:role';

/** A line of a flowchart: a node or group with a label in quotes, an edge, or an end. No label holds a quote or a line. */
const LINE =
  /^(flowchart LR| *subgraph \w+\["[^"`]*"\]| *end| *\w+(\["[^"`]*"\]|\(\["[^"`]*"\]\))| *\w+ (-->|-- "[^"]*" -->|-\. "[^"]*" \.->) \w+)$/;

function expectFlowchart(text: string): void {
  for (const line of text.split('\n')) expect(line).toMatch(LINE);
  expect(text.match(/^ *subgraph /gm)?.length).toBe(text.match(/^ *end$/gm)?.length);
}

test('shows the worker, where it runs, what it reaches and what it may be', () => {
  const text = diagram(environmentOf({ worker_desired_count: 2, worker_cpu: 512, worker_memory: 1024 }));
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

test.each([
  ['a single task', {}, '<br/>1 task,'],
  ['egress without a limit', { preset: 'reference' }, 'polls, no limit on egress'],
  ['a role that is given', { worker_task_role_arn: `${ACCOUNT}/mine` }, `task role<br/>${ACCOUNT}/mine`],
  [
    'a secret that is there',
    { api_key: { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbC123' } },
    'secret<br/>arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbC123',
  ],
])('shows %s', (_, fields, label) => {
  const text = diagram(environmentOf(fields));
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
    const text = diagram(environmentOf({ worker_type: 'process', worker_work_pool_name }));
    expectFlowchart(text);
    expect(text).toContain(`work pool ${label}"`);
  });

  test('what AWS allows in the path of a role', () => {
    const worker_task_role_arn = `${ACCOUNT}/a"]\`<b>/mine`;
    expectFlowchart(diagram(environmentOf({ worker_task_role_arn })));
  });
});
