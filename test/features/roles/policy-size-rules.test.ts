import { LEAST_OF_STACK } from '../../../src/features/roles/policy-size-rules';
import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';
import { resourceAt, stackOf } from '../../helpers/synthesized';

/** Statements of so many characters, as IAM counts them at least. */
function statements(characters: number) {
  const around = '{"Effect":"Allow","Action":["s3:GetObject"],"Resource":[""]}'.length + ','.length * 2;
  return [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/'.padEnd(characters - around, 'x')] }];
}

/** With long names: some dozens of them fill a policy. */
function secrets(count: number, name = 'secret') {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${name}_${index}`, { secret_name: nameOf(name, index) }]),
  );
}

function others(count: number) {
  return secrets(count, 'other');
}

function nameOf(name: string, index: number): string {
  return `team/${name}-${index}-`.padEnd(330, 'x');
}

/** Workers with long names of work pools, and without the event pattern that has these too. */
function workers(count: number) {
  const pools = Array.from({ length: count }, (_, index) => `pool-${index}-`.padEnd(80, 'x'));
  return {
    crash_detection: { enabled: false },
    workers: Object.fromEntries(pools.map((pool, index) => [`w${index}`, { worker_work_pool_name: pool }])),
  };
}

const POOL = 'my-ecs-pool';
const ONE_POOL = LEAST_OF_STACK.runTasks + LEAST_OF_STACK.pool + POOL.length;
const TOO_MUCH = 'IAM allows 10240 for the inline policies of a role';
const MANAGED =
  'set roles.policy_type: managed, or move statements to managed policies of your own, and set their ARNs in policies';
const FEWER_SECRETS =
  'set own_statements of the execution role, with one resource for all secrets that begin alike, or fewer secrets with several JSON keys each';
const FEWER_POOLS = 'move workers to another environment, or let them share a work pool';

/** The characters of secrets() and others(): their ARNs in a list. */
function charactersOf(count: number, name = 'secret'): number {
  const arns = Array.from(
    { length: count },
    (_, index) => `"arn:aws:secretsmanager:us-east-1:111122223333:secret:${nameOf(name, index)}-??????",`,
  );
  return arns.join('').length;
}

test.each<[string, string, number, object, string]>([
  [
    'the task role has with ours',
    'roles.task.statements',
    9600 + ONE_POOL,
    { roles: { task: { statements: statements(9600) } } },
    MANAGED,
  ],
  [
    'both roles have as one',
    'roles.execution.statements',
    12_000 + LEAST_OF_STACK.logs + ONE_POOL,
    {
      roles: {
        one_for_both: true,
        execution: { statements: statements(6000) },
        task: { statements: statements(6000) },
      },
    },
    MANAGED,
  ],
  [
    'both roles have as one, with own statements',
    'roles.execution.own_statements',
    11_000 + ONE_POOL,
    {
      roles: {
        one_for_both: true,
        execution: { own_statements: statements(6000) },
        task: { statements: statements(5000) },
      },
    },
    MANAGED,
  ],
  [
    'secrets of the worker and of flow runs take together',
    'worker.secrets',
    LEAST_OF_STACK.logs + charactersOf(18) + charactersOf(18, 'other'),
    { worker: { secrets: secrets(18) }, flow_runs: { secrets: others(18) } },
    FEWER_SECRETS,
  ],
  [
    'secrets that flow runs and the worker have take, in a policy each',
    'worker.secrets',
    LEAST_OF_STACK.logs + 2 * charactersOf(18),
    { worker: { secrets: secrets(18) }, flow_runs: { secrets: secrets(18) } },
    FEWER_SECRETS,
  ],
  [
    'secrets of a further worker take',
    'workers.gpu.worker.secrets',
    LEAST_OF_STACK.logs + charactersOf(30),
    { workers: { gpu: { worker_work_pool_name: 'gpu', worker: { secrets: secrets(30) } } } },
    FEWER_SECRETS,
  ],
  [
    'secrets of workers take that have as many each',
    'worker.secrets',
    LEAST_OF_STACK.logs + charactersOf(15) + charactersOf(15, 'other'),
    {
      worker: { secrets: secrets(15) },
      workers: { gpu: { worker_work_pool_name: 'gpu', worker: { secrets: others(15) } } },
    },
    FEWER_SECRETS,
  ],
  [
    'secrets take of which a further worker has fewer',
    'worker.secrets',
    LEAST_OF_STACK.logs + charactersOf(28) + charactersOf(1, 'other'),
    {
      worker: { secrets: secrets(28) },
      workers: { gpu: { worker_work_pool_name: 'gpu', worker: { secrets: others(1) } } },
    },
    FEWER_SECRETS,
  ],
  [
    'secrets of flow runs take',
    'flow_runs.secrets',
    LEAST_OF_STACK.logs + charactersOf(30),
    { flow_runs: { secrets: secrets(30) } },
    FEWER_SECRETS,
  ],
  [
    'secrets of the flow runs of all workers take together',
    'workers.gpu.flow_runs.secrets',
    LEAST_OF_STACK.logs + charactersOf(14) + charactersOf(16, 'other'),
    {
      flow_runs: { secrets: secrets(14) },
      workers: {
        gpu: { worker_work_pool_name: 'gpu', flow_runs: { image: 'example.com/gpu:1', secrets: others(16) } },
      },
    },
    FEWER_SECRETS,
  ],
  [
    'secrets of flow runs take in a role of their own',
    'flow_runs.secrets',
    charactersOf(30),
    { flow_runs: { execution_role: {}, secrets: secrets(30) } },
    FEWER_SECRETS,
  ],
  [
    'statements and secrets of flow runs take in a role of their own',
    'flow_runs.execution_role.statements',
    9000 + charactersOf(10),
    { flow_runs: { execution_role: { statements: statements(9000) }, secrets: secrets(10) } },
    MANAGED,
  ],
  [
    'further work pools add',
    'roles.task.statements',
    7000 + ONE_POOL + 20 * (80 + LEAST_OF_STACK.pool),
    { roles: { task: { statements: statements(7000) } }, ...workers(20) },
    MANAGED,
  ],
  ['work pools take', 'workers', ONE_POOL + 70 * (80 + LEAST_OF_STACK.pool), { ...workers(70) }, FEWER_POOLS],
])('refuses more inline policies than a role takes, where %s', (_, path, sum, fields, wayOut) => {
  expect(refusalOf(fields)).toBe(
    `${path}\n    brings the policies of this role to ${sum} characters or more, with those of the stack: ${TOO_MUCH}\n    → ${wayOut}`,
  );
});

test.each<[string, string, number, object, string]>([
  ['secrets', 'worker.secrets', charactersOf(18), { worker: { secrets: secrets(18) } }, FEWER_SECRETS],
  ['work pools', 'workers', ONE_POOL + 40 * (80 + LEAST_OF_STACK.pool), { ...workers(40) }, FEWER_POOLS],
])('refuses more %s than a managed policy takes', (_, path, sum, fields, wayOut) => {
  expect(refusalOf({ ...fields, roles: { policy_type: 'managed' } })).toBe(
    `${path}\n    brings a policy of the stack to ${sum} characters or more: IAM allows 6144 for a managed policy\n    → ${wayOut}`,
  );
});

test('says nothing of the policies of a task role that must be there, and is not', () => {
  expect(refusalOf({ roles: { task: { none: true } }, ...workers(70) })).not.toContain('characters');
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

test.each<[string, object]>([
  ['what just fits with ours', { roles: { task: { statements: statements(10_240 - ONE_POOL) } } }],
  [
    'managed policies',
    {
      roles: {
        policy_type: 'managed',
        one_for_both: true,
        execution: { statements: statements(6000) },
        task: { statements: statements(6000) },
      },
    },
  ],
  ['secrets that a managed policy takes', { worker: { secrets: secrets(14) }, roles: { policy_type: 'managed' } }],
  [
    'both roles by themselves',
    { roles: { execution: { statements: statements(6000) }, task: { statements: statements(6000) } } },
  ],
  [
    'secrets that own statements cover',
    { worker: { secrets: secrets(30) }, roles: { execution: { own_statements: statements(500) } } },
  ],
  [
    'secrets in managed policies of the worker and of its flow runs',
    { roles: { policy_type: 'managed' }, worker: { secrets: secrets(12) }, flow_runs: { secrets: others(12) } },
  ],
  [
    'secrets of flow runs that have a role of their own',
    { worker: { secrets: secrets(18) }, flow_runs: { execution_role: {}, secrets: others(18) } },
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
          Object.keys(secrets(30)).map((key) => [key, { secret_name: nameOf('db', 0), json_key: key }]),
        ),
      },
    },
  ],
  [
    'an existing role of flow runs',
    { flow_runs: { execution_role: { existing: { name: 'mine' } }, secrets: secrets(30) } },
  ],
  [
    'secrets of flow runs that own statements cover',
    { flow_runs: { execution_role: { own_statements: statements(500) }, secrets: secrets(30) } },
  ],
  ['work pools with an existing task role', { roles: { task: { existing: { name: 'mine' } } }, ...workers(70) }],
  [
    'work pools with the ARN of a task role',
    { worker_task_role_arn: 'arn:aws:iam::111122223333:role/mine', ...workers(70) },
  ],
  ['an existing role', { worker: { secrets: secrets(30) }, roles: { execution: { existing: { name: 'mine' } } } }],
])('takes %s', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});

test('flow runs have a policy of their own, with the secrets that the worker has too', () => {
  const secrets = { DB: { secret_arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/db-AbCdEf' } };
  const { resource } = stackOf({ worker: { secrets }, flow_runs: { secrets } });
  const policies = Object.values(resource?.['aws_iam_role_policy'] ?? {}).map((policy) => JSON.stringify(policy));
  expect(policies.filter((policy) => policy.includes(secrets.DB.secret_arn))).toHaveLength(2);
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
