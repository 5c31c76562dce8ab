import type { PrefectContext } from '../context';
import { type Explained, type Finding, warning } from '../finding';
import { explain, shortened } from '../known-causes';
import type { Answer } from '../prefect-api';
import { byCause, count } from './found-runs';

/** Runs that crashed or failed for a reason that is not in their code. */
export async function endedRuns({ api }: PrefectContext, subject: string, runs: readonly Answer[]): Promise<Finding[]> {
  const explained = await Promise.all(
    runs.map(async ({ id, state }): Promise<Explained | undefined> => {
      const known = explain(state.message ?? '', 'flow run');
      if (known) return known;
      const lines: Answer[] = await api.filter('/logs', {
        logs: { flow_run_id: { any_: [id] }, level: { ge_: 30 } },
        sort: 'TIMESTAMP_DESC',
        limit: 50,
      });
      const fromLog = lines.map(({ message }) => explain(message, 'flow run')).find((one) => one !== undefined);
      if (fromLog || state.type !== 'CRASHED') return fromLog;
      return {
        id: 'crashed',
        seen: shortened(state.message ?? 'no reason given'),
        cause: 'Its task ended before the flow did.',
        wayOut: 'Read the log of flow runs.',
        section: 'Is it down?',
      };
    }),
  );
  return byCause(explained, runs).map(({ one, those }) =>
    warning(subject, { ...one, seen: `${count(those)} crashed or failed in the last hour: ${one.seen}` }),
  );
}
