import { interfaceEndpoints } from '../../../src/features/network/endpoint-inventory';
import { environmentOf, REQUIRED, reportOn, reportOnFields } from '../../helpers/stack-files';

const GIVEN = { vpc_id: undefined, worker_subnets: undefined };
const CLOUD = { prefect_account_id: undefined, prefect_workspace_id: undefined };
const ISOLATED = {
  ...GIVEN,
  ...CLOUD,
  worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1',
  prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
};

const creating = (fields: object, create: object = {}) => environmentOf({ ...GIVEN, ...fields, network: { create } });

const created = (fields: object, create?: object) => creating(fields, create).network.create;

test('by default there are two zones, private and public, and one NAT gateway without endpoints', () => {
  expect(created({})).toEqual({
    cidrBlock: '10.0.0.0/16',
    division: { cidrBlock: '10.0.0.0/16', zones: 2, privatePrefix: 20, publicPrefix: 24 },
    subnets: { private: ['10.0.0.0/20', '10.0.16.0/20'], public: ['10.0.255.0/24', '10.0.254.0/24'], isolated: [] },
    tasksIn: 'private',
    peerings: {},
    transitGateway: undefined,
    nat: 'single',
    endpoints: undefined,
    flowLogs: undefined,
  });
});

test('without NAT there are no public subnets', () => {
  expect(created(ISOLATED, { nat: 'none' })).toMatchObject({ nat: 'none', subnets: { public: [] } });
});

test('with public subnets alone there is no NAT', () => {
  const { network } = environmentOf({ ...GIVEN, network: { create: { public_only: true }, assign_public_ip: true } });
  expect(network.create).toMatchObject({
    nat: 'none',
    subnets: { private: [], public: { length: 2 } },
    tasksIn: 'public',
    endpoints: undefined,
  });
});

/** Endpoints beside those of ECR, which every isolated VPC has. */
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123';
test.each<[what: string, fields: object, endpoints: string]>([
  ['a worker without a secret', {}, 'ecs logs sqs'],
  [
    'an auth string in a secret',
    { prefect: { ...ISOLATED.prefect, auth: 'auth_string' } },
    'ecs logs secretsmanager sqs',
  ],
  [
    'an auth string in a parameter',
    { prefect: { ...ISOLATED.prefect, auth: 'auth_string' }, api_key: { store: 'ssm_parameter' } },
    'ecs logs sqs ssm',
  ],
  [
    'an existing secret',
    { prefect: { ...ISOLATED.prefect, auth: 'auth_string' }, api_key: { secret_arn: SECRET } },
    'ecs logs secretsmanager sqs',
  ],
  [
    'a URL in a parameter that ECS reads',
    { prefect: { api_url: { secret: { ssm_parameter: '/x' } }, auth: 'none' } },
    'ecs logs sqs ssm',
  ],
  [
    'a certificate',
    { prefect: { ...ISOLATED.prefect, ca_certificate: { secret_arn: SECRET } } },
    'ecs logs secretsmanager sqs',
  ],
  [
    "secrets of the worker's own",
    { worker: { secrets: { A: { ssm_parameter: '/a' }, B: { create: true } } } },
    'ecs logs secretsmanager sqs ssm',
  ],
  ['no log', { logs: { group: 'none' }, flow_runs: { log: { group: 'none' } } }, 'ecs sqs'],
  ['no log but that of flow runs', { logs: { group: 'none' } }, 'ecs logs sqs'],
  ['a secret of flow runs', { flow_runs: { secrets: { A: { secret_name: 'a' } } } }, 'ecs logs secretsmanager sqs'],
  [
    'a secret of a sidecar of flow runs',
    { flow_runs: { sidecars: { agent: { image: ISOLATED.worker_image, secrets: { A: { ssm_parameter: '/a' } } } } } },
    'ecs logs sqs ssm',
  ],
  [
    'a secret of a further worker',
    { workers: { other: { worker: { secrets: { A: { ssm_parameter: '/a' } } } } } },
    'ecs logs sqs ssm',
  ],
  [
    'a secret of a sidecar',
    { worker: { sidecars: { agent: { image: ISOLATED.worker_image, secrets: { A: { secret_name: 'a' } } } } } },
    'ecs logs secretsmanager sqs',
  ],
  ['ECS Exec into the worker', { service: { enable_execute_command: true } }, 'ecs logs sqs ssmmessages'],
  [
    'ECS Exec into flow runs',
    { flow_runs: { enable_execute_command: true, task_role: {} } },
    'ecs logs sqs ssmmessages',
  ],
  [
    'ECS Exec with a key of our own',
    { cluster: { execute_command: { kms_key: { alias: 'alias/exec' } } } },
    'ecs kms logs sqs ssmmessages',
  ],
  ['flow runs whose network is looked up', { flow_runs: { network: 'as_variables' } }, 'ec2 ecs logs sqs'],
  ['instances', { capacity: { ec2: {} } }, 'ecs ecs-agent ecs-telemetry logs sqs'],
  ['a worker that is told of no crash', { crash_detection: { enabled: false } }, 'ecs logs'],
  ['a worker that runs no tasks', { worker_type: 'process' }, 'logs'],
  ['ECS Exec', { cluster: { execute_command: {} } }, 'ecs logs sqs ssmmessages'],
  [
    'a region whose tasks call ECS',
    { region: 'mx-central-1', worker_image: ISOLATED.worker_image.replace('us-east-1', 'mx-central-1') },
    'ecs ecs-agent ecs-telemetry logs sqs',
  ],
])('%s needs the right endpoints', (_, fields, endpoints) => {
  const made = interfaceEndpoints(creating({ ...ISOLATED, ...fields }, { nat: 'none' }));
  expect(made).toEqual(['ecr.api', 'ecr.dkr', ...endpoints.split(' ')].sort());
});

