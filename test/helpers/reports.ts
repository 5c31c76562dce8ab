import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findingsOn, refusalOf, warningsOf } from './refusals';
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

/** The stack files of a file with reports, and what is said of each: nothing of those that are taken. */
export function reportedIn(file: string): { readonly fields: object; readonly said: string }[] {
  const { refused, warned = [], taken }: Reports = parse(readFileSync(file, 'utf8'));
  const reported = [...refused, ...warned, ...taken.map((fields) => ({ fields, report: '\n' }))];
  return reported.map(({ fields, report }) => ({ fields: fieldsIn(fields), said: report }));
}

/** The report on a stack file, or the warnings, as a file with reports has them. */
export function saidOf(fields: object): string {
  return `${findingsOn(fields)}\n`;
}

/** A required field that is null there is left out. */
export function fieldsIn(text: string): object {
  const entries = Object.entries<unknown>(parse(`{${text}}`));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value === null && key in REQUIRED ? undefined : value]),
  );
}
