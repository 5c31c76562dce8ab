import type { Path } from '../../stack-file/path';
import type { ConfiguredSidecar } from './sidecar-schema';

/** What says how many GPUs a container asks for: its field, or the attribute in AWS's own words, which replaces it. */
interface Asks {
  readonly gpus?: number | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How many GPUs a task asks for: its own container, and those beside it, which have the attribute alone. */
export function gpusOf(
  main: Asks & { readonly sidecars: Readonly<Record<string, Pick<ConfiguredSidecar, 'attributes'>>> },
) {
  return [main, ...Object.values(main.sidecars)].reduce((sum, container) => sum + ofContainer(container), 0);
}

/** Where a task asks for GPUs, below its main container. */
export function gpusFieldPath({ gpus, attributes }: Asks): Path {
  if (Array.isArray(attributes['resourceRequirements'])) return ['attributes', 'resourceRequirements'];
  return gpus === undefined ? ['sidecars'] : ['gpus'];
}

function ofContainer({ gpus, attributes: { resourceRequirements } }: Asks): number {
  if (!Array.isArray(resourceRequirements)) return gpus ?? 0;
  return resourceRequirements.reduce<number>((sum, requirement) => sum + ofRequirement(requirement), 0);
}

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ResourceRequirement.html */
function ofRequirement(requirement: unknown): number {
  const { type, value } = Object(requirement) as { readonly type?: unknown; readonly value?: unknown };
  return type === 'GPU' ? Number(value) || 0 : 0;
}
