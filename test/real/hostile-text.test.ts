import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateSecurityGroupCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { parse, stringify } from 'yaml';
import { ejected } from '../helpers/ejected';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { evaluatedTextFor } from '../helpers/fitting-text';
import type { JobTemplate } from '../helpers/job-template';
import { type JsonSchema, withoutReferences } from '../helpers/json-schema';
import { copyProject, type Project } from '../helpers/project';
import { real } from '../helpers/real';
import { REQUIRED, reportOnFields, scratchFolder } from '../helpers/stack-files';
import type { Block } from '../helpers/synthesized';
import { type Plan, planned, Terraform } from '../helpers/terraform';
import {
  CONDITION_KEY,
  CONTAINER,
  DESCRIPTION,
  deployment,
  FREE_TEXT,
  flowContainers,
  fromSecret,
  LINE,
  LOG,
  MARKER,
  METRIC,
  MOUNT_OPTION,
  PAIR,
  PAYLOAD,
  POOL,
  PROFILE,
  RESOURCE,
  rule,
  SECRET,
  STATE_PATH,
  STATEMENT,
  service,
  steps,
  TAG,
  tags,
  valueFrom,
  WORD,
  workerContainer,
} from './hostile-fields';

describe('hostile text', () => {
  test('can stand in these fields only', () => {
    const schema = withoutReferences(JSON.parse(readFileSync(resolve('generated', 'environment.schema.json'), 'utf8')));
    const paths = freeTexts(schema).map((path) => path.replace(/^(overrides|terraform)\..*/, '$1'));
    expect([...new Set(paths)].sort()).toEqual([...FREE_TEXT].sort());
  });

  test.each([
    ...['name', 'region', 'vpc_id', 'prefect_account_id', 'prefect_workspace_id', 'worker_work_pool_name'],
    ...['worker_image', 'worker_task_role_arn', 'worker_type', 'preset'],
  ])('is refused as %s', (field) => {
    expect(reportOnFields({ [field]: PAYLOAD })).toContain(field);
  });

  test.each([
    ['a subnet', { worker_subnets: [PAYLOAD] }, 'worker_subnets[0]'],
    ['a tag', { tags: { Team: PAYLOAD } }, 'tags.Team'],
    ['the key of a tag', { tags: { [PAYLOAD]: 'x' } }, 'must be 1 to 128'],
    ['an account', { aws: { account_id: PAYLOAD } }, 'aws.account_id'],
    ['a role to assume', { aws: { assume_role: { role_arn: PAYLOAD } } }, 'aws.assume_role.role_arn'],
    ['an external id', { aws: { assume_role: { external_id: PAYLOAD } } }, 'aws.assume_role.external_id'],
    ['a session’s name', { aws: { assume_role: { session_name: PAYLOAD } } }, 'aws.assume_role.session_name'],
    ['the path of a state', { backend: { local: { path: PAYLOAD } } }, 'backend.local.path'],
    ['a profile for the state', { backend: { s3: { bucket: 'a-bucket', profile: PAYLOAD } } }, 'backend.s3.profile'],
    ['a bucket', { backend: { s3: { bucket: PAYLOAD } } }, 'backend.s3.bucket'],
    ['a key in a bucket', { backend: { s3: { bucket: 'a-bucket', key: PAYLOAD } } }, 'backend.s3.key'],
    ['a bucket’s region', { backend: { s3: { bucket: 'a-bucket', region: PAYLOAD } } }, 'backend.s3.region'],
    ['a secret', { api_key: { secret_arn: PAYLOAD } }, 'api_key.secret_arn'],
    ['a key of a secret', { prefect: { api_url: { key_of_api_key_secret: PAYLOAD } } }, 'key_of_api_key_secret'],
    ['a switch', { cluster: { container_insights: PAYLOAD } }, 'cluster.container_insights'],
  ])('is refused as %s', (_, fields, path) => {
    expect(reportOnFields(fields)).toContain(path);
  });
});

