import { EVENT_QUEUE } from '../features/adopt/former-addresses';
import type { FoundWorker } from './found-worker';
import { blockOf, type Resource, textOf } from './resource';

/** How a worker comes into a stack of its own. */
export type Way = 'moved' | 'import' | 'state-mv' | 'module';

export interface Verdict {
  readonly way: Way;
  readonly what: string;
  /** Why it is not safe; undefined: it is. */
  readonly refused?: string;
}

const MOST_NAMED = 5;

/** What may be done with a worker, given all that its state holds. undefined resources: they come from no Terraform state. */
export function verdictsOn(
  found: FoundWorker,
  workers: readonly FoundWorker[],
  state?: readonly Resource[],
): Verdict[] {
  const isOurs = found.origin !== undefined;
  return [
    {
      way: 'moved',
      what: 'the new stack uses the old state, with moved blocks',
      refused: movedRefusal(found, workers, state),
    },
    {
      way: 'import',
      what: 'the new stack has a state of its own, with import blocks',
      refused: replacement(found),
    },
    {
      way: 'state-mv',
      what: 'the new stack has a state of its own, into which terraform state mv moves the resources',
      refused: isOurs
        ? undefined
        : 'only the reference module and the recipe have their resources under addresses that a stack has',
    },
    {
      way: 'module',
      what: 'generated/module replaces the module in the old configuration; no stack file',
      refused: moduleRefusal(found),
    },
  ];
}

/** What of a service AWS cannot change in place, and no stack has. */
function replacement({ service }: FoundWorker): string | undefined {
  const strategy = [service.values['capacity_provider_strategy'] ?? []].flat();
  const launchType = textOf(service, 'launch_type') ?? 'FARGATE';
  const controller = blockOf(service, 'deployment_controller')['type'] ?? 'ECS';
  if (strategy.length === 0 && launchType !== 'FARGATE') {
    return `no stack has a service with the launch type ${launchType}: it would be replaced`;
  }
  return controller === 'ECS'
    ? undefined
    : `no stack has a service with the deployment controller ${controller}: it would be replaced`;
}

/** The module of ours has the inputs of the registry module before queues. */
function moduleRefusal({ origin, module, taken }: FoundWorker): string | undefined {
  if (origin === undefined || module === '') return 'the state has no such module';
  if (origin === 'recipe') return 'the recipe has other egress rules, and public addresses';
  return taken.some(({ to }) => to === EVENT_QUEUE) ? 'generated/module has no queue, and would delete it' : undefined;
}

function movedRefusal(
  found: FoundWorker,
  workers: readonly FoundWorker[],
  state: readonly Resource[] | undefined,
): string | undefined {
  if (state === undefined) return 'there is no Terraform state';
  if (found.origin === undefined) return 'its resources are not those of the reference module or the recipe';
  if (workers.length > 1) {
    const names = workers.map(({ module, service }) => (module === '' ? service.address : module));
    return `the state holds ${workers.length} workers, and the new stack would delete all but one: ${names.join(', ')}`;
  }
  const mine = new Set([...found.taken, ...found.left].map(({ resource }) => resource));
  const others = state.filter((resource) => !mine.has(resource)).map(({ address }) => address);
  if (others.length === 0) return undefined;
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `the state also holds, and the new stack would delete: ${others.slice(0, MOST_NAMED).join(', ')}${more}`;
}
