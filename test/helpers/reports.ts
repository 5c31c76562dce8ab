import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { refusalOf, warningsOf } from './refusals';
import { environmentOf, REQUIRED } from './stack-files';

interface Reports {
  readonly refused: readonly Reported[];
  /** Stack files that are taken with warnings. */
  readonly warned?: readonly Reported[];
  /** The fields of stack files of which nothing is said. */
  readonly taken: readonly string[];
}

interface Reported {
  readonly fields: string;
  readonly report: string;
}

/** The tests of a file with reports: whole ones, so that each part of a rule is seen, and files just beside them. */
export function holdReports(file: string): void {
  const { refused, warned = [], taken }: Reports = parse(readFileSync(file, 'utf8'));

  test.each(refused)('of {$fields} all is said that is wrong, and what to do', ({ fields, report }) => {
    expect(`${refusalOf(fieldsIn(fields))}\n`).toBe(report);
  });

  for (const { fields, report } of warned) {
    test(`of {${fields}} there is a warning, and it is taken`, () => {
      expect(`${warningsOf(fieldsIn(fields))}\n`).toBe(report);
    });
  }

  test.each(taken)('nothing is said of {%s}', (fields) => {
    expect(environmentOf(fieldsIn(fields)).warnings).toEqual([]);
  });
}

/** A required field that is null there is left out. */
export function fieldsIn(text: string): object {
  const entries = Object.entries<unknown>(parse(`{${text}}`));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value === null && key in REQUIRED ? undefined : value]),
  );
}
