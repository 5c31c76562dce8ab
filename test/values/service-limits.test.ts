import { refusalOfValues } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const step = (fields: object) => ({
  service: {
    autoscaling: {
      max: 5,
      steps: [
        {
          namespace: 'Prefect',
          metric_name: 'late',
          comparison_operator: 'GreaterThanThreshold',
          threshold: 10,
          adjustments: [{ lower_bound: 0, scaling_adjustment: 1 }],
          ...fields,
        },
      ],
    },
  },
});
const ranges = (...adjustments: [from: number | undefined, to: number | undefined][]) =>
  step({
    adjustments: adjustments.map(([lower_bound, upper_bound]) => ({
      ...(lower_bound !== undefined && { lower_bound }),
      ...(upper_bound !== undefined && { upper_bound }),
      scaling_adjustment: 1,
    })),
  });
const many = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const subnets = (count: number) => many(count, (at) => `subnet-${String(at).padStart(8, '0')}`);
const policies = (count: number) => many(count, (at) => `arn:aws:iam::111122223333:policy/p${at}`);
const statements = (count: number) => [
  { actions: ['s3:GetObject'], resources: many(count, (at) => `arn:aws:s3:::bucket-${at}/*`) },
];
const ulimit = (hard_limit: number) => ({ worker: { ulimits: [{ name: 'nofile', soft_limit: 1, hard_limit }] } });
const existing = (ssm_parameter: string) => ({ roles: { execution: { existing: { ssm_parameter } } } });
const PARAMETER_ARN = 'arn:aws:ssm:us-east-1:111122223333:parameter/team/role';

describe('AWS takes', () => {
  test.each<[string, object]>([
    ['a step above the threshold', ranges([0, undefined])],
    ['a step below it', ranges([undefined, 0], [0, undefined])],
    ['steps in any order', ranges([20, undefined], [0, 10], [10, 20])],
    ['steps on both sides', ranges([undefined, -10], [-10, 0], [0, 5], [5, undefined])],
    ['a step that leaves out what is near the threshold', ranges([5, undefined])],
    ['an alarm over a whole day', step({ period: 60, evaluation_periods: 100 })],
    ['an alarm over a week', step({ period: 86_400, evaluation_periods: 7 })],
    ['a high resolution', step({ period: 10 })],
    ['a dimension with spaces', step({ dimensions: { 'Work Pool': 'my pool' } })],
    ['sixteen subnets', { worker_subnets: subnets(16) }],
    ['twenty policies', { roles: { task: { policies: policies(20) } } }],
    ['a policy of some size', { roles: { task: { statements: statements(300) } } }],
    ['the largest limit of open files', { ...ulimit(2_147_483_647), capacity: { type: 'ec2' } }],
    ['a timeout with a zero in it', { service: { timeouts: { create: '1h00m' } } }],
    ['a parameter by its ARN', existing(PARAMETER_ARN)],
    ['a parameter in a hierarchy', existing('/team/role')],
    ['a parameter without one', existing('role')],
    ['a public parameter', existing('/aws/service/x')],
    ['a statement on every resource', { roles: { task: { statements: [{ actions: ['s3:*'], resources: ['*'] }] } } }],
    [
      'a statement with variables and wildcards',
      {
        roles: {
          task: {
            statements: [
              { actions: ['s3:Get*'], resources: ['arn:*:s3:::b/${aws:username}/*', 'arn:aws:sqs:*:111122223333:a?'] },
            ],
          },
        },
      },
    ],
    ['a log group of AWS', { logs: { group: 'existing', name: '/aws/ecs/x' } }],
  ])('%s', (_, fields) => {
    expect(environmentOf(fields)).toBeDefined();
  });
});

const STEP = 'service.autoscaling.steps[0]';

