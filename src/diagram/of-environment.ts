import type { Environment } from '../environment/environment';
import { alarmsIn } from './alarms';
import { bucketIn } from './buckets';
import { ciIn } from './ci';
import { crashDetectionIn } from './crash-detection';
import { createdIn } from './created';
import { type Diagram, joined } from './diagram';
import { folded } from './folded';
import { logsIn } from './logs';
import { networkIn } from './network';
import { prefectIn } from './prefect';
import { registriesIn } from './registries';
import { secretsIn } from './secrets';
import { serviceDiscoveryIn } from './service-discovery';
import { tasksIn } from './tasks';
import { volumesIn } from './volumes';

/** What an environment consists of, and who calls whom. */
export function diagramOf(environment: Environment): Diagram {
  const created = createdIn(environment);
  const parts = [
    prefectIn,
    networkIn,
    tasksIn,
    registriesIn,
    secretsIn,
    volumesIn,
    bucketIn,
    ciIn,
    serviceDiscoveryIn,
    logsIn,
    crashDetectionIn,
    alarmsIn,
  ].map((part) => part(environment, created));
  return folded(joined([{ groups: [{ id: 'aws', title: 'AWS', items: [], kind: 'frame' }] }, ...parts]));
}
