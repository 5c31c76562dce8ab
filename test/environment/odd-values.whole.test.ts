import { refusalOf } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const CREATED = { vpc_id: undefined, worker_subnets: undefined };
const NIL = '00000000-0000-0000-0000-000000000000';
const UUID = '54cdfc71-9f13-41ba-9492-e1cf24eed185';

const rule = (fields: object) => ({ network: { egress: [{ cidr_blocks: ['10.0.0.0/8'], ...fields }] } });
const vpc = (create: object) => ({ ...CREATED, network: { create } });
const CONDITION = { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['111122223333'] };
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::my-bucket/*'] };
const statement = (...fields: object[]) => ({
  roles: { task: { statements: fields.map((some) => ({ ...STATEMENT, ...some })) } },
});
const condition = (test: string, ...values: string[]) =>
  statement({ conditions: [{ test, variable: 'aws:SourceIp', values }] });
const server = (api_url: string) => ({
  ...{ prefect_account_id: undefined, prefect_workspace_id: undefined },
  prefect: { api_url, auth: 'api_key' },
});
const ISOLATED = {
  ...vpc({ nat: 'none' }),
  ...server('http://10.0.5.5:4200/api'),
  worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1',
};
const only = (...egress: object[]) => ({ egress, required_egress: false });
const HTTPS = { port: 443, cidr_blocks: ['0.0.0.0/0'] };
const FILES = { data: { container_path: '/data', efs: { file_system_id: 'fs-0123456789abcdef0' } } };
const health = (...command: string[]) => ({ worker: { health_check: { command } } });

const ROLE = 'arn:aws:iam::111122223333:role';
const AMIS = 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023';
const secretOf = (source: object) => ({ worker: { secrets: { A: source } } });
const secretArn = (name: string) => ({ secret_arn: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}` });
const deploymentOf = (fields: object) => ({
  project: { deployments: [{ name: 'a', entrypoint: 'flows.py:flow', ...fields }] },
});
const deployment = (job_variables: object) => deploymentOf({ job_variables });
const metric = (fields: object) => ({
  ...{ min: 1, max: 3 },
  metrics: { a: { namespace: 'Prefect', metric_name: 'Late', target: 5, ...fields } },
});
const buffer = (size: string) => ({
  worker: { log_configuration: { options: { mode: 'non-blocking', 'max-buffer-size': size } } },
});
const instances = (fields: object) => ({ capacity: { type: 'ec2', ec2: fields } });
const OTHER_REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/other:1';

/** What a form allows, and nothing in AWS or Prefect can be. */
test.each<[string, object, string]>([
  ['network.egress[0].port', rule({ port: 0 }), 'must be at least 1'],
  [
    'network.egress[0]',
    { network: { egress: ['10.0.0.0/8'] } },
    'for example {port: 5432, cidr_blocks: [10.0.0.0/16]}',
  ],
  ['network.egress[0]', rule({ from_port: 0, to_port: 0 }), 'opens port 0 alone'],
  ['network.create.endpoints[0]', vpc({ endpoints: ['com.amazonaws.us-east-1.sts'] }), 'without com.amazonaws.REGION'],
  ['worker.health_check.command', health('CMD-SHELL', 'curl', '-f'), 'must be one line behind CMD-SHELL'],
  ['worker.health_check.command', health('CMD-SHELL', 'curl', '-f'), 'write command: [CMD-SHELL, curl -f]'],
  ['worker.health_check.command', health('NONE'), 'write health_check: false'],
  ['worker.health_check.command', health('CMD'), 'contain a command behind it'],
  ['worker.health_check.command[1]', health('CMD', 'curl -f http://localhost'), 'no program has a space'],
  ['worker.entry_point[0]', { worker: { entry_point: ['sh -c'] } }, 'no program has a space'],
  ['flow_runs.entry_point[0]', { flow_runs: { entry_point: [''] } }, 'must be the name of a program'],
  [
    'worker.sidecars.agent.entry_point[0]',
    { worker: { sidecars: { agent: { image: 'agent:1', entry_point: ['agent --all'] } } } },
    'or [sh, -c, LINE]',
  ],
  [
    'worker.attributes.workingDirectory',
    { worker: { attributes: { workingDirectory: 'flows' } } },
    'must be an absolute path',
  ],
  ['worker.user', { worker: { user: '4294967295' } }, 'must have numbers up to 2147483647'],
  ['flow_runs.user', { flow_runs: { user: '0:2147483648' } }, 'must have numbers up to 2147483647'],
  ['worker_image', { worker_image: 'host.docker.internal:5000/worker:1' }, 'in a registry on the machine itself'],
  ['names.security_group', { names: { security_group: 'Default' } }, 'and not default'],
  ['backend.s3.key', { backend: { s3: { bucket: 'my-states', key: '../a' } } }, 'parts . or ..'],
  ['backend.s3.key', { backend: { s3: { bucket: 'my-states', key: 'a/./b' } } }, 'parts . or ..'],
  ['prefect.api_url', server('http://224.0.0.1/api'), 'must have the address of one host'],
  ['prefect.api_url', server('http://255.255.255.255:4200/api'), 'must have the address of one host'],
  ['api_key.ssm_parameter', { api_key: { ssm_parameter: '/aws/key' } }, 'must be a parameter of your own'],
  ['worker.secrets.A.ssm_parameter', secretOf({ ssm_parameter: 'SSM-key' }), 'must be a parameter of your own'],
  [
    'worker.secrets.A.ssm_parameter',
    secretOf({ ssm_parameter: 'arn:aws:ssm:us-east-1:111122223333:parameter/aws/key' }),
    'must be a parameter of your own',
  ],
  ['api_key.ssm_parameter', { api_key: { ssm_parameter: '/team/key/' } }, 'did you mean ssm_parameter: /team/key?'],
  [
    'crash_detection.existing_queue',
    { crash_detection: { existing_queue: 'https://sqs.us-east-1.amazonaws.com/111122223333/events' } },
    'did you mean existing_queue: events?',
  ],
  [
    'flow_runs.job_configuration.task_run_request.startedBy',
    { flow_runs: { job_configuration: { task_run_request: { startedBy: 'the team' } } } },
    'must be letters, digits, hyphens, slashes and underscores',
  ],
  ['roles.task.statements[0].actions[0]', statement({ actions: ['S3:GetObject'] }), 'did you mean s3:GetObject?'],
  [
    'network.create.transit_gateway.cidr_blocks[0]',
    vpc({ transit_gateway: { id: 'tgw-0a51c9e27f3b64d80', cidr_blocks: ['169.254.169.254/32'] } }),
    'where AWS answers each machine',
  ],
  [
    'network.create.peerings.a.cidr_blocks[0]',
    vpc({ peerings: { a: { vpc_id: 'vpc-0c7e31f5a9d24b860', cidr_blocks: ['169.254.168.0/22'] } } }),
    'where AWS answers each machine',
  ],
  ['project.deployments[0].entrypoint', deploymentOf({ entrypoint: 'flows.ipynb:flow' }), 'imports no notebook'],
  ['project.deployments[0].entrypoint', deploymentOf({ entrypoint: 'flows.py:class' }), 'is a keyword of Python'],
  ['capacity.ec2.instance_types[0]', { capacity: { ec2: { instance_types: ['mac2.metal'] } } }, 'runs macOS alone'],
  [
    'prefect.api_url',
    server(`http://api.prefect.cloud/api/accounts/${UUID}/workspaces/${UUID}`),
    'https://api.prefect',
  ],
  ['service_discovery.create', { service_discovery: { create: 'amazonaws.com' } }, 'hides amazonaws.com'],
  ['service_discovery.create', { service_discovery: { create: 'prefect.cloud' } }, 'hides prefect.cloud'],
  [
    'service_discovery.create',
    { ...server('https://prefect.example.com/api'), service_discovery: { create: 'example.com' } },
    'hides prefect.example.com',
  ],
  [
    'conditions[0].test',
    statement({ conditions: [{ ...CONDITION, test: 'StringEqual' }] }),
    'did you mean StringEquals?',
  ],
  ['conditions[0].test', statement({ conditions: [{ ...CONDITION, test: 'NullIfExists' }] }), 'did you mean Null?'],
  ['conditions[0].variable', statement({ conditions: [{ ...CONDITION, variable: 'SourceAccount' }] }), 'PREFIX:NAME'],
  [
    'resources[0]',
    statement({ resources: ['arn:aws:sqs:us-east-1:11112222333:q'] }),
    'the account in it has 12 digits',
  ],
  ['statements[1].sid', statement({ sid: 'A' }, { sid: 'A' }), 'IAM takes each sid once'],
  [
    'flow_runs.task_role.statements[0].sid',
    { flow_runs: { task_role: { statements: [{ ...STATEMENT, sid: 'MountFileSystems' }] } } },
    'is the sid of a statement of the stack',
  ],
  ['conditions[0].values[0]', condition('IpAddress', '10.0.0.300/8'), 'a range of addresses'],
  ['conditions[0].values[0]', condition('NotIpAddressIfExists', '10.0.0.0/33'), 'a range of addresses'],
  ['conditions[0].values[0]', condition('ForAnyValue:IpAddress', '2001:db8::/129'), 'a range of addresses'],
  ['conditions[0].values[0]', condition('Bool', 'yes'), 'must be "true" or "false"'],
  ['conditions[0].values[0]', condition('null', '1'), 'must be "true" or "false"'],
  ['conditions[0].values[0]', condition('NumericLessThanIfExists', 'ten'), 'must be a number'],
  ['conditions[0].values[0]', condition('DateLessThan', '2026-13-01'), 'must be a date and time'],
  ['conditions[0].values[0]', condition('ArnLike', 'my-bucket'), 'must be an ARN'],
  ['backend.http.address', { backend: { http: { address: 'https://a.0' } } }, 'must have a host that exists'],
  [
    'image.code.git.repository',
    { image: { code: { git: { repository: 'https://1.2.3.256/a' } } } },
    'must have a host that exists',
  ],
  ['tags.Team ', { tags: { 'Team ': 'data' } }, 'spaces in between'],
  ['tags. Team', { tags: { ' Team': 'data' } }, 'spaces in between'],
  ['tags.Team', { tags: { Team: ' data' } }, 'spaces in between'],
  ['flow_runs.labels.Team', { flow_runs: { labels: { Team: 'data ' } } }, 'spaces in between'],
  ['worker_type', { worker_type: 'Kubernetes' }, 'must be kubernetes, in lower case'],
  ['worker_type', { worker_type: 'ECS' }, 'must be ecs, in lower case'],
  ['worker_type', { worker_type: 'ecs:push' }, 'is a type of work pools that no worker polls'],
  ['worker_type', { worker_type: 'prefect:managed' }, 'is a type of work pools that no worker polls'],
  [
    'prefect_workspace_id',
    { prefect_account_id: UUID, prefect_workspace_id: UUID.toUpperCase() },
    'is the same as prefect_account_id',
  ],
  ['prefect_account_id', { prefect_account_id: NIL }, 'is the ID of no account'],
  ['prefect_workspace_id', { prefect_workspace_id: NIL }, 'is the ID of no workspace'],
  ['roles.path', { roles: { path: '/aws-service-role/ecs/' } }, "which are AWS's own"],
  ['roles.path', { roles: { path: '/aws-reserved/' } }, "which are AWS's own"],
  ['roles.path', { roles: { path: `/${'x'.repeat(511)}/` } }, 'at most 512 characters'],
  ['names.task_role', { names: { execution_role: 'same', task_role: 'SAME' } }, 'does not tell upper from lower case'],
  ['worker_task_role_arn', { worker_task_role_arn: `${ROLE}/aws-reserved/sso.amazonaws.com/A` }, 'no task can have it'],
  [
    'aws.assume_role.role_arn',
    { aws: { account_id: '444455556666', assume_role: { role_arn: `${ROLE}/terraform` } } },
    'but aws.account_id is 444455556666',
  ],
  ['worker.secrets.A.ssm_parameter', secretOf({ ssm_parameter: '/aws/reference/secretsmanager/a' }), 'set secret_name'],
  ['vpc_id.ssm_parameter', { vpc_id: { ssm_parameter: '/aws/reference/secretsmanager/a' } }, 'reference to a secret'],
  ['worker_image', { worker_image: 'hub.docker.com/r/acme/prefect:1' }, 'the registry of hub.docker.com is docker.io'],
  ['flow_runs.image', { flow_runs: { image: 'gallery.ecr.aws/a/b:1' } }, 'is public.ecr.aws'],
  ['job_variables.image', deployment({ image: 'github.com/acme/flows:1' }), 'is ghcr.io'],
  ['worker_image', { worker_image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022' }, 'must be an image for Linux'],
  ['worker_image', { worker_image: 'localhost:5000/prefect:1' }, 'a machine of Fargate has none'],
  ['workers.b.worker_image', { workers: { b: { worker_image: '127.0.0.1/prefect:1' } } }, 'Fargate has none'],
  ['sidecars.a.image', { flow_runs: { sidecars: { a: { image: 'localhost/a:1' } } } }, 'Fargate has none'],
  ['prefect.api_url', server('https://api.prefect.io/api'), 'where the API of Prefect 1 was'],
  [
    'service.deployment_maximum_percent',
    { service: { deployment_minimum_healthy_percent: 0, deployment_maximum_percent: 50 } },
    'must be at least 100',
  ],
  [
    'service.schedule.a.timezone',
    { service: { schedule: { a: { schedule: 'rate(5 minutes)', timezone: 'Europe/Zurich', min: 1 } } } },
    'applies only to cron() and at()',
  ],
  ['metrics.a.namespace', { service: { autoscaling: metric({ namespace: ' ' }) } }, 'not blank'],
  ['metrics.a.namespace', { service: { autoscaling: metric({ namespace: 'Größe' }) } }, 'at most 255 letters'],
  ['metrics.a.metric_name', { service: { autoscaling: metric({ metric_name: '  ' }) } }, 'not blank'],
  ['options.max-buffer-size', buffer('25x'), 'is not a size that Docker reads'],
  ['capacity.ec2.ami', instances({ ami: `${AMIS}/recommended` }), `set ${AMIS}/recommended/image_id`],
  ['capacity.ec2.ami', instances({ ami: `${AMIS}/arm64/recommended/image_id` }), 'none would start'],
  [
    'capacity.ec2.ami',
    instances({ ami: 'resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-Base' }),
    'must be an image of Linux',
  ],
  ['job_variables.launch_type', deployment({ launch_type: 'EC2' }), 'the cluster of this stack has none'],
  ['ci_role.github', { ci_role: { github: 'acme/flows.git' }, image: { repository: {} } }, 'without .git'],
  [
    'ci_role.branches[0]',
    { ci_role: { github: 'acme/flows', branches: ['refs/heads/main'] }, image: { repository: {} } },
    'without refs/heads/',
  ],
  [
    'image.repository.existing',
    { image: { repository: { existing: '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows' } } },
    'without its registry',
  ],
  ['flow_runs.variables.x.default', { flow_runs: { variables: { x: { default: Number.NaN } } } }, 'would be lost'],
  ['parameters.x', deploymentOf({ parameters: { x: [Number.NEGATIVE_INFINITY] } }), 'would be lost'],
  [
    'overrides.aws_ecs_service.prefect_worker_service.desired_count',
    { overrides: { 'aws_ecs_service.prefect_worker_service': { desired_count: 2 ** 53 } } },
    'has more digits than are kept',
  ],
  ['resources[0]', statement({ resources: ['arn:aws:s3:::my-bucket/* '] }), 'must be an ARN'],
])('%s: %j is refused', (path, fields, message) => {
  const refused = refusalOf(fields);
  expect(refused).toContain(path);
  expect(refused).toContain(message);
});

test.each<[string, object]>([
  ['a range from port 0', rule({ from_port: 0, to_port: 65535 })],
  ['a program at a path with a space', { worker: { entry_point: ['/opt/my app/start'] } }],
  ['a key with dots in its parts', { backend: { s3: { bucket: 'my-states', key: '.a/..b/c.' } } }],
  ['a server at an address', server('http://223.255.255.254:4200/api')],
  ['the largest user', { worker: { user: '2147483647:2147483647' } }],
  [
    'a link-local range of another kind',
    vpc({ transit_gateway: { id: 'tgw-0a51c9e27f3b64d80', cidr_blocks: ['169.254.0.0/16'] } }),
  ],
  ['a parameter that only sounds like one of AWS', { api_key: { ssm_parameter: '/team/aws/key' } }],
  ['a health check of words', health('CMD', 'curl', '-f', 'http://localhost:8080/health')],
  ['a health check of a line', health('CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1')],
  [
    'operators with what IAM allows around them',
    statement({
      conditions: [
        { ...CONDITION, test: 'ForAllValues:StringEqualsIfExists' },
        { ...CONDITION, test: 'bool', values: ['true'] },
        { ...CONDITION, test: 'ArnNotLike', values: ['arn:aws:s3:::my-bucket'] },
      ],
    }),
  ],
  [
    'a managed policy of AWS as a resource',
    statement({ actions: ['iam:GetPolicy'], resources: ['arn:aws:iam::aws:policy/A'] }),
  ],
  [
    'parts of an account',
    statement({ resources: ['arn:aws:sqs:us-east-1:1111*:q', 'arn:aws:ssm:us-east-1::parameter/a'], actions: ['*'] }),
  ],
  [
    'one sid in two policies',
    {
      roles: {
        task: { statements: [{ ...STATEMENT, sid: 'A' }] },
        execution: { statements: [{ ...STATEMENT, sid: 'A' }] },
      },
    },
  ],
  [
    'a namespace beside the server',
    { ...server('https://prefect.example.com/api'), service_discovery: { create: 'workers.example.com' } },
  ],
  ['another type of worker', { worker_type: 'kubernetes' }],
  [
    'roles of AWS as principals',
    { image: { repository: { pull_from: [`${ROLE}/aws-reserved/sso.amazonaws.com/A`] } } },
  ],
  ['a path that only looks reserved', { roles: { path: '/aws/' } }],
  ['the longest path', { roles: { path: `/${'x'.repeat(510)}/` } }],
  ['a registry on instances', { worker_image: 'localhost:5000/prefect-aws:1', capacity: { type: 'ec2' } }],
  ['a host that only looks like Prefect 1', server('https://prefect.iot.example.com/api')],
  ['a threshold of many digits', { service: { autoscaling: metric({ target: 1e20 }) } }],
  ...['25m', '25 MiB', '1.5GB', '26214400', '10b'].map((size): [string, object] => [
    `a buffer of ${size}`,
    buffer(size),
  ]),
  [
    'an image of Bottlerocket for instances with ARM',
    {
      worker: { architecture: 'arm64' },
      ...instances({ ami: 'resolve:ssm:/aws/service/bottlerocket/aws-ecs-2/arm64/latest/image_id' }),
    },
  ],
  ['a parameter of your own that ends like one of AWS', instances({ ami: 'resolve:ssm:/team/recommended' })],
  ['instances for a deployment', { ...deployment({ launch_type: 'EC2' }), capacity: { ec2: { min_size: 1 } } }],
  [
    'branches by a pattern',
    { ci_role: { github: 'acme/acme.github.io', branches: ['feature/*', 'refs'] }, image: { repository: {} } },
  ],
  ['a tag with spaces in between', { tags: { 'Cost Center': 'data and flows', Empty: '' } }],
  ...[
    ['IpAddress', '10.0.0.1'],
    ['IpAddress', '2001:db8::/32'],
    ['IpAddressIfExists', '0.0.0.0/0'],
    ['Bool', 'TRUE'],
    ['Null', 'false'],
    ['NumericGreaterThan', '-1.5'],
    ['DateGreaterThan', '2026-12-31T00:00:00Z'],
    ['DateGreaterThan', '1798675200'],
    ['ArnNotLike', 'arn:aws:s3:::*'],
    ['ArnLike', '*'],
    ['StringLike', 'anything ${aws:username}'],
    ['ArnEquals', '${aws:PrincipalArn}'],
  ].map(([test = '', value = '']): [string, object] => [`the value ${value} of ${test}`, condition(test, value)]),
])('%s is taken', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});

test.each<[string, string, object, string]>([
  [
    'unmatched-resource',
    'roles.task.statements[0].actions[0]',
    statement({ resources: ['arn:aws:s3:::my-bucket'] }),
    'add arn:aws:s3:::my-bucket/* to resources',
  ],
  [
    'unmatched-resource',
    'roles.task.statements[0].actions[0]',
    statement({ actions: ['s3:ListBucket'] }),
    'add arn:aws:s3:::my-bucket to resources',
  ],
  [
    'unknown-condition-key',
    'roles.task.statements[0].conditions[0].variable',
    statement({ conditions: [{ ...CONDITION, variable: 'aws:SourceAcount' }] }),
    'did you mean aws:SourceAccount?',
  ],
  [
    'unknown-policy',
    'roles.execution.policies[0]',
    { roles: { execution: { policies: ['arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy'] } } },
    'did you mean policy/service-role/AmazonECSTaskExecutionRolePolicy?',
  ],
  [
    'unknown-policy',
    'capacity.ec2.policies[0]',
    { capacity: { ec2: { policies: ['arn:aws:iam::aws:policy/Zzzzzzzzzzzzzzzzzzzz'] } } },
    'aws iam list-policies --scope AWS',
  ],
  [
    'unreachable',
    'prefect.api_url',
    {
      ...server('http://localhost:4200/api'),
      worker: { sidecars: { proxy: { image: 'registry.example.com/proxy:1' } } },
    },
    'flow_runs.environment.PREFECT_API_URL',
  ],
  [
    'other-pool',
    'worker.command',
    { worker: { command: ['prefect', 'worker', 'start', '-p', 'other', '--with-healthcheck'] } },
    'write --pool my-ecs-pool, or set worker_work_pool_name: other',
  ],
  [
    'other-pool',
    'worker.command',
    { worker: { command: ['sh', '-c', 'exec prefect worker start --pool=other --with-healthcheck'] } },
    'write --pool my-ecs-pool, or set worker_work_pool_name: other',
  ],
  [
    'unknown-region',
    'worker_image',
    { worker_image: '111122223333.dkr.ecr.us-east-9.amazonaws.com/prefect:1' },
    'did you mean us-east-1?',
  ],
  [
    'unknown-region',
    'flow_runs.image',
    { flow_runs: { image: '111122223333.dkr.ecr.eu-west-9.amazonaws.com/flows:1' } },
    'did you mean eu-west-1?',
  ],
  ...[
    ['pandas, numpy', 'write pandas'],
    ['pandas=2.2.3', 'write pandas==2.2.3'],
    ["'pandas>=2'", 'write pandas>=2'],
    ['pandas >= 2.0', 'without spaces'],
  ].map(([packages, hint = '']): [string, string, object, string] => [
    'no-package',
    'worker_extra_pip_packages',
    { worker_extra_pip_packages: packages },
    hint,
  ]),
  [
    'unreachable',
    'network.egress',
    {
      ...server('http://10.0.0.5:4200/api'),
      flow_runs: { own_security_group: {} },
      network: only(HTTPS, { port: 4200, cidr_blocks: ['10.1.0.0/16'] }),
    },
    'add {port: 4200, cidr_blocks: [10.0.0.5/32]}',
  ],
  [
    'unreachable',
    'flow_runs.own_security_group.egress',
    { flow_runs: { own_security_group: only(HTTPS), volumes: FILES, task_role: {} } },
    'add {port: 2049',
  ],
  [
    'unreachable',
    'flow_runs.own_security_group.egress',
    {
      flow_runs: {
        own_security_group: only(HTTPS),
        environment: { PREFECT_API_URL: 'http://prefect.internal:4201/api' },
      },
    },
    'add {port: 4201',
  ],
  [
    'unreachable',
    'flow_runs.environment.PREFECT_API_URL',
    {
      flow_runs: { own_security_group: {}, environment: { PREFECT_API_URL: 'http://prefect.internal:4201/api' } },
    },
    'set flow_runs.own_security_group.egress to a list with {port: 4201',
  ],
  [
    'unreachable',
    'flow_runs.environment.PREFECT_API_URL',
    { flow_runs: { environment: { PREFECT_API_URL: 'http://prefect.internal:4201/api' } } },
    'set network.egress to a list with {port: 4201',
  ],
  [
    'unreachable',
    'prefect.api_url',
    { ...ISOLATED, ...server('http://10.9.5.5:4200/api') },
    'network.create.peerings or transit_gateway',
  ],
  [
    'unreachable',
    'image.code.git.repository',
    { ...ISOLATED, image: { code: { git: { repository: 'https://github.com/acme/flows' } } } },
    'set code: baked_in',
  ],
  [
    'unreachable',
    'worker.secrets.TOKEN.secret_arn',
    {
      ...ISOLATED,
      worker: {
        secrets: { TOKEN: { secret_arn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token-AbC123' } },
      },
    },
    'replicate the secret to us-east-1',
  ],
  [
    'unknown-event',
    'alarms.service_events.names[0]',
    { alarms: { service_events: { names: ['SERVICE_DEPLOYMENT_FAILURE'] } } },
    'did you mean SERVICE_DEPLOYMENT_FAILED?',
  ],
  ['unknown-worker-type', 'worker_type', { worker_type: 'kubernets' }, 'did you mean kubernetes?'],
  ['unknown-platform', 'service.platform_version', { service: { platform_version: '1.5.0' } }, 'LATEST, 1.4.0, 1.3.0'],
  [
    'unknown-setting',
    'prefect.settings.PREFECT_LOGGING_LEVL',
    { prefect: { settings: { PREFECT_LOGGING_LEVL: 'DEBUG' } } },
    'did you mean PREFECT_LOGGING_LEVEL?',
  ],
  [
    'unknown-setting',
    'prefect.settings.LOGGING_LEVEL',
    { prefect: { settings: { LOGGING_LEVEL: 'DEBUG' } } },
    'did you mean PREFECT_LOGGING_LEVEL?',
  ],
  [
    'unknown-setting',
    'worker.environment.PREFECT_LOGGING_LEVEL',
    { worker: { environment: { PREFECT_LOGGING_LEVEL: 'LOUD' } } },
    'for example DEBUG',
  ],
  [
    'unknown-setting',
    'flow_runs.environment.PREFECT_API_ENABLE_HTTP2',
    { flow_runs: { environment: { PREFECT_API_ENABLE_HTTP2: 'maybe' } } },
    'for example "true"',
  ],
  [
    'unknown-setting',
    'flow_runs.environment.PREFECT_DEFAULT_RESULT_STORAGE',
    { flow_runs: { environment: { PREFECT_DEFAULT_RESULT_STORAGE: 'x' } } },
    'PREFECT_DEFAULT_RESULT_STORAGE_BLOCK',
  ],
  [
    'unknown-setting',
    'prefect.settings.PREFECT_WORKER_QUERY_SECONDS',
    { prefect: { settings: { PREFECT_WORKER_QUERY_SECONDS: '10s' } } },
    'for example "30"',
  ],
  [
    'doubtful-variable',
    'worker.environment.AWS_PROFILE',
    { worker: { environment: { AWS_PROFILE: 'prod' } } },
    'AWS_CONFIG_FILE',
  ],
  [
    'doubtful-variable',
    'flow_runs.environment.ECS_CONTAINER_METADATA_URI_V4',
    { flow_runs: { environment: { ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4' } } },
    'remove it',
  ],
  [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({ resources: ['arn:aws:sqs:us-east-1:111122223333:q'] }),
    'set a resource of s3',
  ],
  [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:team/key'],
    }),
    'secret:team/key-??????',
  ],
  ...['my-secret', 'team/API-SECRET', 'prod-202611'].map((name): [string, string, object, string] => [
    'short-secret-arn',
    'worker.secrets.A.secret_arn',
    secretOf(secretArn(name)),
    `set secret_name: ${name}`,
  ]),
  ...(['task_role_arn', 'execution_role_arn'] as const).map((name): [string, string, object, string] => [
    'denied-job-variable',
    `project.deployments[0].job_variables.${name}`,
    deployment({ [name]: `${ROLE}/other` }),
    `flow_runs.passable_roles: [${ROLE}/other]`,
  ]),
  [
    'denied-job-variable',
    'project.deployments[0].job_variables.cluster',
    deployment({ cluster: 'other' }),
    'set flow_runs.cluster',
  ],
  [
    'denied-job-variable',
    'project.deployments[0].job_variables.image',
    deployment({ image: OTHER_REPOSITORY }),
    'flow_runs.ecr_repositories: [other]',
  ],
  ...(['\u200b', '\u202e', '\ufeff', '\u2066'] as const).map((character): [string, string, object, string] => [
    'invisible-character',
    'worker.environment.A',
    { worker: { environment: { A: `a${character}b` } } },
    'type the text again',
  ]),
  [
    'invisible-character',
    'capacity.ec2.user_data',
    instances({ user_data: 'echo \u202e# safe' }),
    'type the text again',
  ],
  [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({ resources: ['arn:aws:s3:us-east-1:111122223333:my-bucket/*'] }),
    'arn:aws:s3:::my-bucket/*',
  ],
  ...[
    ['lambda:InvokeFunction', 'lambda:us-east-1:111122223333:my-function', 'begin with function:…'],
    ['dynamodb:GetItem', 'dynamodb:us-east-1:111122223333:my-table', 'begin with table/…'],
    ['states:StartExecution', 'states:us-east-1:111122223333:my-machine', 'begin with stateMachine:…'],
    ['athena:StartQueryExecution', 'athena:us-east-1:111122223333:workgroup', 'begin with workgroup/…'],
    ['sns:Publish', 'sns:us-east-1:111122223333:topic/mine', 'has only a name behind the account'],
    ['ssm:GetParameter', 'ssm:us-east-1:111122223333:parameter//team/key', 'has one slash before the name'],
    ['kms:Decrypt', 'kms:us-east-1:111122223333:alias/mine', 'compares the ARN of the key'],
    ['logs:PutLogEvents', 'logs:us-east-1:111122223333:log-group:/team', 'matches no log stream'],
  ].map(([action = '', resource = '', message = '']): [string, string, object, string] => [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({ actions: [action], resources: [`arn:aws:${resource}`] }),
    message,
  ]),
  ...[
    ['ecr:GetAuthorizationToken', 'ecr:us-east-1:111122223333:repository/flows'],
    ['ec2:DescribeInstances', 'ec2:us-east-1:111122223333:instance/*'],
    ['cloudwatch:PutMetricData', 'cloudwatch:us-east-1:111122223333:alarm:mine'],
  ].map(([action = '', resource = '']): [string, string, object, string] => [
    'unmatched-resource',
    'roles.task.statements[0].actions[0]',
    statement({ actions: [action], resources: [`arn:aws:${resource}`] }),
    'applies to no single resource',
  ]),
  ['unknown-endpoint', 'network.create.endpoints[1]', vpc({ endpoints: ['sts', 'bedrok-runtime'] }), 'bedrock-runtime'],
  ['unknown-endpoint', 'network.create.endpoints[0]', vpc({ endpoints: ['nosuchthingatall'] }), 'look it up'],
  [
    'unknown-instance-type',
    'capacity.ec2.instance_types[0]',
    { capacity: { ec2: { instance_types: ['m7i.larg'] } } },
    'did you mean m7i.large?',
  ],
  [
    'unknown-instance-type',
    'capacity.ec2.instance_types[0]',
    { capacity: { ec2: { instance_types: ['q9z.large'] } } },
    'check it: aws ec2 describe-instance-types',
  ],
])('%s is on %s', (warning, path, fields, hint) => {
  const { warnings } = environmentOf(fields);
  expect(warnings).toMatchObject([{ warning, path }]);
  expect(`${warnings[0]?.message} → ${warnings[0]?.hint}`).toContain(hint);
});

test.each<[string, object]>([
  ...[
    ['kms:CreateAlias', 'kms:us-east-1:111122223333:alias/mine'],
    ['lambda:InvokeFunction', 'lambda:us-east-1:111122223333:*'],
    ['lambda:InvokeFunction', 'lambda:us-east-1:111122223333:func*'],
    ['dynamodb:Query', 'dynamodb:us-east-1:111122223333:table/mine/index/*'],
    ['sqs:SendMessage', 'sqs:us-east-1:111122223333:mine'],
    ['logs:PutLogEvents', 'logs:us-east-1:111122223333:log-group:/team:*'],
    ['logs:CreateLogStream', 'logs:us-east-1:111122223333:log-group:/team'],
    ['events:PutEvents', 'events:us-east-1:111122223333:${aws:PrincipalTag/Bus}'],
  ].map(([action = '', resource = '']): [string, object] => [
    `${action} on ${resource}`,
    statement({ actions: [action], resources: [`arn:aws:${resource}`] }),
  ]),
  ['a whole ARN of a secret', secretOf(secretArn('my-secret-aB3xYz'))],
  ['letters that are joined', { worker: { environment: { A: 'می\u200cخواهم \u{1f469}\u200d\u{1f4bb}' } } }],
  [
    'roles that may be passed',
    { ...deployment({ task_role_arn: `${ROLE}/team/a` }), flow_runs: { passable_roles: [{ name: 'a' }] } },
  ],
  [
    'roles that a parameter names',
    { ...deployment({ task_role_arn: `${ROLE}/a` }), flow_runs: { passable_roles: [{ ssm_parameter: '/a' }] } },
  ],
  [
    'a created role by its ARN',
    { ...deployment({ task_role_arn: `${ROLE}/prefect-flow-task-role-test` }), flow_runs: { task_role: {} } },
  ],
  [
    'rights of your own',
    {
      ...deployment({ task_role_arn: `${ROLE}/a` }),
      roles: { task: { statements: [{ actions: ['iam:PassRole'], resources: [`${ROLE}/a`] }] } },
    },
  ],
  [
    'the rights of an existing role',
    { ...deployment({ task_role_arn: `${ROLE}/a`, cluster: 'b' }), roles: { task: { existing: `${ROLE}/c` } } },
  ],
  [
    'the rights of the reference module',
    { ...deployment({ task_role_arn: `${ROLE}/a`, cluster: 'b', image: OTHER_REPOSITORY }), preset: 'reference' },
  ],
  ['the cluster of the stack', deployment({ cluster: 'prefect-worker-test' })],
  [
    'an existing cluster by name and by ARN',
    {
      ...deployment({ cluster: 'team' }),
      cluster: { existing: 'arn:aws:ecs:us-east-1:111122223333:cluster/team' },
    },
  ],
  [
    'an image in a repository that is named',
    { ...deployment({ image: OTHER_REPOSITORY }), flow_runs: { ecr_repositories: ['other'] } },
  ],
  ['an image that a variable decides', deployment({ image: '{{ $IMAGE }}' })],
  ['the work pool of another', deploymentOf({ work_pool: 'other', job_variables: { cluster: 'b' } })],
])('no warning is on %s', (_, fields) => {
  expect(environmentOf(fields).warnings).toEqual([]);
});

test('an endpoint for FIPS is known as its service is', () => {
  expect(environmentOf(vpc({ endpoints: ['sts', 'kms-fips', 'bedrock-runtime', 'ecr.api'] })).warnings).toEqual([]);
});

test.each([
  'pandas==2.2.3 s3fs>=2024.1,<2025 prefect-aws[all]',
  '--index-url https://pypi.example.com/simple -r /opt/requirements.txt pandas==2.*',
  'git+https://github.com/a/b@main ./local a@https://example.com/a.whl',
  'pandas\ns3fs',
])('pip takes each word of %j', (packages) => {
  expect(environmentOf({ worker_extra_pip_packages: packages }).warnings).toEqual([]);
});

test.each<[string, object]>([
  [
    'an address of the API within a rule',
    { ...server('http://10.0.0.5:4200/api'), network: only(HTTPS, { port: 4200, cidr_blocks: ['10.0.0.0/16'] }) },
  ],
  ['both halves of the internet', { network: only({ port: 443, cidr_blocks: ['0.0.0.0/1', '128.0.0.0/1'] }) }],
  ['a prefix list, which may hold anything', { network: only({ port: 443, prefix_list: 'pl-0123456789abcdef0' }) }],
  ['an API in the created VPC', ISOLATED],
  [
    'an API in a peer of the created VPC',
    {
      ...ISOLATED,
      ...server('http://10.9.5.5:4200/api'),
      ...vpc({ nat: 'none', peerings: { other: { vpc_id: 'vpc-0c7e31f5a9d24b860', cidr_blocks: ['10.9.0.0/16'] } } }),
    },
  ],
  [
    'an API of flow runs at a port that a rule opens',
    {
      flow_runs: {
        own_security_group: { egress: [{ port: 4201, cidr_blocks: ['10.0.0.0/8'] }] },
        environment: { PREFECT_API_URL: 'http://prefect.internal:4201/api' },
      },
    },
  ],
  [
    'file systems with the egress that is added',
    { flow_runs: { own_security_group: {}, volumes: FILES, task_role: {} } },
  ],
])('%s is reached', (_, fields) => {
  const { warnings } = environmentOf(fields);
  expect(warnings.filter(({ warning }) => warning === 'unreachable')).toEqual([]);
});
