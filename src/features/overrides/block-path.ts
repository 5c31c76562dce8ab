const BLOCKS = ['data', 'variable', 'output', 'provider', 'terraform', 'module', 'locals'];

/** Where the block of an address stands in Terraform's JSON syntax: its kind, then what it is called there. */
export function blockPath(address: string): [kind: string, ...names: string[]] {
  const [first = '', ...others] = address.split('.');
  return BLOCKS.includes(first) ? [first, ...others] : ['resource', first, ...others];
}
