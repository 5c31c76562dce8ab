import { refusalOf } from '../../helpers/refusals';

const ROLE = 'arn:aws:iam::111122223333:role/team/worker';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'a name that is too long for a role',
    { name: 'x'.repeat(35) },
    'name: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\n    must be at most 34 characters: prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64',
  ],
  [
    'a pattern that leaves no room',
    { names: { pattern: 'a-very-long-beginning-of-all-names-{kind}-{name}' } },
    'names.pattern: "a-very-long-beginning-of-all-names-{kind}-{name}"\n    must leave room for the name: a-very-long-beginning-of-all-names-prefect-worker-execution-role-NAME is the name of an IAM role, which AWS limits to 64',
  ],
  [
    'a pattern without the name',
    { names: { pattern: '{kind}' } },
    'names.pattern: "{kind}"\n    must be a text of letters, digits, hyphens and underscores with {kind} and {name} in it, each once',
  ],
  [
    'a pattern that no security group may have',
    { names: { pattern: 'sg-{name}-{kind}' } },
    'names.pattern: "sg-{name}-{kind}"\n    must not begin with sg-: AWS takes no such name for a security group',
  ],
  [
    'a name that no security group may have',
    { names: { pattern: '{name}-{kind}' }, name: 'sg-prod' },
    'name: "sg-prod"\n    must not begin with sg- where names.pattern begins with {name}: AWS takes no such name for a security group',
  ],
  [
    'a name that ECS does not take',
    { names: { cluster: 'a.b' } },
    'names.cluster: "a.b"\n    must be a name that AWS takes for ECS: ^[A-Za-z0-9_-]+$',
  ],
  [
    'a role’s name that is too long',
    { names: { execution_role: 'x'.repeat(65) } },
    'names.execution_role: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\n    must be at most 64 characters: it is the name of the execution role',
  ],
  [
    'a security group’s name that looks like an id',
    { names: { security_group: 'sg-mine' } },
    'names.security_group: "sg-mine"\n    must be a name that AWS takes for a security group: ^(?!sg-)[A-Za-z0-9_/.+=@-]+$',
  ],
  [
    'two roles of one name',
    { names: { execution_role: 'same', task_role: 'same' } },
    'names.task_role: "same"\n    must differ from names.execution_role, which is the name of an IAM role too',
  ],
  [
    'two policies of one name',
    { names: { read_secrets_policy: 'same', write_logs_policy: 'same' } },
    'names.write_logs_policy: "same"\n    must differ from names.read_secrets_policy, which is the name of an inline IAM policy too',
  ],
  [
    'a name for a cluster that exists',
    { cluster: { existing: 'shared' }, names: { cluster: 'mine' } },
    'names.cluster: "mine"\n    must be left out beside cluster.existing: none is made',
  ],
  [
    'a name for no log group',
    { logs: { group: 'none' }, names: { log_group: 'mine' } },
    'names.log_group: "mine"\n    must be left out beside logs.name or logs.group: none: none is made',
  ],
  [
    'a second name for the log group',
    { logs: { name: 'team' }, names: { log_group: 'mine' } },
    'names.log_group: "mine"\n    must be left out beside logs.name or logs.group: none: none is made',
  ],
  [
    'a name for an execution role that exists',
    { roles: { execution: { existing: ROLE } }, names: { execution_role: 'mine' } },
    'names.execution_role: "mine"\n    must be left out beside roles.execution.existing: none is made',
  ],
  [
    'a name for a task role that is an input',
    { worker_task_role_arn: ROLE, names: { task_role: 'mine' } },
    'names.task_role: "mine"\n    must be left out beside another role that is used, or none: none is made',
  ],
  [
    'a name for no task role',
    { worker_type: 'process', roles: { task: { none: true } }, names: { task_role: 'mine' } },
    'names.task_role: "mine"\n    must be left out beside another role that is used, or none: none is made',
  ],
  [
    'a name for a secret that exists',
    { api_key: { secret_arn: SECRET }, names: { secret: 'mine' } },
    'names.secret: "mine"\n    must be left out beside an existing secret, or another prefect.auth: none is made',
  ],
  [
    'a name for an auth string that there is not',
    { names: { auth_string_secret: 'mine' } },
    'names.auth_string_secret: "mine"\n    must be left out beside an existing secret, or another prefect.auth: none is made',
  ],
  [
    'a name for a security group that is not made',
    { network: { create_security_group: false, security_groups: ['sg-12345678'] }, names: { security_group: 'mine' } },
    'names.security_group: "mine"\n    must be left out beside network.create_security_group: false: none is made',
  ],
  [
    'a name for an audit that is not kept',
    { names: { exec_log_group: 'mine' } },
    'names.exec_log_group: "mine"\n    must be left out beside a cluster that keeps no record of ECS Exec in a group of ours: none is made',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
