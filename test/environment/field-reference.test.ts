import { schemaForEditors } from '../../src/environment/editor-schema';
import { fieldReference } from '../../src/environment/field-reference';
import { fieldsOf, withoutReferences } from '../helpers/json-schema';

const text = fieldReference();
const rows = text.split('\n').filter((line) => /^\| \[?`/.test(line));
const rowOf = (field: string) => rows.find((row) => row.includes(`\`${field}\``)) ?? '';

test('has a row for every field that is not within a name of the user', () => {
  const fields = fieldsOf(withoutReferences(JSON.parse(schemaForEditors()))).map(([path]) => path);
  const missing = fields.filter((path) => path !== 'extends' && rowOf(path) === '');
  // What was shown once is named, not repeated.
  const repeated = (path: string) =>
    rows.some((row) => path.startsWith(firstOf(row)) && row.includes('Its fields: as'));
  expect(missing.filter((path) => !repeated(path))).toEqual([]);
  expect(rows.length).toBeGreaterThan(300);
});

function firstOf(row: string): string {
  return /`([^`]+)`/.exec(row)?.[1] ?? row;
}

test('says type, limits, default and example of a field, and what it does', () => {
  expect(rowOf('worker_desired_count')).toMatch(
    /^\| `worker_desired_count` \| whole number, 0 to 5000 \| `1` \| `worker_desired_count: 1` \| \S.{20,} \|$/,
  );
  expect(rowOf('worker_work_pool_name')).toContain('| required |');
});

test('links each group that it explains', () => {
  const links = [...text.matchAll(/\]\(#([a-z_]+)\)/g)].map(([, anchor]) => anchor);
  const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(titles.length).toBeGreaterThan(15);
  expect(links).toEqual(titles);
});

test('holds no regular expression', () => {
  expect(text).not.toMatch(/\[A-Za-z0-9|\{\d+,\d*\}|\(\?/);
});
