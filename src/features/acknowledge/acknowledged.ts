import type { Environment } from '../../environment/environment';
import type { Finding } from '../../environment/rule';
import { BETWEEN_ENVIRONMENTS, type WarningId } from './warnings';

export const UNUSED = 'unused-acknowledgement';

/** Whether these occur is not known of one environment alone. */
const SEEN_LATER: readonly WarningId[] = [UNUSED, ...BETWEEN_ENVIRONMENTS];

/** The findings without the warnings that the stack file acknowledges, and a warning on each that does not occur. */
export function unacknowledged(
  findings: readonly Finding[],
  { acknowledge }: Environment,
  hasMistakes: boolean,
): Finding[] {
  const occurring = new Set(findings.map(({ warning }) => warning));
  const unused = (Object.keys(acknowledge) as WarningId[]).filter(
    (id) => !occurring.has(id) && !SEEN_LATER.includes(id),
  );
  const others = findings.filter(({ warning }) => warning === undefined || acknowledge[warning] === undefined);
  // With mistakes in the file, a rule may have been silent.
  if (acknowledge[UNUSED] !== undefined || hasMistakes) return others;
  return [...others, ...unused.map((id): Finding => ({ path: ['acknowledge', id], ...DOES_NOT_OCCUR }))];
}

export const DOES_NOT_OCCUR = { message: 'does not occur', hint: 'remove it', warning: UNUSED } as const;
