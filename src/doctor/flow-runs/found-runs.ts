import type { PrefectContext } from '../context';
import type { Explained } from '../finding';
import { explain } from '../known-causes';
import type { Answer } from '../prefect-api';

/** How many runs of one kind are asked for, where one cause is most often that of all. */
const FEW = 20;

/** As many as the API answers at most, where only some of them are looked at. */
const MANY = 200;

/** Flow runs of one kind. */
export class FoundRuns {
  constructor(
    readonly all: readonly Answer[],
    /** Whether there may be more: no more were asked for. */
    private readonly mayBeMore: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  filter(fits: (run: Answer) => boolean): FoundRuns {
    return new FoundRuns(this.all.filter(fits), this.mayBeMore);
  }

  /** `flow run blue-whale`, or `20 or more flow runs`. */
  get inWords(): string {
    const [first] = this.all;
    if (this.all.length === 1) return `flow run ${first.name}`;
    return `${this.all.length}${this.mayBeMore ? ' or more' : ''} flow runs`;
  }

  /** The verb that follows them. */
  verb(ofOne: string, ofMany: string): string {
    return this.all.length === 1 ? ofOne : ofMany;
  }

  /** Runs of one cause are one finding. */
  async byCause(
    why: (run: Answer) => Explained | undefined | Promise<Explained | undefined>,
  ): Promise<{ readonly cause: Explained; readonly runs: FoundRuns }[]> {
    const causes = await Promise.all(this.all.map(why));
    const first = new Map<string, Explained>();
    for (const cause of causes) if (cause !== undefined && !first.has(cause.id)) first.set(cause.id, cause);
    return [...first].map(([id, cause]) => {
      const runs = this.all.filter((_, index) => causes[index]?.id === id);
      return { cause, runs: new FoundRuns(runs, this.mayBeMore) };
    });
  }
}

/** The last runs of a pool that are in a state. */
export function lastRuns(context: PrefectContext, pool: string, filter: object): Promise<FoundRuns> {
  return runsIn(context, filter, FEW, 'DESC', pool);
}

/** The first runs that are in a state: what hangs is among the oldest. */
export function oldestRuns(context: PrefectContext, filter: object, pool?: string): Promise<FoundRuns> {
  return runsIn(context, filter, MANY, 'ASC', pool);
}

async function runsIn(
  { api }: PrefectContext,
  filter: object,
  limit: number,
  order: 'ASC' | 'DESC',
  pool?: string,
): Promise<FoundRuns> {
  const runs: Answer[] = await api.filter('/flow_runs', {
    flow_runs: filter,
    ...(pool !== undefined && { work_pools: { name: { any_: [pool] } } }),
    sort: `EXPECTED_START_TIME_${order}`,
    limit,
  });
  return new FoundRuns(runs, runs.length === limit);
}

/** The known cause in the last lines of a run's log. */
export async function causeInLog(
  { api }: PrefectContext,
  run: Answer,
  filter: object = {},
): Promise<Explained | undefined> {
  const lines: Answer[] = await api.filter('/logs', {
    logs: { flow_run_id: { any_: [run.id] }, ...filter },
    sort: 'TIMESTAMP_DESC',
    limit: 50,
  });
  return lines.map(({ message }) => explain(message, 'flow run')).find((cause) => cause !== undefined);
}
