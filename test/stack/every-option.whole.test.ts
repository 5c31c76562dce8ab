import { createdItems, instanceAddresses, inventoryOf } from '../../src/inventory/inventory';
import { EVERY_OPTION } from '../helpers/every-option';
import { loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import { addressesOf, documentOf, makeAll, runbookOfEnvironment, type Terraform } from '../helpers/synthesized';

/** Between them these create nearly all that there is: one synthesis, for a test at each save. */
const RICH = ['greenfield', 'gov', 'heavy-flows', 'locked-down', 'office-hours', 'prod', 'shared-platform'];

const ENVIRONMENTS = [
  ...loadExamples().filter(({ name }) => RICH.includes(name)),
  ...Object.entries(EVERY_OPTION).map(([name, fields]) => environmentOf(fields, name.toLowerCase())),
].map((environment) => [environment.name, environment] as const);

beforeAll(() => makeAll(ENVIRONMENTS.map(([, environment]) => environment)));

test.each(ENVIRONMENTS)('%s has in its Terraform what its inventory lists', (_, environment) => {
  const { resource } = documentOf(environment) as Terraform;
  expect(addressesOf({ resource })).toEqual(
    inventoryOf(environment)
      .map(({ address }) => address)
      .sort(),
  );
});

test.each(ENVIRONMENTS)('the runbook of %s names all that is created', (_, environment) => {
  const page = runbookOfEnvironment(environment);
  for (const address of createdItems(environment).flatMap(instanceAddresses)) expect(page).toContain(`\`${address}\``);
});
