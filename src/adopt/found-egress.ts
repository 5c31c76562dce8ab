import { type Resource, textOf, textsIn } from './resource';

/** The one way out of a group, where that is all there is and a stack has it too: everything, or HTTPS. */
export function egressOf(group: Resource, resources: readonly Resource[]): Resource | undefined {
  const id = textOf(group, 'id');
  const apart = resources.filter(
    ({ type, values }) =>
      type === 'aws_security_group_rule' && values['security_group_id'] === id && values['type'] === 'egress',
  );
  const within = (Array.isArray(group.values['egress']) ? group.values['egress'] : []).map(
    (rule): Resource => ({
      address: `the egress of ${group.address}`,
      module: group.module,
      type: 'aws_security_group_rule',
      name: 'egress',
      values: { ...(rule as object), security_group_id: id, type: 'egress' },
    }),
  );
  const rules = [...apart, ...newerRules(id, resources), ...within];
  const forms = new Set(rules.map(egressForm));
  return forms.size === 1 && !forms.has(undefined) ? rules[0] : undefined;
}

/** Rules of the provider's newer resource, as the older one has them. */
function newerRules(id: string | undefined, resources: readonly Resource[]): Resource[] {
  return resources
    .filter((one) => one.type === 'aws_vpc_security_group_egress_rule' && one.values['security_group_id'] === id)
    .map((one): Resource => {
      const { ip_protocol: protocol, cidr_ipv4: range, cidr_ipv6: range6, ...values } = one.values;
      const list = (value: unknown) => (typeof value === 'string' && value !== '' ? [value] : []);
      return {
        ...{ ...one, type: 'aws_security_group_rule' },
        values: {
          ...values,
          ...{ type: 'egress', protocol, from_port: values['from_port'] ?? 0, to_port: values['to_port'] ?? 0 },
          ...{ cidr_blocks: list(range), ipv6_cidr_blocks: list(range6) },
          prefix_list_ids: list(values['prefix_list_id']),
          security_groups: list(values['referenced_security_group_id']),
        },
      };
    });
}

/** How a stack file has a rule; undefined: as a rule of its own. */
export function egressForm({ values }: Resource): 'all' | 'https_only' | undefined {
  const { protocol, from_port: from, to_port: to, cidr_blocks: ranges } = values;
  const others = ['ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups'].flatMap((field) => textsIn(values[field]));
  if (JSON.stringify(ranges) !== '["0.0.0.0/0"]' || others.length > 0 || values['self'] === true) return undefined;
  if (protocol === '-1' || protocol === 'all') return 'all';
  return protocol === 'tcp' && from === 443 && to === 443 ? 'https_only' : undefined;
}
