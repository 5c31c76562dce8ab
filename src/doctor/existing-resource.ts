import type { Resource } from '../adopt/resource';

export function resource(type: string, address: string, values: Resource['values']): Resource {
  return { address, module: '', type, name: type, values };
}

/** What other things may use too. */
export function referred(type: string, arn: string | undefined, values: Resource['values'] = {}): Resource {
  const name = arn?.split('/').at(-1)?.split(':').at(-1);
  return { ...resource(type, arn ?? '', { arn, name, ...values }), isReferred: true };
}

/** ECS has key, EC2 Key. */
interface Tag {
  readonly key?: string;
  readonly value?: string;
  readonly Key?: string;
  readonly Value?: string;
}

export function tagsOf(tags: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.key ?? tag.Key, tag.value ?? tag.Value ?? '']));
}
