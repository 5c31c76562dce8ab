import type { Environment } from '../environment/environment';
import { flowRunSecrets, otherSecrets, workerSecrets } from '../features/secrets/inventory';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { flowsIn, isSeveral, workersIn } from './tasks';

/** What ECS reads for a container when it starts. */
export function secretsIn(environment: Environment, created: Created): Part {
  const { apiKey } = environment;
  const credential = created(/^aws_(secretsmanager_secret|ssm_parameter)\.prefect_api_(key|auth_string)$/);
  const ofWorker = workerSecrets(environment).slice(apiKey.from === 'nowhere' ? 0 : 1);
  const others = otherSecrets(environment);
  const workers = workersIn(environment).map(({ id }) => id);
  const all = flowsIn(environment).filter(({ settings }) => settings !== undefined);
  const flows = all.map(({ id }) => id);
  // The worker hands what the Prefect client reads on to flow runs.
  const handsOn = ofWorker.some(
    ({ variable = '' }) => variable.startsWith('PREFECT_') || variable === 'CA_CERTIFICATE',
  );
  const nodes: Box[] = [];
  const edges: Edge[] = [];
  const secret = (id: string, box: Pick<Box, 'title' | 'notes' | 'items'>, readers: readonly string[]) => {
    nodes.push({ id, within: 'aws', ...box });
    edges.push(...readers.map((from) => ({ from, to: id, label: isSeveral(from) ? 'read' : 'reads', upwards: true })));
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
  for (const { id, settings: flowRuns } of all) {
    if (flowRunSecrets({ flowRuns }).length === 0) continue;
    secret(id.replace('flows', 'flowsecrets'), { title: 'Secrets', notes: ['of flow runs'], items: [] }, [id]);
  }
  return { nodes, edges };
}