test.each<[endpoints: unknown, made: readonly string[]]>([
  [true, ['ecr.api', 'ecr.dkr', 'ecs', 'logs', 'secretsmanager', 'sqs']],
  [
    ['sts', 'sqs'],
    ['ecr.api', 'ecr.dkr', 'ecs', 'logs', 'secretsmanager', 'sqs', 'sts'],
  ],
  [
    ['bedrock-runtime', 'secretsmanager'],
    ['bedrock-runtime', 'ecr.api', 'ecr.dkr', 'ecs', 'logs', 'secretsmanager', 'sqs'],
  ],
  [false, []],
])('beside NAT, endpoints: %j makes %j', (endpoints, made) => {
  expect(interfaceEndpoints(creating({}, { endpoints }))).toEqual(made);
});

test('two environments may not share the role of their flow logs', () => {
  const { vpc_id: _, worker_subnets: __, ...required } = REQUIRED;
  const fields = {
    ...required,
    network: { create: { flow_logs: {} } },
    names: { flow_logs_role: 'notes-connections' },
  };
  expect(reportOn({ 'a.yaml': fields, 'b.yaml': fields })).toContain(
    'names.flow_logs_role: "notes-connections"\n    already used by environment "a" (stacks/a.yaml:9): both would create the role notes-connections',
  );
});

const BY_TAGS = { tags: { Name: 'team' } };

test.each<[path: string, fields: { network?: object; [field: string]: unknown }]>([
  ['network.security_groups[0]', { network: { security_groups: [BY_TAGS] } }],
  ['network.egress[0].security_group', { network: { egress: [{ port: 443, security_group: BY_TAGS }] } }],
  ['network.admitted_by[0].security_group', { network: { admitted_by: [{ security_group: BY_TAGS, port: 5432 }] } }],
  ['capacity.ec2.security_groups[0]', { capacity: { ec2: { security_groups: [BY_TAGS] } } }],
  ['flow_runs.subnets', { flow_runs: { subnets: BY_TAGS } }],
  ['flow_runs.security_groups[0]', { flow_runs: { security_groups: [BY_TAGS] } }],
  [
    'flow_runs.own_security_group.ingress[0].security_group',
    { flow_runs: { own_security_group: { ingress: [{ port: 8786, security_group: BY_TAGS }] } } },
  ],
])('refuses %s that is looked up by tags in the VPC that is made', (path, fields) => {
  expect(reportOnFields({ ...GIVEN, ...fields, network: { ...fields.network, create: {} } })).toContain(
    `${path}\n    a look-up by tags is not available with network.create`,
  );
});

test('takes groups by their ids and parameters beside a VPC that is made', () => {
  const groups = ['sg-0a1b2c3d4e5f60718', { ssm_parameter: '/group' }];
  const { network } = environmentOf({ ...GIVEN, network: { create: {}, security_groups: groups } });
  expect(network.securityGroups).toEqual(['sg-0a1b2c3d4e5f60718', { ssmParameter: '/group' }]);
});
