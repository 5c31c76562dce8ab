import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../src/stack/synthesize';
import { SAMPLES } from '../helpers/readme-samples';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';

real('samples of the README', () => {
  test.each(SAMPLES.map(({ name, fields }) => [name, fields] as const))(
    'the one that begins with %s is valid Terraform',
    async (_, fields) => {
      // The provider of Prefect is not among the providers of the tests.
      const environment = environmentOf({ ...fields, work_pool: 'output' });
      const folder = scratchFolder();
      writeFileSync(
        join(folder, 'cdk.tf.json'),
        synthesize([environment]).files.get('stacks/test/cdk.tf.json') as string,
      );
      const terraform = new Terraform(folder);
      await terraform.init('-backend=false');
      await terraform.run('validate');
    },
  );
});