real('hostile text, in Terraform’s plan', () => {
  let emulator: Emulator;
  let project: Project;
  let terraform: Terraform;
  let plan: Plan;
  /** Of a stack that makes what flow runs need. */
  let made: Plan;
  /** Of a stack of which all that its base job template holds is known before it is applied. */
  let known: Plan;
  let found: { readonly vpc: string; readonly subnet: string; readonly group: string };

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = copyProject(scratchFolder());
    found = await tagged();
    const place = { vpc_id: found.vpc, worker_subnets: [found.subnet] };
    const ofPool = {
      worker_extra_pip_packages: PAYLOAD,
      worker_type: 'process',
      worker_work_pool_name: POOL,
      vpc_id: { tags },
      worker_subnets: { tags },
      network: { create_security_group: false, security_groups: [{ tags }] },
      prefect: { settings: { PREFECT_TEXT: PAYLOAD }, worker_name: POOL, work_queues: [POOL] },
      logs: { stream_prefix: WORD },
      worker: { environment: { TEXT: PAYLOAD } },
      workers: { other: { worker_work_pool_name: `${POOL}2`, work_queues: [`${POOL}3`] } },
      roles: {
        execution: { statements: [STATEMENT] },
        task: { own_statements: [STATEMENT] },
      },
      outputs: { text: { expression: 'var.name', description: PAYLOAD } },
      backend: { local: { path: STATE_PATH } },
    };
    const making = {
      ...place,
      workers: { other: { worker: workerContainer, service } },
      project: {
        build: steps,
        push: steps,
        pull: steps,
        deployments: [
          { ...deployment, work_pool: POOL, work_queue: POOL, job_variables: { env: PAIR }, attributes: PAIR },
        ],
      },
      capacity: { ec2: { user_data: PAYLOAD, security_groups: [{ tags }] } },
      flow_runs: {
        ...flowContainers,
        create_task_definition: true,
        own_security_group: { egress: [rule], ingress: [rule] },
        execution_role: { own_statements: [STATEMENT] },
        task_role: { statements: [STATEMENT] },
      },
    };
    const knowing = {
      prefect_account_id: null,
      prefect_workspace_id: null,
      ...place,
      cluster: { existing: 'known' },
      network: { egress: [rule], ingress: [rule], admitted_by: [rule] },
      prefect: {
        api_url: { key_of_api_key_secret: WORD },
        auth: 'api_key',
        ca_certificate: fromSecret,
        custom_headers: fromSecret,
      },
      api_key: fromSecret,
      worker: workerContainer,
      service,
      alarms: { worker_log: { lines: [LINE] } },
      flow_runs: {
        ...flowContainers,
        subnets: { tags },
        security_groups: [{ tags }],
        environment: { TEXT: PAYLOAD },
        execution_role: { existing: `arn:aws:iam::${ACCOUNT}:role/known` },
        variables: {
          command: PAYLOAD,
          a: { type: 'string' },
          own: { type: 'string', default: PAYLOAD, [PAYLOAD]: [PAYLOAD] },
        },
        job_configuration: { own: { [PAYLOAD]: [PAYLOAD] } },
      },
    };
    await emulator.client(ECSClient).send(new CreateClusterCommand({ clusterName: 'known' }));
    await synthesized({ hostile: ofPool, made: making, known: knowing });
    const [one, another, third] = await Promise.all([ready('hostile'), ready('made'), ready('known')]);
    [plan, made, known] = await Promise.all([one.plan(), another.plan(), third.plan()]);
    terraform = one;
  });
  afterAll(() => emulator?.stop());

  /** A network whose tags have the payload. */
  async function tagged(): Promise<typeof found> {
    const ec2 = emulator.client(EC2Client);
    const { vpcId: vpc, subnets } = await emulator.network();
    const { GroupId: group = '' } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'hostile', Description: 'x', VpcId: vpc }),
    );
    const subnet = subnets[0] as string;
    const Tags = [{ Key: 'Text', Value: TAG }];
    await ec2.send(new CreateTagsCommand({ Resources: [vpc, subnet, group], Tags }));
    return { vpc, subnet, group };
  }

  async function synthesized(stacks: Readonly<Record<string, object>>): Promise<void> {
    for (const [name, fields] of Object.entries(stacks)) {
      const content = { ...REQUIRED, api_key: { secret_arn: SECRET }, ...fields };
      writeFileSync(project.path('stacks', `${name}.yaml`), stringify(content));
    }
    await project.synth(...Object.keys(stacks));
  }

  /** A stack whose folder holds a file that nothing may read. */
  async function ready(name: string): Promise<Terraform> {
    writeFileSync(join(project.stack(name), 'leak.txt'), MARKER);
    const created = new Terraform(project.stack(name), emulator.variables);
    await created.init();
    return created;
  }

  function containersOf(from: Plan, address: string) {
    return JSON.parse(planned(from, `aws_ecs_task_definition.${address}`)?.['container_definitions']);
  }

  function template(): JobTemplate {
    return JSON.parse(String(known.output_changes['prefect_base_job_template']?.after));
  }

  function container() {
    return containersOf(plan, 'prefect_worker_task_definition')[0];
  }

  test('arrives as it is in the container’s environment', () => {
    expect(container().environment).toContainEqual({ name: 'EXTRA_PIP_PACKAGES', value: PAYLOAD });
  });

  test('arrives as it is in settings and variables of the worker', () => {
    expect(container().environment).toEqual(
      expect.arrayContaining([
        { name: 'PREFECT_TEXT', value: PAYLOAD },
        { name: 'TEXT', value: PAYLOAD },
      ]),
    );
  });

  test.each([
    ['worker’s execution', () => plan, 'prefect_worker_execution'],
    ['worker’s task', () => plan, 'prefect_worker_task'],
    ['flow runs’ execution', () => made, 'prefect_flow_execution'],
    ['flow runs’ task', () => made, 'prefect_flow_task'],
  ])('arrives as it is in a statement of the %s role', (_, from, role) => {
    const policy = from().resource_changes.find(
      ({ address }) => address.split('[')[0] === `aws_iam_role_policy.${role}_role_statements`,
    );
    const { Statement } = JSON.parse(policy?.change.after?.['policy']);
    expect(Statement).toContainEqual(
      expect.objectContaining({ Resource: [RESOURCE], Condition: { StringEquals: { [CONDITION_KEY]: [PAYLOAD] } } }),
    );
  });

  test('finds what is tagged with it', () => {
    const service = planned(plan, 'aws_ecs_service.prefect_worker_service');
    expect(service?.['network_configuration'][0].subnets).toEqual([found.subnet]);
    expect(service?.['network_configuration'][0].security_groups).toEqual([found.group]);
  });

  test('arrives as it is in the description of an output', () => {
    expect(JSON.parse(terraform.read('cdk.tf.json')).output.text.description).toBe(PAYLOAD);
  });

  test('arrives as it is in the deployments of flows', () => {
    expect(parse(readFileSync(join(project.stack('made'), 'deployments.yaml'), 'utf8'))).toMatchObject({
      build: steps,
      push: steps,
      pull: steps,
      deployments: [
        {
          ...deployment,
          work_pool: { name: POOL, work_queue_name: POOL, job_variables: { env: PAIR } },
          ...PAIR,
        },
      ],
    });
  });

  test('arrives as it is in the worker’s command', () => {
    expect(container().command).toEqual(
      expect.arrayContaining(['-p', POOL, '--type', 'process', '--name', POOL, '--work-queue', POOL]),
    );
    const [other] = containersOf(plan, 'prefect_worker_task_definition_other');
    expect(other.command).toEqual(expect.arrayContaining(['-p', `${POOL}2`, '--work-queue', `${POOL}3`]));
  });

  test('arrives as it is in the prefix of the log’s streams', () => {
    expect(container().logConfiguration.options['awslogs-stream-prefix']).toBe(WORD);
  });

  test.each([
    ['the worker', () => containersOf(known, 'prefect_worker_task_definition'), 'prefect-worker-known'],
    ['a further worker', () => containersOf(made, 'prefect_worker_task_definition_other'), 'prefect-worker-made-other'],
  ])('arrives as it is in all that the containers of %s are told', (_, containers, worker) => {
    expect(containers()).toEqual([
      expect.objectContaining({
        ...CONTAINER,
        name: 'beside',
        logConfiguration: LOG,
        firelensConfiguration: { type: 'fluentbit', options: PAIR },
      }),
      expect.objectContaining({
        ...CONTAINER,
        name: worker,
        logConfiguration: LOG,
        linuxParameters: expect.objectContaining({
          capabilities: expect.objectContaining({ drop: [PAYLOAD] }),
          tmpfs: [expect.objectContaining({ mountOptions: [MOUNT_OPTION] })],
        }),
      }),
      expect.objectContaining({ name: 'sender' }),
    ]);
  });

  test('arrives as it is in the key of every secret', () => {
    const secrets = containersOf(known, 'prefect_worker_task_definition')[1].secrets;
    const names = ['CA_CERTIFICATE', 'PREFECT_API_KEY', 'PREFECT_API_URL', 'PREFECT_CLIENT_CUSTOM_HEADERS', 'TOKEN'];
    expect(secrets).toEqual(names.map((name) => ({ name, valueFrom })));
  });

  test.each([
    ['the base job template', () => template().job_configuration.task_definition.containerDefinitions],
    ['the task definition that they share', () => containersOf(made, 'prefect_flow_runs').reverse()],
  ])('arrives as it is in all that the containers of flow runs are told by %s', (_, containers) => {
    const { dockerLabels, workingDirectory, systemControls, secrets, linuxParameters, ...others } = CONTAINER;
    expect(containers()).toEqual([
      expect.objectContaining({ dockerLabels, workingDirectory, systemControls, secrets, linuxParameters }),
      expect.objectContaining({ ...others, dockerLabels, secrets, linuxParameters }),
    ]);
  });

  test('arrives as it is in the rest of the base job template', () => {
    const { variables, job_configuration: configuration } = template();
    const { env, command, own, cloudwatch_logs_prefix: prefix } = variables.properties;
    expect([env?.['default'], command?.['default']]).toEqual([expect.objectContaining({ TEXT: PAYLOAD }), PAYLOAD]);
    expect(prefix?.['default']).toBe(WORD);
    expect(own).toEqual({ type: 'string', default: PAYLOAD, [PAYLOAD]: [PAYLOAD] });
    expect(configuration['own']).toEqual({ [PAYLOAD]: [PAYLOAD] });
    const { awsvpcConfiguration } = configuration.task_run_request['networkConfiguration'] as Block;
    expect(awsvpcConfiguration).toMatchObject({ subnets: [found.subnet], securityGroups: [found.group] });
  });

  test('arrives as it is in the script of the instances', () => {
    const launched = planned(made, 'aws_launch_template.prefect_worker_instances_template');
    const script = Buffer.from(launched?.['user_data'], 'base64').toString();
    expect(script.endsWith(`\nEOF\n${PAYLOAD}\n`)).toBe(true);
    expect(launched?.['network_interfaces'][0].security_groups).toEqual([found.group]);
  });

  test('arrives as it is in alarms', () => {
    expect(planned(known, 'aws_cloudwatch_log_metric_filter.prefect_worker_log_lines')?.['pattern']).toBe(`?"${LINE}"`);
    const metric = { namespace: 'Prefect', metric_name: METRIC, dimensions: { [METRIC]: METRIC } };
    const tracked = planned(known, 'aws_appautoscaling_policy.prefect_worker_metric-late');
    expect(tracked?.['target_tracking_scaling_policy_configuration'][0].customized_metric_specification).toEqual([
      expect.objectContaining({ ...metric, dimensions: [{ name: METRIC, value: METRIC }] }),
    ]);
    const step = 'aws_cloudwatch_metric_alarm.prefect_worker_step_1';
    expect(planned(known, `${step}_alarm`)).toMatchObject(metric);
    expect(planned(made, `${step}_other_alarm`)).toMatchObject(metric);
  });

  test('arrives as it is in the rules of security groups, and finds the groups', () => {
    const rules = [...known.resource_changes, ...made.resource_changes]
      .filter(({ type, change }) => type === 'aws_security_group_rule' && change.after?.['description'] === DESCRIPTION)
      .map(({ change: { after } }) => after?.['source_security_group_id'] ?? after?.['security_group_id']);
    expect(rules).toEqual([1, 2, 3, 4, 5].map(() => found.group));
  });

  test('arrives as it is in the backend', () => {
    const { backend } = JSON.parse(terraform.read('.terraform/terraform.tfstate'));
    expect(backend.config.path).toBe(STATE_PATH);
  });

  test('arrives as it is in the provider, which looks for a profile of this name', async () => {
    await synthesized({ profiled: { aws: { profile: PROFILE } } });
    const { status, output } = await (await ready('profiled')).try('plan');
    expect([status, output]).toEqual([1, expect.stringContaining(`failed to get shared config profile, ${PROFILE}`)]);
  });

  test('reads no file', () => {
    expect(JSON.stringify([plan, made, known])).not.toContain(MARKER);
    expect(terraform.read('cdk.tf.json')).not.toContain(MARKER);
  });

  test.each([
    ['hostile', () => plan],
    ['made', () => made],
    ['known', () => known],
  ])('is the same text in HCL: %s', async (name, fromJson) => {
    const terraform = new Terraform(project.stack(name), emulator.variables);
    const { resource_changes: resources, output_changes: outputs } = await (await ejected(terraform)).plan();
    expect(byMeaning(resources)).toEqual(byMeaning(fromJson().resource_changes));
    expect(byMeaning(outputs)).toEqual(byMeaning(fromJson().output_changes));
  });

  test('comes through tfvars as it is, too', async () => {
    const given = join(terraform.folder, 'given.tfvars.json');
    writeFileSync(given, JSON.stringify({ worker_extra_pip_packages: `${PAYLOAD}2` }));
    plan = await terraform.plan(`-var-file=${given}`);
    expect(container().environment).toContainEqual({ name: 'EXTRA_PIP_PACKAGES', value: `${PAYLOAD}2` });
  });
});

