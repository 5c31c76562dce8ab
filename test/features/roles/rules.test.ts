import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const ROLE = 'arn:aws:iam::111122223333:role/team/worker';
const POLICY = 'arn:aws:iam::111122223333:policy/team/extra';
const STATEMENT = { actions: ['s3:GetObject'], resources: ['*'] };

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'policies for an execution role that exists',
    { roles: { execution: { existing: ROLE, policies: [POLICY] } } },
    'roles.execution.policies: ["arn:aws:iam::111122223333:policy/team/extra"]\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'statements for an execution role that exists',
    { roles: { execution: { existing: ROLE, statements: [STATEMENT] } } },
    'roles.execution.statements\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'the whole policy of an execution role that exists',
    { roles: { execution: { existing: ROLE, own_statements: [STATEMENT] } } },
    'roles.execution.own_statements\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'policies for a task role that exists',
    { roles: { task: { existing: { name: 'worker' }, policies: [POLICY] } } },
    'roles.task.policies: ["arn:aws:iam::111122223333:policy/team/extra"]\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'statements for a task role that is an input',
    { worker_task_role_arn: ROLE, roles: { task: { statements: [STATEMENT] } } },
    'roles.task.statements\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'statements for a task role that is not made',
    { worker_type: 'process', roles: { task: { none: true, own_statements: [STATEMENT] } } },
    'roles.task.own_statements\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'statements for one existing role for both',
    { roles: { one_for_both: true, execution: { existing: ROLE }, task: { statements: [STATEMENT] } } },
    'roles.task.statements\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role',
  ],
  [
    'statements beside the whole policy',
    { roles: { task: { policies: [POLICY], statements: [STATEMENT], own_statements: [STATEMENT] } } },
    'roles.task.statements\n    is not available with own_statements\n    → move the statements to own_statements',
  ],
  [
    'a task role that is said twice',
    { worker_task_role_arn: ROLE, roles: { task: { existing: ROLE } } },
    'roles.task.existing: "arn:aws:iam::111122223333:role/team/worker"\n    sets the same as worker_task_role_arn\n    → remove one of the two',
  ],
  [
    'a task role, and none',
    { worker_type: 'process', worker_task_role_arn: ROLE, roles: { task: { none: true } } },
    'roles.task.none: true\n    is not available with an existing task role\n    → remove one of the two',
  ],
  [
    'no task role for an ecs worker',
    { roles: { task: { none: true } } },
    'roles.task.none: true\n    is not available with worker_type: ecs: without a task role, the worker cannot start flow runs\n    → remove it',
  ],
  [
    'one role for both beside a task role',
    { roles: { one_for_both: true, task: { existing: ROLE } } },
    'roles.one_for_both: true\n    is not available with an existing task role, or with roles.task.none\n    → to use one existing role for both, set only roles.execution.existing',
  ],
  [
    'one role for both, and no task role',
    { worker_type: 'process', roles: { one_for_both: true, task: { none: true } } },
    'roles.one_for_both: true\n    is not available with an existing task role, or with roles.task.none\n    → to use one existing role for both, set only roles.execution.existing',
  ],
  [
    'narrowed rights for a role that exists',
    { roles: { task: { existing: ROLE, register_task_definitions: 'own_families' } } },
    'roles.task.register_task_definitions: "own_families"\n    has no effect: it applies only to the policy that this stack creates, not to an existing role, own_statements, or none\n    → remove it',
  ],
  [
    'narrowed rights beside the whole policy',
    { roles: { task: { policies: [POLICY], own_statements: [STATEMENT], register_task_definitions: 'own_families' } } },
    'roles.task.register_task_definitions: "own_families"\n    has no effect: it applies only to the policy that this stack creates, not to an existing role, own_statements, or none\n    → remove it',
  ],
  [
    'a boundary of another partition',
    { roles: { permissions_boundary: 'arn:aws-cn:iam::111122223333:policy/x' } },
    'roles.permissions_boundary: "arn:aws-cn:iam::111122223333:policy/x"\n    must be in partition aws, as region us-east-1 is\n    → set an ARN that begins with arn:aws:',
  ],
  [
    'a path without slashes',
    { roles: { path: 'team' } },
    `roles.path: "team"\n    must be a path of at most 512 characters that begins and ends with /, and is not below /aws-service-role/ or /aws-reserved/, which are AWS's own\n    → did you mean path: /team/?`,
  ],
  [
    'an action without its service',
    { roles: { task: { statements: [{ ...STATEMENT, actions: ['GetObject'] }] } } },
    'roles.task.statements[0].actions[0]: "GetObject"\n    must be an IAM action: SERVICE:ACTION\n    → for example s3:GetObject',
  ],
  [
    'a statement about nothing',
    { roles: { task: { statements: [{ actions: ['s3:GetObject'] }] } } },
    'roles.task.statements[0].resources\n    is required\n    → add it, for example resources: [arn:aws:s3:::my-bucket/*]. ARNs of the resources; * matches any text.',
  ],
  [
    'a role in two ways',
    { roles: { task: { existing: { name: 'a', ssm_parameter: '/b' } } } },
    'roles.task.existing\n    set exactly one of: ssm_parameter, name\n    → remove one of the two',
  ],
  [
    'one condition twice',
    {
      roles: {
        task: {
          statements: [
            {
              ...STATEMENT,
              conditions: [
                { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['a'] },
                { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['b'] },
              ],
            },
          ],
        },
      },
    },
    'roles.task.statements[0].conditions[1]\n    duplicates the condition StringEquals aws:PrincipalTag/team\n    → put all values into one condition; it is met if one of the values matches',
  ],
  ...(['task_role', 'execution_role'] as const).map((role): (typeof REFUSED)[number] => [
    `a condition that would take the place of another, in flow_runs.${role}`,
    {
      flow_runs: {
        [role]: {
          statements: [
            STATEMENT,
            {
              ...STATEMENT,
              conditions: [
                { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['a'] },
                { test: 'StringLike', variable: 'aws:PrincipalTag/team', values: ['b'] },
                { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['c'] },
              ],
            },
          ],
        },
      },
    },
    `flow_runs.${role}.statements[1].conditions[2]\n    duplicates the condition StringEquals aws:PrincipalTag/team\n    → put all values into one condition; it is met if one of the values matches`,
  ]),
  [
    'statements, policies and the whole policy of a role that exists, each by itself',
    { roles: { task: { existing: ROLE, policies: [POLICY], statements: [STATEMENT] } } },
    ['policies: ["arn:aws:iam::111122223333:policy/team/extra"]', 'statements']
      .map(
        (field) =>
          `roles.task.${field}\n    has no effect: it applies only to a role that this stack creates\n    → remove it, or remove the existing role`,
      )
      .join('\n'),
  ],
  ...(['task', 'execution'] as const).map((role): (typeof REFUSED)[number] => [
    `the whole policy of the ${role} role without a statement`,
    { roles: { [role]: { own_statements: [] } } },
    `roles.${role}.own_statements: []\n    must have at least one statement if policies is not set: the role would have no permission\n    → add a statement, or set policies`,
  ]),
  ...(['execution.statements', 'execution.own_statements', 'task.own_statements'] as const).map(
    (place): (typeof REFUSED)[number] => {
      const [role, field] = place.split('.') as [string, string];
      const condition = { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['a'] };
      return [
        `one condition twice in roles.${place}`,
        { roles: { [role]: { policies: [POLICY], [field]: [{ ...STATEMENT, conditions: [condition, condition] }] } } },
        `roles.${place}[0].conditions[1]\n    duplicates the condition StringEquals aws:PrincipalTag/team\n    → put all values into one condition; it is met if one of the values matches`,
      ];
    },
  ),
  [
    'statements beyond a managed policy',
    { roles: { policy_type: 'managed', task: { statements: [long(6145)] } } },
    'roles.task.statements\n    must be at most 6144 characters in all with roles.policy_type: managed, as IAM allows for a managed policy\n    → move statements to managed policies of your own, and set their ARNs in policies',
  ],
  ...(
    [
      ['a task role that is an input', { worker_task_role_arn: ROLE }, {}],
      ['a task role that is not made', { worker_type: 'process' }, { task: { none: true } }],
      ['one existing role for both', {}, { one_for_both: true, execution: { existing: ROLE } }],
    ] as const
  ).map(([what, fields, roles]): (typeof REFUSED)[number] => [
    `narrowed rights for ${what}`,
    {
      ...fields,
      roles: { ...roles, task: { ...('task' in roles ? roles.task : {}), register_task_definitions: 'own_families' } },
    },
    'roles.task.register_task_definitions: "own_families"\n    has no effect: it applies only to the policy that this stack creates, not to an existing role, own_statements, or none\n    → remove it',
  ]),
  [
    'no task role, and one that exists',
    { worker_type: 'process', roles: { task: { none: true, existing: ROLE } } },
    'roles.task.none: true\n    is not available with an existing task role\n    → remove one of the two',
  ],
  [
    'one role for both beside a task role that is an input',
    { worker_task_role_arn: ROLE, roles: { one_for_both: true } },
    'roles.one_for_both: true\n    is not available with an existing task role, or with roles.task.none\n    → to use one existing role for both, set only roles.execution.existing',
  ],
];

