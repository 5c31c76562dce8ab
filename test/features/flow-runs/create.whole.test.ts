import { parse } from 'yaml';
import { defaultsOf, templateIn } from '../../helpers/job-template';
import { addressesOf, documentAt, resourceAt, stackOf, type Terraform } from '../../helpers/synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/mine';
const HERE = '${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}';
const IAM = 'arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}';
const ECS = `arn:\${data.aws_partition.current.partition}:ecs:${HERE}`;
const ECR = 'arn:${data.aws_partition.current.partition}:ecr';
const WORKER_RIGHTS = 'aws_iam_role_policy.prefect_worker_allow_ecs_task';
const EXECUTION_RIGHTS = 'aws_iam_role_policy.prefect_flow_runs_execution';
const TASK_RIGHTS = 'aws_iam_role_policy.prefect_flow_task_role_statements';

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

function withFlowRuns(flowRuns: string, fields: object = {}): Terraform {
  return stackOf({ flow_runs: parse(flowRuns), ...fields });
}

/** The statements of a policy, by their Sid. */
function rights(terraform: Terraform, address: string): Readonly<Record<string, Statement>> {
  const { Statement } = documentAt(terraform, address, 'policy') as { Statement: Statement[] };
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}

describe('the worker may pass on', () => {
  const PASSED: readonly (readonly [string, readonly string[] | string])[] = [
    ['{}', `${IAM}:role/prefect-worker-execution-role-\${var.name}`],
    ['{execution_role: {}}', `${IAM}:role/prefect-flow-execution-role-\${var.name}`],
    [
      '{task_role: {}}',
      [`${IAM}:role/prefect-worker-execution-role-\${var.name}`, `${IAM}:role/prefect-flow-task-role-\${var.name}`],
    ],
    [
      `{execution_role: {existing: "${ROLE}"}, task_role: {existing: {name: theirs}}, passable_roles: ["${ROLE}2"]}`,
      [ROLE, '${data.aws_iam_role.role_theirs.arn}', `${ROLE}2`],
    ],
  ];

  test.each(PASSED)('with %s just these roles, to tasks alone', (flowRuns, roles) => {
    expect(rights(withFlowRuns(flowRuns), WORKER_RIGHTS)['PassFlowRoles']).toMatchObject({
      Action: 'iam:PassRole',
      Resource: roles,
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  });
});

describe('the worker may', () => {
  test('look at networks, deregister and tag definitions only where it has to', () => {
    const least = Object.keys(rights(withFlowRuns('{}'), WORKER_RIGHTS));
    expect(least).not.toEqual(expect.arrayContaining(['LookUpNetwork']));
    const most = rights(
      withFlowRuns('{network: as_variables, auto_deregister_task_definition: true, propagate_tags: true}'),
      WORKER_RIGHTS,
    );
    expect(Object.keys(most).filter((sid) => !least.includes(sid))).toEqual([
      'LookUpNetwork',
      'DeregisterFlowTaskDefinitions',
      'TagFlowTaskDefinitions',
    ]);
    expect(most['TagFlowTaskDefinitions']).toMatchObject({
      Condition: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
    });
  });

  test('run the families of its pool in this cluster, and what the stack file names besides', () => {
    const own = `${ECS}:task-definition/prefect_\${var.worker_work_pool_name}_*`;
    expect(rights(withFlowRuns('{}'), WORKER_RIGHTS)['RunFlowTasks']).toMatchObject({
      Resource: own,
      Condition: { ArnEquals: { 'ecs:cluster': `${ECS}:cluster/prefect-worker-\${var.name}` } },
    });
    expect(rights(withFlowRuns('{variables: {family: mine}}'), WORKER_RIGHTS)['RunFlowTasks']?.Resource).toEqual([
      own,
      `${ECS}:task-definition/mine:*`,
    ]);
    const definition = 'arn:aws:ecs:us-east-1:111122223333:task-definition/theirs:7';
    const given = withFlowRuns(`{task_definition_arn: "${definition}", execution_role: {existing: "${ROLE}"}}`);
    expect(rights(given, WORKER_RIGHTS)['RunFlowTasks']?.Resource).toEqual([own, definition.replace(/7$/, '*')]);
  });

  test('read what a crashed flow run printed, and no other log', () => {
    expect(rights(withFlowRuns('{}'), WORKER_RIGHTS)['ReadCrashLogs']).toMatchObject({
      Action: 'logs:GetLogEvents',
      Resource: `arn:\${data.aws_partition.current.partition}:logs:${HERE}:log-group:prefect-flow-runs-\${var.name}:log-stream:*`,
    });
    expect(rights(withFlowRuns('{log: {group: none}}'), WORKER_RIGHTS)).not.toHaveProperty('ReadCrashLogs');
  });
});

describe('to start flow runs ECS may', () => {
  test('with nothing said write their log, by the role of the worker', () => {
    const terraform = withFlowRuns('{}');
    expect(resourceAt(terraform, EXECUTION_RIGHTS)['role']).toBe('${aws_iam_role.prefect_worker_execution_role.id}');
    expect(Object.keys(rights(terraform, EXECUTION_RIGHTS))).toEqual(['WriteFlowRunLogs']);
  });

  test('pull images from where they are in ECR', () => {
    const terraform = withFlowRuns(
      '{image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:0000000000000000000000000000000000000000000000000000000000000000", ecr_repositories: [cc], sidecars: {s: {image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/d:1"}}}',
      { image: { repository: {} } },
    );
    expect(rights(terraform, EXECUTION_RIGHTS)['FlowEcrPull']?.Resource).toEqual([
      `${ECR}:eu-west-1:111122223333:repository/a/b`,
      `${ECR}:eu-west-1:111122223333:repository/d`,
      `${ECR}:${HERE}:repository/prefect-flows-\${var.name}`,
      `${ECR}:${HERE}:repository/cc`,
    ]);
  });

  test('read the secrets of flows and sidecars, and decrypt them with their key for this alone', () => {
    const terraform = withFlowRuns(
      '{secrets: {A: {secret_name: a, kms_key: {alias: alias/k}}}, sidecars: {s: {image: x, secrets: {B: {ssm_parameter: /b}}}}}',
    );
    expect(rights(terraform, EXECUTION_RIGHTS)).toMatchObject({
      ReadSecrets: { Resource: '${data.aws_secretsmanager_secret.secret_a.arn}' },
      DecryptSecrets: { Resource: '${data.aws_kms_alias.kms_key_alias_k.target_key_arn}' },
      ReadParameters: { Resource: expect.stringMatching(/:parameter\/b$/) },
    });
  });

  test('by a role of their own read the worker’s credential too, and pull its image', () => {
    const terraform = withFlowRuns(
      '{execution_role: {policies: ["arn:aws:iam::aws:policy/P"], statements: [{actions: ["s3:*"], resources: ["*"]}]}}',
    );
    expect(resourceAt(terraform, EXECUTION_RIGHTS)['role']).toBe('${aws_iam_role.prefect_flow_execution_role.id}');
    expect(rights(terraform, EXECUTION_RIGHTS)['ReadSecrets']?.Resource).toMatch(/secret:prefect-api-key-/);
    expect(addressesOf(terraform)).toEqual(
      expect.arrayContaining([
        'aws_iam_role_policy.prefect_flow_runs_pull_image',
        'aws_iam_role_policy.prefect_flow_execution_role_statements',
        'aws_iam_role_policy_attachment.prefect_flow_execution_role_policies',
      ]),
    );
  });

  test('by an existing role what that has: nothing is added to it', () => {
    const terraform = withFlowRuns(`{execution_role: {existing: "${ROLE}"}}`);
    expect(addressesOf(terraform).filter((address) => address.includes('flow_runs_execution'))).toEqual([]);
  });
});

describe('the role that flows have', () => {
  test('is none, unless it is asked for', () => {
    expect(addressesOf(withFlowRuns('{}')).filter((address) => address.includes('flow_task_role'))).toEqual([]);
  });

  test('may do what the stack file says, keep Exec sessions, and mount what is to be mounted', () => {
    const terraform = withFlowRuns(
      `{enable_execute_command: true, own_security_group: {egress: all}, task_role: {statements: [{sid: Mine, actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"]}]},
        volumes: {r: {container_path: /r, read_only: true, efs: {file_system_id: fs-00000001, iam: true}}, w: {container_path: /w, efs: {file_system_id: fs-00000002, iam: true}}}}`,
    );
    const fileSystem = (id: string) =>
      `arn:\${data.aws_partition.current.partition}:elasticfilesystem:${HERE}:file-system/${id}`;
    expect(rights(terraform, TASK_RIGHTS)).toMatchObject({
      AllowEcsExec: { Resource: '*' },
      MountFileSystems: { Resource: [fileSystem('fs-00000001'), fileSystem('fs-00000002')] },
      WriteFileSystems: { Resource: fileSystem('fs-00000002') },
      Mine: { Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] },
    });
  });

  test('mounts a file system with an access point by that alone', () => {
    const terraform = withFlowRuns(
      `{own_security_group: {}, task_role: {}, volumes: {
        r: {container_path: /r, read_only: true, efs: {file_system_id: fs-00000001, access_point_id: fsap-00000001}},
        w: {container_path: /w, efs: {file_system_id: fs-00000001, access_point_id: fsap-00000002}},
        c: {container_path: /c, efs: {create: {}}}}}`,
    );
    const arn = (resource: string) =>
      `arn:\${data.aws_partition.current.partition}:elasticfilesystem:${HERE}:${resource}`;
    const created = '${aws_efs_access_point.flow_volume_c_access.id}';
    const by = (...ids: string[]) => ({
      StringEquals: { 'elasticfilesystem:AccessPointArn': ids.map((id) => arn(`access-point/${id}`)) },
    });
    const given = rights(terraform, TASK_RIGHTS);
    expect(Object.keys(given)).toEqual(['MountAccessPoints', 'WriteAccessPoints']);
    expect(given['MountAccessPoints']?.Condition).toEqual(by('fsap-00000001', 'fsap-00000002', created));
    expect(given['WriteAccessPoints']?.Condition).toEqual(by('fsap-00000002', created));
  });

  test('has the path, boundary and fence of every role of the stack', () => {
    const terraform = withFlowRuns('{task_role: {}, execution_role: {}}', {
      roles: { path: '/p/', permissions_boundary: 'arn:aws:iam::111122223333:policy/b' },
    });
    for (const role of ['aws_iam_role.prefect_flow_task_role', 'aws_iam_role.prefect_flow_execution_role']) {
      expect(resourceAt(terraform, role)).toMatchObject({
        path: '/p/',
        permissions_boundary: 'arn:aws:iam::111122223333:policy/b',
        assume_role_policy: expect.stringContaining('aws:SourceAccount'),
      });
    }
    expect(rights(terraform, WORKER_RIGHTS)['PassFlowRoles']?.Resource).toEqual([
      `${IAM}:role/p/prefect-flow-execution-role-\${var.name}`,
      `${IAM}:role/p/prefect-flow-task-role-\${var.name}`,
    ]);
  });
});

describe('a security group of their own', () => {
  const rules = (terraform: Terraform) =>
    Object.entries(terraform.resource['aws_security_group_rule'] ?? {}).filter(([name]) =>
      name.startsWith('flow_runs'),
    );

  test('lets out HTTPS alone, and nothing in', () => {
    expect(rules(withFlowRuns('{own_security_group: {}}'))).toEqual([
      [
        'flow_runs_outbound',
        expect.objectContaining({ type: 'egress', from_port: 443, to_port: 443, protocol: 'tcp' }),
      ],
    ]);
  });

  test('opens all between flow runs where they cluster', () => {
    const terraform = withFlowRuns('{own_security_group: {to_itself: true, egress: all}}');
    expect(Object.fromEntries(rules(terraform))).toMatchObject({
      flow_runs_outbound: { type: 'egress', protocol: 'all', cidr_blocks: ['0.0.0.0/0'] },
      flow_runs_to_each_other: { type: 'egress', protocol: 'all', self: true },
      flow_runs_from_each_other: { type: 'ingress', protocol: 'all', self: true },
    });
  });

  test('has the rules of the stack file', () => {
    const terraform = withFlowRuns(
      '{own_security_group: {egress: [{port: 5432, cidr_blocks: [10.0.0.0/8, "fd00::/8"]}], ingress: [{port: 8787, security_group: sg-00000001}]}}',
    );
    expect(Object.fromEntries(rules(terraform))).toMatchObject({
      flow_runs_outbound_tcp_5432_10_0_0_0_8: { type: 'egress', from_port: 5432, cidr_blocks: ['10.0.0.0/8'] },
      flow_runs_outbound_tcp_5432_fd00_8: { type: 'egress', from_port: 5432, ipv6_cidr_blocks: ['fd00::/8'] },
      flow_runs_inbound_tcp_8787_sg_00000001: {
        type: 'ingress',
        from_port: 8787,
        source_security_group_id: 'sg-00000001',
      },
    });
  });

  test('reaches a Prefect server on a port of its own', () => {
    const terraform = withFlowRuns('{own_security_group: {}}', {
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      prefect: { api_url: 'http://prefect.example:4200/api', auth: 'none' },
    });
    expect(Object.fromEntries(rules(terraform))).toHaveProperty('flow_runs_to_prefect_api');
  });
});

test('a file system is made for them, with one way in for each subnet and each side', () => {
  const terraform = withFlowRuns(
    '{own_security_group: {}, task_role: {}, volumes: {d: {container_path: /d, efs: {create: {user_id: 7}, iam: true}}}}',
  );
  expect(resourceAt(terraform, 'aws_efs_file_system.flow_volume_d')).toMatchObject({
    creation_token: 'prefect-flow-volume-${var.name}-d',
    encrypted: true,
  });
  expect(resourceAt(terraform, 'aws_efs_access_point.flow_volume_d_access')).toMatchObject({
    posix_user: { gid: 7, uid: 7 },
  });
  expect(resourceAt(terraform, 'aws_efs_mount_target.flow_volume_d')).toEqual({
    count: '${length(local.flow_run_zone_subnets)}',
    file_system_id: '${aws_efs_file_system.flow_volume_d.id}',
    subnet_id: '${local.flow_run_zone_subnets[count.index]}',
    security_groups: ['${aws_security_group.flow_volume_d.id}'],
  });
  expect(terraform.data?.['aws_subnet']).toEqual({
    flow_run_subnet: { for_each: '${toset(local.flow_run_subnets)}', id: '${each.value}' },
  });
  expect(terraform.resource['aws_security_group_rule']).toMatchObject({
    flow_volume_d_inbound: {
      type: 'ingress',
      from_port: 2049,
      source_security_group_id: '${aws_security_group.prefect_flow_runs.id}',
    },
    flow_runs_to_volume_d: {
      type: 'egress',
      from_port: 2049,
      source_security_group_id: '${aws_security_group.flow_volume_d.id}',
    },
  });
  expect(rights(terraform, TASK_RIGHTS)['WriteAccessPoints']?.Resource).toBe(
    '${aws_efs_file_system.flow_volume_d.arn}',
  );
});

test('a file system has a way in for each subnet of a created VPC, which are in different zones', () => {
  const terraform = stackOf({
    vpc_id: undefined,
    worker_subnets: undefined,
    network: { create: {} },
    flow_runs: { own_security_group: {}, task_role: {}, volumes: { d: { container_path: '/d', efs: { create: {} } } } },
  });
  expect(resourceAt(terraform, 'aws_efs_mount_target.flow_volume_d')).toMatchObject({
    count: '${length(local.flow_run_subnets)}',
  });
  expect(terraform.data?.['aws_subnet']).toBeUndefined();
});

describe('subnets', () => {
  const LOCALS: readonly (readonly [string, unknown])[] = [
    ['{}', '${var.worker_subnets}'],
    ['{subnets: [subnet-00000001]}', ['subnet-00000001']],
    ['{subnets: {ssm_parameter: /s}}', '${split(",", local.flow_run_subnets_parameter)}'],
    ['{subnets: {tags: {Tier: private}}}', '${sort(local.flow_run_subnets_found)}'],
  ];

  test.each(LOCALS)('%s', (flowRuns, expected) => {
    expect(withFlowRuns(flowRuns).locals?.['flow_run_subnets']).toEqual(expected);
  });
});

test('their log group has its name, retention and key', () => {
  expect(resourceAt(withFlowRuns('{}'), 'aws_cloudwatch_log_group.prefect_flow_runs')).toEqual({
    name: 'prefect-flow-runs-${var.name}',
    retention_in_days: 30,
    lifecycle: { create_before_destroy: true },
  });
  const terraform = withFlowRuns('{log: {name: /mine, retention_in_days: 0, kms_key: {alias: alias/k}}}');
  expect(resourceAt(terraform, 'aws_cloudwatch_log_group.prefect_flow_runs')).toEqual({
    name: '/mine',
    retention_in_days: 0,
    kms_key_id: '${data.aws_kms_alias.kms_key_alias_k.target_key_arn}',
    lifecycle: { create_before_destroy: true },
  });
});

test('retries are settings of the worker', () => {
  const retries = parse(
    '{run_task_attempts: 10, run_task_min_delay_seconds: 2, run_task_max_jitter_seconds: 4, register_attempts: 5, register_initial_delay_seconds: 3, register_max_delay_seconds: 20}',
  );
  const definition = JSON.stringify(
    documentAt(
      stackOf({ flow_runs: { retries } }),
      'aws_ecs_task_definition.prefect_worker_task_definition',
      'container_definitions',
    ),
  );
  for (const [setting, value] of [
    ['CREATE_TASK_RUN_MAX_ATTEMPTS', 10],
    ['CREATE_TASK_RUN_MIN_DELAY_SECONDS', 2],
    ['CREATE_TASK_RUN_MAX_DELAY_JITTER_SECONDS', 4],
    ['REGISTER_TASK_DEFINITION_MAX_ATTEMPTS', 5],
    ['REGISTER_TASK_DEFINITION_INITIAL_DELAY_SECONDS', 3],
    ['REGISTER_TASK_DEFINITION_MAX_DELAY_SECONDS', 20],
  ]) {
    expect(definition).toMatch(new RegExp(`PREFECT_INTEGRATIONS_AWS_ECS_WORKER_${setting}[^}]{1,30}\\b${value}\\b`));
  }
});

test('the cluster keeps Spot, whatever uses it: while a task runs there it cannot be taken away', () => {
  const providers = (flowRuns: string, fields: object = {}) =>
    resourceAt(
      withFlowRuns(flowRuns, fields),
      'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
    )['capacity_providers'];
  for (const capacity of ['fargate', 'fargate_spot', '[{capacity_provider: FARGATE_SPOT}]']) {
    expect(providers(`{capacity: ${capacity}}`)).toEqual(['FARGATE', 'FARGATE_SPOT']);
  }
  expect(providers('{capacity: fargate}', { preset: 'reference' })).toEqual(['FARGATE']);
  expect(providers('{capacity: fargate_spot}', { preset: 'reference' })).toEqual(['FARGATE', 'FARGATE_SPOT']);
});

test('ECS Exec into them has the rights of the cluster’s key and log', () => {
  const terraform = withFlowRuns('{enable_execute_command: true, task_role: {}}', {
    cluster: {
      execute_command: { kms_key: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    },
  });
  const statements = rights(terraform, 'aws_iam_role_policy.prefect_flow_task_role_statements');
  expect(Object.keys(statements)).toEqual(['AllowEcsExec', 'FindSessionLog', 'WriteSessionLog', 'DecryptSession']);
});

test('a task definition that all of them share is whole: no worker completes it', () => {
  const terraform = withFlowRuns(
    '{create_task_definition: true, architecture: arm64, ephemeral_storage: 50, task_role: {}, secrets: {A: {ssm_parameter: /a}}, volumes: {s: {container_path: /s}}, sidecars: {agent: {image: "a:1"}}}',
  );
  const address = 'aws_ecs_task_definition.prefect_flow_runs';
  expect(resourceAt(terraform, address)).toMatchObject({
    family: 'prefect-flow-runs-${var.name}',
    execution_role_arn: '${aws_iam_role.prefect_worker_execution_role.arn}',
    task_role_arn: '${aws_iam_role.prefect_flow_task_role.arn}',
    runtime_platform: { cpu_architecture: 'ARM64' },
    ephemeral_storage: { size_in_gib: 50 },
    volume: [{ name: 's' }],
    skip_destroy: true,
  });
  expect(documentAt(terraform, address, 'container_definitions')).toMatchObject([
    {
      name: 'prefect',
      image: '${var.worker_image}',
      essential: true,
      secrets: [{ name: 'PREFECT_API_KEY' }, { name: 'A' }],
      logConfiguration: { options: { 'awslogs-stream-prefix': 'flow-runs' } },
      mountPoints: [{ sourceVolume: 's' }],
    },
    { name: 'agent' },
  ]);
  expect(defaultsOf(templateIn(terraform))['task_definition_arn']).toBe(
    '${aws_ecs_task_definition.prefect_flow_runs.arn}',
  );
  expect(rights(terraform, WORKER_RIGHTS)['RunFlowTasks']?.Resource).toContain(
    `${ECS}:task-definition/prefect-flow-runs-\${var.name}:*`,
  );
});

describe('the repository of their images', () => {
  test('is none, unless it is asked for', () => {
    expect(addressesOf(stackOf()).filter((address) => address.startsWith('aws_ecr'))).toEqual([]);
  });

  test('keeps tags where they are, scans, and lets old images go', () => {
    const terraform = stackOf({ image: { repository: {}, tag: 'v7' } });
    expect(resourceAt(terraform, 'aws_ecr_repository.prefect_flows')).toEqual({
      name: 'prefect-flows-${var.name}',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
      lifecycle: { create_before_destroy: true },
    });
    expect(documentAt(terraform, 'aws_ecr_lifecycle_policy.prefect_flows_lifecycle', 'policy')).toMatchObject({
      rules: [
        { selection: { tagStatus: 'untagged', countNumber: 14 } },
        { selection: { tagStatus: 'any', countNumber: 100 } },
      ],
    });
    expect(defaultsOf(templateIn(terraform))['image']).toBe('${aws_ecr_repository.prefect_flows.repository_url}:v7');
    expect(terraform.output['prefect_flow_image_repository']?.['value']).toBe(
      '${aws_ecr_repository.prefect_flows.repository_url}',
    );
  });

  test('has a name, a key and readers of the stack file’s', () => {
    const terraform = stackOf({
      image: parse(
        '{repository: {name: a/b, keep_images: 5, kms_key: {alias: alias/k}, pull_from: ["arn:aws:iam::111122223333:root"], force_delete: true}}',
      ),
    });
    expect(resourceAt(terraform, 'aws_ecr_repository.prefect_flows')).toMatchObject({
      name: 'a/b',
      force_delete: true,
      encryption_configuration: [
        { encryption_type: 'KMS', kms_key: '${data.aws_kms_alias.kms_key_alias_k.target_key_arn}' },
      ],
    });
    expect(documentAt(terraform, 'aws_ecr_repository_policy.prefect_flows_pull', 'policy')).toMatchObject({
      Statement: [{ Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }],
    });
  });
});

describe('the pool', () => {
  test('is made by commands that are outputs', () => {
    const { output } = stackOf();
    expect(output['prefect_work_pool_create_command']?.['value']).toBe(
      'terraform output -raw prefect_base_job_template > .terraform/base-job-template.json && prefect work-pool create ${var.worker_work_pool_name} --type ecs --base-job-template .terraform/base-job-template.json',
    );
    expect(output['prefect_work_pool_update_command']?.['value']).toContain(
      'prefect work-pool update ${var.worker_work_pool_name} --base-job-template',
    );
  });

  test('or by Prefect’s provider, with the same template, before the worker, and without a key in the configuration', () => {
    const terraform = stackOf({ work_pool: 'managed' });
    expect(terraform.terraform['required_providers']).toMatchObject({ prefect: { source: 'prefecthq/prefect' } });
    expect((terraform.provider as Record<string, unknown>)['prefect']).toEqual([
      {
        endpoint: 'https://api.prefect.cloud',
        account_id: '${var.prefect_account_id}',
        workspace_id: '${var.prefect_workspace_id}',
      },
    ]);
    expect(resourceAt(terraform, 'prefect_work_pool.prefect_worker_pool')).toEqual({
      name: '${var.worker_work_pool_name}',
      type: '${var.worker_type}',
      base_job_template: '${local.prefect_base_job_template}',
    });
    expect(resourceAt(terraform, 'aws_ecs_service.prefect_worker_service')['depends_on']).toContain(
      'prefect_work_pool.prefect_worker_pool',
    );
  });

  test('of another type is Prefect’s own, made the same way', () => {
    expect(
      resourceAt(stackOf({ work_pool: 'managed', worker_type: 'process' }), 'prefect_work_pool.prefect_worker_pool'),
    ).not.toHaveProperty('base_job_template');
  });

  test('of a server of one’s own is made there', () => {
    const terraform = stackOf({
      work_pool: 'managed',
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      prefect: { api_url: 'https://prefect.example/api', auth: 'auth_string' },
    });
    expect((terraform.provider as Record<string, unknown>)['prefect']).toEqual([
      { endpoint: '${var.prefect_api_url}' },
    ]);
  });
});

test('a stack as the reference module has nothing of this', () => {
  const terraform = stackOf({ preset: 'reference' });
  expect(addressesOf(terraform).filter((address) => address.includes('flow'))).toEqual([]);
  expect(Object.keys(terraform.output)).toHaveLength(5);
});
