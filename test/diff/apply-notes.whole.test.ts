import { applyNotes } from '../../src/diff/apply-notes';
import { stackDiff } from '../../src/diff/environment-diff';
import { synthesizedStack } from '../helpers/synthesized-stack';

function notesOf(before: object, after: object): string[] {
  const [from, to] = [synthesizedStack(before), synthesizedStack(after)];
  return applyNotes(from.document, to.document, stackDiff(from, to).resources);
}

test.each([
  ['the path of roles', {}, { roles: { path: '/team/' } }, /aws_iam_role\.prefect_worker_execution_role, aws_iam_role/],
  ['the class of the log', {}, { logs: { class: 'INFREQUENT_ACCESS' } }, /aws_cloudwatch_log_group\.prefect_worker/],
  [
    'the records of an entry in Cloud Map',
    { service_discovery: { create: 'team.internal', service: 'worker' } },
    { service_discovery: { create: 'team.internal', service: 'worker', dns_records: ['AAAA'] } },
    /aws_service_discovery_service\.prefect_worker/,
  ],
])('%s changes without the name, which AWS refuses', (_, before, after, addresses) => {
  const notes = notesOf(before, after);
  expect(notes).toEqual([expect.stringMatching(/^AWS refuses to replace .*change the name too$/)]);
  expect(notes[0]).toMatch(addresses);
});

test.each([
  ['the path and the names of roles', {}, { roles: { path: '/team/' }, names: { suffix: 'new' } }],
  ['nothing', {}, {}],
  ['the size of the worker', {}, { worker_cpu: 512 }],
  ['the VPC', {}, { vpc_id: 'vpc-07b2d84e6c1f953a0' }],
])('%s: nothing to say', (_, before, after) => {
  expect(notesOf(before, after)).toEqual([]);
});

test('another region and another backend are said', () => {
  expect(notesOf({}, { region: 'eu-west-1', backend: { s3: { bucket: 'state' } } })).toEqual([
    expect.stringContaining('from us-east-1 to eu-west-1'),
    'the backend changes: run terraform init -migrate-state before the apply',
  ]);
});
