import type { Fields } from '../init/answers';
import { isMap } from '../stack-file/is-map';
import type { FoundWorker } from './found-worker';
import { blockOf, type Resource, textOf, textsIn } from './resource';

export function groupsOf({ taken }: FoundWorker, ids: readonly string[]): Fields {
  const own = taken.find(({ to }) => to === 'aws_security_group.prefect_worker')?.resource;
  const others = ids.filter((id) => own === undefined || id !== textOf(own, 'id'));
  return {
    create_security_group: own === undefined ? false : undefined,
    security_groups: others.length > 0 ? others : undefined,
    // ECS then uses it.
    default_security_group: ids.length === 0 ? true : undefined,
  };
}

export function ingressOf(group: Resource | undefined): string[] {
  const rules = group?.values['ingress'];
  return Array.isArray(rules) && rules.length > 0
    ? [
        `${rules.length} ingress rule${rules.length === 1 ? '' : 's'} of the security group: a worker needs none; delete them, or keep them with network.ingress`,
      ]
    : [];
}

/** The VPC of what is known of the network. */
export function vpcOf({ service }: FoundWorker, resources: readonly Resource[]): string | undefined {
  const network = blockOf(service, 'network_configuration');
  const ids = [...textsIn(network['subnets']), ...textsIn(network['security_groups'])];
  const known = resources.find((one) => ids.includes(textOf(one, 'id') ?? '') && textOf(one, 'vpc_id') !== undefined);
  if (known !== undefined) return textOf(known, 'vpc_id');
  const lists = resources.filter((one) => textsIn(one.values['ids']).some((id) => ids.includes(id)));
  const filters = lists.flatMap(({ values }) => [values['filter'] ?? []].flat().filter(isMap));
  return filters.filter(({ name }) => name === 'vpc-id').flatMap(({ values }) => textsIn(values))[0];
}
