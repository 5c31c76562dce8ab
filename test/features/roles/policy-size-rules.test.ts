import { LEAST_OF_STACK } from '../../../src/features/roles/policy-size-rules';
import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';
import { resourceAt, stackOf } from '../../helpers/synthesized';

/** Statements of about so many characters. */
function statements(characters: number) {
  const count = Math.floor((characters - 100) / 100);
  const resources = Array.from({ length: count }, (_, index) => `arn:aws:s3:::${`bucket-${index}-`.padEnd(84, 'x')}`);
  return [{ actions: ['s3:GetObject'], resources }];
}

function secrets(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`SECRET_${index}`, { secret_name: `team/secret-${index}` }]),
  );
}

/** Other ones. */
function others(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`OTHER_${index}`, { secret_name: `team/other-${index}` }]),
  );
}

const TOO_MUCH = 'IAM allows 10240 for the inline policies of a role';
const POOLS = Array.from({ length: 20 }, (_, index) => `w${index}`);

test.each<[string, string, object]>([
  ['the task role has with ours', 'roles.task.statements', { roles: { task: { statements: statements(9600) } } }],
  [
    'both roles have as one',
    'roles.execution.statements',
    {
      roles: {
        one_for_both: true,
        execution: { statements: statements(6000) },
        task: { statements: statements(5000) },
      },
    },
  ],
  [
    'secrets of the worker and of flow runs take together',
    'worker.secrets',
    { worker: { secrets: secrets(90) }, flow_runs: { secrets: others(90) } },
  ],
  ['secrets take', 'worker.secrets', { worker: { secrets: secrets(150) } }],
  ['secrets of flow runs take', 'flow_runs.secrets', { flow_runs: { secrets: secrets(150) } }],
  [
    'secrets of flow runs take in a role of their own',
    'flow_runs.secrets',
    { flow_runs: { execution_role: {}, secrets: secrets(150) } },
  ],
  [
    'further work pools add',
    'roles.task.statements',
    {
      roles: { task: { statements: statements(8200) } },
      workers: Object.fromEntries(POOLS.map((name) => [name, { worker_work_pool_name: name }])),
    },
  ],
])('refuses more inline policies than a role takes, where %s', (_, path, fields) => {
  const refused = refusalOf(fields);
  expect(refused).toContain(path);
  expect(refused).toContain(TOO_MUCH);
});

test.each<[string, (index: number) => object, (index: number) => string]>([
  [
    'by their names',
    (index) => ({ secret_name: `team/secret-${index}` }),
    (index) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:team/secret-${index}-??????`,
  ],
  [
    'by their ARNs',
    (index) => ({ secret_arn: `arn:aws:secretsmanager:us-east-1:111122223333:secret:team/secret-${index}-AbC123` }),
    (index) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:team/secret-${index}-AbC123`,
  ],
  [
    'that are created',
    () => ({ create: true }),
    (index) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-worker-secret-test-SECRET_${index}-??????`,
  ],
  [
    'in parameters',
    (index) => ({ ssm_parameter: `/team/secret-${index}` }),
    (index) => `arn:aws:ssm:us-east-1:111122223333:parameter/team/secret-${index}`,
  ],
  [
    'in parameters by their ARNs',
    (index) => ({ ssm_parameter: `arn:aws:ssm:us-east-1:111122223333:parameter/team/secret-${index}` }),
    (index) => `arn:aws:ssm:us-east-1:111122223333:parameter/team/secret-${index}`,
  ],
])('secrets %s take the characters of their ARNs, in quotes and with a comma', (_, source, arn) => {
  const indexes = Array.from({ length: 200 }, (_, index) => index);
  const secrets = Object.fromEntries(indexes.map((index) => [`SECRET_${index}`, source(index)]));
  const sum = indexes.reduce((characters, index) => characters + arn(index).length + 3, LEAST_OF_STACK.logs);
  expect(refusalOf({ worker: { secrets } })).toBe(
    `worker.secrets\n    brings the policies of this role to ${sum} characters or more, with those of the stack: ${TOO_MUCH}\n    → set own_statements of the execution role, with one resource for all secrets that begin alike, or fewer secrets with several JSON keys each`,
  );
});

test('too many statements lead to managed policies', () => {
  const report = refusalOf({ roles: { task: { statements: statements(9600) } } });
  expect(report).toMatch(/^roles\.task\.statements\n/);
  expect(report).toContain(
    '→ set roles.policy_type: managed, or move statements to managed policies of your own, and set their ARNs in policies',
  );
});

test.each<[string, object]>([
  ['what fits with ours', { roles: { task: { statements: statements(8000) } } }],
  [
    'managed policies',
    {
      roles: {
        policy_type: 'managed',
        execution: { statements: statements(5000) },
        task: { statements: statements(5500) },
      },
    },
  ],
  [
    'both roles by themselves',
    { roles: { execution: { statements: statements(6000) }, task: { statements: statements(6000) } } },
  ],
  [
    'secrets that own statements cover',
    { worker: { secrets: secrets(150) }, roles: { execution: { own_statements: statements(500) } } },
  ],
  [
    'secrets of flow runs that have a role of their own',
    { worker: { secrets: secrets(90) }, flow_runs: { execution_role: {}, secrets: others(90) } },
  ],
  [
    'statements of a worker that starts no tasks',
    { worker_type: 'process', roles: { task: { statements: statements(9600) } } },
  ],
  ['own statements alone', { roles: { task: { own_statements: statements(9600) } } }],
  [
    'one secret with many keys',
    {
      worker: {
        secrets: Object.fromEntries(
          Object.keys(secrets(150)).map((name) => [name, { secret_name: 'team/db', json_key: name }]),
        ),
      },
    },
  ],
  ['an existing role', { worker: { secrets: secrets(150) }, roles: { execution: { existing: { name: 'mine' } } } }],
])('takes %s', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});

test('the policies of the stack have at least as many characters as the rule counts', () => {
  const terraform = stackOf({ name: 'a', worker_work_pool_name: 'a' });
  const least = (name: string) => {
    const policy = String(resourceAt(terraform, `aws_iam_role_policy.${name}`)['policy']);
    const [, local] = /^\$\{jsonencode\(local\.(\w+)\)\}$/.exec(policy) ?? [];
    const text = local === undefined ? policy : JSON.stringify(terraform.locals?.[local]);
    return text.replaceAll(/\$\{[^{}]*\}/g, '').length;
  };
  expect(least('prefect_worker_write_logs')).toBeGreaterThanOrEqual(LEAST_OF_STACK.logs);
  expect(least('prefect_worker_allow_ecs_task')).toBeGreaterThanOrEqual(LEAST_OF_STACK.runTasks);
});
