import shipped from '../../../src/features/work-pool/ecs-base-job-template.json';
import { templateFileName } from '../../../src/features/work-pool/template-file-name';
import { defaultsOf, type JobTemplate, templateIn, templateWith } from '../../helpers/job-template';
import { fileBeside, stackOf } from '../../helpers/synthesized';

const EXISTING_SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mine-AbCdEf';
const ROLE = 'arn:aws:iam::111122223333:role/mine';
const DEFINITION = 'arn:aws:ecs:us-east-1:111122223333:task-definition/mine:7';
const FLOW_LOGS = '${aws_cloudwatch_log_group.prefect_flow_runs.name}';

/** Every value in a document with the path to it. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, `${path}/${key}`));
}

describe('options of the log that prefect-aws writes', () => {
  const options = { mode: 'non-blocking' };
  const attributes = { logConfiguration: { options } };

  test('are beside the group, and not in the container, where prefect-aws would replace them', () => {
    const template = templateWith({ attributes });
    expect(defaultsOf(template)['cloudwatch_logs_options']).toMatchObject({ ...options, 'awslogs-group': FLOW_LOGS });
    expect(template.job_configuration.task_definition.containerDefinitions[0]).not.toHaveProperty('logConfiguration');
  });

  const SPLUNK = { 'splunk-url': 'https://s', 'splunk-token': 'SSSS' };

  test('are those of the container where it has a driver of its own, and prefect-aws writes none', () => {
    const template = templateWith({ attributes, log_configuration: { log_driver: 'splunk', options: SPLUNK } });
    expect(defaultsOf(template)['configure_cloudwatch_logs']).not.toBe(true);
    expect(template.job_configuration.task_definition.containerDefinitions[0]).toMatchObject({
      logConfiguration: { logDriver: 'splunk', options: { ...SPLUNK, ...options } },
    });
  });
});

describe('of what prefect-aws ships', () => {
  const template = templateIn(stackOf());

  test('no variable, and nothing of one but its default, is changed', () => {
    expect(Object.keys(template.variables.properties).sort()).toEqual(Object.keys(shipped.variables.properties).sort());
    for (const [name, schema] of Object.entries(shipped.variables.properties)) {
      const { default: _, ...ours } = template.variables.properties[name] ?? {};
      const { default: __, ...theirs } = schema as { default?: unknown };
      expect({ name, ...ours }).toEqual({ name, ...theirs });
    }
    expect(template.variables['definitions']).toEqual(shipped.variables.definitions);
  });

  test('nothing of the job configuration is lost, its placeholders included', () => {
    const ours = new Map(leaves(template.job_configuration));
    for (const [path, value] of leaves(shipped.job_configuration))
      expect([path, ours.get(path)]).toEqual([path, value]);
  });

  test('a default that the environment says nothing of stays', () => {
    const defaults = defaultsOf(template);
    expect(defaults).toMatchObject({ name: null, command: null, family: null, vpc_id: null, container_name: null });
    expect(defaults).toMatchObject({ auto_deregister_task_definition: false, match_latest_revision_in_family: false });
  });
});

describe('with nothing said of flow runs', () => {
  const template = templateIn(stackOf({ tags: { Team: 'data' } }));

  test('they have cluster, image, execution role and secret of the worker, and no role of their own', () => {
    expect(defaultsOf(template)).toMatchObject({
      cluster: '${aws_ecs_cluster.prefect_worker_cluster.id}',
      image: '<var.worker_image>',
      cpu: 1024,
      memory: 2048,
      launch_type: 'FARGATE',
      execution_role_arn: '${aws_iam_role.prefect_worker_execution_role.arn}',
      task_role_arn: null,
      prefect_api_key_secret_arn: '${aws_secretsmanager_secret.prefect_api_key.arn}',
      prefect_api_auth_string_secret_arn: null,
      env: {},
      labels: { Team: 'data' },
    });
  });

  test('they log into a group of their own, which they need not make', () => {
    expect(defaultsOf(template)).toMatchObject({
      configure_cloudwatch_logs: true,
      cloudwatch_logs_prefix: null,
      cloudwatch_logs_options: {
        'awslogs-group': FLOW_LOGS,
        'awslogs-region': '${data.aws_region.current.id}',
        'awslogs-create-group': 'false',
      },
    });
  });

  test('subnets and groups are pinned where no deployment changes them', () => {
    expect(template.job_configuration.task_run_request['networkConfiguration']).toEqual({
      awsvpcConfiguration: {
        subnets: '<local.flow_run_subnets>',
        securityGroups: ['${aws_security_group.prefect_worker.id}'],
        assignPublicIp: 'DISABLED',
      },
    });
    expect(defaultsOf(template)).toMatchObject({ vpc_id: null, network_configuration: undefined });
  });
});

type Look = (template: JobTemplate) => unknown;

const variables: Look = defaultsOf;
const definition: Look = ({ job_configuration }) => job_configuration.task_definition;
const containerAt =
  (index: number): Look =>
  ({ job_configuration }) =>
    job_configuration.task_definition.containerDefinitions[index];
const container = containerAt(0);
const sidecar = containerAt(1);
const request: Look = ({ job_configuration }) => job_configuration.task_run_request;
const configuration: Look = ({ job_configuration }) => job_configuration;

/** The network of the call that starts a task, with these of its attributes. */
const network = (attributes: object) => ({
  networkConfiguration: { awsvpcConfiguration: expect.objectContaining(attributes) },
});
const logOptions = (group: string) => ({
  cloudwatch_logs_options: expect.objectContaining({ 'awslogs-group': group }),
});
const THEIRS = { cluster: { existing: 'theirs' } };
const OURS = { capacity: { ec2: {} } };
const TAGGED = { tags: { Team: 'data' } };
const EFS = 'own_security_group: {egress: all}';

