import { RESOURCE_TYPES } from '../../src/inventory/resource-types';
import { UNTAGGED } from '../../src/inventory/untagged';

const TYPES = Object.keys(RESOURCE_TYPES).filter((type) => type.startsWith('aws_'));

test.each(TYPES)('it is known whether %s has tags of its own', async (type) => {
  const folder = type.slice('aws_'.length).replaceAll('_', '-');
  const classes = Object.values(await import(`@cdktf/provider-aws/lib/${folder}`)) as { tfResourceType?: string }[];
  const [resource] = classes.filter(({ tfResourceType }) => tfResourceType === type) as (new () => object)[];
  expect({ [type]: !UNTAGGED.has(type) }).toEqual({ [type]: 'tagsInput' in (resource?.prototype ?? {}) });
});