describe('AWS refuses, and so do we,', () => {
  test.each<[string, object, string, string]>([
    ['a step without bounds', ranges([undefined, undefined]), `${STEP}.adjustments[0]`, 'must have a lower_bound or'],
    ['bounds the wrong way round', ranges([5, 3]), `${STEP}.adjustments[0]`, 'must have a lower_bound below'],
    ['a gap', ranges([0, 10], [20, undefined]), `${STEP}.adjustments[1]`, 'must begin where adjustments[0] ends'],
    ['an overlap', ranges([0, 10], [5, undefined]), `${STEP}.adjustments[1]`, 'must begin where adjustments[0] ends'],
    ['one range twice', ranges([0, undefined], [0, undefined]), `${STEP}.adjustments[1]`, 'must begin where'],
    ['an end above', ranges([0, 10], [10, 20]), `${STEP}.adjustments[1]`, 'must have no upper_bound'],
    ['an end below', ranges([-10, 0]), `${STEP}.adjustments[0]`, 'must have no lower_bound'],
    [
      'a negative number of tasks',
      step({ adjustment_type: 'ExactCapacity', adjustments: [{ lower_bound: 0, scaling_adjustment: -1 }] }),
      `${STEP}.adjustments[0].scaling_adjustment`,
      'must be at least 0',
    ],
    ['a period between minutes', step({ period: 90 }), `${STEP}.period`, 'must be 10, 20, 30, or a multiple of 60'],
    ['a period of 40 seconds', step({ period: 40 }), `${STEP}.period`, 'must be 10, 20, 30, or a multiple of 60'],
    [
      'an alarm over more than a day',
      step({ period: 900, evaluation_periods: 97 }),
      `${STEP}.evaluation_periods`,
      'must be at most 96 with a period of 900',
    ],
    [
      'an alarm over more than a week',
      step({ period: 86_400, evaluation_periods: 8 }),
      `${STEP}.evaluation_periods`,
      'must be at most 7 with a period of 86400',
    ],
    ['a dimension without a name', step({ dimensions: { '': 'x' } }), `${STEP}.dimensions`, 'the name of a dimension'],
    ['a blank one', step({ dimensions: { ' ': 'x' } }), `${STEP}.dimensions`, 'the name of a dimension'],
    ['one with a colon', step({ dimensions: { ':a': 'x' } }), `${STEP}.dimensions`, 'the name of a dimension'],
    ['one in another script', step({ dimensions: { Größe: 'x' } }), `${STEP}.dimensions`, 'the name of a dimension'],
    ['one without a value', step({ dimensions: { a: '' } }), `${STEP}.dimensions.a`, 'the value of a dimension'],
    ['a blank value', step({ dimensions: { a: '  ' } }), `${STEP}.dimensions.a`, 'the value of a dimension'],
    [
      'too many dimensions',
      step({ dimensions: Object.fromEntries(many(31, (at) => [`d${at}`, 'x'])) }),
      `${STEP}.dimensions`,
      'must be at most 30 dimensions',
    ],
    ['a namespace with a colon', step({ namespace: ':a' }), `${STEP}.namespace`, 'the namespace of a metric'],
    ['a namespace of two lines', step({ namespace: 'a\nb' }), `${STEP}.namespace`, 'the namespace of a metric'],
    ['seventeen subnets', { worker_subnets: subnets(17) }, 'worker_subnets', 'must be at most 16 subnets'],
    ['as many for flow runs', { flow_runs: { subnets: subnets(17) } }, 'flow_runs.subnets', 'must be at most 16'],
    [
      'six groups of instances',
      { capacity: { ec2: { security_groups: many(6, (at) => `sg-0000000${at}`) } } },
      'capacity.ec2.security_groups',
      'must be at most 5 groups',
    ],
    ...['roles.task', 'roles.execution', 'flow_runs.task_role', 'flow_runs.execution_role', 'capacity.ec2'].map(
      (role): [string, object, string, string] => {
        const [group = '', field = ''] = role.split('.');
        return [
          `21 policies of ${role}`,
          { [group]: { [field]: { policies: policies(21) } } },
          `${role}.policies`,
          'must be at most 20 policies',
        ];
      },
    ),
    [
      'a policy of more than 10,240 characters',
      { roles: { task: { statements: statements(400) } } },
      'roles.task.statements',
      'must be at most 10240 characters',
    ],
    ['a limit of open files above 32 bits', ulimit(2_147_483_648), 'worker.ulimits[0].hard_limit', 'must be at most'],
    ...['0s', '0h0m', '00m', '', '1d', '999999h'].map((create): [string, object, string, string] => [
      `a timeout of ${create}`,
      { service: { timeouts: { create } } },
      'service.timeouts.create',
      'must be a time above 0',
    ]),
    ['a hierarchy without a slash', existing('team/role'), 'roles.execution.existing', 'begins with one'],
    ['a hierarchy of 16 parts', existing('/a'.repeat(16)), 'roles.execution.existing', 'at most 15 parts'],
    ...['my-bucket', 's3:::my-bucket', 'arn:aws:s3', 'arn:aws:s3:::', '**', ''].map(
      (resource): [string, object, string, string] => [
        `a statement on ${JSON.stringify(resource)}`,
        { flow_runs: { task_role: { statements: [{ actions: ['s3:GetObject'], resources: [resource] }] } } },
        'flow_runs.task_role.statements[0].resources[0]',
        'must be an ARN, or * for every resource',
      ],
    ),
    ...['aws:team', 'AWS:team', 'prefect.io/flow-run-id'].flatMap((key): [string, object, string, string][] => [
      [`a label ${key}`, { flow_runs: { labels: { [key]: 'x' } } }, `flow_runs.labels.${key}`, 'must not begin with'],
      [`a tag ${key}`, { tags: { [key]: 'x' } }, `tags.${key}`, 'must not begin with'],
    ]),
    ['a log group called as AWS’s', { logs: { name: 'aws/x' } }, 'logs.name', 'not beginning with aws/'],
    ['the same for flow runs', { flow_runs: { log: { name: 'aws/x' } } }, 'flow_runs.log.name', 'not beginning with'],
    [
      'the same by names',
      { names: { log_group: 'aws/x' } },
      'names.log_group',
      'is not a valid name of a CloudWatch log group; allowed: letters, digits and _ / . -, not beginning with aws/',
    ],
  ])('%s', (_, fields, path, message) => {
    const report = refusalOfValues(fields);
    expect(report).toContain(message);
    expect(report).toContain(path);
  });
});
