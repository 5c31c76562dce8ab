import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
      const { files } = synthesize([environment]);
      for (const [path, text] of files) {
        if (dirname(path) === 'stacks/test') writeFileSync(join(folder, basename(path)), text);
      }
      const terraform = new Terraform(folder);
      await terraform.init('-backend=false');
      await terraform.run('validate');
    },
  );
});
