import { environmentReadme } from '../../src/artifacts/environment-readme';
import { isInEcr, madeResources } from '../../src/artifacts/resources';
import type { Environment } from '../../src/config/environment';
import { sectionsOf, tableRowsOf } from '../helpers/markdown';
import { environmentOf } from '../helpers/stack-files';
import { addressesOf, ecrPatternOf, resourceAt, stackOf, type Terraform } from '../helpers/synthesized';
import { EVERY_VARIANT } from '../helpers/variants';

/** Every way in which a stack counts, and what it comes to. */
const COUNTS: Readonly<Record<string, (environment: Environment, stack: Terraform) => boolean>> = {
  undefined: () => true,
  '${var.worker_task_role_arn == null ? 1 : 0}': ({ inputs }) => inputs.workerTaskRoleArn === undefined,
  '${var.worker_task_role_arn == null && var.worker_type == "ecs" ? 1 : 0}': ({ inputs }) =>
    inputs.workerTaskRoleArn === undefined && inputs.workerType === 'ecs',
  '${length(local.worker_image_in_ecr)}': ({ inputs }, stack) => ecrPatternOf(stack).test(inputs.workerImage),
};

/** The addresses of what Terraform makes, as `terraform state list` shows them. */
function instancesOf(stack: Terraform, environment: Environment): string[] {
  return addressesOf({ resource: stack.resource }).flatMap((address) => {
    const { count } = resourceAt(stack, address);
    const isMade = COUNTS[String(count)];
    if (isMade === undefined) throw new Error(`${address} counts in a way that this test does not know: ${count}`);
    return isMade(environment, stack) ? [count === undefined ? address : `${address}[0]`] : [];
  });
}

test.each(EVERY_VARIANT)('%s: the runbook lists what Terraform makes, and nothing else', (_, fields) => {
  const environment = environmentOf(fields);
  const section = sectionsOf(environmentReadme(environment)).get('What it creates') ?? '';
  const listed = tableRowsOf(section).map(([address = '']) => address.replaceAll('`', ''));
  expect([...listed].sort()).toEqual(instancesOf(stackOf(fields), environment));
  expect(section).toContain(`${listed.length} resources`);
});

test.each(EVERY_VARIANT)('%s: each thing is listed under the name that it has in AWS', (_, fields) => {
  const stack = stackOf(fields);
  for (const { address, name } of madeResources(environmentOf(fields))) {
    const { name: own, family } = resourceAt(stack, address.replace('[0]', ''));
    const written = (own ?? family) as string | undefined;
    if (written !== undefined) expect([address, name]).toEqual([address, written.replace('${var.name}', 'test')]);
  }
});

test('every resource is explained', () => {
  for (const { purpose } of madeResources(environmentOf())) expect(purpose).toMatch(/^[A-Z]/);
});

test.each([
  '111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect:1',
  '111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a',
  '111122223333.dkr-ecr.us-east-1.on.aws/a:1',
  'prefecthq/prefect:3',
  'public.ecr.aws/a/b:1',
  '111122223333.dkr.ecr.example.com',
  '111122223333.dkr.ecrs.us-east-1.amazonaws.com/a',
])('the runbook and Terraform agree whether %s is in ECR', (image) => {
  expect(isInEcr(image)).toBe(ecrPatternOf(stackOf()).test(image));
});
