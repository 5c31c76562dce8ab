import { reportOnFields } from '../helpers/stack-files';

const KEY = `pnu_${'a1B2'.repeat(9)}`;

test('an API key in a file is refused with the reason and the way to pass it, and not repeated', () => {
  const report = reportOnFields({ prefect_api_key: 'my-secret-value' });
  expect(report).toContain('test.yaml:9 prefect_api_key\n    must not be in a file');
  expect(report).toContain('export TF_VAR_prefect_api_key');
  expect(report).not.toContain('my-secret-value');
});

test.each([
  ['in a field that does not exist', { worker_key: KEY }],
  ['in a field of another kind', { worker_cpu: KEY }],
  ['in a free text', { worker_extra_pip_packages: `--index https://${KEY}@example.com` }],
  ['in a tag', { tags: { Key: KEY } }],
  ['as the name of a tag', { tags: { [KEY]: 'x' } }],
  ['as the name of a field', { [KEY]: 'x' }],
  ['in a list', { worker_subnets: [KEY] }],
  ['within a map where none belongs', { worker_cpu: { a: { b: KEY } } }],
  ['within a list where none belongs', { worker_cpu: [[KEY]] }],
  ['below a group', { api_key: { prefect_api_key: KEY } }],
])('a Prefect API key %s is refused, and not repeated', (_, fields) => {
  const report = reportOnFields(fields);
  expect(report).toMatch(/holds a Prefect API key|must not be in a file/);
  expect(report).not.toContain(KEY);
});

test('an API key below a field of another kind is not repeated', () => {
  const report = reportOnFields({ worker_subnets: [{ prefect_api_key: 'my-secret-value' }] });
  expect(report).toContain('worker_subnets[0].prefect_api_key\n    must not be in a file');
  expect(report).not.toContain('my-secret-value');
});

test('an AWS access key is refused, and not repeated', () => {
  const key = `AKIA${'ABCD'.repeat(4)}`;
  const report = reportOnFields({ aws: { profile: key } });
  expect(report).toContain('holds an AWS access key');
  expect(report).not.toContain(key);
});

test('a text that CDKTF would take for a reference is refused', () => {
  expect(reportOnFields({ worker_extra_pip_packages: 'x ${TfToken[TOKEN.1]}' })).toContain('must not hold "TfToken["');
});
