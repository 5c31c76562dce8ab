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

export const TAGS_RULES: readonly Rule[] = [tagKeys];
