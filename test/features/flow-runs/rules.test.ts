import { parse } from 'yaml';
import { loadEnvironments } from '../../../src/environment/load';
import { environmentOf, folderOf, REQUIRED, reportOnFields } from '../../helpers/stack-files';

const ROLE = 'arn:aws:iam::111122223333:role/mine';
const DEFINITION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/mine:7';
const OWN = `execution_role: {existing: "${ROLE}"}, task_definition_arn: "${DEFINITION}"`;

/** What stands in the stack file, the field that the report names, and what it says of it. */
const REFUSED: readonly (readonly [fields: string, path: string, message: string])[] = [
  ['worker_type: process, flow_runs: {}', 'flow_runs', 'must be left out with worker_type process'],
  ['worker_type: process, image: {}', 'image', 'must be left out with worker_type process'],
  ['flow_runs: {cpu: 300}', 'flow_runs.cpu', "must be one of Fargate's CPU sizes"],
  [
    'flow_runs: {cpu: 8192, memory: 61441}',
    'flow_runs.memory',
    'must be a size that Fargate takes with flow_runs.cpu 8192: 16384 to 61440 in steps of 4096 MiB',
  ],
  ['flow_runs: {cpu: 16384, memory: 122881}', 'flow_runs.memory', '32768 to 122880 in steps of 8192 MiB'],
  ['flow_runs: {ephemeral_storage: 20}', 'flow_runs.ephemeral_storage', '21'],
  ['flow_runs: {capacity: ec2, ephemeral_storage: 50}', 'flow_runs.ephemeral_storage', 'must be left out on EC2'],
  ['flow_runs: {capacity: ec2, assign_public_ip: true}', 'flow_runs.assign_public_ip', 'must be false on EC2'],
  [
    'network: {assign_public_ip: true}, flow_runs: {capacity: ec2}',
    'flow_runs.assign_public_ip',
    'must be false on EC2',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE}, {capacity_provider: mine}]}',
    'flow_runs.capacity',
    'must not mix',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: mine}, {capacity_provider: mine}]}',
    'flow_runs.capacity',
    'each capacity provider once',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE, base: 1}, {capacity_provider: FARGATE_SPOT, base: 1}]}',
    'flow_runs.capacity',
    'a base for one provider at most',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE, weight: 0}]}',
    'flow_runs.capacity',
    'must give one provider a weight',
  ],
  [
    'region: cn-north-1, flow_runs: {capacity: fargate_spot, architecture: arm64}',
    'flow_runs.architecture',
    'must be x86_64 on Fargate Spot in China',
  ],
  [
    'flow_runs: {worker_security_groups: false}',
    'flow_runs.worker_security_groups',
    'must not be false without another group',
  ],
  [
    'flow_runs: {security_groups: [sg-00000001, sg-00000002, sg-00000003, sg-00000004, sg-00000005], own_security_group: {}}',
    'flow_runs.security_groups',
    'at most 5 groups',
  ],
  [
    'flow_runs: {own_security_group: {egress: [{port: 1}]}}',
    'flow_runs.own_security_group.egress[0]',
    'set exactly one of: cidr_blocks',
  ],
  [
    'flow_runs: {own_security_group: {ingress: [{cidr_blocks: [10.0.0.0/8]}]}}',
    'flow_runs.own_security_group.ingress[0]',
    'must name either port',
  ],
  ['flow_runs: {environment: {PREFECT_API_KEY: x}}', 'flow_runs.environment.PREFECT_API_KEY', 'must not be in a file'],
  [
    'flow_runs: {secrets: {PREFECT_API_AUTH_STRING: {secret_name: x}}}',
    'flow_runs.secrets.PREFECT_API_AUTH_STRING',
    'it is decided by api_key',
  ],
  ['flow_runs: {environment: {A: b}, secrets: {A: {secret_name: x}}}', 'flow_runs.secrets.A', 'must not be set twice'],
  ['flow_runs: {secrets: {A: {secret_name: x, ssm_parameter: y}}}', 'flow_runs.secrets.A', 'set exactly one of'],
  [
    'flow_runs: {secrets: {A: {ssm_parameter: y, json_key: z}}}',
    'flow_runs.secrets.A.json_key',
    'no secret of Secrets Manager',
  ],
  ['flow_runs: {sidecars: {prefect: {image: a}}}', 'flow_runs.sidecars.prefect', 'must have another name'],
  [
    'flow_runs: {sidecars: {a: {image: a, mounts: { v: { container_path: /v } }}}}',
    'flow_runs.sidecars.a.mounts.v',
    'must be a volume of flow_runs.volumes',
  ],
  [
    'flow_runs: {sidecars: {a: {image: a, depends_on: { b: START }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'must be a container of this task: a sidecar’s name, or prefect',
  ],
  [
    'flow_runs: {sidecars: {b: {image: b}, a: {image: a, depends_on: { b: HEALTHY }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'b has no health check',
  ],
  [
    'flow_runs: {sidecars: {b: {image: b, essential: true}, a: {image: a, depends_on: { b: SUCCESS }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'b is essential, and the task ends with it',
  ],
  [
    'flow_runs: {sidecars: {a: {image: a, environment: {A: b}, secrets: {A: {secret_name: x}}}}}',
    'flow_runs.sidecars.a.secrets.A',
    'must not be set twice',
  ],
  [
    'flow_runs: {cpu: 256, memory: 512, sidecars: {a: {image: a, cpu: 256}}}',
    'flow_runs.sidecars',
    'must leave CPU to the flow: all containers together have flow_runs.cpu, 256',
  ],
  [
    'flow_runs: {cpu: 256, memory: 512, sidecars: {a: {image: a, memory: 512}}}',
    'flow_runs.sidecars',
    'must leave memory to the flow: all containers together have flow_runs.memory, 512 MiB',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2}}}}',
    'flow_runs.volumes',
    'needs a way out on port 2049',
  ],
  [
    'flow_runs: {own_security_group: {egress: all}, volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, iam: true}}}}',
    'flow_runs.volumes.d.efs.iam',
    'needs a task role',
  ],
  [
    'flow_runs: {own_security_group: {egress: all}, volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, access_point_id: fsap-0a51c9e2, root_directory: /r}}}}',
    'flow_runs.volumes.d.efs.root_directory',
    'must be left out beside access_point_id',
  ],
  ['flow_runs: {enable_execute_command: true}', 'flow_runs.enable_execute_command', 'needs a task role'],
  [
    `flow_runs: {task_role: {existing: "${ROLE}", policies: ["arn:aws:iam::aws:policy/x"]}}`,
    'flow_runs.task_role.policies',
    'must be left out beside an existing role',
  ],
  [
    `flow_runs: {execution_role: {existing: "${ROLE}", statements: [{actions: ["s3:*"], resources: ["*"]}]}}`,
    'flow_runs.execution_role.statements',
    'must be left out beside an existing role',
  ],
  [
    `flow_runs: {task_definition_arn: "${DEFINITION}"}`,
    'flow_runs.task_definition_arn',
    'flow_runs.execution_role.existing',
  ],
  [`flow_runs: {${OWN}, image: "a:1"}`, 'flow_runs.image', 'must be left out beside task_definition_arn'],
  [
    `flow_runs: {${OWN}, ephemeral_storage: 30}`,
    'flow_runs.ephemeral_storage',
    'must be left out beside task_definition_arn',
  ],
  [
    `flow_runs: {${OWN}, secrets: {A: {secret_name: a}}}`,
    'flow_runs.secrets',
    'must be left out beside task_definition_arn',
  ],
  [
    `flow_runs: {${OWN}, auto_deregister_task_definition: true}`,
    'flow_runs.auto_deregister_task_definition',
    'must be left out beside task_definition_arn',
  ],
  [
    `flow_runs: {${OWN}, log: {stream_prefix: x}}`,
    'flow_runs.log.stream_prefix',
    'must be left out beside task_definition_arn',
  ],
  ['flow_runs: {log: {group: existing}}', 'flow_runs.log.name', 'is required with group: existing'],
  ['flow_runs: {log: {name: {ssm_parameter: /x}}}', 'flow_runs.log.name', 'must be the name itself'],
  ['flow_runs: {log: {group: worker, name: x}}', 'flow_runs.log.name', 'must be left out with group: worker'],
  [
    'flow_runs: {log: {group: none, kms_key: {alias: alias/x}}}',
    'flow_runs.log.kms_key',
    'must be left out with group: none',
  ],
  [
    'flow_runs: {log: {group: none, stream_prefix: x}}',
    'flow_runs.log.stream_prefix',
    'must be left out with group: none',
  ],
  ['logs: {group: none}, flow_runs: {log: {group: worker}}', 'flow_runs.log.group', 'the worker has no log'],
  ['flow_runs: {variables: {cluster: x}}', 'flow_runs.variables.cluster', 'it is decided by cluster'],
  ['flow_runs: {variables: {famly: x}}', 'flow_runs.variables.famly', 'did you mean family?'],
  ['flow_runs: {variables: {family: "a b"}}', 'flow_runs.variables.family', 'letters, digits, hyphens and underscores'],
  [
    'prefect: {settings: {PREFECT_INTEGRATIONS_AWS_ECS_WORKER_CREATE_TASK_RUN_MAX_ATTEMPTS: "5"}}, flow_runs: {retries: {run_task_attempts: 5}}',
    'flow_runs.retries',
    'they are the same settings',
  ],
  [
    'name: Prod, image: {repository: {}}',
    'image.repository.name',
    'prefect-flows-Prod is no name for an ECR repository',
  ],
  ['image: {packages: [pandas]}', 'image.packages[0]', 'NAME==VERSION'],
  ['image: {packages: ["a.b==1", "A-b[x]==2"]}', 'image.packages[1]', 'must not name a-b twice'],
  ['image: {code: {s3: {bucket: my-bucket}}}', 'image.code.s3', 'needs a task role'],
  [
    'image: {code: {git: {repository: "https://user:token@github.com/o/r"}}}',
    'image.code.git.repository',
    'without user and password',
  ],
  [
    'work_pool: managed, prefect_account_id: null, prefect_workspace_id: null, prefect: {auth: none, api_url: {secret: {secret_name: x}}}',
    'work_pool',
    'the URL of the API is in a secret',
  ],
  [
    'work_pool: managed, prefect_account_id: null, prefect_workspace_id: null, prefect: {api_url: "https://api.prefect.cloud/api/accounts/a/workspaces/b"}',
    'work_pool',
    'its provider asks for account and workspace',
  ],
  ['outputs: {prefect_flow_x: region}', 'outputs.prefect_flow_x', 'those are outputs of ours'],
  [
    'flow_runs: {create_task_definition: true, match_latest_revision_in_family: true}',
    'flow_runs.match_latest_revision_in_family',
    'must be left out beside create_task_definition',
  ],
  ['flow_runs: {attributes: {image: x}}', 'flow_runs.attributes.image', 'it is decided by flow_runs.image'],
  [
    'flow_runs: {attributes: {logConfiguration: {logDriver: awsfirelens}}}',
    'flow_runs.attributes.logConfiguration',
    'must have options alone where prefect-aws writes the log configuration',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {}}}, own_security_group: {egress: all}}',
    'flow_runs.volumes.d.efs',
    'file_system_id, create',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {create: {}}}}}',
    'flow_runs.volumes.d.efs.create',
    'needs a security group',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {create: {}, root_directory: /r}}}, own_security_group: {}}',
    'flow_runs.volumes.d.efs.create',
    'it makes its own',
  ],
];

