import type { Environment } from '../environment/environment';
import { KINDS, type PhysicalName } from '../features/names/name-kinds';
import { physicalName, randomEndOf } from '../features/names/physical-names';
import type { Condition } from './condition';

/** One resource block of a stack's Terraform. */
export interface Item {
  /** Terraform address of the block. */
  readonly address: string;
  readonly purpose: string;
  readonly name?: ItemName;
  /** Left out: always created. */
  readonly condition?: Condition;
  /** Left out: one. */
  readonly instances?: Instances;
  /** Encrypted with a customer-managed key, which applying needs rights on. */
  readonly ownKey?: boolean;
  /** Names of things inside it. */
  readonly contains?: readonly PhysicalName[];
  /** A block of the stack file's own `terraform`. */
  readonly fromStackFile?: boolean;
}

/** The name that a person sees in AWS. */
export interface ItemName {
  readonly text: string;
  /** AWS adds characters of its own. */
  readonly randomEnd?: boolean;
  /** The field of the stack file that sets it. */
  readonly field: string;
  readonly kind?: PhysicalName;
  /** The scope in which the name must be unique: a cluster, a VPC, a role. Left out: as the resource type has it. */
  readonly within?: string;
  /** What one of two environments can do that would both create it. Left out: set another name. */
  readonly wayOut?: string;
}

/** The elements of for_each; or of count, undefined where only the apply knows how many. */
export type Instances = { readonly keys: readonly string[] } | { readonly count: number | undefined };

interface NameOptions {
  /** Added to the end of the name. */
  readonly end?: string;
  readonly within?: string;
}

/** A name that follows names.pattern, or names.KIND of the stack file. */
export function nameOf(
  { inputs, naming }: Pick<Environment, 'inputs' | 'naming'>,
  kind: PhysicalName,
  { end = '', within }: NameOptions = {},
): ItemName {
  const isOwn = naming.own[kind] !== undefined;
  return {
    text: `${physicalName(kind, inputs.name, naming)}${end}`,
    field: isOwn ? `names.${KINDS[kind].field}` : 'name',
    kind,
    ...(randomEndOf(kind, naming) > 0 && { randomEnd: true }),
    ...(within !== undefined && { within }),
  };
}

/** A name that a field of its own may set; otherwise as {@link nameOf}. */
export function nameFrom(
  environment: Pick<Environment, 'inputs' | 'naming'>,
  kind: PhysicalName,
  field: string,
  text: unknown,
): ItemName {
  return typeof text === 'string' ? { text, field } : nameOf(environment, kind);
}

/** Identifies a role among all environments: the scope in which names of its inline policies are unique. */
export function roleKey({ name }: Pick<Environment, 'name'>, address: string): string {
  return `${address} of ${name}`;
}

/** Items where something is true, and none where it is not. */
export function when(isCreated: boolean, ...items: readonly Item[]): readonly Item[] {
  return isCreated ? items : [];
}
