import type { PrefectContext } from '../context';
import type { Explained } from '../finding';
import type { Answer } from '../prefect-api';

/** Runs of one kind that are looked at; one cause is most often that of all. */
const LOOKED_AT = 20;

export function runsIn({ api }: PrefectContext, pool: string, filter: object, page: object = {}): Promise<Answer[]> {
  return api.filter('/flow_runs', {
    flow_runs: filter,
    work_pools: { name: { any_: [pool] } },
    sort: 'EXPECTED_START_TIME_DESC',
    limit: LOOKED_AT,
    ...page,
  });
}

/** `20 flow runs` may be more: no more were asked for. */
export function count(runs: readonly Answer[]): string {
  if (runs.length === 1) return `flow run ${runs[0].name}`;
  return `${runs.length}${runs.length === LOOKED_AT || runs.length === 200 ? ' or more' : ''} flow runs`;
}

/** Runs of one cause are one finding. */
export function byCause(explained: readonly (Explained | undefined)[], runs: readonly Answer[]) {
  const groups = new Map<string, { readonly one: Explained; readonly those: Answer[] }>();
  explained.forEach((one, index) => {
    if (one === undefined) return;
    const group = groups.get(one.id) ?? { one, those: [] };
    group.those.push(runs[index]);
    groups.set(one.id, group);
  });
  return [...groups.values()];
}
