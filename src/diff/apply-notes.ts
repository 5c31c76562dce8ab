import { isDeepStrictEqual } from 'node:util';
import { typeOf } from '../inventory/resource-types';
import { isNameTaken } from '../inventory/taken-names';
import type { Block, TerraformDocument } from '../runbook/terraform-document';
import { type ResourceDiff, withoutIndexes } from './environment-diff';

/**
 * What the blocks one by one do not tell of a change: where Terraform looks for the state, and for the resources; and
 * what AWS refuses.
 */
export function applyNotes(
  from: TerraformDocument,
  to: TerraformDocument,
  resources: readonly ResourceDiff[],
): string[] {
  const region = ({ provider }: TerraformDocument) => provider?.aws?.[0]?.['region'];
  const state = ({ terraform = {} }: TerraformDocument): Block => ({
    backend: terraform['backend'],
    cloud: terraform['cloud'],
  });
  const refused = resources.filter(isRefused).map(({ address }) => address);
  return [
    ...(region(from) === region(to)
      ? []
      : [
          `the region changes from ${region(from)} to ${region(to)}: destroy the environment before, or all stays there`,
        ]),
    ...(isDeepStrictEqual(state(from), state(to))
      ? []
      : ['the backend changes: run terraform init -migrate-state before the apply']),
    ...(refused.length === 0
      ? []
      : [
          `AWS refuses to replace ${refused.join(', ')}: each keeps its name, and the old one is deleted last; change the name too`,
        ]),
  ];
}

function isRefused({ address, action, changes, new_references: references = [] }: ResourceDiff): boolean {
  const changed = [...changes, ...references].map(({ path }) => withoutIndexes(path));
  return action === 'replace' && isNameTaken(typeOf(address), changed);
}
