import { forgottenAddresses, formerAddresses, type Origin } from '../features/adopt/former-addresses';
import { type FoundScaling, scalingOf } from './found-scaling';
import { type Left, type Resource, type Taken, textOf } from './resource';
import { SERVICE, sortedByReferences, taskDefinitionOf } from './sorted-by-references';
import { type WorkerContainer, workerContainerIn } from './worker-container';

/** A worker of Prefect among resources that exist. */
export interface FoundWorker {
  /** Its module, or where that has several workers, its service. */
  readonly address: string;
  readonly service: Resource;
  readonly taskDefinition: Resource;
  readonly container: WorkerContainer;
  /** The address of its module; empty: the root. */
  readonly module: string;
  /** The module that created it, by its resources' names; undefined: none that we know. */
  readonly origin?: Origin;
  /** undefined: nothing scales it. */
  readonly scaling?: FoundScaling;
  readonly taken: readonly Taken[];
  readonly left: readonly Left[];
}

const TASK_ROLE = 'aws_iam_role.prefect_worker_task_role[0]';
/** One for each of roles.task.policies, by ARN. */
export const FURTHER_POLICIES = 'aws_iam_role_policy_attachment.prefect_worker_task_role_policies';

/** Each ECS service that was asked for and in which `prefect worker start` runs. */
export function workersAmong(resources: readonly Resource[]): readonly FoundWorker[] {
  const found = resources
    .filter(({ type, isBeside }) => type === 'aws_ecs_service' && !isBeside)
    .flatMap((service) => {
      const taskDefinition = taskDefinitionOf(service, resources);
      const container = taskDefinition && workerContainerIn(textOf(taskDefinition, 'container_definitions'));
      const { module } = service;
      return taskDefinition && container
        ? [{ service, taskDefinition, container, module, scaling: scalingOf(service, resources) }]
        : [];
    });
  return found.map((one) => {
    const { module, service } = one;
    const isOnly = found.filter((other) => other.module === module).length === 1;
    const own = resources.filter((resource) => resource.module === module);
    // Another worker in the module is not the module's own.
    const origin = isOnly ? originOf(own) : undefined;
    return {
      ...one,
      address: module !== '' && isOnly ? module : service.address,
      origin,
      ...(origin ? byAddress(own, origin) : sortedByReferences(one, resources)),
    };
  });
}

function originOf(resources: readonly Resource[]): Origin | undefined {
  const has = (address: string) => resources.some(({ type, name }) => `${type}.${name}` === address);
  if (!has(SERVICE) || !has('aws_iam_role.prefect_worker_execution_role')) return undefined;
  return has('aws_security_group_rule.https_outbound') ? 'recipe' : 'registry';
}

/** Resources of a module that we know. */
function byAddress(resources: readonly Resource[], origin: Origin): Pick<FoundWorker, 'taken' | 'left'> {
  const to = new Map(formerAddresses(origin).map((former) => [former.from, former.to]));
  const forgotten = forgottenAddresses(origin);
  const taken = resources.flatMap((resource): Taken[] => {
    const { address, module, type, name } = resource;
    const own = module === '' ? address : address.slice(module.length + 1);
    const whole = to.get(`${type}.${name}`);
    // A counted resource is counted here too.
    const found = to.get(own) ?? (whole === undefined ? undefined : `${whole}${own.slice(`${type}.${name}`.length)}`);
    return found === undefined ? [] : [{ resource, to: found }];
  });
  const left = resources
    .filter(({ type, name }) => forgotten.includes(`${type}.${name}`))
    .map((resource): Left => {
      const isPolicy = resource.type === 'aws_iam_policy';
      const because = isPolicy
        ? 'it stays attached to the task role'
        : 'it is an attribute of the queue in the new stack';
      return { resource, because, isForgotten: true };
    });
  return { taken: [...taken, ...furtherPolicies(resources, taken)], left };
}

/** Managed policies of the task role, which a stack file lists. */
function furtherPolicies(resources: readonly Resource[], taken: readonly Taken[]): Taken[] {
  const role = taken.find(({ to }) => to === TASK_ROLE)?.resource;
  return resources
    .filter(({ type }) => type === 'aws_iam_role_policy_attachment')
    .filter((one) => role !== undefined && textOf(one, 'role') === textOf(role, 'name'))
    .map((resource) => ({ resource, to: `${FURTHER_POLICIES}[${JSON.stringify(textOf(resource, 'policy_arn'))}]` }));
}
