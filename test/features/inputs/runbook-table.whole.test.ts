import { inputRows } from '../../../src/features/inputs/runbook-table';
import { sectionsOf, tableRowsOf } from '../../helpers/markdown';
import { environmentOf, REQUIRED } from '../../helpers/stack-files';
import { documentOf, makeAll, runbookOf, stackOf } from '../../helpers/synthesized';
import { EVERY_VARIANT } from '../../helpers/variants';

beforeAll(() => makeAll(EVERY_VARIANT.map(([, fields]) => environmentOf(fields))));

test.each(EVERY_VARIANT)('%s: the runbook lists every input of the stack, and no other', (_, fields) => {
  const section = sectionsOf(runbookOf(fields)).get('Inputs') ?? '';
  const listed = tableRowsOf(section).map(([name = '']) => name.replaceAll('`', ''));
  expect(listed.sort()).toEqual(Object.keys(stackOf(fields).variable).sort());
});

test('a row shows the value of the stack file, and in words what has none', () => {
  const rows = Object.fromEntries(inputRows(documentOf(environmentOf())).map(({ name, value }) => [name, value]));
  expect(rows).toMatchObject({
    prefect_api_key: '*set it when you apply; not in any file*',
    worker_subnets: REQUIRED.worker_subnets.join(', '),
    worker_cpu: '1024',
    worker_extra_pip_packages: '*empty*',
    worker_task_role_arn: '*none: created*',
  });
});

test('a row shows a text of the stack file as text', () => {
  const rows = inputRows(documentOf(environmentOf({ worker_extra_pip_packages: 'a|b <script> `c` *d* \n# e' })));
  expect(rows.find(({ name }) => name === 'worker_extra_pip_packages')?.value).toBe(
    String.raw`a\|b \<script\> \`c\` \*d\* \# e`,
  );
});

test('a row tells what is looked up from what is created', () => {
  const fields = { vpc_id: { tags: { Name: 'a' } }, roles: { task: { existing: { name: 'a' } } } };
  const rows = inputRows(documentOf(environmentOf(fields)));
  expect(rows.filter(({ value }) => value.startsWith('*none'))).toMatchObject([
    { name: 'vpc_id', value: '*none: looked up*' },
    { name: 'worker_task_role_arn', value: '*none: looked up*' },
  ]);
});
