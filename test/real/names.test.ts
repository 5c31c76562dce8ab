import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { Terraform } from '../helpers/terraform';

/** As long as a stack file may have them, with a random end. */
const LONGEST = { secret: 's'.repeat(485), security_group: 'g'.repeat(228), worker_secret: 'w'.repeat(482) };

real('names with a random end', () => {
  let terraform: Terraform;

  beforeAll(async () => {
    const folder = join(scratchFolder(), 'stack');
    const environment = environmentOf({
      names: { random_suffix: true, ...LONGEST },
      worker: { secrets: { DB: { create: true } } },
    });
    writeStack(folder, environment);
    terraform = new Terraform(folder);
    await terraform.init('-backend=false');
  });

  test('are taken by the provider as long as a stack file may have them', async () => {
    await terraform.run('validate');
  });

  test.each(Object.entries(LONGEST))('are refused by it with one character more: %s', async (_, name) => {
    const file = join(terraform.folder, 'cdk.tf.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(name, `${name}x`));
    const { status, output } = await terraform.try('validate');
    writeFileSync(file, text);
    expect([status, output]).toEqual([1, expect.stringContaining('name_prefix')]);
  });
});
