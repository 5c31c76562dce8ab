import { join } from 'node:path';
import type { Emulator } from './emulator';
import { environmentOf, scratchFolder } from './stack-files';
import { writeStack } from './stack-folder';
import { Terraform } from './terraform';

/** A stack in a folder of its own, in the network of an emulator: initialized, and nothing applied. */
export async function emulatedStack(
  emulator: Emulator,
  fields: object,
  secrets: Readonly<Record<`TF_VAR_${string}`, string>> = {},
): Promise<Terraform> {
  const folder = writeStack(join(scratchFolder(), 'stack'), environmentOf(fields));
  const { variables } = await emulator.network();
  const terraform = new Terraform(folder, {
    ...emulator.variables,
    ...variables,
    TF_VAR_prefect_api_key: 'the-key',
    ...secrets,
  });
  await terraform.init();
  return terraform;
}
