import type { Environment } from '../../environment/environment';
import type { Item } from '../../inventory/item';

/** The resource blocks of the stack file's own `terraform`. */
export function userTerraform({ terraform: { resource = {} } }: Environment): readonly Item[] {
  return Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]) => ({
      address: `${type}.${name}`,
      purpose: 'From terraform.resource of the stack file',
      fromStackFile: true,
      ...nameIn(block, `terraform.resource.${type}.${name}`),
    })),
  );
}

/** The name that a block sets, as far as it is no expression. */
export function nameIn(block: Readonly<Record<string, unknown>>, field: string): Pick<Item, 'name'> {
  const { name, name_prefix: prefix, family, alarm_name: alarm, dashboard_name: dashboard, url, tags } = block;
  const tag = (tags as Readonly<Record<string, unknown>> | undefined)?.['Name'];
  const [attribute, text] =
    Object.entries({
      name,
      family,
      alarm_name: alarm,
      dashboard_name: dashboard,
      url,
      name_prefix: prefix,
      tags: tag,
    }).find(([, value]) => typeof value === 'string' && !value.includes('${')) ?? [];
  return text === undefined
    ? {}
    : {
        name: {
          text: String(text),
          field: `${field}.${attribute}`,
          ...(attribute === 'name_prefix' && { randomEnd: true }),
        },
      };
}
