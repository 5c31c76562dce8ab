/** A stack's Terraform as it was written: plain data, so that a page can say what is there and not what should be. */
export interface TerraformDocument {
  readonly terraform?: Block;
  readonly provider?: { readonly aws?: readonly Block[] };
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Block;
  readonly variable?: Readonly<Record<string, Block>>;
  readonly output?: Readonly<Record<string, Block>>;
}

export type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

export function has({ resource = {} }: TerraformDocument, address: string): boolean {
  const [type = '', name = ''] = address.split('.');
  return resource[type]?.[name] !== undefined;
}