test.each(REFUSED)('{%s} is refused at %s', (fields, path, message) => {
  const report = reportOnFields(parse(`{${fields}}`));
  expect(report).toMatch(new RegExp(`^\\S+ ${path.replace(/[.[\]]/g, '\\$&')}(:|$)`, 'm'));
  expect(report).toContain(message);
});

const MANY = Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`k${index}`, 'v']));

test('labels and tags leave Prefect the room it needs', () => {
  expect(reportOnFields({ flow_runs: { labels: MANY } })).toContain('must be, with tags, at most 38');
});

const TAKEN: readonly string[] = [
  '{cpu: 16384, memory: 122880}',
  '{volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, iam: false}}}, own_security_group: {egress: [{port: 2049, cidr_blocks: [10.0.0.0/8]}]}}',
  '{volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, iam: false}}}, security_groups: [sg-00000001]}',
];

test('flow runs on instances may have any size', () => {
  const flow_runs = { cpu: 300, memory: 700, capacity: 'ec2' };
  expect(environmentOf({ flow_runs, capacity: { ec2: {} } }).flowRuns).toMatchObject({ cpu: 300, memory: 700 });
});

test.each(TAKEN)('flow runs may be %s', (flowRuns) => {
  expect(environmentOf({ flow_runs: parse(flowRuns) }).flowRuns).toBeDefined();
});

