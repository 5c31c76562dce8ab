import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { Expression } from './terraform-text';

/**
 * A value under a local name, to be used within expressions: a reference of CDKTF's own can only stand by itself, for
 * it is no text until the synthesis.
 */
export function named(scope: Construct, name: string, value: unknown): Expression {
  const known = scope.node.tryFindChild(name);
  if (known === undefined) new TerraformLocal(scope, name, value);
  else if (!(known instanceof TerraformLocal)) throw new Error(`${known.node.path} is something else than a local`);
  return new Expression(`local.${name}`);
}
