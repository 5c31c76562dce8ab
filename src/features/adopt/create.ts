import { TerraformResource, type TerraformStack } from 'cdktf';
import type { Environment } from '../../environment/environment';
import { EVENT_QUEUE, forgottenAddresses, formerAddresses } from './former-addresses';

/** Has Terraform find what a module created at the addresses of this stack. What the stack lacks, it deletes. */
export function takeOver(stack: TerraformStack, { module, from }: NonNullable<Environment['adopt']>): void {
  const here = new Set(stack.node.findAll().flatMap(addressOf));
  const moved = formerAddresses(from).filter(({ to }) => here.has(to));
  stack.addOverride(
    'moved',
    moved.map((address) => ({ from: `${module}.${address.from}`, to: address.to })),
  );
  const forgotten = here.has(EVENT_QUEUE) ? forgottenAddresses(from) : [];
  if (forgotten.length === 0) return;
  // A removed block names no instance: it is about all of them, and the state holds one.
  const everyInstance = module.replaceAll(/\[(\d+|"[^"]*")\]/g, '');
  stack.addOverride(
    'removed',
    forgotten.map((address) => ({ from: `${everyInstance}.${address}`, lifecycle: { destroy: false } })),
  );
}

function addressOf(element: unknown): string[] {
  if (!TerraformResource.isTerraformResource(element)) return [];
  return [`${element.terraformResourceType}.${element.friendlyUniqueId}`];
}
