import { Construct } from 'constructs';

/** The Terraform address of everything that is created in it ends in a suffix. */
export class SuffixedScope extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly suffix: string,
  ) {
    super(scope, id);
  }
}

/** What the address of an element ends in; empty outside of a {@link SuffixedScope}. */
export function suffixOf({ node }: Construct): string {
  return node.scopes.find((scope) => scope instanceof SuffixedScope)?.suffix ?? '';
}

/** Where something stands that all share: around the {@link SuffixedScope}, or the scope itself. */
export function sharedScope(scope: Construct): Construct {
  return scope.node.scopes.find((one) => one instanceof SuffixedScope)?.node.scope ?? scope;
}
