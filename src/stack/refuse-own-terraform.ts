import type { Environment } from '../environment/environment';
import { synthesizeEach } from './synthesize';

/**
 * What the stack files' own Terraform refers to is known only once a stack is synthesized: that of the others is spared.
 * @throws ConfigError where it refers to what the stack does not have.
 */
export function refuseOwnTerraform(environments: Iterable<Environment>): void {
  const own = [...environments].filter(hasOwnTerraform);
  if (own.length === 0) return;
  for (const { document } of synthesizeEach(own).each) void document;
}

function hasOwnTerraform({ overrides, terraform, outputs }: Environment): boolean {
  const expressions = Object.values(outputs).filter((output) => typeof output === 'object');
  return Object.keys({ ...overrides, ...terraform }).length + expressions.length > 0;
}
