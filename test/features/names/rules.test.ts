import { refusalOf } from '../../helpers/refusals';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const ROLE = 'arn:aws:iam::111122223333:role/team/worker';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'a name that is too long for a role',
    { name: 'x'.repeat(35) },
    'name: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\n    must be at most 34 characters: prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64\n    → set a shorter name',
  ],
  [
    'a pattern that leaves no room',
    { names: { pattern: 'a-very-long-beginning-of-all-names-{kind}-{name}' } },
    'names.pattern: "a-very-long-beginning-of-all-names-{kind}-{name}"\n    is too long: a-very-long-beginning-of-all-names-prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64\n    → shorten it',
  ],
  [
    'a pattern without the name',
    { names: { pattern: '{kind}' } },
    'names.pattern: "{kind}"\n    must be letters, digits, hyphens and underscores, with {kind} and {name} once each\n    → for example pattern: "{kind}-{name}"',
  ],
  [
    'a pattern that no security group may have',
    { names: { pattern: 'sg-{name}-{kind}' } },
    'names.pattern: "sg-{name}-{kind}"\n    must not begin with sg-: AWS rejects such a name of a security group\n    → set another pattern',
  ],
  [
    'a name that no security group may have',
    { names: { pattern: '{name}-{kind}' }, name: 'sg-prod' },
    'name: "sg-prod"\n    must not begin with sg-, because names.pattern begins with {name}: AWS rejects such a name of a security group\n    → set another name or names.pattern',
  ],
  [
    'a name that ECS does not take',
    { names: { cluster: 'a.b' } },
    'names.cluster: "a.b"\n    is not a valid name of ECS; allowed: letters, digits, hyphens and underscores\n    → set another name',
  ],
  [
    'a role’s name that is too long',
    { names: { execution_role: 'x'.repeat(65) } },
    'names.execution_role: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\n    must be at most 64 characters: it is the name of the execution role\n    → set a shorter name',
  ],
  [
    'a security group’s name that looks like an id',
    { names: { security_group: 'sg-mine' } },
    'names.security_group: "sg-mine"\n    is not a valid name of a security group; allowed: letters, digits and _ / . + = @ -, not beginning with sg-, and not default\n    → set another name',
  ],
  [
    'two roles of one name',
    { names: { execution_role: 'same', task_role: 'same' } },
    'names.task_role: "same"\n    already used by names.execution_role: both would create the role same\n    → set another name',
  ],
  [
    'two policies of one name',
    { names: { read_secrets_policy: 'same', write_logs_policy: 'same' } },
    'names.write_logs_policy: "same"\n    already used by names.read_secrets_policy: both would create the inline policy same\n    → set another name',
  ],
  [
    'two rules of one name, of which the second would overwrite the first',
    { alarms: {}, names: { event_rule: 'same', service_event_rule: 'same' } },
    'names.service_event_rule: "same"\n    already used by names.event_rule: both would create the EventBridge rule same\n    → set another name',
  ],
  [
    'a log group of the name of another one',
    { logs: { name: '/same' }, flow_runs: { log: { name: '/same' } } },
    'flow_runs.log.name: "/same"\n    already used by logs.name: both would create the log group /same\n    → set another name',
  ],
  [
    'the name of what follows from the name',
    { names: { failed_event_queue: 'prefect-worker-events-test' } },
    'names.failed_event_queue: "prefect-worker-events-test"\n    already used by another resource, whose name is built from name: both would create the queue prefect-worker-events-test\n    → set another name',
  ],
  [
    'a name for a cluster that exists',
    { cluster: { existing: 'shared' }, names: { cluster: 'mine' } },
    'names.cluster: "mine"\n    has no effect: no cluster is created\n    → remove it',
  ],
  [
    'a name for no log group',
    { logs: { group: 'none' }, names: { log_group: 'mine' } },
    'names.log_group: "mine"\n    has no effect: no log group is created\n    → remove it',
  ],
  [
    'a second name for the log group',
    { logs: { name: 'team' }, names: { log_group: 'mine' } },
    'names.log_group: "mine"\n    has no effect: no log group is created\n    → remove it',
  ],
  [
    'a name for an execution role that exists',
    { roles: { execution: { existing: ROLE } }, names: { execution_role: 'mine' } },
    'names.execution_role: "mine"\n    has no effect: no execution role is created\n    → remove it',
  ],
  [
    'a name for a task role that is an input',
    { worker_task_role_arn: ROLE, names: { task_role: 'mine' } },
    'names.task_role: "mine"\n    has no effect: no task role is created\n    → remove it',
  ],
  [
    'a name for no task role',
    { worker_type: 'process', roles: { task: { none: true } }, names: { task_role: 'mine' } },
    'names.task_role: "mine"\n    has no effect: no task role is created\n    → remove it',
  ],
  [
    'a name for a secret that exists',
    { api_key: { secret_arn: SECRET }, names: { secret: 'mine' } },
    'names.secret: "mine"\n    has no effect: no secret of the API key is created\n    → remove it',
  ],
  [
    'a name for an auth string that there is not',
    { names: { auth_string_secret: 'mine' } },
    'names.auth_string_secret: "mine"\n    has no effect: no secret of the auth string is created\n    → remove it, or set prefect.auth: auth_string',
  ],
  [
    'a name for a security group that is not made',
    { network: { create_security_group: false, security_groups: ['sg-12345678'] }, names: { security_group: 'mine' } },
    'names.security_group: "mine"\n    has no effect: no security group is created\n    → remove it',
  ],
  [
    'a name for an audit that is not kept',
    { names: { exec_log_group: 'mine' } },
    'names.exec_log_group: "mine"\n    has no effect: no log group of ECS Exec sessions is created\n    → remove it, or set cluster.execute_command',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});

