import type { Environment } from '../environment/environment';
import { createdItems, instanceAddresses } from '../inventory/inventory';
import type { ItemName } from '../inventory/item';
import { code } from './template';

/** The rows of the table of what Terraform creates with the values of the stack file. */
export function resourceRows(environment: Environment) {
  return createdItems(environment).flatMap((item) =>
    instanceAddresses(item).map((address) => ({
      address: code(address),
      name: item.name === undefined ? '–' : code(shown(item.name)),
      purpose: item.purpose,
    })),
  );
}

function shown({ text, randomEnd }: ItemName): string {
  return randomEnd ? `${text}-…` : text;
}