const OPTIONS: readonly (readonly [flowRuns: string, look: Look, expected: object, fields?: object])[] = [
  ['{cpu: 8192, memory: 61440}', variables, { cpu: 8192, memory: 61440 }],
  ['{image: "my/flows:3"}', variables, { image: 'my/flows:3' }],
  [
    '{architecture: arm64}',
    definition,
    { runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } },
  ],
  ['{ephemeral_storage: 200}', definition, { ephemeralStorage: { sizeInGiB: 200 } }],
  ['{capacity: fargate_spot}', variables, { launch_type: 'FARGATE_SPOT', capacity_provider_strategy: undefined }],
  [
    '{capacity: [{capacity_provider: FARGATE_SPOT, weight: 4}, {capacity_provider: FARGATE, base: 1}]}',
    variables,
    {
      launch_type: 'FARGATE',
      capacity_provider_strategy: [
        { capacityProvider: 'FARGATE_SPOT', weight: 4, base: 0 },
        { capacityProvider: 'FARGATE', weight: 1, base: 1 },
      ],
    },
  ],
  [
    '{capacity: ec2, cpu: 300, memory: 700}',
    variables,
    { launch_type: 'EC2', capacity_provider_strategy: undefined, cpu: 300, memory: 700 },
    THEIRS,
  ],
  ['{capacity: ec2}', definition, { networkMode: 'awsvpc', requiresCompatibilities: ['EC2'] }, THEIRS],
  ...['ec2', '[{capacity_provider: ec2}]'].map(
    (capacity) =>
      [
        `{capacity: ${capacity}, cpu: 300, memory: 700}`,
        variables,
        {
          launch_type: 'EC2',
          capacity_provider_strategy: [{ capacityProvider: 'prefect-worker-${var.name}', weight: 1, base: 0 }],
        },
        OURS,
      ] as const,
  ),
  [
    '{capacity: ec2, environment: {AWS_REGION: eu-west-1}}',
    variables,
    { env: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: '${data.aws_region.current.id}' } },
    OURS,
  ],
  ['{capacity: [{capacity_provider: mine}]}', variables, { launch_type: 'EC2' }, THEIRS],
  ['{capacity: [{capacity_provider: mine}]}', definition, { requiresCompatibilities: ['EC2'] }, THEIRS],
  [
    '{network: as_variables, assign_public_ip: true}',
    variables,
    {
      vpc_id: '${var.vpc_id}',
      network_configuration: {
        subnets: '<local.flow_run_subnets>',
        securityGroups: ['${aws_security_group.prefect_worker.id}'],
        assignPublicIp: 'ENABLED',
      },
    },
  ],
  ['{network: as_variables}', request, { networkConfiguration: undefined }],
  ['{}', request, network({ assignPublicIp: 'ENABLED' }), { network: { assign_public_ip: true } }],
  ['{assign_public_ip: true}', request, network({ assignPublicIp: 'ENABLED' })],
  ['{own_security_group: {}}', request, network({ securityGroups: ['${aws_security_group.prefect_flow_runs.id}'] })],
  [
    '{security_groups: [sg-0a51c9e27f3b64d80], worker_security_groups: true}',
    request,
    network({ securityGroups: ['sg-0a51c9e27f3b64d80', '${aws_security_group.prefect_worker.id}'] }),
  ],
  ['{labels: {Kind: flow}}', variables, { labels: { Team: 'data', Kind: 'flow' } }, TAGGED],
  ['{environment: {A: b, PREFECT_HOME: null}}', variables, { env: { A: 'b', PREFECT_HOME: null } }],
  ['{docker_labels: {a.b: c}}', container, { dockerLabels: { 'a.b': 'c' } }],
  ['{attributes: {stopTimeout: 120}}', container, { stopTimeout: 120, name: '{{ container_name }}' }],
  [
    '{health_check: {command: [CMD, run], timeout: 7}}',
    container,
    { healthCheck: { command: ['CMD', 'run'], interval: 30, timeout: 7, retries: 3 } },
  ],
  ['{attributes: {workingDirectory: /h}, stop_timeout: 9}', container, { workingDirectory: '/h', stopTimeout: 9 }],
  [
    '{readonly_root_filesystem: true}',
    container,
    {
      readonlyRootFilesystem: true,
      linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64, mountOptions: [] }] },
    },
  ],
  ['{enable_execute_command: true, task_role: {}}', request, { enableExecuteCommand: true }],
  ['{enable_execute_command: true, task_role: {}}', container, { linuxParameters: { initProcessEnabled: true } }],
  ['{propagate_tags: true}', request, { propagateTags: 'TASK_DEFINITION' }],
  [
    '{propagate_tags: true, labels: {Kind: flow}}',
    definition,
    {
      tags: [
        { key: 'Team', value: 'data' },
        { key: 'Kind', value: 'flow' },
      ],
    },
    TAGGED,
  ],
  ['{start_timeout_seconds: 600}', configuration, { task_start_timeout_seconds: 600 }],
  ['{log: {group: none}}', variables, { configure_cloudwatch_logs: null, cloudwatch_logs_options: undefined }],
  ['{log: {stream_prefix: flows}}', variables, { cloudwatch_logs_prefix: 'flows' }],
  ['{log: {group: worker}}', variables, logOptions('${aws_cloudwatch_log_group.prefect_worker_log_group.name}')],
  ['{log: {group: existing, name: /theirs}}', variables, logOptions('/theirs')],
  ['{execution_role: {}}', variables, { execution_role_arn: '${aws_iam_role.prefect_flow_execution_role.arn}' }],
  [`{execution_role: {existing: "${ROLE}"}}`, variables, { execution_role_arn: ROLE }],
  ['{task_role: {}}', variables, { task_role_arn: '${aws_iam_role.prefect_flow_task_role.arn}' }],
  ['{task_role: {existing: {name: mine}}}', variables, { task_role_arn: '${data.aws_iam_role.role_mine.arn}' }],
  ['{auto_deregister_task_definition: true}', variables, { auto_deregister_task_definition: true }],
  ['{match_latest_revision_in_family: true}', variables, { match_latest_revision_in_family: true }],
  [
    `{execution_role: {existing: "${ROLE}"}, task_definition_arn: "${DEFINITION}"}`,
    variables,
    { task_definition_arn: DEFINITION, prefect_api_key_secret_arn: null, env: { PREFECT_API_KEY: null } },
  ],
  ['{variables: {family: mine, name: "{{ x }}"}}', variables, { family: 'mine', name: '{{ x }}' }],
  ['{variables: {gpu: {type: integer, default: 1}}}', variables, { gpu: 1 }],
  [
    '{variables: {gpu: {type: integer}}, job_configuration: {task_definition: {pidMode: task, family: null}, own: "{{ gpu }}"}}',
    configuration,
    { own: '{{ gpu }}', task_definition: expect.objectContaining({ pidMode: 'task', cpu: '{{ cpu }}' }) },
  ],
  ['{job_configuration: {task_definition: {family: null}}}', definition, { family: undefined, memory: '{{ memory }}' }],
  [
    `{volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, root_directory: /r, iam: false}}, s: {container_path: /s}}, ${EFS}}`,
    definition,
    {
      volumes: [
        {
          name: 'd',
          efsVolumeConfiguration: { fileSystemId: 'fs-0a51c9e2', rootDirectory: '/r', transitEncryption: 'ENABLED' },
        },
        { name: 's' },
      ],
    },
  ],
  [
    `{task_role: {}, volumes: {d: {container_path: /d, efs: {file_system_id: fs-0a51c9e2, access_point_id: fsap-0a51c9e2, iam: true}}}, ${EFS}}`,
    definition,
    {
      volumes: [
        {
          name: 'd',
          efsVolumeConfiguration: {
            fileSystemId: 'fs-0a51c9e2',
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: 'fsap-0a51c9e2', iam: 'ENABLED' },
          },
        },
      ],
    },
  ],
  [
    '{volumes: {s: {container_path: /s, read_only: true}}}',
    container,
    { mountPoints: [{ sourceVolume: 's', containerPath: '/s', readOnly: true }] },
  ],
  [
    '{volumes: {s: {container_path: /s}}, sidecars: {agent: {image: "a:1", command: [run], entry_point: [sh], cpu: 64, memory: 128, memory_reservation: 64, user: "1", readonly_root_filesystem: true, environment: {A: b}, secrets: {K: {ssm_parameter: /k}}, mounts: { s: { container_path: /x } }, start_timeout: 5, stop_timeout: 6, health_check: { command: [CMD, "true"] }, attributes: {privileged: false}}}}',
    sidecar,
    {
      name: 'agent',
      image: 'a:1',
      essential: false,
      command: ['run'],
      entryPoint: ['sh'],
      cpu: 64,
      memory: 128,
      memoryReservation: 64,
      user: '1',
      readonlyRootFilesystem: true,
      environment: [{ name: 'A', value: 'b' }],
      secrets: [{ name: 'K', valueFrom: expect.stringMatching(/:parameter\/k$/) }],
      mountPoints: [{ sourceVolume: 's', containerPath: '/x', readOnly: false }],
      startTimeout: 5,
      stopTimeout: 6,
      healthCheck: { command: ['CMD', 'true'], interval: 30, timeout: 5, retries: 3 },
      privileged: false,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': FLOW_LOGS,
          'awslogs-region': '${data.aws_region.current.id}',
          'awslogs-stream-prefix': 'sidecars',
        },
      },
    },
  ],
  [
    '{sidecars: {a: {image: "a:1"}, b: {image: "b:1", depends_on: { a: START }}}}',
    containerAt(2),
    { name: 'b', dependsOn: [{ containerName: 'a', condition: 'START' }] },
  ],
  ['{sidecars: {a: {image: "a:1"}}}', variables, { container_name: 'prefect' }],
  [
    '{sidecars: {a: {image: "a:1"}}}',
    request,
    {
      overrides: expect.objectContaining({
        containerOverrides: [{ name: '{{ container_name }}', command: '{{ command }}', environment: '{{ env }}' }],
        cpu: '{{ cpu }}',
      }),
    },
  ],
  [
    '{capacity: ec2, cpu: 1000, memory: 1000, sidecars: {a: {image: "a:1", cpu: 100, memory: 200}}}',
    container,
    { cpu: 900, memory: 800 },
    THEIRS,
  ],
];