describe('names with an end of their own', () => {
  const withVolume = (volume: string, fields: object = {}) => ({
    flow_runs: {
      own_security_group: {},
      task_role: {},
      volumes: { [volume]: { container_path: '/data', efs: { create: {} } } },
    },
    ...fields,
  });

  test.each<[string, object, string, string]>([
    [
      'a volume, with its creation token',
      withVolume('v'.repeat(40)),
      'name',
      'the EFS file system prefect-flow-volume-',
    ],
    [
      'a volume, by the name of file systems',
      withVolume('data', { names: { flow_run_volume: 'v'.repeat(60) } }),
      'names.flow_run_volume',
      'which has 65 characters: AWS allows 64',
    ],
    [
      'a further worker',
      { names: { service: 's'.repeat(250) }, workers: { reports: {} } },
      'names.service',
      'which has 258 characters: AWS allows 255',
    ],
    [
      'the policy of further statements',
      {
        names: { flow_run_execution_policy: 'p'.repeat(120) },
        flow_runs: {
          execution_role: { statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }] },
        },
      },
      'names.flow_run_execution_policy',
      'AWS allows 128',
    ],
  ])('fail on %s beyond the limit', (_, fields, path, said) => {
    const report = reportOnFields(fields);
    expect(report).toContain(` ${path}`);
    expect(report).toContain(said);
  });

  const ofWorker = (length: number) => refusalOf({ names: { service: 's'.repeat(length) }, workers: { reports: {} } });

  test('are reported where the name without its end fits', () => {
    const name = `${'s'.repeat(255)}-reports`;
    expect(ofWorker(255)).toMatch(/^names\.service: /);
    expect(ofWorker(255)).toContain(
      `    creates the service ${name}, which has 263 characters: AWS allows 255\n    → set a shorter name in names.service, or shorten what the name ends in\n`,
    );
  });

  test('are not reported where the name without its end is too long by itself', () => {
    expect(ofWorker(256)).toContain('must be at most 255 characters');
    expect(ofWorker(256)).not.toContain('creates the service');
  });

  test('are not reported where the random suffix alone makes the name too long', () => {
    const names = { worker_secret: 's'.repeat(490), random_suffix: ['worker_secret'] };
    const report = refusalOf({ names, worker: { secrets: { DB: { create: true } } } });
    expect(report).toContain('must be at most 482 characters');
    expect(report).not.toContain('creates the secret');
  });

  test('are held to what the random suffix leaves', () => {
    const named = (length: number) => ({
      worker: { secrets: { ['V'.repeat(length)]: { create: true } } },
      names: { random_suffix: ['worker_secret'] },
    });
    const [longest, reserved] = [512, 'prefect-worker-secret-test-'.length + 27];
    expect(environmentOf(named(longest - reserved)).warnings).toEqual([]);
    expect(refusalOf(named(longest - reserved + 1))).toContain('which has 486 characters: AWS allows 485');
  });

  test('may reach the limit', () => {
    const fields = withVolume('data', { names: { flow_run_volume: 'v'.repeat(59) } });
    expect(environmentOf(fields).naming.own.flowRunVolume).toHaveLength(59);
  });
});

