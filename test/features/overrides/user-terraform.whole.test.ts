import { parse } from 'yaml';
import { loadEnvironments } from '../../../src/environment/load';
import { ConfigError } from '../../../src/problems/errors';
import { synthesize } from '../../../src/stack/synthesize';
import { environmentOf, folderOf, REQUIRED } from '../../helpers/stack-files';
import { fileBeside, nativeBlocksOf, resourceAt, stackOf } from '../../helpers/synthesized';

const CLUSTER = 'aws_ecs_cluster.prefect_worker_cluster';
const SERVICE = 'aws_ecs_service.prefect_worker_service';

/** The report on stack files of which each has the required fields and these. */
function reportOnStacks(files: Readonly<Record<string, object>>): string {
  const stacks = Object.entries(files).map(([name, fields]) => [`${name}.yaml`, { ...REQUIRED, name, ...fields }]);
  const folder = folderOf(Object.fromEntries(stacks));
  try {
    synthesize(loadEnvironments(folder));
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(folder, 'stacks');
    throw error;
  }
  throw new Error('these stack files were taken');
}

test.each([
  ['a block that lacks a required attribute', 'ephemeral_storage: {}', /lacks size_in_gib.*add size_in_gib/s],
  ['count of what the stack refers to', 'count: 1', /\.count\n.*attributes of aws_.*which would need an index/s],
])('fails on %s', (_, attributes, report) => {
  const overrides = { 'aws_ecs_task_definition.prefect_worker_task_definition': parse(`{${attributes}}`) };
  expect(reportOnStacks({ dev: { overrides } })).toMatch(report);
});

test.each(['aws_ecs_service', 'prefect_worker_service', `resource.${SERVICE}`])(
  'fails on the address %s, and names the whole one',
  (address) => {
    const overrides = { [address]: address === 'aws_ecs_service' ? { prefect_worker_service: {} } : {} };
    expect(reportOnStacks({ dev: { overrides } })).toContain(`did you mean ${SERVICE}?`);
  },
);

test('fails on a resource that lacks a required attribute', () => {
  const terraform = { resource: { aws_iam_role: { q: { name: 'x' } } } };
  expect(reportOnStacks({ dev: { terraform } })).toMatch(
    /terraform\.resource\.aws_iam_role\.q\n.*lacks assume_role_policy/,
  );
});

test('takes count of what nothing refers to', () => {
  const address = 'aws_cloudwatch_event_target.prefect_worker_events_target';
  const attributes = { count: 1 };
  expect(resourceAt(stackOf({ overrides: { [address]: attributes } }), address)).toMatchObject(attributes);
});

describe('an override', () => {
  const overridden = (address: string, attributes: object) =>
    resourceAt(stackOf({ overrides: { [address]: attributes } }), address);

  test('adds what is not there, and leaves the rest', () => {
    expect(overridden(CLUSTER, { tags: { Own: 'tag' } })).toEqual({
      ...resourceAt(stackOf(), CLUSTER),
      tags: { Own: 'tag' },
    });
  });

  test('merges maps', () => {
    const network = resourceAt(stackOf(), SERVICE)['network_configuration'] as object;
    const changed = overridden(SERVICE, { network_configuration: { assign_public_ip: true } });
    expect(changed['network_configuration']).toEqual({ ...network, assign_public_ip: true });
  });

  test('replaces lists and values', () => {
    const changed = overridden(SERVICE, { depends_on: ['aws_ecs_cluster.prefect_worker_cluster'], desired_count: 3 });
    expect(changed).toMatchObject({ depends_on: ['aws_ecs_cluster.prefect_worker_cluster'], desired_count: 3 });
  });

  test('takes away by null, at every depth', () => {
    const { wait_for_steady_state: _, ...rest } = resourceAt(stackOf(), SERVICE);
    const { assign_public_ip: __, ...network } = rest['network_configuration'] as Record<string, unknown>;
    expect(
      overridden(SERVICE, { wait_for_steady_state: null, network_configuration: { assign_public_ip: null } }),
    ).toEqual({ ...rest, network_configuration: network });
  });

  test('is Terraform, and no text: an expression stays one', () => {
    expect(overridden(SERVICE, { name: '${var.name}-own' })['name']).toBe('${var.name}-own');
  });

  test('reaches everything that has an address', () => {
    const stack = stackOf({
      overrides: {
        'data.aws_region.current': { provider: 'aws.other' },
        'variable.worker_cpu': { default: 512 },
        'output.prefect_worker_cluster_name': { sensitive: true },
      },
    });
    expect(stack.data?.['aws_region']?.['current']).toEqual({ provider: 'aws.other' });
    expect(stack.variable['worker_cpu']).toMatchObject({ type: 'number', default: 512 });
    expect(stack.output['prefect_worker_cluster_name']).toMatchObject({ sensitive: true });
  });

  test('of a base is taken away by a null of its address, and an attribute of ours by a null of that', () => {
    const base = {
      ...REQUIRED,
      overrides: { [CLUSTER]: { tags: { A: 'b' } }, [SERVICE]: { enable_execute_command: true } },
    };
    const own = { extends: '_base.yaml', overrides: { [CLUSTER]: null, [SERVICE]: { propagate_tags: null } } };
    const [environment] = loadEnvironments(folderOf({ '_base.yaml': base, 'test.yaml': own }));
    expect(environment?.overrides).toEqual({ [SERVICE]: { enable_execute_command: true, propagate_tags: null } });
  });
});

