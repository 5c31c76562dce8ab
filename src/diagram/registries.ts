import type { Environment } from '../environment/environment';
import { workersOf } from '../features/workers/workers-of';
import { isInEcr } from '../values/image-registry';
import type { Created } from './created';
import type { Edge, Part } from './diagram';
import { flowsIn, isSeveral, workersIn } from './tasks';

/** Where images come from. */
export function registriesIn(environment: Environment, created: Created): Part {
  const { inputs, image } = environment;
  const edges = new Map<string, Edge>();
  const pull = (from: string, to: string) =>
    edges.set(`${from} ${to}`, {
      from,
      to,
      label: isSeveral(from) ? 'pull' : 'pulls',
      upwards: true,
    });
  const registryOf = (pulled: string) => (isInEcr(pulled) ? 'ecr' : 'registry');
  const images = workersOf(environment).map((worker) => worker.image);
  for (const [index, { id }] of workersIn(environment).entries()) pull(id, registryOf(images[index] as string));
  for (const { id, settings } of flowsIn(environment)) {
    if (settings === undefined) continue;
    const hasOwn = image.repository !== undefined && settings.image === undefined;
    pull(id, hasOwn ? 'repository' : registryOf(settings.image ?? inputs.workerImage));
  }
  return {
    nodes: [
      { id: 'registry', title: 'Image registry', notes: ['images, outside of ECR'], items: [] },
      { id: 'ecr', title: 'ECR', notes: ['existing images'], within: 'aws', items: [] },
      {
        id: 'repository',
        title: 'ECR repository',
        notes: ['images of flows'],
        within: 'aws',
        items: created(/^aws_ecr_repository\./),
      },
    ],
    edges: [...edges.values()],
  };
}