/** A statement whose policy has at least so many characters. */
function long(characters: number) {
  const least = `{"Effect":"Allow","Action":[],"Resource":[]}"${STATEMENT.actions[0]}","",`.length;
  return { ...STATEMENT, resources: [`arn:aws:s3:::b/${'x'.repeat(characters - least - 'arn:aws:s3:::b/'.length)}`] };
}

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

const CONDITIONS = [
  { test: 'StringEquals', variable: 'aws:PrincipalTag/team', values: ['a'] },
  { test: 'StringEquals', variable: 'aws:PrincipalTag/unit', values: ['a'] },
  { test: 'StringLike', variable: 'aws:PrincipalTag/team', values: ['b'] },
];

test.each<[what: string, fields: object]>([
  [
    'policies and statements of roles that it creates',
    { roles: { execution: { policies: [POLICY], statements: [STATEMENT] } } },
  ],
  ['policies and the whole policy', { roles: { task: { policies: [POLICY], own_statements: [STATEMENT] } } }],
  ['policies in place of all statements', { roles: { task: { policies: [POLICY], own_statements: [] } } }],
  [
    'statements of the task role beside an execution role that exists',
    { roles: { execution: { existing: ROLE }, task: { statements: [STATEMENT] } } },
  ],
  ['one role for both with statements', { roles: { one_for_both: true, execution: { statements: [STATEMENT] } } }],
  ['one existing role for both', { roles: { one_for_both: true, execution: { existing: ROLE } } }],
  [
    'conditions that differ in one of their parts',
    { roles: { task: { statements: [{ ...STATEMENT, conditions: CONDITIONS }] } } },
  ],
  [
    'one condition in two statements',
    { roles: { task: { statements: [1, 2].map(() => ({ ...STATEMENT, conditions: CONDITIONS })) } } },
  ],
  ['statements up to a managed policy', { roles: { policy_type: 'managed', task: { statements: [long(6144)] } } }],
  ['more statements in an inline policy', { roles: { task: { statements: [long(6145)] } } }],
  [
    'narrowed rights of a role that it creates',
    { roles: { task: { register_task_definitions: 'own_families', statements: [STATEMENT] } } },
  ],
  [
    'wide rights of a role that exists',
    { roles: { task: { existing: ROLE, register_task_definitions: 'any_family' } } },
  ],
  ['no task role for a worker that starts nothing', { worker_type: 'process', roles: { task: { none: true } } }],
])('takes %s', (_, fields) => {
  expect(environmentOf(fields).warnings).toEqual([]);
});
