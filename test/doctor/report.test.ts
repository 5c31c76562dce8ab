import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, ok, problem, SECTIONS, skipped, unread, warning } from '../../src/doctor/finding';
import { reportForPeople, reportForPrograms, sectionsOf } from '../../src/doctor/report';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { fencedBlocksOf } from '../helpers/markdown';

const EXPLAINED = {
  id: 'pool-not-found',
  seen: 'there is no work pool my-ecs-pool',
  cause: 'It was never created.',
  wayOut: 'Create the work pool.',
  section: 'Work pool',
} as const;

const HEAD = {
  environment: 'prod',
  region: 'us-east-1',
  page: 'generated/stacks/prod/README.md',
  sections: ['Work pool'],
};

test.each([
  [[ok('a', 'x'), skipped('b', 'x')], 0],
  [[warning('a', EXPLAINED)], 0],
  [[unread('a', 'x', 'y'), ok('a', 'x')], 2],
  [[unread('a', 'x', 'y'), problem('b', EXPLAINED)], 1],
])('%j ends with %i', (findings, code) => {
  expect(exitCodeOf(findings)).toBe(code);
});

test('a person reads what was seen, the cause, what to do, and where more is written', () => {
  const findings = [ok('account', 'someone'), problem('work pool', EXPLAINED)];
  expect(
    reportForPeople(HEAD, [
      { title: 'Prefect', findings },
      { title: 'Empty', findings: [] },
    ]),
  ).toBe(
    `prod in us-east-1

Prefect
  ok        account: someone
  PROBLEM   work pool: there is no work pool my-ecs-pool
            cause: It was never created.
            do:    Create the work pool.
            page:  generated/stacks/prod/README.md#work-pool

1 problem.`,
  );
});

test.each([
  [[ok('a', 'x')], 'Nothing is wrong that could be seen.'],
  [[warning('a', EXPLAINED), problem('a', EXPLAINED), problem('b', EXPLAINED)], '2 problems and 1 warning.'],
  [[ok('b', 'x'), unread('a', 'x', 'y')], 'Nothing is wrong that could be seen; 1 subject could not be looked at.'],
  [[unread('a', 'x', 'y')], 'Nothing could be looked at.'],
])('the last line counts', (findings, line) => {
  expect(
    reportForPeople(HEAD, [{ title: 'x', findings }])
      .split('\n')
      .at(-1),
  ).toBe(line);
});

test.each([
  ['Rotate the API key', ['Rotate the auth string'], 'rotate-the-auth-string'],
  ['Crash detection', ['Work pool'], 'when-something-is-wrong'],
  ['Before you apply', ['Before you apply', 'Apply'], 'before-you-apply'],
] as const)('of a page without the section %s it leads to what is there', (section, sections, anchor) => {
  const findings = [problem('a', { ...EXPLAINED, section })];
  expect(reportForPeople({ ...HEAD, sections }, [{ title: 'x', findings }])).toContain(`${HEAD.page}#${anchor}\n`);
});

test('the sample of the README is what a program reads', () => {
  const sample = fencedBlocksOf(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8'), 'json')
    .map((block) => JSON.parse(block))
    .find((block) => 'findings' in block);
  const [{ part, page: _, subject, status: __, ...explained }] = sample.findings;
  const findings = [problem(subject, explained)];
  const head = { ...HEAD, environment: sample.environment, region: sample.region, sections: [explained.section] };
  expect(reportForPrograms(head, [{ title: part, findings }])).toEqual(sample);
});

test('leads to no page where the folder has none', () => {
  const parts = [{ title: 'x', findings: [problem('a', EXPLAINED)] }];
  expect(reportForPeople({ ...HEAD, sections: [] }, parts)).not.toContain('page:');
  expect(JSON.stringify(reportForPrograms({ ...HEAD, sections: [] }, parts))).not.toContain('README.md');
});

test.each(SECTIONS)('the pages have a section %s', (section) => {
  const pages = loadExamples().map(({ name }) => join(GENERATED_EXAMPLES, 'stacks', name, 'README.md'));
  expect(pages.flatMap((page) => sectionsOf(readFileSync(page, 'utf8')))).toContain(section);
});

test('a program reads the same, with the exit code', () => {
  expect(reportForPrograms(HEAD, [{ title: 'Prefect', findings: [problem('work pool', EXPLAINED)] }])).toEqual({
    environment: 'prod',
    region: 'us-east-1',
    exitCode: 1,
    findings: [
      {
        part: 'Prefect',
        subject: 'work pool',
        status: 'problem',
        ...EXPLAINED,
        page: 'generated/stacks/prod/README.md#work-pool',
      },
    ],
  });
});
