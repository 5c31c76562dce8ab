import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../helpers/stack-files';
import { PROVIDER_VERSION, Terraform } from '../helpers/terraform';
import { providerSchemaOf } from './provider-schema';

/** Asks the oldest provider that a stack allows for its attributes and blocks: for the HCL of eject, and for overrides. */
async function main(): Promise<void> {
  const folder = scratchFolder();
  const aws = { source: 'hashicorp/aws', version: PROVIDER_VERSION };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
  const terraform = new Terraform(folder);
  await terraform.init();
  const { provider_schemas: schemas } = JSON.parse((await terraform.run('providers', 'schema', '-json')).stdout);
  const schema = providerSchemaOf(schemas['registry.terraform.io/hashicorp/aws']);
  writeFileSync(join(__dirname, '..', '..', 'src', 'hcl', 'provider-schema.json'), JSON.stringify(schema));
}

main();
