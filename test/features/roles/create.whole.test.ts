import { addressesOf, documentAt, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/team/worker';
const POLICY = 'arn:aws:iam::111122223333:policy/team/extra';
const EXECUTION = 'aws_iam_role.prefect_worker_execution_role';
const TASK = 'aws_iam_role.prefect_worker_task_role';
const RUN_TASKS = 'aws_iam_role_policy.prefect_worker_allow_ecs_task';
const DEFINITION = 'aws_ecs_task_definition.prefect_worker_task_definition';
const UPLOAD = {
  sid: 'Upload',
  actions: ['s3:PutObject'],
  resources: ['arn:aws:s3:::results/${aws:PrincipalTag/team}/*'],
  conditions: [
    { test: 'StringEquals', variable: 's3:x-amz-acl', values: ['private'] },
    { test: 'Bool', variable: 'aws:SecureTransport', values: ['true'] },
  ],
};
/** As IAM reads it, its policy variable kept from Terraform. */
const UPLOAD_IN_IAM = {
  Sid: 'Upload',
  Effect: 'Allow',
  Action: ['s3:PutObject'],
  Resource: ['arn:aws:s3:::results/$${aws:PrincipalTag/team}/*'],
  Condition: { StringEquals: { 's3:x-amz-acl': ['private'] }, Bool: { 'aws:SecureTransport': ['true'] } },
};

function iam(terraform: Terraform): string[] {
  return addressesOf({ resource: terraform.resource }).filter((address) => address.startsWith('aws_iam_'));
}

function statements(terraform: Terraform, address: string, attribute = 'policy') {
  return (documentAt(terraform, address, attribute) as { Statement: Record<string, unknown>[] }).Statement;
}

function passable(terraform: Terraform): unknown {
  return statements(terraform, RUN_TASKS).find(({ Sid }) => Sid === 'PassFlowRoles')?.['Resource'];
}

describe('an execution role that exists', () => {
  test.each([
    ['by its ARN', ROLE, ROLE],
    ['by its name', { name: 'worker' }, '${data.aws_iam_role.role_worker.arn}'],
    [
      'by a parameter',
      { ssm_parameter: '/iam/worker' },
      '${data.aws_ssm_parameter.ssm_parameter_iam_worker.insecure_value}',
    ],
  ])('%s is used, may be passed on, and gets nothing', (_, existing, arn) => {
    const terraform = stackOf({ roles: { execution: { existing } } });
    expect(resourceAt(terraform, DEFINITION)['execution_role_arn']).toBe(arn);
    expect(passable(terraform)).toContain(arn);
    expect(iam(terraform)).toEqual([TASK, RUN_TASKS]);
    expect(terraform.output['prefect_worker_execution_role_arn']?.['value']).toBe(arn);
  });
});

describe('a task role that exists', () => {
  test('by its ARN is the default of the input', () => {
    const { variable } = stackOf({ roles: { task: { existing: ROLE } } });
    expect(variable['worker_task_role_arn']).toMatchObject({ default: ROLE });
  });

  test.each([
    ['by its name', { name: 'worker' }, '${data.aws_iam_role.role_worker.arn}'],
    [
      'by a parameter',
      { ssm_parameter: '/iam/worker' },
      '${data.aws_ssm_parameter.ssm_parameter_iam_worker.insecure_value}',
    ],
  ])('%s is used unless the input names another', (_, existing, arn) => {
    const terraform = stackOf({ roles: { task: { existing } } });
    expect(terraform.locals?.['found_task_role_arn']).toBe(arn);
    expect(resourceAt(terraform, DEFINITION)['task_role_arn']).toBe(
      '${coalesce(var.worker_task_role_arn, local.found_task_role_arn)}',
    );
    expect(iam(terraform)).not.toContain(TASK);
    expect(iam(terraform)).not.toContain(RUN_TASKS);
  });
});

test('no task role means none, and no input for one', () => {
  const terraform = stackOf({ worker_type: 'process', roles: { task: { none: true } } });
  expect(resourceAt(terraform, DEFINITION)).not.toHaveProperty('task_role_arn');
  expect(iam(terraform)).not.toContain(TASK);
  expect(terraform.variable).not.toHaveProperty('worker_task_role_arn');
  expect(terraform.output['prefect_worker_task_role_arn']?.['value']).toBe('${null}');
});

describe('one role for both', () => {
  const terraform = stackOf({
    roles: { one_for_both: true, task: { policies: [POLICY] }, execution: { statements: [UPLOAD] } },
  });

  test('is the execution role, with the rights of the worker', () => {
    const arn = `\${${EXECUTION}.arn}`;
    expect(resourceAt(terraform, DEFINITION)).toMatchObject({ execution_role_arn: arn, task_role_arn: arn });
    expect(resourceAt(terraform, RUN_TASKS)['role']).toBe(`\${${EXECUTION}.id}`);
    expect(iam(terraform)).not.toContain(TASK);
    expect(terraform.variable).not.toHaveProperty('worker_task_role_arn');
  });

  test('is the one that may be passed on', () => {
    expect(passable(terraform)).toMatch(/role\/prefect-worker-execution-role-\$\{var\.name\}$/);
  });

  test('gets what is said of either', () => {
    expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.prefect_worker_task_role_policies')).toMatchObject({
      role: `\${${EXECUTION}.id}`,
      for_each: '${toset(local.prefect_worker_task_role_policy_arns)}',
    });
    expect(statements(terraform, 'aws_iam_role_policy.prefect_worker_execution_role_statements')).toEqual([
      UPLOAD_IN_IAM,
    ]);
  });

  test('that exists gets nothing', () => {
    const existing = stackOf({ roles: { one_for_both: true, execution: { existing: ROLE } } });
    expect(resourceAt(existing, DEFINITION)).toMatchObject({ execution_role_arn: ROLE, task_role_arn: ROLE });
    expect(iam(existing)).toEqual([]);
  });
});

