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
}

/** A resource that the new stack takes over, and its address there. */
export interface Taken {
  readonly resource: Resource;
  readonly to: string;
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
