import { isDeepStrictEqual } from 'node:util';
import type { Block, TerraformDocument } from '../runbook/terraform-document';

/** What the blocks one by one do not tell of a change: where Terraform looks for the state, and for the resources. */
export function applyNotes(from: TerraformDocument, to: TerraformDocument): string[] {
  const region = ({ provider }: TerraformDocument) => provider?.aws?.[0]?.['region'];
  const state = ({ terraform = {} }: TerraformDocument): Block => ({
    backend: terraform['backend'],
    cloud: terraform['cloud'],
  });
  return [
    ...(region(from) === region(to)
      ? []
      : [
          `the region changes from ${region(from)} to ${region(to)}: destroy the environment before, or all stays there`,
        ]),
    ...(isDeepStrictEqual(state(from), state(to))
      ? []
      : ['the backend changes: run terraform init -migrate-state before the apply']),
  ];
}
