import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../helpers/stack-files';
import { PROVIDER_VERSION, Terraform } from '../helpers/terraform';
import { nestedBlocksOf } from './nested-blocks';

/** Asks the oldest provider that a stack allows which fields are blocks, for the HCL that eject writes. */
async function main(): Promise<void> {
  const folder = scratchFolder();
  const aws = { source: 'hashicorp/aws', version: PROVIDER_VERSION };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
  const terraform = new Terraform(folder);
  await terraform.init();
  const { provider_schemas: schemas } = JSON.parse((await terraform.run('providers', 'schema', '-json')).stdout);
  const blocks = nestedBlocksOf(schemas['registry.terraform.io/hashicorp/aws']);
  writeFileSync(join(__dirname, '..', '..', 'src', 'hcl', 'nested-blocks.json'), JSON.stringify(blocks));
}

main();
