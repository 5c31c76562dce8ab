import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GENERATED_EXAMPLES } from '../helpers/examples';
import { byBindings, bySchema, unfit } from '../helpers/provider-versions';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';
import { scratchFolder } from '../helpers/stack-files';
import { PROVIDER_VERSION, Terraform } from '../helpers/terraform';

const STACKS = join(GENERATED_EXAMPLES, 'stacks');

/** Every committed folder of Terraform, by its name. */
const PLACES = new Map([
  ...readdirSync(STACKS).map((name) => [name, join(STACKS, name)] as const),
  ['module', resolve('generated', 'module')] as const,
]);
const FOLDERS = [...PLACES.keys()];

/** What is validated; the others are applied, or planned together, by other tests. */
const VALIDATED = ['module', ...sampled(readdirSync(STACKS), 3)];

real('what is committed', () => {
  const initialized = new Map<string, Terraform>();
  const versions: Parameters<typeof unfit>[1][number][] = [];

  beforeAll(async () => {
    for (const folder of VALIDATED) {
      const copy = scratchFolder();
      cpSync(PLACES.get(folder) as string, copy, { recursive: true, filter: (path) => !path.includes('.terraform') });
      const terraform = new Terraform(copy);
      await terraform.init('-backend=false');
      initialized.set(folder, terraform);
    }
    const schemas = await (initialized.get('module') as Terraform).run('providers', 'schema', '-json');
    const schema = JSON.parse(schemas.stdout).provider_schemas['registry.terraform.io/hashicorp/aws'];
    versions.push(bySchema(PROVIDER_VERSION, schema), byBindings('6.25.0'));
  });

  test.each(VALIDATED)('%s is valid', async (folder) => {
    const terraform = initialized.get(folder) as Terraform;
    const { valid, diagnostics } = JSON.parse((await terraform.try('validate', '-json')).stdout);
    expect({ valid, diagnostics }).toEqual({ valid: true, diagnostics: [] });
  });

  test.each(VALIDATED)('%s is tried with the oldest provider that it allows', (folder) => {
    expect(initialized.get(folder)?.read('.terraform.lock.hcl')).toContain(`version     = "${PROVIDER_VERSION}"`);
  });

  test.each(FOLDERS)(
    '%s uses only what provider 5.100.0 and provider 6 both know, and nothing deprecated',
    (folder) => {
      expect(unfit(documentOf(folder), versions)).toEqual([]);
    },
  );

  test.each([
    ['only provider 6 knows', 'aws_ecs_cluster', { region: 'us-east-1' }, 'aws_ecs_cluster.region: not in 5.100.0'],
    [
      'only provider 6 knows, within a block',
      'aws_ecs_service',
      { deployment_configuration: { strategy: 'BLUE_GREEN' } },
      'aws_ecs_service.deployment_configuration: not in 5.100.0',
    ],
    [
      'is gone in provider 6',
      'aws_ecs_task_definition',
      { inference_accelerator: [{ device_name: 'a' }] },
      'aws_ecs_task_definition.inference_accelerator: not in 6.25.0',
    ],
    [
      'nobody knows, within a block',
      'aws_ecs_service',
      { network_configuration: { subnetz: [] } },
      'aws_ecs_service.network_configuration.subnetz: not in 6.25.0',
    ],
    [
      'is deprecated',
      'aws_iam_role',
      { managed_policy_arns: [] },
      'aws_iam_role.managed_policy_arns: deprecated in 5.100.0',
    ],
  ])('the guard finds what %s', (_, type, block, found) => {
    expect(unfit({ resource: { [type]: { planted: block } } }, versions)).toContain(found);
  });

  test('the guard finds it in a provider and in a data source', () => {
    const planted = {
      provider: { aws: [{ default_tags: [{ tagz: {} }] }] },
      data: { aws_region: { current: { region: 'us-east-1' } } },
    };
    expect(unfit(planted, versions)).toEqual(
      expect.arrayContaining(['aws_region.region: not in 5.100.0', 'provider.default_tags.tagz: not in 5.100.0']),
    );
  });
});

function documentOf(folder: string): Record<string, unknown> {
  const place = PLACES.get(folder) as string;
  const file = readdirSync(place).find((name) => name.endsWith('.tf.json')) as string;
  return JSON.parse(readFileSync(join(place, file), 'utf8'));
}
