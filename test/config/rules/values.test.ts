import { refusalOf, SELF_HOSTED } from '../../helpers/refusals';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'an output under a name of ours',
    { outputs: { prefect_worker_x: 'region' } },
    'outputs.prefect_worker_x: "region"\n    must not begin with prefect_worker_, prefect_base_job_, prefect_work_pool_ or prefect_flow_: those are outputs of ours',
  ],
  [
    'the log group where no log is kept',
    { logs: { group: 'none' }, outputs: { group: 'log_group_name' } },
    'outputs.group: "log_group_name"\n    must be something that this stack has: with logs.group: none there is no log_group_name',
  ],
  [
    'the task role where there is none',
    {
      worker_type: 'process',
      roles: { task: { none: true } },
      worker: { environment: { ROLE: { stack: 'task_role_arn' } } },
    },
    'worker.environment.ROLE.stack: "task_role_arn"\n    must be something that this stack has: with roles.task.none there is no task_role_arn',
  ],
  [
    'the key where there is none',
    { ...SELF_HOSTED, prefect: { api_url: 'http://p:4200/api', auth: 'none' }, outputs: { key: 'api_key_secret_arn' } },
    'outputs.key: "api_key_secret_arn"\n    must be something that this stack has: with prefect.auth: none there is no api_key_secret_arn',
  ],
  [
    'addresses without a NAT gateway',
    { outputs: { addresses: 'nat_addresses' } },
    'outputs.addresses: "nat_addresses"\n    must be something that this stack has: with no NAT gateway that this stack makes there is no nat_addresses',
  ],
  [
    'the security group where none is made',
    {
      network: { create_security_group: false, security_groups: ['sg-12345678'] },
      outputs: { group: 'security_group_id' },
    },
    'outputs.group: "security_group_id"\n    must be something that this stack has: with network.create_security_group: false there is no security_group_id',
  ],
  [
    'a name that Terraform does not take',
    { outputs: { 'a b': 'region' } },
    'outputs.a b: "region"\n    must be a name in Terraform: letters, digits, hyphens and underscores, not beginning with a digit',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