describe('an option reaches the template:', () => {
  const cases = OPTIONS.map(([flowRuns, look, expected, fields = {}]) => ({ flowRuns, look, expected, fields }));

  test.each(cases)('$flowRuns', ({ flowRuns, look, expected, fields }) => {
    const found = look(templateWith(flowRuns, fields)) as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(expected)) expect([key, found[key]]).toEqual([key, value]);
  });
});

describe('the credential reaches flow runs as a secret:', () => {
  const ownServer = (prefect: object) => ({
    prefect_account_id: undefined,
    prefect_workspace_id: undefined,
    prefect: { api_url: 'http://prefect.example:4200/api', ...prefect },
  });

  const CREDENTIALS: readonly (readonly [string, object, object])[] = [
    [
      'an existing one, with its JSON key',
      { api_key: { secret_arn: EXISTING_SECRET, json_key: 'key' } },
      { prefect_api_key_secret_arn: `${EXISTING_SECRET}:key::`, prefect_api_auth_string_secret_arn: null },
    ],
    [
      'a created auth string',
      ownServer({ auth: 'auth_string' }),
      {
        prefect_api_auth_string_secret_arn: '${aws_secretsmanager_secret.prefect_api_auth_string.arn}',
        prefect_api_key_secret_arn: null,
      },
    ],
    [
      'a created parameter',
      { api_key: { store: 'ssm_parameter' } },
      { prefect_api_key_secret_arn: '${aws_ssm_parameter.prefect_api_key.arn}' },
    ],
    [
      'none where the server asks for none',
      ownServer({ auth: 'none' }),
      { prefect_api_auth_string_secret_arn: null, prefect_api_key_secret_arn: null },
    ],
  ];

  test.each(CREDENTIALS)('%s', (_, fields, expected) => {
    expect(defaultsOf(templateIn(stackOf(fields)))).toMatchObject(expected);
  });

  test('beside secrets of the container’s own as one of these', () => {
    const template = templateWith('{secrets: {DB: {secret_name: db, json_key: password}}}');
    expect(container(template)).toMatchObject({
      secrets: [
        { name: 'PREFECT_API_KEY', valueFrom: '${aws_secretsmanager_secret.prefect_api_key.arn}' },
        { name: 'DB', valueFrom: '${data.aws_secretsmanager_secret.secret_db.arn}:password::' },
      ],
    });
    expect(defaultsOf(template)).toMatchObject({ prefect_api_key_secret_arn: null, env: { PREFECT_API_KEY: null } });
  });

  test('and so do the custom headers, which the worker would hand on in clear text', () => {
    const template = templateIn(stackOf({ prefect: { custom_headers: { secret_arn: EXISTING_SECRET } } }));
    expect(container(template)).toMatchObject({
      secrets: [{ name: 'PREFECT_API_KEY' }, { name: 'PREFECT_CLIENT_CUSTOM_HEADERS', valueFrom: EXISTING_SECRET }],
    });
    expect(defaultsOf(template)['env']).toEqual({ PREFECT_CLIENT_CUSTOM_HEADERS: null, PREFECT_API_KEY: null });
  });
});

