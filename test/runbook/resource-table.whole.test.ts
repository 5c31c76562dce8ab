import type { Environment } from '../../src/environment/environment';
import { isInEcr } from '../../src/values/image-registry';
import { sectionsOf, tableRowsOf } from '../helpers/markdown';
import { environmentOf } from '../helpers/stack-files';
import {
  addressesOf,
  ecrPatternOf,
  makeAll,
  resourceAt,
  runbookOf,
  stackOf,
  type Terraform,
} from '../helpers/synthesized';
import { EVERY_VARIANT } from '../helpers/variants';

beforeAll(() => makeAll(EVERY_VARIANT.map(([, fields]) => environmentOf(fields))));

/** Every way in which a stack counts, and what it comes to. */
const COUNTS: Readonly<Record<string, (environment: Environment, stack: Terraform) => boolean>> = {
  undefined: () => true,
  '${var.worker_task_role_arn == null ? 1 : 0}': ({ inputs }) => inputs.workerTaskRoleArn === undefined,
  '${var.worker_task_role_arn == null && var.worker_type == "ecs" ? 1 : 0}': ({ inputs }) =>
    inputs.workerTaskRoleArn === undefined && inputs.workerType === 'ecs',
  '${var.worker_type == "ecs" ? 1 : 0}': ({ inputs }) => inputs.workerType === 'ecs',
  '${local.prefect_api_port == 443 ? 0 : 1}': ({ prefect: { apiUrl } }) =>
    typeof apiUrl !== 'string' || !/^https:\/\/[^/:]+(:443)?\//.test(apiUrl),
  '${length(local.worker_image_in_ecr)}': ({ inputs }, stack) => ecrPatternOf(stack).test(inputs.workerImage),
  // The image of flow runs that names none is the worker's, or lies in a repository of ours, which needs no such right.
  '${length(local.flow_image_in_ecr)}': ({ inputs }, stack) => ecrPatternOf(stack).test(inputs.workerImage),
  '${length(local.further_images_in_ecr) > 0 ? 1 : 0}': ({ worker, workers }, stack) =>
    [
      ...Object.values(workers).map(({ inputs }) => inputs.workerImage ?? ''),
      ...Object.values(workers)
        .flatMap(({ container }) => Object.values(container.sidecars))
        .map(({ image }) => image),
      ...Object.values(worker.sidecars).map(({ image }) => image),
    ].some((image) => ecrPatternOf(stack).test(image)),
};

/** The addresses of what Terraform makes, as `terraform state list` shows them. */
function instancesOf(stack: Terraform, environment: Environment): string[] {
  return addressesOf({ resource: stack.resource }).flatMap((address) => {
    const { count, for_each: forEach } = resourceAt(stack, address);
    if (forEach !== undefined) return keysOf(stack, String(forEach), environment).map((key) => `${address}["${key}"]`);
    if (/^\$\{length\(local\.(worker|flow_run)_(volume_|zone_)?subnets(_\w+)?\)\}$/.test(String(count)))
      return [`${address}[…]`];
    const isMade = COUNTS[String(count)];
    if (isMade === undefined) throw new Error(`${address} counts in a way that this test does not know: ${count}`);
    return isMade(environment, stack) ? [count === undefined ? address : `${address}[0]`] : [];
  });
}

/** The keys of `${toset(local.x)}`, on a condition or not; those that only a plan will know are named by what they are read from. */
function keysOf(stack: Terraform, forEach: string, { inputs, roles }: Environment): string[] {
  const [, whole, filtered, condition] =
    /^\$\{toset\((?:local\.(\w+)|\[for arn in local\.(\w+) : arn if (.*)\])\)\}$/.exec(forEach) ?? [];
  if (condition !== undefined && condition !== 'var.worker_task_role_arn == null') throw new Error(forEach);
  if (condition !== undefined && inputs.workerTaskRoleArn !== undefined) return [];
  const keys = stack.locals?.[whole ?? filtered ?? ''] as string[];
  const parameters = [...(roles.execution?.policies ?? []), ...(roles.task?.policies ?? [])].flatMap((policy) =>
    typeof policy === 'string' ? [] : [policy.ssmParameter],
  );
  return keys.map((key) => (key.startsWith('${') ? `(of ${parameters.shift()})` : key));
}

test.each(EVERY_VARIANT)('%s: the runbook lists what Terraform makes, and nothing else', (_, fields) => {
  const environment = environmentOf(fields);
  const section = sectionsOf(runbookOf(fields)).get('What it creates') ?? '';
  const listed = tableRowsOf(section).map(([address = '']) => address.replaceAll('`', ''));
  expect([...listed].sort()).toEqual(instancesOf(stackOf(fields), environment).sort());
  expect(section).toContain(`${listed.length} resources`);
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
