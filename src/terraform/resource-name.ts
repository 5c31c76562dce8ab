/** How a resource is named: with the whole name, or with what the AWS provider adds a random end to. */
export type ResourceName = { readonly name: string } | { readonly namePrefix: string };

/** The same with an end of its own, after a hyphen. */
export function withEnd(name: ResourceName, end: string): ResourceName {
  return 'name' in name ? { name: `${name.name}-${end}` } : { namePrefix: `${name.namePrefix}${end}-` };
}
