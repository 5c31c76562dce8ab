import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

interface Reports {
  readonly refused: readonly { readonly fields: string; readonly report: string }[];
  readonly taken: readonly string[];
}

const { refused, taken }: Reports = parse(readFileSync(join(__dirname, 'reports.yaml'), 'utf8'));

test.each(refused)('of {$fields} all is said that is wrong, and what to do', ({ fields, report }) => {
  expect(`${refusalOf(parse(`{${fields}}`))}\n`).toBe(report);
});

test.each(taken)('nothing is said of {%s}', (fields) => {
  expect(environmentOf(parse(`{${fields}}`)).warnings).toEqual([]);
});
