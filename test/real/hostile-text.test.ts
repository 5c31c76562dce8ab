import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateSecurityGroupCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { stringify } from 'yaml';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { copyProject, type Project } from '../helpers/project';
import { real } from '../helpers/real';
import { REQUIRED, reportOnFields, scratchFolder } from '../helpers/stack-files';
import { type Plan, planned, Terraform } from '../helpers/terraform';

const MARKER = 'leaked-3d9f17ab';
const PAYLOAD = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"\\z{{ a }}$${y}%%{z}<&>\u2028é\nn';
/** What of it Prefect takes in a work pool's name. */
const POOL = 'x${trimspace("leak")}"q"\\z{{ a }}$${y}é';
/** What of it the emulator's machine can have as a profile. */
const PROFILE = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"\\z{{ a }}$${y}%%{z}';

const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:prefect-AbC123`;
const STATEMENT = {
  actions: ['s3:GetObject'],
  resources: [PAYLOAD],
  conditions: [{ test: PAYLOAD, variable: PAYLOAD, values: [PAYLOAD] }],
};
const STATE_PATH = PAYLOAD.replaceAll('/', '');

const STATEMENT_TEXTS = ['resources[]', 'conditions[].test', 'conditions[].variable', 'conditions[].values[]'];

/** The fields that take any text; every other one has a pattern or a list. Where the payload arrives is tested below. */
const FREE_TEXT = [
  'worker_extra_pip_packages',
  'aws.profile',
  'backend.local.path',
  'backend.s3.profile',
  'vpc_id.tags.*',
  'worker_subnets.tags.*',
  'network.security_groups[].tags.*',
  'network.admitted_by[].security_group.tags.*',
  'network.egress[].security_group.tags.*',
  'network.ingress[].security_group.tags.*',
  'prefect.settings.*',
  'prefect.api_url.key_of_api_key_secret',
  'worker.environment.*',
  'outputs.*.description',
  // Terraform's own language, by what it is for.
  'outputs.*.expression',
  ...['execution', 'task'].flatMap((role) =>
    ['statements', 'own_statements'].flatMap((list) =>
      STATEMENT_TEXTS.map((text) => `roles.${role}.${list}[].${text}`),
    ),
  ),
];

describe('hostile text', () => {
  test('can stand in these fields only', () => {
    const schema = JSON.parse(readFileSync(resolve('generated', 'environment.schema.json'), 'utf8'));
    expect(freeTexts(schema, '').sort()).toEqual([...FREE_TEXT].sort());
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
    ['a bucket', { backend: { s3: { bucket: PAYLOAD } } }, 'backend.s3.bucket'],
    ['a key in a bucket', { backend: { s3: { bucket: 'a-bucket', key: PAYLOAD } } }, 'backend.s3.key'],
    ['a bucket’s region', { backend: { s3: { bucket: 'a-bucket', region: PAYLOAD } } }, 'backend.s3.region'],
    ['a secret', { api_key: { secret_arn: PAYLOAD } }, 'api_key.secret_arn'],
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
  let found: { readonly subnet: string; readonly group: string };

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = copyProject(scratchFolder());
    terraform = await stack('hostile', {
      worker_extra_pip_packages: PAYLOAD,
      worker_type: 'process',
      worker_work_pool_name: POOL,
      ...(await tagged()),
      prefect: { settings: { PREFECT_TEXT: PAYLOAD } },
      worker: { environment: { TEXT: PAYLOAD } },
      roles: {
        execution: { statements: [STATEMENT] },
        task: { own_statements: [STATEMENT] },
      },
      outputs: { text: { expression: 'var.name', description: PAYLOAD } },
      backend: { local: { path: STATE_PATH } },
    });
    plan = await terraform.plan();
  });
  afterAll(() => emulator?.stop());

  /** A network whose tags have the payload, and the fields that look it up. */
  async function tagged(): Promise<object> {
    const ec2 = emulator.client(EC2Client);
    const { vpcId, subnets } = await emulator.network();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'hostile', Description: 'x', VpcId: vpcId }),
    );
    found = { subnet: subnets[0] as string, group: GroupId as string };
    const Tags = [{ Key: 'Text', Value: PAYLOAD }];
    await ec2.send(new CreateTagsCommand({ Resources: [vpcId, found.subnet, found.group], Tags }));
    const tags = { Text: PAYLOAD };
    return {
      vpc_id: { tags },
      worker_subnets: { tags },
      network: { create_security_group: false, security_groups: [{ tags }] },
    };
  }

  /** A stack whose folder holds a file that nothing may read. */
  async function stack(name: string, fields: object): Promise<Terraform> {
    writeFileSync(
      project.path('stacks', `${name}.yaml`),
      stringify({ ...REQUIRED, api_key: { secret_arn: SECRET }, ...fields }),
    );
    await project.synth(name);
    writeFileSync(join(project.stack(name), 'leak.txt'), MARKER);
    const created = new Terraform(project.stack(name), emulator.variables);
    await created.init();
    return created;
  }

  function container() {
    const definition = planned(plan, 'aws_ecs_task_definition.prefect_worker_task_definition');
    return JSON.parse(definition?.['container_definitions'])[0];
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

  test.each(['execution', 'task'])('arrives as it is in a statement of the %s role', (role) => {
    const policy = plan.resource_changes.find(
      ({ address }) => address.split('[')[0] === `aws_iam_role_policy.prefect_worker_${role}_role_statements`,
    );
    const { Statement } = JSON.parse(policy?.change.after?.['policy']);
    expect(Statement).toContainEqual(
      expect.objectContaining({ Resource: [PAYLOAD], Condition: { [PAYLOAD]: { [PAYLOAD]: [PAYLOAD] } } }),
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

  test('arrives as it is in the worker’s command', () => {
    expect(container().command).toEqual(expect.arrayContaining(['-p', POOL, '--type', 'process']));
  });

  test('arrives as it is in the backend', () => {
    const { backend } = JSON.parse(terraform.read('.terraform/terraform.tfstate'));
    expect(backend.config.path).toBe(STATE_PATH);
  });

  test('arrives as it is in the provider, which looks for a profile of this name', async () => {
    const profiled = await stack('profiled', { aws: { profile: PROFILE } });
    const { status, output } = await profiled.try('plan');
    expect([status, output]).toEqual([1, expect.stringContaining(`failed to get shared config profile, ${PROFILE}`)]);
  });

  test('reads no file', async () => {
    const shown = await terraform.run('show', '-json', 'plan');
    expect(shown.stdout).not.toContain(MARKER);
    expect(terraform.read('cdk.tf.json')).not.toContain(MARKER);
  });

  test('comes through tfvars as it is, too', async () => {
    const given = join(terraform.folder, 'given.tfvars.json');
    writeFileSync(given, JSON.stringify({ worker_extra_pip_packages: `${PAYLOAD}2` }));
    plan = await terraform.plan(`-var-file=${given}`);
    expect(container().environment).toContainEqual({ name: 'EXTRA_PIP_PACKAGES', value: `${PAYLOAD}2` });
  });
});

interface JsonSchema {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** The fields below `path` that take any text. */
function freeTexts(schema: JsonSchema, path: string): string[] {
  const { type, pattern, properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const limited = pattern !== undefined || schema.enum !== undefined || schema.const !== undefined;
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  return [
    ...(type === 'string' && !limited ? [path] : []),
    ...anyOf.flatMap((one) => freeTexts(one, path)),
    ...Object.entries(properties)
      // What a file extends names files, and is gone before the schema sees it.
      .filter(([name]) => name !== 'extends')
      .flatMap(([name, field]) => freeTexts(field, below(name))),
    ...(items ? freeTexts(items, `${path}[]`) : []),
    ...(typeof additionalProperties === 'object' ? freeTexts(additionalProperties, below('*')) : []),
  ];
}
