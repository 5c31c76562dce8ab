import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { addressOf } from './terraform-settings';

/**
 * Has the elements below `scope` keep their ids as Terraform names, in a stack that is not ours: addresses are a
 * contract, and our expressions refer to them by name. CDKTF asks the stack for a name when it is first used, which is
 * before a construct could set it.
 */
export function keepOwnNames(scope: Construct): void {
  const stack = TerraformStack.of(scope) as unknown as Naming;
  const nameOfOthers = stack.allocateLogicalId.bind(stack);
  const below = `${scope.node.path}/`;
  stack.allocateLogicalId = (element) =>
    element.node.path.startsWith(below) ? addressOf(element) : nameOfOthers(element);
}

/** What CDKTF lets only a subclass of its stack say. */
interface Naming {
  allocateLogicalId(element: TerraformElement): string;
}