describe('a created parameter', () => {
  const withName = (secret: string) => ({ api_key: { store: 'ssm_parameter' }, names: { secret } });

  test.each([
    ['aws-prefect', 'AWS reserves names that begin with aws or ssm'],
    ['/ssm/prefect', 'AWS reserves names that begin with aws or ssm'],
    ['AwsKey', 'AWS reserves names that begin with aws or ssm'],
    ['team/prefect', '/ only in a name that begins with it'],
    ['prefect+key', 'AWS allows letters, digits and _ . -'],
  ])('fails on the name %s', (secret, said) => {
    const report = reportOnFields(withName(secret));
    expect(report).toContain('names.secret');
    expect(report).toContain(said);
  });

  test.each(['/team/prefect', 'prefect.key', 'my-aws-key'])('may have the name %s', (secret) => {
    expect(environmentOf(withName(secret)).naming.own.apiKeySecret).toBe(secret);
  });

  test('may begin with aws as a secret of Secrets Manager', () => {
    expect(environmentOf({ names: { secret: 'aws-prefect' } }).naming.own.apiKeySecret).toBe('aws-prefect');
  });
});

describe('a name of its own with an end', () => {
  const secrets = {
    worker: { secrets: { DB: { create: true }, TOKENS: { create: true }, ANOTHER_ONE: { secret_name: 'a' } } },
  };
  const random = (execution_role: string) => ({ names: { execution_role, random_suffix: ['execution_role'] } });

  test.each<[what: string, fields: object, report: string]>([
    [
      'the longest variable',
      { names: { worker_secret: 's'.repeat(506) }, ...secrets },
      'must be at most 505 characters: it is the name of the secrets of worker.secrets, each of which ends in its variable; the variable adds 7\n    → set a shorter name',
    ],
    [
      'random characters',
      random('r'.repeat(38)),
      'must be at most 37 characters: it is the name of the execution role; the random suffix adds 27\n    → set a shorter name',
    ],
    [
      'both',
      { names: { worker_secret: 's'.repeat(500), random_suffix: ['worker_secret'] }, ...secrets },
      'each of which ends in its variable; the variable adds 7, the random suffix adds 27',
    ],
  ])('fails once where it is too long for %s', (_, fields, report) => {
    const refusal = refusalOf(fields);
    expect(refusal).toContain(report);
    expect(refusal.match(/→/g)).toHaveLength(1);
  });

  test.each<[what: string, fields: object]>([
    ['the longest variable', { names: { worker_secret: 's'.repeat(505) }, ...secrets }],
    ['random characters', random('r'.repeat(37))],
    ['none', { names: { execution_role: 'r'.repeat(64) } }],
    ['the kind of a name that is built', { name: 'x'.repeat(34) }],
  ])('may reach the limit with %s', (_, fields) => {
    expect(environmentOf(fields).warnings).toEqual([]);
  });
});
