import { overlaps } from '../../../src/features/network/overlaps';

test.each<[string, readonly string[], [string, string][]]>([
  ['the same range', ['10.0.0.0/16', '10.0.0.0/16'], [['10.0.0.0/16', '10.0.0.0/16']]],
  ['the later one of two, whichever is wider', ['10.0.64.0/18', '10.0.0.0/16'], [['10.0.0.0/16', '10.0.64.0/18']]],
  [
    'each with the nearest around it',
    ['10.0.0.0/16', '10.0.0.0/17', '10.0.0.0/18', '10.0.128.0/18'],
    [
      ['10.0.0.0/17', '10.0.0.0/16'],
      ['10.0.0.0/18', '10.0.0.0/17'],
      ['10.0.128.0/18', '10.0.0.0/16'],
    ],
  ],
  ['no neighbours', ['10.0.0.0/17', '10.0.128.0/17', '10.1.0.0/16', '9.255.0.0/16'], []],
  [
    'ranges in the order of their numbers, not of their letters',
    ['100.64.0.0/16', '9.0.0.0/16', '100.64.0.0/18'],
    [['100.64.0.0/18', '100.64.0.0/16']],
  ],
])('finds %s', (_, ranges, found) => {
  const items = ranges.map((range) => ({ range }));
  expect(overlaps(items, ({ range }) => range).map((pair) => pair.map(({ range }) => range))).toEqual(found);
});
