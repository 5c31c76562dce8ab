import { Covering, randomFrom } from './covering';

/** Six questions with four answers each: options 0 to 3 answer the first, 4 to 7 the second, and so on. */
const QUESTION_OF = Array.from({ length: 24 }, (_, option) => Math.floor(option / 4));

/** All rows, for a task in which some options may not be together. */
function rowsOf(isRefused: (row: readonly number[]) => boolean = () => false, seed = 1) {
  const covering = new Covering({
    questionOf: QUESTION_OF,
    exclude: (one, other) => one === 1 && other === 5,
    fits: (row) => !isRefused(row),
    random: randomFrom(seed),
  });
  const rows: number[][] = [];
  for (let row = covering.next(); row !== undefined; row = covering.next()) rows.push(row);
  return { covering, rows };
}

const has = (row: readonly number[], ...options: readonly number[]) => options.every((option) => row.includes(option));

/** 6 * 5 / 2 pairs of questions with 4 * 4 pairs of answers each, less the excluded one. */
const PAIRS = 15 * 16 - 1;

test('every two options of different questions are together in a row', () => {
  const { rows, covering } = rowsOf();
  const together = new Set(
    rows.flatMap((row) => row.flatMap((one) => row.filter((other) => one < other).map((other) => `${one} ${other}`))),
  );
  expect([together.size, covering.covered.size, covering.open.size]).toEqual([PAIRS, PAIRS, 0]);
  // 16 is the least there can be, and 4 ** 6 what all combinations would be.
  expect(rows.length).toBeLessThan(35);
});

test('a row has one option of each question', () => {
  for (const row of rowsOf().rows) {
    expect(row.map((option) => QUESTION_OF[option]).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  }
});

test('options that are excluded, or do not fit, are in no row together, and everything else is', () => {
  const { rows, covering } = rowsOf((row) => has(row, 0, 4) || has(row, 2, 8));
  expect(rows.filter((row) => has(row, 1, 5) || has(row, 0, 4) || has(row, 2, 8))).toEqual([]);
  expect([...covering.refused].map((pair) => covering.optionsOf(pair)).sort()).toEqual([
    [0, 4],
    [2, 8],
  ]);
  expect(covering.covered.size).toBe(PAIRS - 2);
});

test('options that do not fit only with a third are in rows without it', () => {
  const { rows, covering } = rowsOf((row) => has(row, 0, 4, 8));
  expect(rows.filter((row) => has(row, 0, 4, 8))).toEqual([]);
  expect([covering.covered.size, covering.refused.size]).toEqual([PAIRS, 0]);
});

test('the same seed gives the same rows, and another one others', () => {
  expect(rowsOf(undefined, 5).rows).toEqual(rowsOf(undefined, 5).rows);
  expect(rowsOf(undefined, 6).rows).not.toEqual(rowsOf(undefined, 5).rows);
});
