import { haveTextInCommon, matchesWildcards } from '../../src/values/wildcard-pattern';

test.each([
  ['', ''],
  ['*', ''],
  ['*', 'GetObject'],
  ['Get*', 'GetObject'],
  ['*Object', 'GetObject'],
  ['G*t*O*', 'GetObject'],
  ['*t', 'GetObject'],
  ['Get?bject', 'GetObject'],
  ['*e?t', 'GetObject'],
  ['**', 'a'],
  ['a.c', 'a.c'],
  ['*ab', 'aab'],
])('%s stands for "%s"', (pattern, text) => {
  expect(matchesWildcards(pattern, text)).toBe(true);
});

test.each([
  ['', 'a'],
  ['?', ''],
  ['Get', 'GetObject'],
  ['Object', 'GetObject'],
  ['*Objects', 'GetObject'],
  ['Get?Object', 'GetObject'],
  ['a.c', 'abc'],
  ['*a?', 'ba'],
  ['a*a', 'a'],
])('%s does not stand for "%s"', (pattern, text) => {
  expect(matchesWildcards(pattern, text)).toBe(false);
});

test('many wildcards are soon refused', () => {
  expect(matchesWildcards(`${'*a'.repeat(500)}b`, 'a'.repeat(1000))).toBe(false);
});

test.each([
  ['', ''],
  ['*', ''],
  ['a*', '*b'],
  ['a?c', 'ab*'],
  ['*b*', 'a*c'],
  ['a**', 'a'],
  ['iam::*:role/*', 'iam::111122223333:*'],
  ['?', '*'],
])('%s and %s stand for a text of both', (one, other) => {
  expect([haveTextInCommon(one, other), haveTextInCommon(other, one)]).toEqual([true, true]);
});

test.each([
  ['', '?'],
  ['a*', 'b*'],
  ['*a', '*b'],
  ['a?', 'a'],
  ['role/*', 'user/*'],
])('%s and %s stand for no text of both', (one, other) => {
  expect([haveTextInCommon(one, other), haveTextInCommon(other, one)]).toEqual([false, false]);
});

test('many wildcards are soon compared, in a row too', () => {
  const many = `t${'*'.repeat(50_000)}${'*a'.repeat(5000)}x`;
  expect([haveTextInCommon(many, 'table/*'), haveTextInCommon('table/*', many)]).toEqual([true, true]);
  expect(haveTextInCommon(many, 'table/?')).toBe(false);
});
