import { parse } from 'yaml';
import { loadEnvironments } from '../../../src/environment/load';
import { environmentOf, folderOf, REQUIRED, reportOnFields } from '../../helpers/stack-files';

const ROLE = 'arn:aws:iam::111122223333:role/mine';
const DEFINITION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/mine:7';
const OWN = `execution_role: {existing: "${ROLE}"}, task_definition_arn: "${DEFINITION}"`;

/** What stands in the stack file, the field that the report names, and what it says of it. */
const REFUSED: readonly (readonly [fields: string, path: string, message: string])[] = [
  [
    'worker_type: process, flow_runs: {}',
    'flow_runs',
    'has no effect: only an ecs worker starts tasks for flow runs, and worker_type is process',
  ],
  [
    'worker_type: process, image: {}',
    'image',
    'has no effect: only an ecs worker starts tasks for flow runs, and worker_type is process',
  ],
  [
    'flow_runs: {cpu: 300}',
    'flow_runs.cpu',
    'is not available on Fargate; allowed, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384',
  ],
  [
    'flow_runs: {cpu: 8192, memory: 61441}',
    'flow_runs.memory',
    'is not available on Fargate with flow_runs.cpu 8192; allowed: 16384 to 61440 in steps of 4096 MiB',
  ],
  ['flow_runs: {cpu: 16384, memory: 122881}', 'flow_runs.memory', '32768 to 122880 in steps of 8192 MiB'],
  ['flow_runs: {ephemeral_storage: 20}', 'flow_runs.ephemeral_storage', '21'],
  [
    'flow_runs: {capacity: ec2, ephemeral_storage: 50}',
    'flow_runs.ephemeral_storage',
    'has no effect: it applies only to Fargate; on EC2, tasks use the disk of the instance',
  ],
  ['flow_runs: {capacity: ec2, assign_public_ip: true}', 'flow_runs.assign_public_ip', 'must be false on EC2'],
  [
    'network: {assign_public_ip: true}, flow_runs: {capacity: ec2}',
    'flow_runs.assign_public_ip',
    'must be false on EC2',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE}, {capacity_provider: mine}]}',
    'flow_runs.capacity',
    'is not a capacity provider of the created cluster, so no flow run would start',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: mine}, {capacity_provider: mine}]}',
    'flow_runs.capacity',
    'contains a capacity provider twice',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE, base: 1}, {capacity_provider: FARGATE_SPOT, base: 1}]}',
    'flow_runs.capacity',
    'only one capacity provider can have a base',
  ],
  [
    'flow_runs: {capacity: [{capacity_provider: FARGATE, weight: 0}]}',
    'flow_runs.capacity',
    'at least one weight must be above 0: otherwise no flow run starts',
  ],
  [
    'region: cn-north-1, flow_runs: {capacity: fargate_spot, architecture: arm64}',
    'flow_runs.architecture',
    'must be x86_64: in China, Fargate Spot runs x86_64 only',
  ],
  [
    'flow_runs: {worker_security_groups: false}',
    'flow_runs.worker_security_groups',
    'must not be false without another security group',
  ],
  [
    'flow_runs: {security_groups: [sg-00000001, sg-00000002, sg-00000003, sg-00000004, sg-00000005], own_security_group: {}}',
    'flow_runs.security_groups',
    'a flow run would have 6 security groups: AWS allows at most 5 for a task',
  ],
  [
    'flow_runs: {own_security_group: {egress: [{port: 1}]}}',
    'flow_runs.own_security_group.egress[0]',
    'set exactly one of: cidr_blocks',
  ],
  [
    'flow_runs: {own_security_group: {ingress: [{cidr_blocks: [10.0.0.0/8]}]}}',
    'flow_runs.own_security_group.ingress[0]',
    'set exactly one of: port, from_port and to_port',
  ],
  ['flow_runs: {environment: {PREFECT_API_KEY: x}}', 'flow_runs.environment.PREFECT_API_KEY', 'must not be in a file'],
  [
    'flow_runs: {secrets: {PREFECT_API_AUTH_STRING: {secret_name: x}}}',
    'flow_runs.secrets.PREFECT_API_AUTH_STRING',
    'cannot be set here: api_key sets it',
  ],
  [
    'flow_runs: {environment: {A: b}, secrets: {A: {secret_name: x}}}',
    'flow_runs.secrets.A',
    'already set in environment',
  ],
  ['flow_runs: {secrets: {A: {secret_name: x, ssm_parameter: y}}}', 'flow_runs.secrets.A', 'set exactly one of'],
  [
    'flow_runs: {secrets: {A: {ssm_parameter: y, json_key: z}}}',
    'flow_runs.secrets.A.json_key',
    'has no effect: it applies only to a secret in Secrets Manager, set by secret_arn or secret_name',
  ],
  [
    'flow_runs: {sidecars: {prefect: {image: a}}}',
    'flow_runs.sidecars.prefect',
    'prefect is already used by the main container',
  ],
  [
    'flow_runs: {sidecars: {a: {image: a, mounts: { v: { container_path: /v } }}}}',
    'flow_runs.sidecars.a.mounts.v',
    'there is no volume v in flow_runs.volumes',
  ],
  [
    'flow_runs: {sidecars: {a: {image: a, depends_on: { b: START }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'there is no container b in this task',
  ],
  [
    'flow_runs: {sidecars: {b: {image: b}, a: {image: a, depends_on: { b: HEALTHY }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'b has no health check',
  ],
  [
    'flow_runs: {sidecars: {b: {image: b, essential: true}, a: {image: a, depends_on: { b: SUCCESS }}}}',
    'flow_runs.sidecars.a.depends_on.b',
    'must not be SUCCESS: b is essential, so the task stops when it stops',
  ],
  [
    'flow_runs: {sidecars: {a: {image: a, environment: {A: b}, secrets: {A: {secret_name: x}}}}}',
    'flow_runs.sidecars.a.secrets.A',
    'already set in environment',
  ],
  [
    'flow_runs: {cpu: 256, memory: 512, sidecars: {a: {image: a, cpu: 256}}}',
    'flow_runs.sidecars',
    'the CPU of the sidecars must be less than flow_runs.cpu, 256: the flow needs the rest',
  ],
  [
    'flow_runs: {cpu: 256, memory: 512, sidecars: {a: {image: a, memory: 512}}}',
    'flow_runs.sidecars',
    'the memory of the sidecars must be less than flow_runs.memory, 512 MiB: the flow needs the rest',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2}}}}',
    'flow_runs.volumes.d.efs.iam',
    'requires a task role',
  ],
  [
    'flow_runs: {own_security_group: {egress: all}, volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, iam: true}}}}',
    'flow_runs.volumes.d.efs.iam',
    'requires a task role',
  ],
  [
    'flow_runs: {own_security_group: {egress: all}, volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, access_point_id: fsap-0a51c9e2, root_directory: /r}}}}',
    'flow_runs.volumes.d.efs.root_directory',
    'has no effect: the access point sets the directory',
  ],
  ['flow_runs: {enable_execute_command: true}', 'flow_runs.enable_execute_command', 'requires a task role'],
  [
    `flow_runs: {task_role: {existing: "${ROLE}", policies: ["arn:aws:iam::aws:policy/x"]}}`,
    'flow_runs.task_role.policies',
    'has no effect: it applies only to a role that this stack creates',
  ],
  [
    `flow_runs: {execution_role: {existing: "${ROLE}", statements: [{actions: ["s3:*"], resources: ["*"]}]}}`,
    'flow_runs.execution_role.statements',
    'has no effect: it applies only to a role that this stack creates',
  ],
  [
    `flow_runs: {task_definition_arn: "${DEFINITION}"}`,
    'flow_runs.task_definition_arn',
    'flow_runs.execution_role.existing',
  ],
  [
    `flow_runs: {${OWN}, image: "a:1"}`,
    'flow_runs.image',
    'has no effect: task_definition_arn is set, and that task definition decides it',
  ],
  [
    `flow_runs: {${OWN}, ephemeral_storage: 30}`,
    'flow_runs.ephemeral_storage',
    'has no effect: task_definition_arn is set, and that task definition decides it',
  ],
  [
    `flow_runs: {${OWN}, secrets: {A: {secret_name: a}}}`,
    'flow_runs.secrets',
    'has no effect: task_definition_arn is set, and that task definition decides it',
  ],
  [
    `flow_runs: {${OWN}, auto_deregister_task_definition: true}`,
    'flow_runs.auto_deregister_task_definition',
    'has no effect: task_definition_arn is set, and that task definition decides it',
  ],
  [
    `flow_runs: {${OWN}, log: {stream_prefix: x}}`,
    'flow_runs.log.stream_prefix',
    'has no effect: task_definition_arn is set, and that task definition decides it',
  ],
  ['flow_runs: {log: {group: existing}}', 'flow_runs.log.name', 'is required with group: existing'],
  [
    'flow_runs: {log: {name: {ssm_parameter: /x}}}',
    'flow_runs.log.name',
    'a look-up is available only with group: existing',
  ],
  ['flow_runs: {log: {group: worker, name: x}}', 'flow_runs.log.name', 'has no effect: group is worker'],
  [
    'flow_runs: {log: {group: none, kms_key: {alias: alias/x}}}',
    'flow_runs.log.kms_key',
    'has no effect: it applies only to a log group that this stack creates, and group is none',
  ],
  ['flow_runs: {log: {group: none, stream_prefix: x}}', 'flow_runs.log.stream_prefix', 'has no effect: group is none'],
  ['logs: {group: none}, flow_runs: {log: {group: worker}}', 'flow_runs.log.group', 'the worker has no log'],
  ['flow_runs: {variables: {cluster: x}}', 'flow_runs.variables.cluster', 'cannot be set here: cluster sets it'],
  ['flow_runs: {variables: {famly: x}}', 'flow_runs.variables.famly', 'did you mean family?'],
  ['flow_runs: {variables: {family: "a b"}}', 'flow_runs.variables.family', 'letters, digits, hyphens and underscores'],
  [
    'prefect: {settings: {PREFECT_INTEGRATIONS_AWS_ECS_WORKER_CREATE_TASK_RUN_MAX_ATTEMPTS: "5"}}, flow_runs: {retries: {run_task_attempts: 5}}',
    'flow_runs.retries',
    'sets the same as the variable PREFECT_INTEGRATIONS_AWS_ECS_WORKER_CREATE_TASK_RUN_MAX_ATTEMPTS of the worker',
  ],
  [
    'name: Prod, image: {repository: {}}',
    'image.repository.name',
    'is required: the default, prefect-flows-Prod, is not a valid name of an ECR repository',
  ],
  ['image: {packages: [pandas]}', 'image.packages[0]', 'NAME==VERSION'],
  ['image: {packages: ["a.b==1", "A-b[x]==2"]}', 'image.packages[1]', 'duplicates packages[0]: a-b'],
  ['image: {code: {s3: {bucket: my-bucket}}}', 'image.code.s3', 'requires a task role'],
  [
    'image: {code: {git: {repository: "https://user:token@github.com/o/r"}}}',
    'image.code.git.repository',
    'without user and password',
  ],
  [
    'work_pool: managed, prefect_account_id: null, prefect_workspace_id: null, prefect: {auth: none, api_url: {secret: {secret_name: x}}}',
    'work_pool',
    'must not be managed with the URL of the API in a secret: Terraform must know the URL',
  ],
  [
    'work_pool: managed, prefect_account_id: null, prefect_workspace_id: null, prefect: {api_url: "https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185"}',
    'work_pool',
    'must not be managed with the URL of Prefect Cloud: the Prefect provider requires account and workspace',
  ],
  [
    'outputs: {prefect_flow_x: region}',
    'outputs.prefect_flow_x',
    'must not begin with prefect_worker_, prefect_base_job_, prefect_work_pool_ or prefect_flow_: these are outputs of every stack',
  ],
  [
    'flow_runs: {create_task_definition: true, match_latest_revision_in_family: true}',
    'flow_runs.match_latest_revision_in_family',
    'has no effect: with create_task_definition, the worker registers no task definition',
  ],
  ['flow_runs: {attributes: {image: x}}', 'flow_runs.attributes.image', 'cannot be set here: flow_runs.image sets it'],
  [
    'flow_runs: {attributes: {logConfiguration: {logDriver: awsfirelens}}}',
    'flow_runs.attributes.logConfiguration',
    'must contain only options: prefect-aws writes the rest of the log configuration',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {}}}, own_security_group: {egress: all}}',
    'flow_runs.volumes.d.efs',
    'file_system_id, create',
  ],
  [
    'flow_runs: {subnets: [subnet-0a51c9e2, subnet-0a51c9e3, subnet-0a51c9e2]}',
    'flow_runs.subnets[2]',
    'duplicates subnets[0]',
  ],
  [
    'flow_runs: {security_groups: [sg-0a51c9e2, sg-0a51c9e2]}',
    'flow_runs.security_groups[1]',
    'duplicates security_groups[0]',
  ],
  [
    'project: {deployments: [{name: a/b, entrypoint: "a.py:a"}]}',
    'project.deployments[0].name',
    'must be the name of a deployment: in one line, without / % & < >',
  ],
  [
    'project: {deployments: [{name: a, entrypoint: "a.py:a", schedules: [{interval: 60, anchor_date: yesterday}]}]}',
    'project.deployments[0].schedules[0].anchor_date',
    'must be a date and time: 2026-01-01T00:00:00Z',
  ],
  [
    'project: {deployments: [{name: a, entrypoint: "a.py:a", schedules: [{rrule: FREQ=OFTEN}]}]}',
    'project.deployments[0].schedules[0].rrule',
    'must be a recurrence rule as in RFC 5545: FREQ=WEEKLY and further parts',
  ],
  ...['-x', 'a..b', 'a/.b', 'a.lock', 'a/', '.a'].map((branch): [string, string, string] => [
    `image: {code: {git: {repository: "https://git.example.com/a", branch: ${branch}}}}`,
    'image.code.git.branch',
    'must ',
  ]),
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {create: {}}}}}',
    'flow_runs.volumes.d.efs.create',
    'requires a task role',
  ],
  [
    'flow_runs: {volumes: {d: {container_path: /d, efs: {create: {}, root_directory: /r}}}, own_security_group: {}}',
    'flow_runs.volumes.d.efs.create',
    'requires a task role',
  ],
];

