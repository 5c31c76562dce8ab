import type { Environment } from '../environment';
import { heard } from '../watch';
import { RULES } from './all';
import type { Finding } from './rule';

/** What the rules say of an environment, as far as it does not depend on a field that is broken. */
export function ruleFindings(environment: Environment): Finding[] {
  return RULES.flatMap((rule) => heard(() => rule(environment)));
}
