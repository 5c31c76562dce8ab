import type { Environment } from '../environment/environment';
import { isInEcr } from '../values/image-registry';
import type { Created } from './created';
import type { Box, Edge, Part } from './diagram';
import { flowsIn, isSeveral, workersIn } from './tasks';

/** Where images come from. */
export function registriesIn(environment: Environment, created: Created): Part {
  const { inputs, workers, image, ciRole } = environment;
  const edges = new Map<string, Edge>();
  const pull = (from: string, to: string) =>
    edges.set(`${from} ${to}`, {
      from,
      to,
      label: isSeveral(from) ? 'pull' : 'pulls',
      upwards: true,
    });
  const registryOf = (pulled: string) => (isInEcr(pulled) ? 'ecr' : 'registry');
  for (const [index, { id }] of workersIn(environment).entries()) {
    const own = index === 0 ? undefined : Object.values(workers)[index - 1]?.inputs.workerImage;
    pull(id, registryOf(own ?? inputs.workerImage));
  }
  for (const { id, settings } of flowsIn(environment)) {
    if (settings === undefined) continue;
    const hasOwn = image.repository !== undefined && settings.image === undefined;
    pull(id, hasOwn ? 'repository' : registryOf(settings.image ?? inputs.workerImage));
  }
  const used = new Set([...edges.values()].map(({ to }) => to));
  // CI jobs push into it, whoever pulls.
  if (ciRole !== undefined && image.repository !== undefined) used.add('repository');
  const box = (id: string, node: Omit<Box, 'id' | 'items'>, items: string[] = []): Box[] =>
    used.has(id) || items.length > 0 ? [{ id, ...node, items }] : [];
  return {
    nodes: [
      ...box('registry', { title: 'Image registry', notes: ['images, outside of ECR'] }),
      ...box('ecr', { title: 'ECR', notes: ['existing images'], within: 'aws' }),
      ...box(
        'repository',
        { title: 'ECR repository', notes: ['images of flows'], within: 'aws' },
        created(/^aws_ecr_repository\./),
      ),
    ],
    edges: [...edges.values()],
  };
}
