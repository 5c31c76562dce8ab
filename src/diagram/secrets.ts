import type { Environment } from '../environment/environment';
import { flowRunSecrets, otherSecrets, workerSecrets } from '../features/secrets/inventory';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { startsTasks, workersIn } from './tasks';

/** What ECS reads for a container when it starts. */
export function secretsIn(environment: Environment, created: Created): Part {
  const { apiKey, flowRuns } = environment;
  const credential = created(/^aws_(secretsmanager_secret|ssm_parameter)\.prefect_api_(key|auth_string)$/);
  const ofWorker = workerSecrets(environment).slice(apiKey.from === 'nowhere' ? 0 : 1);
  const others = otherSecrets(environment);
  const workers = workersIn(environment).map(({ id }) => id);
  const flows = startsTasks(environment) && flowRuns !== undefined ? ['flows'] : [];
  // The worker hands what the Prefect client reads on to flow runs.
  const handsOn = ofWorker.some(
    ({ variable = '' }) => variable.startsWith('PREFECT_') || variable === 'CA_CERTIFICATE',
  );
  const nodes: Box[] = [];
  const edges: Edge[] = [];
  const secret = (id: string, box: Pick<Box, 'title' | 'notes' | 'items'>, readers: readonly string[]) => {
    nodes.push({ id, within: 'aws', ...box });
    edges.push(...readers.map((from) => ({ from, to: id, label: from === 'flows' ? 'read' : 'reads', upwards: true })));
  };
  if (apiKey.from !== 'nowhere') {
    const inParameter =
      apiKey.from === 'input' ? apiKey.store === 'ssm_parameter' : apiKey.source.ssmParameter !== undefined;
    secret(
      'credential',
      {
        title: inParameter ? 'SSM parameter' : 'Secret',
        notes: [apiKey.setting === 'PREFECT_API_KEY' ? 'Prefect API key' : 'Prefect auth string'],
        items: credential,
      },
      [...workers, ...flows],
    );
  }
  if (ofWorker.length + others.length > 0) {
    const items = created(/^aws_secretsmanager_secret\.worker_secret_/);
    secret('secrets', { title: 'Secrets', notes: ['of the worker'], items }, [...workers, ...(handsOn ? flows : [])]);
  }
  if (flowRunSecrets(environment).length > 0) {
    secret('flowsecrets', { title: 'Secrets', notes: ['of flow runs'], items: [] }, flows);
  }
  return { nodes, edges };
}
