import type { TerraformElement, TerraformStack } from 'cdktf';
import { suffixOf } from './suffixed-scope';

export interface TerraformSettings {
  /** The lowest Terraform that knows everything the stack uses. */
  readonly requiredVersion: string;
  /** Versions of hashicorp/aws. */
  readonly awsProvider: string;
}

/** Says which Terraform and which provider; CDKTF's own answer would pin the version its bindings were made from. */
export function requireVersions(stack: TerraformStack, { requiredVersion, awsProvider }: TerraformSettings): void {
  stack.addOverride('terraform.required_version', requiredVersion);
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: awsProvider });
}

/** A construct's id is its Terraform name: addresses are a contract, and CDKTF's own ids carry a hash. */
export function addressOf(element: TerraformElement): string {
  return `${element.node.id}${suffixOf(element)}`;
}