test.each(REFUSED)('{%s} is refused at %s', (fields, path, message) => {
  const report = reportOnFields(parse(`{${fields}}`));
  expect(report).toMatch(new RegExp(`^\\S+ ${path.replace(/[.[\]]/g, '\\$&')}(:|$)`, 'm'));
  expect(report).toContain(message);
});

const MANY = Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`k${index}`, 'v']));

test('labels and tags leave Prefect the room it needs', () => {
  expect(reportOnFields({ flow_runs: { labels: MANY } })).toContain(
    'labels and tags together must be at most 38: AWS allows 50 tags on a task, and Prefect uses 12',
  );
});

const TAKEN: readonly string[] = [
  '{cpu: 16384, memory: 122880}',
  '{volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, iam: false}}}}',
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
    expect(report).toMatch(new RegExp(`cannot be set here: .*${field}.* sets? it`));
  });

  test.each<[string, object]>([
    ['what no other field has', { task_definition: { pidMode: 'task' }, task_run_request: { startedBy: 'a' } }],
    ['parts of maps', { task_definition: { runtimePlatform: { operatingSystemFamily: 'LINUX' } } }],
    ['null, which removes', { task_definition: { family: null, taskRoleArn: null }, vpc_id: null }],
  ])('may have %s', (_, job_configuration) => {
    expect(environmentOf({ flow_runs: { job_configuration } }).flowRuns?.jobConfiguration).toEqual(job_configuration);
  });
});
