import { type Rule, when } from '../../environment/rule';
import { MOST_TAGS } from '../../values/limits';
import { reservedTagFault } from './reserved-tags';

const tagKeys: Rule = ({ tags }) => {
  const keys = Object.keys(tags);
  return [
    ...keys.flatMap((key) =>
      when(reservedTagFault(key) !== undefined, ['tags', key], reservedTagFault(key) ?? '', 'rename it'),
    ),
    ...keys.flatMap((key, index) =>
      when(
        keys.slice(0, index).some((earlier) => earlier.toLowerCase() === key.toLowerCase()),
        ['tags', key],
        'differs from another key only by case: IAM rejects that',
        'remove or rename one of the two',
      ),
    ),
    ...when(keys.length > MOST_TAGS, ['tags'], `AWS allows at most ${MOST_TAGS} tags`, 'remove some'),
  ];
};

const required: Rule = ({ tags, requiredTags }) => {
  if (requiredTags === undefined) return [];
  const wanted = Array.isArray(requiredTags)
    ? requiredTags.map((key) => [key, undefined] as const)
    : Object.entries(requiredTags as Readonly<Record<string, readonly string[]>>);
  const missing = wanted.filter(([key]) => !Object.hasOwn(tags, key)).map(([key]) => key);
  const [other] = missing.flatMap((key) => {
    const spelled = Object.keys(tags).find((tag) => tag.toLowerCase() === key.toLowerCase());
    return spelled === undefined ? [] : [`rename ${spelled} to ${key}: tag keys are case-sensitive`];
  });
  return [
    ...wanted.flatMap(([key], index) =>
      when(
        reservedTagFault(key) !== undefined,
        ['required_tags', Array.isArray(requiredTags) ? index : key],
        reservedTagFault(key) ?? '',
        'remove it',
      ),
    ),
    ...when(
      missing.some((key) => reservedTagFault(key) === undefined),
      ['tags'],
      `must have the tags of required_tags: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      other ?? 'set them in tags',
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

export const TAGS_RULES: readonly Rule[] = [tagKeys, required];
