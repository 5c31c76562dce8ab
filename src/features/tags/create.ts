import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../environment/environment';
import { literalMap } from '../../terraform/terraform-text';

type Tags = Readonly<Record<string, string>>;
type Tagged = TerraformResource & { tags: Tags; readonly tagsInput?: Tags };

/** Tags resources below `scope` by type and by address, when all of them are created. */
export function tagResources(scope: Construct, resourceTags: Environment['resourceTags']): void {
  if (Object.keys(resourceTags).length === 0) return;
  for (const element of scope.node.findAll()) {
    if (!canBeTagged(element)) continue;
    const { terraformResourceType: type, friendlyUniqueId: name } = element;
    const further = { ...resourceTags[type], ...resourceTags[`${type}.${name}`] };
    if (Object.keys(further).length > 0) element.tags = { ...literalMap(further), ...element.tagsInput };
  }
}

function canBeTagged(element: unknown): element is Tagged {
  return element instanceof TerraformResource && 'tagsInput' in element;
}
