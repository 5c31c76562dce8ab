/** A resource that exists, with its attributes under Terraform's names. They may hold secrets: nothing prints them whole. */
export interface Resource {
  /** As `terraform state list` shows it. */
  readonly address: string;
  /** The address of its module; empty: the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Only known as what something else uses: it may be anybody's. */
  readonly isReferred?: boolean;
  /** A service beside those that were asked for, or its tasks: read for what they share with those. */
  readonly isBeside?: boolean;
  /** The next apply on its state replaces it. */
  readonly isTainted?: boolean;
  /** Beside it, the state has a former one, which the next apply deletes. */
  readonly isDeposed?: boolean;
  /** The configuration of its provider, where that has an alias or is in a module. */
  readonly provider?: string;
  /** terraform show -json has no configuration of the provider. */
  readonly isShown?: boolean;
}

/** Resources that were read several times, for several services; what was asked for once is not beside them. */
export function eachOnce(resources: readonly Resource[]): Resource[] {
  const nearestLast = [
    ...resources.filter(({ isBeside }) => isBeside),
    ...resources.filter(({ isBeside }) => !isBeside),
  ];
  return [...new Map(nearestLast.map((one) => [`${one.type} ${one.address}`, one])).values()];
}

/** A resource that the new stack takes over, and its address there. */
export interface Taken {
  readonly resource: Resource;
  readonly to: string;
}

/** A resource that stays where it is, or goes, and why. */
export interface Left {
  readonly resource: Resource;
  readonly because: string;
  /** It must not be deleted: it is a part of what the stack takes over. */
  readonly isForgotten?: boolean;
}

/** An attribute that is text; undefined where it is none, or empty. */
export function textOf({ values }: Resource, attribute: string): string | undefined {
  const value = values[attribute];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The one block that an attribute holds, which Terraform's state has as a list. */
export function blockOf({ values }: Resource, attribute: string): Readonly<Record<string, unknown>> {
  const [block] = [values[attribute]].flat();
  return typeof block === 'object' && block !== null ? (block as Readonly<Record<string, unknown>>) : {};
}

/** The texts in a list. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Attributes as a configuration sets them: what is empty, and what only Terraform's state has, is left out. */
export function keptIn({ values }: Resource, attributes: readonly string[]): Readonly<Record<string, unknown>> {
  const kept = attributes.map((attribute) => [attribute, set(values[attribute])] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

/** undefined: nothing is set. A number may mean something where it is 0, but no block here has one that does. */
function set(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(set).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).flatMap(([name, member]) => {
      const one = set(member);
      return one === undefined ? [] : [[name, one]];
    });
    return members.length > 0 ? Object.fromEntries(members) : undefined;
  }
  if (typeof value === 'string' && value !== '') return escaped(value);
  return value === null || value === '' || value === 0 || value === false ? undefined : value;
}

/** A text that Terraform evaluates to this one. */
export function escaped(text: string): string {
  return text.replaceAll(/([$%])\{/g, '$1$1{');
}
