import { EVENT_QUEUE } from '../features/adopt/former-addresses';
import { MODULE } from '../features/adopt/schema';
import type { Fields } from '../init/answers';
import type { FoundWorker } from './found-worker';
import { blockOf, type Resource, textOf, textsIn } from './resource';

/** How a worker comes into a stack of its own. */
export type Way = 'moved' | 'import' | 'state-mv' | 'module';

export interface Verdict {
  readonly way: Way;
  readonly what: string;
  /** Why it is not safe; undefined: it is. */
  readonly refused?: string;
}

const MOST_NAMED = 5;

/** Inputs of the module, and what the old configuration has beside it. */
const IN_MODULE =
  /^(name|vpc_id|worker_.*|prefect_(account|workspace)_id|secrets_manager_recovery_in_days|preset|region|aws|tags)$/;

/** What may be done with a worker, given all that its state holds. undefined resources: they come from no Terraform state. */
export function verdictsOn(
  found: FoundWorker,
  workers: readonly FoundWorker[],
  state?: readonly Resource[],
  fields: Fields = {},
): Verdict[] {
  const isOurs = found.origin !== undefined;
  const replaced = replacement(found);
  return [
    {
      way: 'moved',
      what: 'the new stack uses the old state, with moved blocks',
      refused: replaced ?? movedRefusal(found, workers, state),
    },
    {
      way: 'import',
      what: 'the new stack has a state of its own, with import blocks',
      refused: replaced,
    },
    {
      way: 'state-mv',
      what: 'the new stack has a state of its own, into which terraform state mv moves the resources',
      refused: isOurs
        ? (replaced ?? unfinished(found))
        : 'only the reference module and the recipe have their resources under addresses that a stack has',
    },
    {
      way: 'module',
      what: 'generated/module replaces the module in the old configuration; no stack file',
      refused: moduleRefusal(found, fields),
    },
  ];
}

/** What the old configuration has begun to replace, and the next apply on its state goes on with. */
function unfinished({ taken, left }: FoundWorker): string | undefined {
  const all = [...taken, ...left].map(({ resource }) => resource);
  const [tainted] = all.filter(({ isTainted }) => isTainted);
  if (tainted !== undefined) {
    return `the next apply would replace ${tainted.address}, which is tainted: terraform untaint it, or apply the old configuration first`;
  }
  const [deposed] = all.filter(({ isDeposed }) => isDeposed);
  return (
    deposed && `the next apply would delete a former object of ${deposed.address}: apply the old configuration first`
  );
}

/** What is moved gets the provider of the stack, but what Terraform is to forget needs the one that it was created with. */
function outOfReach({ left }: FoundWorker): string | undefined {
  const [first] = left.filter(({ isForgotten, resource: { provider } }) => isForgotten && provider !== undefined);
  return (
    first &&
    `Terraform could not forget ${first.resource.address}: no stack has its provider ${first.resource.provider}`
  );
}

/** What of a service AWS cannot change in place, and no stack has. */
function replacement({ service }: FoundWorker): string | undefined {
  if (textOf(service, 'cluster') === undefined) return 'its cluster is not in the state: it would be replaced';
  if (textOf(service, 'scheduling_strategy') === 'DAEMON') {
    return 'no stack has a service with the scheduling strategy DAEMON: it would be replaced';
  }
  const strategy = [service.values['capacity_provider_strategy'] ?? []].flat();
  const launchType = textOf(service, 'launch_type') ?? 'FARGATE';
  const controller = blockOf(service, 'deployment_controller')['type'] ?? 'ECS';
  if (strategy.length === 0 && launchType !== 'FARGATE') {
    return `no stack has a service with the launch type ${launchType}: it would be replaced`;
  }
  if (controller !== 'ECS') {
    return `no stack has a service with the deployment controller ${controller}: it would be replaced`;
  }
  return textsIn(blockOf(service, 'network_configuration')['subnets']).length > 0
    ? undefined
    : 'its tasks have no network interface of their own (network mode awsvpc), as those of every stack have';
}

/** The module of ours has the inputs of the registry module before queues. */
function moduleRefusal(found: FoundWorker, fields: Fields): string | undefined {
  const { origin, module, taken } = found;
  if (origin === undefined || module === '') return 'the state has no such module';
  if (origin === 'recipe') return 'the recipe has other egress rules, and public addresses';
  if (taken.some(({ to }) => to === EVENT_QUEUE)) return 'generated/module has no queue, and would delete it';
  const further = Object.keys(fields).filter((field) => !IN_MODULE.test(field));
  return further.length > 0 ? `generated/module has no input for ${further.join(', ')}` : unfinished(found);
}

function movedRefusal(
  found: FoundWorker,
  workers: readonly FoundWorker[],
  state: readonly Resource[] | undefined,
): string | undefined {
  if (state === undefined) return 'there is no Terraform state';
  if (found.origin === undefined) return 'its resources are not those of the reference module or the recipe';
  if (found.module !== '' && !MODULE.pattern.test(found.module)) {
    return `a moved block cannot name the module: its key has quotes, a backslash, $ or %, as in ${found.module}`;
  }
  if (workers.length > 1) {
    const names = workers.map(({ address }) => address);
    return `the state holds ${workers.length} workers, and the new stack would delete all but one: ${names.join(', ')}`;
  }
  const ofAdoption = new Set([...found.taken, ...found.left].map(({ resource }) => resource));
  const others = state.filter((resource) => !ofAdoption.has(resource)).map(({ address }) => address);
  if (others.length === 0) return unfinished(found) ?? outOfReach(found);
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `the state also holds, and the new stack would delete: ${others.slice(0, MOST_NAMED).join(', ')}${more}`;
}