describe('path and boundary', () => {
  const terraform = stackOf({
    roles: { path: '/team/${data}/', permissions_boundary: { ssm_parameter: '/iam/boundary' } },
  });

  test.each([EXECUTION, TASK])('are those of %s', (address) => {
    expect(resourceAt(terraform, address)).toMatchObject({
      path: '/team/$${data}/',
      permissions_boundary: '${data.aws_ssm_parameter.ssm_parameter_iam_boundary.insecure_value}',
    });
  });

  test('are in the ARNs of the roles that may be passed on', () => {
    expect(passable(terraform)).toMatch(/:role\/team\/\$\$\{data\}\/prefect-worker-execution-role-\$\{var\.name\}$/);
  });

  test('are in those of the flow runs’ own roles too', () => {
    const own = stackOf({
      roles: { path: '/team/${data}/' },
      flow_runs: { execution_role: {}, task_role: {} },
    });
    expect(passable(own)).toEqual([
      expect.stringMatching(/:role\/team\/\$\$\{data\}\/prefect-flow-execution-role-\$\{var\.name\}$/),
      expect.stringMatching(/:role\/team\/\$\$\{data\}\/prefect-flow-task-role-\$\{var\.name\}$/),
    ]);
  });

  test('are not said where nobody asks for them', () => {
    expect(resourceAt(stackOf(), EXECUTION)).not.toHaveProperty('path');
    expect(resourceAt(stackOf(), EXECUTION)).not.toHaveProperty('permissions_boundary');
  });
});

describe.each([
  ['execution', EXECUTION, undefined],
  ['task', TASK, 'var.worker_task_role_arn == null'],
])('the created %s role', (role, address, onlyIf) => {
  const id = address.replace('aws_iam_role.', '');
  const count = onlyIf && `\${${onlyIf} ? 1 : 0}`;

  test('gets further policies', () => {
    const terraform = stackOf({ roles: { [role]: { policies: [POLICY, { ssm_parameter: '/iam/extra' }] } } });
    const arns = `${id}_policy_arns`;
    expect(terraform.locals?.[arns]).toEqual([
      POLICY,
      '${data.aws_ssm_parameter.ssm_parameter_iam_extra.insecure_value}',
    ]);
    expect(resourceAt(terraform, `aws_iam_role_policy_attachment.${id}_policies`)).toMatchObject({
      policy_arn: '${each.value}',
      for_each: onlyIf ? `\${toset([for arn in local.${arns} : arn if ${onlyIf}])}` : `\${toset(local.${arns})}`,
    });
  });

  test('gets further statements beside ours', () => {
    const terraform = stackOf({ roles: { [role]: { statements: [UPLOAD] } } });
    expect(statements(terraform, `aws_iam_role_policy.${id}_statements`)).toEqual([UPLOAD_IN_IAM]);
    expect(resourceAt(terraform, `aws_iam_role_policy.${id}_statements`)['count']).toBe(count);
    expect(iam(terraform)).toEqual(expect.arrayContaining(iam(stackOf())));
  });

  test('has its own statements instead of ours', () => {
    const terraform = stackOf({ roles: { [role]: { own_statements: [UPLOAD] } } });
    const ours = iam(terraform).filter((one) => resourceAt(terraform, one)['role']?.toString().includes(id));
    expect(ours).toEqual([`aws_iam_role_policy.${id}_statements`]);
    expect(statements(terraform, ours[0] as string)).toEqual([UPLOAD_IN_IAM]);
  });

  test('is waited for with all that it is given', () => {
    const terraform = stackOf({ roles: { [role]: { policies: [POLICY], statements: [UPLOAD] } } });
    expect(resourceAt(terraform, 'aws_ecs_service.prefect_worker_service')['depends_on']).toEqual(
      expect.arrayContaining([`aws_iam_role_policy.${id}_statements`, `aws_iam_role_policy_attachment.${id}_policies`]),
    );
  });
});

test('without conditions on the source, any task that AWS lets may be the roles', () => {
  const terraform = stackOf({ roles: { source_conditions: false } });
  for (const role of [EXECUTION, TASK]) {
    expect(statements(terraform, role, 'assume_role_policy')).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    ]);
  }
});

test.each([
  ['any_family', '*'],
  ['own_families', expect.stringMatching(/:task-definition\/prefect_\$\{var\.worker_work_pool_name\}_\*$/)],
])('with %s the worker registers definitions of that reach', (register_task_definitions, resource) => {
  const terraform = stackOf({ roles: { task: { register_task_definitions } } });
  const register = statements(terraform, RUN_TASKS).find(({ Sid }) => Sid === 'RegisterFlowTaskDefinitions');
  expect(register?.['Resource']).toEqual(resource);
});

test('only an ecs worker has rights to run tasks, also where an apply changes the type', () => {
  expect(resourceAt(stackOf({ worker_type: 'process' }), RUN_TASKS)['count']).toBe(
    '${var.worker_task_role_arn == null && var.worker_type == "ecs" ? 1 : 0}',
  );
});

test('names of its own are those of roles and policies', () => {
  const terraform = stackOf({
    names: { execution_role: 'team-execution', task_role: 'team-task', run_tasks_policy: 'team-run' },
  });
  expect(resourceAt(terraform, EXECUTION)['name']).toBe('team-execution');
  expect(resourceAt(terraform, TASK)['name']).toBe('team-task');
  expect(resourceAt(terraform, RUN_TASKS)['name']).toBe('team-run');
  expect(passable(terraform)).toMatch(/:role\/team-execution$/);
});
