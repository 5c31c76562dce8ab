import { faultAt, noEffect, type Rule, when } from '../../environment/rule';
import { inventoryOf } from '../../inventory/inventory';
import { typeOf } from '../../inventory/resource-types';
import { NAMED_BY_TAG, UNTAGGED } from '../../inventory/untagged';
import { suggestion } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { MOST_TAGS } from '../../values/limits/ecs';
import { reservedTagFault } from './reserved-tags';

/** What is wrong with a key, beside the other ones of a resource. */
function tagFaults(path: Path, key: string, others: readonly string[]) {
  return [
    ...faultAt(path, reservedTagFault(key), 'rename it'),
    ...when(
      others.some((other) => other !== key && other.toLowerCase() === key.toLowerCase()),
      path,
      'differs from another key only by case: IAM rejects that',
      'remove or rename one of the two',
    ),
  ];
}

const tagKeys: Rule = ({ tags }) => {
  const keys = Object.keys(tags);
  return [
    ...keys.flatMap((key, index) => tagFaults(['tags', key], key, keys.slice(0, index))),
    ...when(keys.length > MOST_TAGS, ['tags'], `AWS allows at most ${MOST_TAGS} tags`, 'remove some'),
  ];
};

const required: Rule = ({ tags, requiredTags }) => {
  if (requiredTags === undefined) return [];
  const wanted = Array.isArray(requiredTags)
    ? requiredTags.map((key) => [key, undefined] as const)
    : Object.entries(requiredTags as Readonly<Record<string, readonly string[]>>);
  const missing = wanted
    .map(([key]) => key)
    .filter((key) => !Object.hasOwn(tags, key) && reservedTagFault(key) === undefined);
  const [other] = missing.flatMap((key) => {
    const spelled = Object.keys(tags).find((tag) => tag.toLowerCase() === key.toLowerCase());
    return spelled === undefined ? [] : [`rename ${spelled} to ${key}: tag keys are case-sensitive`];
  });
  return [
    ...wanted.flatMap(([key], index) =>
      faultAt(['required_tags', Array.isArray(requiredTags) ? index : key], reservedTagFault(key), 'remove it'),
    ),
    ...when(
      missing.length > 0,
      ['tags'],
      `must have the tags of required_tags: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      other ?? `for example tags: {${missing[0]}: VALUE}`,
    ),
    ...wanted.flatMap(([key, values]) =>
      when(
        values !== undefined && Object.hasOwn(tags, key) && !values.includes(tags[key] ?? ''),
        ['tags', key],
        `is not a value that required_tags allows; allowed: ${values?.join(', ')}`,
        'set one of these',
      ),
    ),
  ];
};

const ofResources: Rule = (environment) => {
  const { tags, resourceTags } = environment;
  const addresses = inventoryOf(environment)
    .filter(({ address, fromStackFile }) => !fromStackFile && !UNTAGGED.has(typeOf(address)))
    .map(({ address }) => address);
  const known = [...new Set(addresses.map(typeOf)), ...addresses];
  return Object.entries(resourceTags).flatMap(([resource, own]) => {
    const path = ['resource_tags', resource];
    const all = Object.keys({ ...tags, ...resourceTags[typeOf(resource)], ...own });
    return [
      ...noEffect(UNTAGGED.has(typeOf(resource)), path, `${typeOf(resource)} has no tags of its own`),
      ...when(
        !UNTAGGED.has(typeOf(resource)) && !known.includes(resource),
        path,
        `has no effect: this stack has no ${resource} that can have tags`,
        suggestion(resource, resource.includes('.') ? addresses : known.filter((one) => !one.includes('.'))),
      ),
      ...Object.keys(own).flatMap((key) => [
        ...tagFaults([...path, key], key, all),
        ...noEffect(
          key === 'Name' && NAMED_BY_TAG.has(typeOf(resource)),
          [...path, key],
          `the stack itself sets the tag Name of ${typeOf(resource)}`,
        ),
      ]),
      ...when(
        all.length > MOST_TAGS,
        path,
        `AWS allows at most ${MOST_TAGS} tags, and with tags there are more`,
        'remove some',
      ),
    ];
  });
};

export const TAGS_RULES: readonly Rule[] = [tagKeys, ofResources, required];