describe('Terraform of the stack file', () => {
  test('leaves nothing of a kind or a type without a block, which Terraform refuses', () => {
    const terraform = { resource: { aws_s3_bucket: {} }, data: { aws_s3_bucket: {} }, check: {}, module: {} };
    expect(stackOf({ terraform })).toEqual(stackOf({}));
  });

  test('stands beside ours, expressions included', () => {
    const stack = stackOf({
      terraform: {
        resource: { aws_sns_topic: { alerts: { name: '${var.name}-alerts' } } },
        data: { aws_region: { other: {} } },
        variable: { team: { default: 'data' } },
        locals: { own: '${var.team}' },
        module: { other: { source: './other' } },
        moved: [{ from: 'aws_ecs_cluster.old', to: CLUSTER }],
        check: { health: { assert: [{ condition: true, error_message: 'No.' }] } },
      },
    });
    const { resource, data, variable, locals, ...others } = stack;
    expect(resource['aws_sns_topic']).toEqual({ alerts: { name: '${var.name}-alerts' } });
    expect(Object.keys(data?.['aws_region'] ?? {})).toEqual(['current', 'other']);
    expect(variable['team']).toEqual({ default: 'data' });
    expect(locals).toMatchObject({ own: '${var.team}', worker_image_in_ecr: expect.any(String) });
    expect(others).toMatchObject({
      module: { other: { source: './other' } },
      check: { health: { assert: [{ condition: true, error_message: 'No.' }] } },
    });
    expect(fileBeside(stack, 'moved.tf')).toContain(`from = aws_ecs_cluster.old\n  to   = ${CLUSTER}\n`);
  });

  test('moves what it names beside what this stack moves', () => {
    const stack = stackOf({
      network: { egress: [{ port: 443, cidr_blocks: ['0.0.0.0/0'] }] },
      terraform: { moved: [{ from: 'aws_ecs_cluster.old', to: CLUSTER }] },
    });
    expect(nativeBlocksOf(stack, 'moved').map(({ to }) => to)).toEqual([
      'aws_security_group_rule.network_outbound',
      CLUSTER,
    ]);
  });

  test('is there for overrides of nothing but ours', () => {
    const report = reportOnStacks({
      a: { terraform: { resource: { aws_sns_topic: { own: {} } } }, overrides: { 'aws_sns_topic.own': { name: 'x' } } },
    });
    expect(report).toContain('is not the Terraform address of a resource of this stack');
  });
});

describe('fails on', () => {
  test.each<[string, object, string]>([
    [
      'an address that is not there, with the nearest, the file and the line',
      { overrides: { 'aws_ecs_service.prefect_worker_servce': {} } },
      `stacks/a.yaml:11 overrides.aws_ecs_service.prefect_worker_servce
    is not the Terraform address of a resource of this stack
    → did you mean ${SERVICE}?`,
    ],
    [
      'one that is far from all, with those of its type',
      { overrides: { 'aws_ecs_service.worker': {} } },
      `stack\n    → allowed: ${SERVICE}`,
    ],
    [
      'one that is near to nothing, with all there are',
      { overrides: { nothing: {} } },
      '→ allowed: aws_cloudwatch_event_rule.prefect_worker_events_rule, ',
    ],
    [
      'an address that another setup would have',
      { logs: { group: 'none' }, overrides: { 'aws_cloudwatch_log_group.prefect_worker_log_group': {} } },
      'stacks/a.yaml:13 overrides.aws_cloudwatch_log_group.prefect_worker_log_group\n',
    ],
    [
      'a resource that is ours already',
      { terraform: { resource: { aws_ecs_cluster: { prefect_worker_cluster: {} } } } },
      `stacks/a.yaml:13 terraform.resource.aws_ecs_cluster.prefect_worker_cluster
    this stack already has ${CLUSTER}
    → rename it, or change the one of the stack by overrides: ${CLUSTER}`,
    ],
    [
      'a variable that is ours already',
      { terraform: { variable: { name: {} } } },
      'this stack already has variable.name',
    ],
    [
      'a local value that is ours already',
      { terraform: { locals: { worker_image_in_ecr: [] } } },
      `stacks/a.yaml:12 terraform.locals.worker_image_in_ecr
    this stack already has local.worker_image_in_ecr
    → rename it`,
    ],
  ])('%s', (_, fields, report) => {
    expect(reportOnStacks({ a: fields })).toContain(report);
  });

  test('all mistakes of all files at once, and repeats none of their values', () => {
    const wrong = { overrides: { 'a.b': { x: 'hidden' }, 'c.d': {} } };
    const report = reportOnStacks({ a: wrong, b: {}, c: { terraform: { variable: { name: { default: 'hidden' } } } } });
    expect(report.match(/^stacks\/\S+ \S+/gm)).toEqual([
      'stacks/a.yaml:11 overrides.a.b',
      'stacks/a.yaml:13 overrides.c.d',
      'stacks/c.yaml:12 terraform.variable.name',
    ]);
    expect(report).not.toContain('hidden');
  });
});

