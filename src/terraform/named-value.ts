import { DefaultTokenResolver, StringConcat, TerraformLocal, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import { suffixOf } from './suffixed-scope';
import { Expression } from './terraform-text';

/**
 * A value under a local name, to be used within expressions: a reference of CDKTF's own can only stand by itself, for
 * it is no text until the synthesis. The same value may be named again.
 */
export function named(scope: Construct, name: string, value: unknown): Expression {
  const known = scope.node.tryFindChild(name);
  if (known === undefined) new TerraformLocal(scope, name, value);
  else if (!(known instanceof TerraformLocal)) throw new Error(`${known.node.path} is something else than a local`);
  else if (inTerraform(scope, valueOfLocal(known)) !== inTerraform(scope, value)) {
    throw new Error(`${known.node.path} is the name of another value`);
  }
  return new Expression(`local.${name}${suffixOf(scope)}`);
}

function valueOfLocal(local: TerraformLocal): unknown {
  return Object.values(local.toTerraform().locals)[0];
}

/** What Terraform will read: two tokens of one reference are different texts. */
export function inTerraform(scope: Construct, value: unknown): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return JSON.stringify(Tokenization.resolve(value, { scope, resolver, preparing: false }));
}