describe('an environment', () => {
  test('has flow runs with the defaults, unless it is as the reference module', () => {
    expect(environmentOf().flowRuns).toMatchObject({ cpu: 1024, memory: 2048, capacity: 'fargate' });
    expect(environmentOf({ preset: 'reference' }).flowRuns).toBeUndefined();
    expect(environmentOf({ preset: 'reference', flow_runs: {} }).flowRuns).toBeDefined();
    expect(environmentOf({ worker_type: 'process' }).flowRuns).toBeUndefined();
  });

  test('gives them its own public addresses and groups, unless they have theirs', () => {
    expect(environmentOf().flowRuns).toMatchObject({ assignPublicIp: false, workerSecurityGroups: true });
    expect(environmentOf({ flow_runs: { own_security_group: {} } }).flowRuns).toMatchObject({
      workerSecurityGroups: false,
    });
    expect(environmentOf({ network: { assign_public_ip: true } }).flowRuns).toMatchObject({ assignPublicIp: true });
  });
});

test('null in the environment of flow runs, and in their job configuration, is a value: Prefect takes it', () => {
  const folder = folderOf({
    '_base.yaml': { ...REQUIRED, flow_runs: { environment: { A: 'b', C: 'd' } } },
    'test.yaml': { extends: '_base.yaml', flow_runs: { environment: { A: null }, job_configuration: { name: null } } },
  });
  expect(loadEnvironments(folder)[0]?.flowRuns).toMatchObject({
    environment: { A: null, C: 'd' },
    jobConfiguration: { name: null },
  });
});