test("a stack is written as CDKTF writes it, with Terraform of the stack file's or without", () => {
  const textOf = (fields: object) => synthesize([environmentOf(fields)]).files.get('stacks/test/cdk.tf.json') as string;
  const plain = textOf({});
  expect(plain).toBe(JSON.stringify(JSON.parse(plain), undefined, 2));
  expect(textOf({ overrides: {}, terraform: {} })).toBe(plain);
  expect(textOf({ overrides: { [CLUSTER]: {} } })).toBe(plain);
});

describe('an address that the stack does not have', () => {
  test.each<[where: string, fields: object, report: string]>([
    [
      'an output',
      { outputs: { a: { expression: 'aws_ecs_service.prefect_worker_servce.name' } } },
      'outputs.a.expression\n    refers to aws_ecs_service.prefect_worker_servce, which this stack does not have\n    → did you mean aws_ecs_service.prefect_worker_service?',
    ],
    [
      'an override',
      { overrides: { [SERVICE]: { name: '${var.nam}-own' } } },
      `overrides.${SERVICE}.name\n    refers to var.nam, which this stack does not have\n    → did you mean var.name?`,
    ],
    [
      'a block of its own',
      { terraform: { resource: { aws_sns_topic: { a: { name: '${local.nowhere}' } } } } },
      'refers to local.nowhere, which this stack does not have\n    → use an address of cdk.tf.json, or add the block to terraform',
    ],
    [
      'a dependency',
      { overrides: { [SERVICE]: { depends_on: ['aws_ecs_clustr.prefect_worker_cluster'] } } },
      `overrides.${SERVICE}.depends_on[0]\n    refers to aws_ecs_clustr.prefect_worker_cluster, which this stack does not have\n    → did you mean ${CLUSTER}?`,
    ],
    [
      'a move',
      { terraform: { moved: [{ from: 'aws_ecs_cluster.old', to: 'aws_ecs_cluster.worker' }] } },
      'refers to aws_ecs_cluster.worker, which this stack does not have',
    ],
  ])('in %s is refused, with the nearest one', (_, fields, report) => {
    expect(reportOnStacks({ test: fields })).toContain(report);
  });

  test('may be one that the stack file adds, in any of its blocks', () => {
    const stack = stackOf({
      terraform: {
        locals: { team: 'data' },
        module: { lake: { source: './lake' } },
        resource: {
          aws_sns_topic: { a: { name: '${local.team}-${module.lake.name}-${each.key}', for_each: '${toset([])}' } },
        },
      },
      outputs: { topic: { expression: '[for one_topic in aws_sns_topic.a : one_topic.arn]' } },
    });
    expect(stack.output['topic']).toMatchObject({ value: '${[for one_topic in aws_sns_topic.a : one_topic.arn]}' });
  });
});

test.each([
  ['a line of its own', { moved: [{ from: 'aws_sns_topic.a\n}\nlocals {', to: CLUSTER }] }],
  ['a carriage return in a key', { removed: [{ from: 'aws_sns_topic.a["b\rc"]' }] }],
  ['an expression', { import: [{ to: 'aws_sns_topic.a["${var.name}"]', id: 'a' }] }],
])('an address with %s is refused, since Terraform reads addresses without quotes', (_, terraform) => {
  expect(reportOnStacks({ test: { terraform } })).toContain('must be a Terraform address');
});

test.each([
  ['to move', { moved: [{ from: 'aws_sns_topic.a', to: CLUSTER, provider: 'aws' }] }, 'terraform.moved[0].provider'],
  ['to remove', { removed: [{ from: 'aws_sns_topic.a', destroy: false }] }, 'terraform.removed[0].destroy'],
  ['to import', { import: [{ to: CLUSTER, ids: 'a' }] }, 'terraform.import[0].ids'],
])('a setting that a block %s does not have is refused', (_, terraform, field) => {
  expect(reportOnStacks({ test: { terraform } })).toContain(field);
});
