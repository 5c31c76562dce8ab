import type { Environment } from '../environment/environment';
import { uploadsToBucket } from '../features/ci-role/rights';
import type { Created } from './created';
import type { Edge, Part } from './diagram';
import { workersIn } from './tasks';

/** The jobs that deploy flows, and what they may do. */
export function ciIn(environment: Environment, created: Created): Part {
  const { ciRole, image, apiKey } = environment;
  if (ciRole === undefined) return {};
  const may = (isAllowed: boolean, to: string, label: string): Edge[] =>
    isAllowed ? [{ from: 'ci-role', to, label, upwards: true }] : [];
  return {
    nodes: [
      { id: 'ci', title: 'CI jobs', notes: [ciRole.github === undefined ? 'of GitLab' : 'of GitHub'], items: [] },
      {
        id: 'ci-role',
        title: 'Role',
        notes: ['of CI jobs'],
        within: 'aws',
        items: created(/^aws_iam_(role|openid_connect_provider)\.prefect_worker_ci/),
      },
    ],
    edges: [
      { from: 'ci', to: 'ci-role', label: 'assume' },
      ...may(image.repository !== undefined, 'repository', 'pushes'),
      ...may(uploadsToBucket(environment), 'bucket', 'writes'),
      ...workersIn(environment).flatMap(({ id, settings }) =>
        may(ciRole.restartWorkers && settings.service.create, id, 'restart'),
      ),
      ...may(ciRole.readApiKey && apiKey.from !== 'nowhere', 'credential', 'reads'),
    ],
  };
}
