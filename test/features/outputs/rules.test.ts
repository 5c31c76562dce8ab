import { refusalOf, SELF_HOSTED } from '../../helpers/refusals';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'an output under a name of ours',
    { outputs: { prefect_worker_x: 'region' } },
    'outputs.prefect_worker_x: "region"\n    must not begin with prefect_worker_, prefect_base_job_, prefect_work_pool_ or prefect_flow_: these are outputs of every stack\n    → rename it, for example own_prefect_worker_x',
  ],
  [
    'the log group where no log is kept',
    { logs: { group: 'none' }, outputs: { group: 'log_group_name' } },
    'outputs.group: "log_group_name"\n    log_group_name is not available: logs.group is none\n    → remove it',
  ],
  [
    'the task role where there is none',
    {
      worker_type: 'process',
      roles: { task: { none: true } },
      worker: { environment: { ROLE: { stack: 'task_role_arn' } } },
    },
    'worker.environment.ROLE.stack: "task_role_arn"\n    task_role_arn is not available: roles.task.none is true\n    → remove it',
  ],
  [
    'the topic where there is none, for a further worker',
    { workers: { other: { worker: { environment: { TOPIC: { stack: 'alarm_topic_arn' } } } } } },
    'workers.other.worker.environment.TOPIC.stack: "alarm_topic_arn"\n    alarm_topic_arn is not available: alarms are disabled\n    → remove it',
  ],
  [
    'the key where there is none',
    {
      ...SELF_HOSTED,
      prefect: { api_url: 'http://p.internal:4200/api', auth: 'none' },
      outputs: { key: 'api_key_secret_arn' },
    },
    'outputs.key: "api_key_secret_arn"\n    api_key_secret_arn is not available: prefect.auth is none\n    → remove it',
  ],
  [
    'addresses without a NAT gateway',
    { outputs: { addresses: 'nat_addresses' } },
    'outputs.addresses: "nat_addresses"\n    nat_addresses is not available: no NAT gateway is created\n    → remove it',
  ],
  [
    'the security group where none is made',
    {
      network: { create_security_group: false, security_groups: ['sg-12345678'] },
      outputs: { group: 'security_group_id' },
    },
    'outputs.group: "security_group_id"\n    security_group_id is not available: network.create_security_group is false\n    → remove it',
  ],
  [
    'a name that Terraform does not take',
    { outputs: { 'a b': 'region' } },
    'outputs.a b: "region"\n    must be a name in Terraform: letters, digits, hyphens and underscores, not beginning with a digit, and not one that every object of JavaScript has, such as constructor and toString\n    → write a_b',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
