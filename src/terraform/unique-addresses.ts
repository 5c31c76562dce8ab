import {
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformModule,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  type TerraformStack,
  TerraformVariable,
} from 'cdktf';

/** One Terraform address that several elements of a stack have. CDKTF merges these into one block, silently. */
export interface SharedAddress {
  readonly address: string;
  /** The paths of the elements in the construct tree. */
  readonly elements: readonly string[];
}

/** The addresses that more than one element of `stack` has. */
export function sharedAddresses(stack: TerraformStack): SharedAddress[] {
  const byAddress = new Map<string, string[]>();
  for (const element of stack.node.findAll()) {
    const address = addressOf(element);
    if (address === undefined) continue;
    byAddress.set(address, [...(byAddress.get(address) ?? []), element.node.path]);
  }
  return [...byAddress]
    .filter(([, elements]) => elements.length > 1)
    .map(([address, elements]) => ({ address, elements }));
}

/** As a person would write it; undefined for what is no block of its own. */
function addressOf(element: unknown): string | undefined {
  if (!TerraformElement.isTerraformElement(element)) return undefined;
  if (element instanceof TerraformProvider) {
    return ['provider', element.terraformResourceType, ...(element.alias ? [element.alias] : [])].join('.');
  }
  const kind = kindOf(element);
  return kind === undefined ? undefined : `${kind}.${element.friendlyUniqueId}`;
}

function kindOf(element: TerraformElement): string | undefined {
  if (element instanceof TerraformResource) return element.terraformResourceType;
  if (element instanceof TerraformDataSource) return `data.${element.terraformResourceType}`;
  if (element instanceof TerraformVariable) return 'var';
  if (element instanceof TerraformLocal) return 'local';
  if (element instanceof TerraformOutput) return 'output';
  if (element instanceof TerraformModule) return 'module';
  return undefined;
}
