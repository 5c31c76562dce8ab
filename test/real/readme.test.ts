import { stackToPlan } from '../helpers/planned-policies';
import { SAMPLES } from '../helpers/readme-samples';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';
import { writeTogether } from '../pairwise/planned';

real('samples of the README', () => {
  test('are valid Terraform', async () => {
    const rows = SAMPLES.map(({ name, fields }, index) => ({
      // Where Terraform refuses one, it names it.
      name: `${name}-${index}`,
      // The provider of Prefect is not among the providers of the tests.
      ...stackToPlan(environmentOf({ ...fields, work_pool: 'output' })),
    }));
    const terraform = new Terraform(writeTogether(rows, scratchFolder()));
    await terraform.init();
    await terraform.run('validate');
  });
});