/** The fields below `path` that take any text, or one that Terraform could evaluate. */
/** With JSON documents as data: how their keys are ordered and what is escaped in them means nothing. */
function byMeaning(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, member) => {
    if (typeof member !== 'string' || !/^\s*[[{]/.test(member)) return member;
    try {
      return JSON.parse(member);
    } catch {
      return member;
    }
  });
}

function freeTexts(schema: JsonSchema, path = ''): string[] {
  const { type, pattern, enum: values, properties, items, propertyNames, additionalProperties, anyOf } = schema;
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  const limited = typeof pattern === 'string' && evaluatedTextFor(pattern) === undefined;
  const isText = [type].flat().includes('string') && values === undefined && schema['const'] === undefined;
  const isAnything = Object.keys(schema).every((keyword) => keyword === 'description');
  const inside = (part: unknown, where: string) => (isSchema(part) ? freeTexts(part, where) : []);
  return [
    ...((isText && !limited) || isAnything ? [path] : []),
    ...(Array.isArray(anyOf) ? anyOf.flatMap((one) => inside(one, path)) : []),
    ...Object.entries(isSchema(properties) ? properties : {})
      // What a file extends names files, and is gone before the schema sees it.
      .filter(([name]) => name !== 'extends')
      .flatMap(([name, field]) => inside(field, below(name))),
    ...inside(items, `${path}[]`),
    ...inside(propertyNames, below('KEY')),
    ...inside(additionalProperties, below('*')),
  ];
}

function isSchema(part: unknown): part is JsonSchema {
  return typeof part === 'object' && part !== null;
}
