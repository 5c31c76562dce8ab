import { LIST_VALUES, STACK_VALUES, type StackValue } from '../../../src/features/outputs/stack-values';
import { SELF_HOSTED } from '../../helpers/refusals';
import { documentAt, stackOf } from '../../helpers/synthesized';
import { workerVariables } from '../../helpers/worker-variables';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** Whose role may use a bucket. */
const FLOWS = { flow_runs: { task_role: {} } };

/** In these the variable is the first, with no expression before it. */
const ALONE = {
  ...SELF_HOSTED,
  prefect: { api_url: { key_of_api_key_secret: 'url' }, auth: 'api_key' },
  api_key: { secret_arn: SECRET, json_key: 'key' },
  crash_detection: { enabled: false },
  ...FLOWS,
  bucket: { existing: 'team-flows' },
};

const MADE = {
  vpc_id: null,
  worker_subnets: null,
  network: { create: {} },
  alarms: {},
  ...FLOWS,
  bucket: { name: 'team-flows' },
};

const FOUND = {
  api_key: { ssm_parameter: '/platform/key' },
  cluster: { existing: { ssm_parameter: '/platform/cluster' } },
  roles: {
    execution: { existing: { ssm_parameter: '/platform/execution-role' } },
    task: { existing: { ssm_parameter: '/platform/task-role' } },
  },
  logs: { group: 'existing', name: { ssm_parameter: '/platform/logs' } },
  crash_detection: { existing_queue: { ssm_parameter: '/platform/events' } },
  alarms: { topic: { ssm_parameter: '/platform/alarms' } },
  ...FLOWS,
  bucket: { existing: 'team-flows' },
};

const ofAVpcOfOurs: readonly StackValue[] = ['route_table_ids', 'nat_addresses'];
const texts = STACK_VALUES.filter((value) => !LIST_VALUES.has(value));

/** The value as a variable of the worker, and by itself. */
function both(value: StackValue, fields: object): [variable: string | undefined, itself: unknown, locals: object] {
  const terraform = stackOf({ ...fields, worker: { environment: { A: { stack: value } } }, outputs: { it: value } });
  return [workerVariables(terraform)['A'], terraform.output['it']?.['value'], terraform.locals ?? {}];
}

describe.each<[string, object, readonly StackValue[]]>([
  ['in a stack that makes everything', MADE, texts],
  ['in a stack that finds everything', FOUND, texts],
  ['with a key in a parameter that the stack makes', { api_key: { store: 'ssm_parameter' } }, ['api_key_secret_arn']],
  [
    'with no variable before it',
    ALONE,
    texts.filter((value) => !['event_queue_name', 'alarm_topic_arn'].includes(value)),
  ],
])('%s', (_, fields, values) => {
  test.each(values)('a variable can be the %s, whole', (value) => {
    const [variable, itself] = both(value, fields);
    expect(variable).toBe(itself);
    expect(variable).toMatch(/\S/);
  });
});

test.each(
  [...LIST_VALUES].flatMap((value): [StackValue, object][] => [
    [value, MADE],
    ...(ofAVpcOfOurs.includes(value) ? [] : [[value, ALONE] as [StackValue, object]]),
  ]),
)('a variable can be the %s, with commas', (value, fields) => {
  const [variable, itself, locals] = both(value, fields);
  expect(variable).toBe(`\${local.worker_${value}_as_text}`);
  expect(locals).toMatchObject({
    [`worker_${value}`]: itself,
    [`worker_${value}_as_text`]: `\${join(",", local.worker_${value})}`,
  });
});

test('a variable can be what a parameter says, with no variable before it', () => {
  const terraform = stackOf({ ...ALONE, worker: { environment: { A: { ssm_parameter: '/team/a' } } } });
  expect(workerVariables(terraform)['A']).toBe('${data.aws_ssm_parameter.ssm_parameter_team_a.insecure_value}');
});

test('a variable whose name is no identifier of Terraform has its value under another key', () => {
  const names = ['spark.master', 'spark_master', '1st'];
  const terraform = stackOf({
    ...ALONE,
    worker: { environment: Object.fromEntries(names.map((name) => [name, { ssm_parameter: `/team/${name}` }])) },
  });
  expect(terraform.locals).toMatchObject({
    worker_variables: {
      _1_spark_master: '${data.aws_ssm_parameter.ssm_parameter_team_spark_master.insecure_value}',
      spark_master: expect.stringContaining('_2.insecure_value}'),
    },
  });
  const [{ environment }] = documentAt(
    terraform,
    'aws_ecs_task_definition.prefect_worker_task_definition',
    'container_definitions',
  ) as [{ environment: string }];
  expect(environment).toContain('{ name = "spark.master", value = "${local.worker_variables._1_spark_master}" }');
});

test('workers that have different references have them under different names', () => {
  const terraform = stackOf({
    worker: { environment: { A: { stack: 'region' } } },
    workers: { second: { worker: { environment: { A: { stack: 'account_id' } } } } },
  });
  expect(terraform.locals).toMatchObject({
    worker_variables: { A: '${data.aws_region.current.id}' },
    worker_variables_second: { A: '${data.aws_caller_identity.current.account_id}' },
  });
});
