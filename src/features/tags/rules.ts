import { type Rule, when } from '../../environment/rule';
import { MOST_TAGS } from '../../values/limits';
import { reservedTagFault } from './reserved-tags';

const tagKeys: Rule = ({ tags }) => {
  const keys = Object.keys(tags);
  return [
    ...keys.flatMap((key) => when(reservedTagFault(key) !== undefined, ['tags', key], reservedTagFault(key) ?? '')),
    ...keys.flatMap((key, index) =>
      when(
        keys.slice(0, index).some((earlier) => earlier.toLowerCase() === key.toLowerCase()),
        ['tags', key],
        'must differ from the other keys by more than case: IAM takes them for one',
      ),
    ),
    ...when(keys.length > MOST_TAGS, ['tags'], `must be at most ${MOST_TAGS} tags, as AWS allows`),
  ];
};

export const TAGS_RULES: readonly Rule[] = [tagKeys];