describe('job_configuration', () => {
  test.each<[string, object, string]>([
    ['cluster', { cluster: 'other' }, 'cluster'],
    ['cloudwatch_logs_options', { cloudwatch_logs_options: { mode: 'non-blocking' } }, 'flow_runs.log'],
    ['env', { env: { A: 'b' } }, 'flow_runs.environment'],
    ['task_run_request.cluster', { task_run_request: { cluster: 'other' } }, 'cluster'],
    ['task_run_request.launchType', { task_run_request: { launchType: 'EC2' } }, 'flow_runs.capacity'],
    ['task_definition.containerDefinitions', { task_definition: { containerDefinitions: [] } }, 'flow_runs.sidecars'],
    [
      'task_run_request.overrides.containerOverrides',
      { task_run_request: { overrides: { containerOverrides: [] } } },
      'flow_runs.environment',
    ],
  ])('fails on %s, which another field decides', (path, job_configuration, field) => {
    const report = reportOnFields({ flow_runs: { job_configuration } });
    expect(report).toContain(`flow_runs.job_configuration.${path}`);
    expect(report).toMatch(new RegExp(`must not be set here: it is decided by .*${field}`));
  });

  test.each<[string, object]>([
    ['what no other field has', { task_definition: { pidMode: 'task' }, task_run_request: { group: 'a' } }],
    ['parts of maps', { task_definition: { runtimePlatform: { operatingSystemFamily: 'LINUX' } } }],
    ['null, which removes', { task_definition: { family: null, taskRoleArn: null }, vpc_id: null }],
  ])('may have %s', (_, job_configuration) => {
    expect(environmentOf({ flow_runs: { job_configuration } }).flowRuns?.jobConfiguration).toEqual(job_configuration);
  });
});
