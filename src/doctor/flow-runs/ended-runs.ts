import type { PrefectContext } from '../context';
import { type Explained, type Finding, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import type { Answer } from '../prefect-api';
import { causeInLog, type FoundRuns } from './found-runs';

/** Runs that crashed or failed for a reason that is not in their code. */
export async function endedRuns(context: PrefectContext, subject: string, ended: FoundRuns): Promise<Finding[]> {
  const groups = await ended.byCause((run) => whyEnded(context, run));
  return groups.map(({ cause, runs }) =>
    warning(subject, { ...cause, seen: `${runs.inWords} crashed or failed in the last hour: ${cause.seen}` }),
  );
}

/** Lines of the levels WARNING, ERROR and CRITICAL. */
const WARNINGS = { level: { ge_: 30 } };

async function whyEnded(context: PrefectContext, run: Answer): Promise<Explained | undefined> {
  const { message, type } = run.state;
  const known = explain(message ?? '', 'flow run') ?? (await causeInLog(context, run, WARNINGS));
  if (known || type !== 'CRASHED') return known;
  return {
    id: 'crashed',
    seen: shortened(message ?? 'no reason given'),
    cause: 'Its task ended before the flow did.',
    wayOut: 'Read the log of flow runs.',
    section: 'Is it down?',
  };
}
