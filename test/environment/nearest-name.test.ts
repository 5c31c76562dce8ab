import { reportOnValues } from '../helpers/stack-files';

test.each<[what: string, fields: object, near: string]>([
  ['in lower case, with underscores', { workers: { 'GPU-Pool': { work_pool: 'gpu' } } }, 'gpu_pool'],
  ['with a letter in place of a space', { worker: { environment: { 'A B': 'x' } } }, 'A_B'],
  ['without signs at its ends', { worker: { environment: { '-A-': 'x', ' B': 'x' } } }, 'B'],
  ['in which upper case may stay', { worker: { volumes: { 'My.Volume': { host_path: '/x' } } } }, 'My_Volume'],
])('a key that is no name leads to one %s', (_, fields, near) => {
  expect(reportOnValues(fields)).toMatch(new RegExp(`→ write ${near}$`, 'm'));
});

test('where none is near, an example is', () => {
  const report = reportOnValues({ workers: { 東京: { work_pool: 'gpu' } } });
  expect(report).toContain('workers.東京\n    must be at most 32 lower-case letters');
  expect(report).toContain('→ for example workers: {gpu: ');
});
