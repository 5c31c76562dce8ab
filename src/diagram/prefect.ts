import type { Environment } from '../environment/environment';
import { isIsolated } from '../features/network/created-vpc-resolve';
import type { Created } from './created';
import type { Part } from './diagram';
import { flowsIn, startsTasks, workersIn } from './tasks';

/** Prefect where it is, its pools, and who calls it. */
export function prefectIn(environment: Environment, created: Created): Part {
  const workers = workersIn(environment);
  const pools = [...new Set(workers.map(({ pool }) => pool))];
  const managed = created(/^prefect_work_pool\./);
  const place = placeOfPrefect(environment);
  const idOf = (pool: string) => `pool${pools.indexOf(pool) + 1}`;
  return {
    groups: [{ id: 'prefect', ...PLACES[place], items: [], kind: 'frame' }],
    nodes: [
      ...pools.map((pool, index) => ({
        id: idOf(pool),
        title: pools.length === 1 ? 'Work pool' : `Work pool ${index + 1}`,
        notes: [],
        within: 'prefect',
        items: managed.slice(index, index + 1),
      })),
      ...(startsTasks(environment) ? [{ id: 'api', title: 'API', notes: [], within: 'prefect', items: [] }] : []),
    ],
    edges: [
      ...workers.map(({ id, pool }) => ({ from: id, to: idOf(pool), label: 'polls', upwards: true })),
      ...flowsIn(environment).map(({ id }) => ({ from: id, to: 'api', label: 'report state', upwards: true })),
    ],
  };
}

const PLACES = {
  cloud: { title: 'Prefect Cloud' },
  vpc: { title: 'Prefect server', within: 'vpc' },
  connected: { title: 'Prefect, in a connected network' },
  elsewhere: { title: 'Prefect server' },
} as const;

/** A server is in the VPC when a group there lets the worker in at the port of its API; and in a network that the VPC is connected with when no way leads to the internet. */
export function placeOfPrefect({ prefect, network }: Environment): keyof typeof PLACES {
  const { apiUrl } = prefect;
  if (apiUrl === undefined) return 'cloud';
  const { create, admittedBy } = network;
  if (typeof apiUrl === 'string') {
    const { port, protocol } = new URL(apiUrl);
    const apiPort = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    if (admittedBy.some(({ port: admitted }) => admitted === apiPort)) return 'vpc';
  }
  return create !== undefined && isIsolated(create) ? 'connected' : 'elsewhere';
}
