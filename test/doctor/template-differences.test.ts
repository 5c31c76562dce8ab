import { differingPaths } from '../../src/doctor/template-differences';
import { UNKNOWN } from '../../src/doctor/terraform-value';

const TEMPLATE = { variables: { properties: { cpu: { default: 512 } } }, job: { subnets: ['a', 'b'], role: null } };

test('none between a document and itself', () => {
  expect(differingPaths(TEMPLATE, structuredClone(TEMPLATE))).toEqual([]);
});

test.each([
  ['a value', { ...TEMPLATE, job: { ...TEMPLATE.job, role: 'x' } }, ['job.role']],
  ['an element', { ...TEMPLATE, job: { ...TEMPLATE.job, subnets: ['a', 'c'] } }, ['job.subnets.1']],
  ['one element less', { ...TEMPLATE, job: { ...TEMPLATE.job, subnets: ['a'] } }, ['job.subnets.1']],
  ['something more', { ...TEMPLATE, more: 1 }, ['more']],
  ['another kind', { ...TEMPLATE, job: ['a'] }, ['job']],
  ['nothing at all', null, ['']],
])('%s that is different has its path', (_, actual, paths) => {
  expect(differingPaths(TEMPLATE, actual)).toEqual(paths);
});

test.each([
  [UNKNOWN, ['anything'], true],
  [
    `arn:aws:secretsmanager:us-east-1:1:secret:key-${UNKNOWN}`,
    'arn:aws:secretsmanager:us-east-1:1:secret:key-AbC123',
    true,
  ],
  [`a.b-${UNKNOWN}`, 'axb-1', false],
  [`arn:${UNKNOWN}`, 7, false],
])('of %j, %j is %s', (expected, actual, fits) => {
  expect(differingPaths({ it: expected }, { it: actual })).toEqual(fits ? [] : ['it']);
});
