import type { Fields } from '../init/answers';
import { policyNameAt } from './found-scaling';
import type { FoundWorker } from './found-worker';
import { escaped, keptIn, textOf } from './resource';
import { keptOfService } from './service-fields';
import { SERVICE } from './sorted-by-references';

/** Attributes that AWS cannot change in place keep what they are. */
const KEPT: Readonly<Record<string, readonly [attribute: string, ofStack: string]>> = {
  'aws_cloudwatch_event_target.prefect_worker_events_target': ['target_id', 'prefect-worker'],
  'aws_security_group.prefect_worker': ['description', 'ECS Prefect worker'],
};

/** Blocks and attributes for which there is no field: a stack without them would take them away. */
const KEPT_WHOLE: Readonly<Record<string, readonly string[]>> = {
  'aws_ecs_cluster.prefect_worker_cluster': ['configuration', 'service_connect_defaults'],
  'aws_secretsmanager_secret.prefect_api_key': ['description', 'replica'],
};

export function overridesOf(found: FoundWorker, tags: Readonly<Record<string, Fields>>): Fields {
  const { service, taken, scaling, origin } = found;
  const kept = taken.flatMap(({ resource, to }): [string, Fields][] => {
    const [attribute = 'name', ofStack = policyNameAt(to, textOf(service, 'name') ?? '')] = KEPT[to] ?? [];
    const actual = ofStack === undefined ? undefined : textOf(resource, attribute);
    const attributes = {
      ...(actual !== undefined && actual !== ofStack && { [attribute]: escaped(actual) }),
      ...(to === SERVICE ? keptOfService(resource) : keptIn(resource, KEPT_WHOLE[to] ?? [])),
      ...(tags[to] && { tags: tags[to] }),
    };
    // All instances of a resource are one block.
    return [[to.replace(/\[.*/s, ''), attributes]];
  });
  const all = new Map(kept);
  for (const [address, attributes] of Object.entries((origin === undefined && scaling?.attributes) || {})) {
    all.set(address, { ...all.get(address), ...attributes });
  }
  const some = [...all].filter(([, attributes]) => Object.keys(attributes).length > 0);
  return some.length === 0 ? {} : { overrides: Object.fromEntries(some) };
}
