import type { Environment } from './environment';
import type { Finding } from './rule';
import { RULES } from './rules';
import { heard } from './watch';

/** What the rules say of an environment, as far as it does not depend on a field that is broken. */
export function ruleFindings(environment: Environment): Finding[] {
  return RULES.flatMap((rule) => heard(() => rule(environment)));
}
