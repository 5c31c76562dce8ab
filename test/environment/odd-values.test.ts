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
const server = (api_url: string) => ({
  ...{ prefect_account_id: undefined, prefect_workspace_id: undefined },
  prefect: { api_url, auth: 'api_key' },
});
const health = (...command: string[]) => ({ worker: { health_check: { command } } });

/** What a form allows, and nothing in AWS or Prefect can be. */
test.each<[string, object, string]>([
  ['network.egress[0].port', rule({ port: 0 }), 'must be at least 1'],
  ['network.egress[0]', rule({ from_port: 0, to_port: 0 }), 'opens port 0 alone'],
  ['network.create.endpoints[0]', vpc({ endpoints: ['com.amazonaws.us-east-1.sts'] }), 'without com.amazonaws.REGION'],
  ['worker.health_check.command', health('CMD-SHELL', 'curl', '-f'), 'must be one line behind CMD-SHELL'],
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
])('%s: %j is refused', (path, fields, message) => {
  const refused = refusalOf(fields);
  expect(refused).toContain(path);
  expect(refused).toContain(message);
});

test.each<[string, object]>([
  ['a range from port 0', rule({ from_port: 0, to_port: 65535 })],
  ['a health check of words', health('CMD', 'curl', '-f', 'http://localhost:8080/health')],
  ['a health check of a line', health('CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1')],
  [
    'operators with what IAM allows around them',
    statement({
      conditions: ['ForAllValues:StringEqualsIfExists', 'bool', 'ArnNotLike'].map((test) => ({ ...CONDITION, test })),
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
])('%s is taken', (_, fields) => {
  expect(environmentOf(fields)).toBeDefined();
});

test.each<[string, string, object, string]>([
  [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({ resources: ['arn:aws:sqs:us-east-1:111122223333:q'] }),
    'set a resource of s3',
  ],
  [
    'unmatched-resource',
    'roles.task.statements[0].resources[0]',
    statement({ resources: ['arn:aws:s3:us-east-1:111122223333:my-bucket/*'] }),
    'arn:aws:s3:::my-bucket/*',
  ],
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
  expect(environmentOf(fields).warnings).toMatchObject([{ warning, path, hint: expect.stringContaining(hint) }]);
});

test('an endpoint for FIPS is known as its service is', () => {
  expect(environmentOf(vpc({ endpoints: ['sts', 'kms-fips', 'bedrock-runtime', 'ecr.api'] })).warnings).toEqual([]);
});
