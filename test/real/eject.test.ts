import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_SCHEMA, SCHEMA_VERSION } from '../../src/hcl/provider-schema';
import { type PrintedSchema, providerSchemaOf } from '../hcl/provider-schema';
import { ejectFolder } from '../helpers/ejected';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { PROVIDER_VERSION, Terraform } from '../helpers/terraform';

const STACKS = join(__dirname, '..', 'examples', 'generated', 'stacks');
const EXAMPLES = readdirSync(STACKS);

real('plain HCL', () => {
  const folder = scratchFolder();
  const terraform = new Terraform(folder);

  beforeAll(async () => {
    for (const name of EXAMPLES) ejectFolder(join(STACKS, name), join(folder, name));
    // Each as a module of one configuration: Terraform starts the provider once.
    const modules = EXAMPLES.map((name) => [name, { source: `./${name}`, ...requiredInputs(name) }]);
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries(modules) }));
    await terraform.init();
  });

  /** What has no default is given by whoever applies. */
  function requiredInputs(name: string): Record<string, string> {
    const { variable } = JSON.parse(readFileSync(join(STACKS, name, 'cdk.tf.json'), 'utf8'));
    const required = Object.keys(variable).filter((input) => !('default' in variable[input]));
    return Object.fromEntries(required.map((input) => [input, 'x']));
  }

  test('of every example is as terraform fmt writes it', async () => {
    const { stdout } = await terraform.try('fmt', '-check', '-diff', '-recursive');
    expect(stdout).toBe('');
  });

  test('of every example is valid', async () => {
    expect(EXAMPLES.length).toBeGreaterThan(10);
    const { valid, diagnostics } = JSON.parse((await terraform.try('validate', '-json')).stdout);
    expect([valid, diagnostics.filter(({ severity }: { severity: string }) => severity === 'error')]).toEqual([
      true,
      [],
    ]);
  });

  test('knows the attributes and blocks of each resource type as the provider has them', async () => {
    const { stdout } = await terraform.run('providers', 'schema', '-json');
    const { provider_schemas: schemas } = JSON.parse(stdout);
    const aws = schemas['registry.terraform.io/hashicorp/aws'] as PrintedSchema;
    expect(providerSchemaOf(aws)).toEqual(PROVIDER_SCHEMA);
    expect(SCHEMA_VERSION).toBe(PROVIDER_VERSION);
  });
});
