import { refusalOfValues } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

describe('the version of a secret', () => {
  test.each([
    ['version_stage', 'awscurrent', 'must be AWSCURRENT, in upper case'],
    ['version_stage', 'AwsPrevious', 'must be AWSPREVIOUS, in upper case'],
    ['version_id', '3', 'must be the id of a version: 32 to 64 letters'],
  ])('cannot be %s: %s', (field, value, message) => {
    expect(refusalOfValues({ api_key: { secret_name: 'team/key', [field]: value } })).toContain(message);
  });

  test.each([
    ['version_stage', 'AWSPREVIOUS'],
    ['version_stage', 'blue'],
    ['version_id', '5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62'],
  ])('can be %s: %s', (field, value) => {
    expect(environmentOf({ api_key: { secret_name: 'team/key', [field]: value } })).toBeDefined();
  });
});

describe('a KMS key', () => {
  const key = (id: string) => ({ logs: { kms_key: `arn:aws:kms:us-east-1:111122223333:key/${id}` } });

  test.each(['foo', '1234abcd', 'alias-x', 'mrk-1234'])('cannot have the id %s', (id) => {
    expect(refusalOfValues(key(id))).toContain('must be the ARN of a KMS key');
  });

  test.each(['5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62', 'mrk-5c2a9e7d41b84f36a0d57e9b3c1f8d62'])(
    'can have the id %s',
    (id) => {
      expect(environmentOf(key(id))).toBeDefined();
    },
  );
});

const LOOK_UPS: readonly [path: string, fields: (tags: object) => object][] = [
  ['vpc_id.tags', (tags) => ({ vpc_id: { tags } })],
  ['worker_subnets.tags', (tags) => ({ worker_subnets: { tags } })],
  ['flow_runs.subnets.tags', (tags) => ({ flow_runs: { subnets: { tags } } })],
  ['network.security_groups[0].tags', (tags) => ({ network: { security_groups: [{ tags }] } })],
  ['capacity.ec2.security_groups[0].tags', (tags) => ({ capacity: { ec2: { security_groups: [{ tags }] } } })],
];

describe.each(LOOK_UPS)('a look-up at %s', (path, fields) => {
  test.each<[string, object, string]>([
    ['no tag', {}, 'must have at least one tag'],
    ['an empty key', { '': 'x' }, 'must be the key of a tag'],
    ['any key', { '*': 'x' }, 'must be the key of a tag'],
    ['any value', { Team: '*' }, 'must be the value of a tag'],
    ['any value, otherwise written', { Team: '?*' }, 'must be the value of a tag'],
    ['an empty value', { Team: '' }, 'must be the value of a tag'],
    ['two lines', { Team: 'a\n```\n# b' }, 'must be the value of a tag'],
    ['a key of two lines', { 'Team\n': 'a' }, 'must be the key of a tag'],
  ])('by %s is refused', (_, tags, message) => {
    const report = refusalOfValues(fields(tags));
    expect(report).toContain(path);
    expect(report).toContain(message);
  });

  test('by a part of a value is taken', () => {
    expect(environmentOf(fields({ Team: 'data-*', Größe: 'x|y' }))).toBeDefined();
  });
});