test('the certificate of the authority is where the setting that the worker hands on says', () => {
  const template = templateIn(stackOf({ prefect: { ca_certificate: { ssm_parameter: '/ca' } } }));
  expect(defaultsOf(template)['command']).toBe(
    `sh -c 'printf "%s\\n" "$CA_CERTIFICATE" > /tmp/prefect-ca.pem && exec prefect flow-run execute'`,
  );
  expect(container(template)).toMatchObject({ secrets: [{ name: 'PREFECT_API_KEY' }, { name: 'CA_CERTIFICATE' }] });
  expect(defaultsOf(template)['env']).toEqual({ PREFECT_API_KEY: null });
});

test('what is about the worker alone does not reach flow runs', () => {
  const settings = { PREFECT_WORKER_QUERY_SECONDS: '5', PREFECT_LOGGING_LEVEL: 'DEBUG' };
  const template = templateIn(stackOf({ prefect: { settings } }));
  expect(defaultsOf(template)['env']).toEqual({ PREFECT_WORKER_QUERY_SECONDS: null });
});

test('text of the stack file is literal to Terraform', () => {
  const terraform = stackOf({ flow_runs: { environment: { A: '${file("x")}%{ if true }' } } });
  expect(fileBeside(terraform, templateFileName())).toContain('"$${file(\\"x\\")}%%{ if true }"');
});

test('the template is a file that Terraform reads, and no apply shows it', () => {
  const { locals, output } = stackOf();
  expect(locals?.['prefect_base_job_template']).toBe(
    '${jsonencode(jsondecode(templatefile("${path.module}/base-job-template.json.tftpl", local.prefect_base_job_template_values)))}',
  );
  expect(output['prefect_base_job_template']).toMatchObject({
    value: '${local.prefect_base_job_template}',
    sensitive: true,
  });
});

test('a worker of another type has no template', () => {
  expect(stackOf({ worker_type: 'process' }).output).not.toHaveProperty('prefect_base_job_template');
});
