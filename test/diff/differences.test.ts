import { differences } from '../../src/diff/differences';

test('values that are equal have no differences', () => {
  expect(differences({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
});

test('what is new has no from, and what is gone no to', () => {
  expect(differences({ gone: 1, same: 1, other: 1 }, { same: 1, other: 2, 'a new': null })).toEqual(
    expect.arrayContaining([
      { path: 'gone', from: 1 },
      { path: 'other', from: 1, to: 2 },
      { path: '"a new"', to: null },
    ]),
  );
});

test.each([
  ['name', { name: 'a', cpu: 1 }, { name: 'b', cpu: 1 }],
  ['Sid', { Sid: 'a', cpu: 1 }, { Sid: 'b', cpu: 1 }],
  ['containerPath', { containerPath: 'a', cpu: 1 }, { containerPath: 'b', cpu: 1 }],
])('entries of a list are compared by their %s, wherever they stand', (_, one, other) => {
  expect(differences({ list: [one, other] }, { list: [{ ...other, cpu: 2 }] })).toEqual([
    { path: 'list[a]', from: one },
    { path: 'list[b].cpu', from: 1, to: 2 },
  ]);
});

test('entries without a name are compared by their place', () => {
  const list = (value: number) => [{ port: 1 }, { port: value }];
  expect(differences({ list: list(2) }, { list: list(3) })).toEqual([{ path: 'list[1].port', from: 2, to: 3 }]);
});

test('an entry that only changes its place is called moved', () => {
  expect(differences(['a', 'b', 'c'], ['b', 'c', 'a'])).toEqual([{ path: '[0]', moved: true }]);
});

describe('a key is no more than its name, whatever every object or a difference has under it:', () => {
  test.each(['valueOf', 'constructor', 'toString', '_t', '_0', '__proto__', '.a', ''])('%j', (key) => {
    const path = /^\w+$/.test(key) ? key : JSON.stringify(key);
    const holding = (value: unknown) => Object.fromEntries([[key, value]]);
    expect(differences({}, holding('x'))).toEqual([{ path, to: 'x' }]);
    expect(differences(holding('x'), {})).toEqual([{ path, from: 'x' }]);
    expect(differences(holding('x'), holding('y'))).toEqual([{ path, from: 'x', to: 'y' }]);
    expect(differences({ a: holding({ b: 'x' }) }, { a: holding({ b: 'y' }) })).toEqual([
      { path: `a.${path}.b`, from: 'x', to: 'y' },
    ]);
    expect(differences({}, { a: [holding('x')] })).toEqual([{ path: 'a', to: [holding('x')] }]);
  });
});
