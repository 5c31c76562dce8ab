import { PRESETS } from '../../environment/presets';
import type { Config } from '../../environment/schema';

export function toCluster({ cluster, preset }: Config): Config['cluster'] {
  return { ...cluster, containerInsights: cluster.containerInsights ?? PRESETS[preset].containerInsights };
}
