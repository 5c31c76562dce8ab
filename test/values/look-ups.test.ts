import { refusalOf } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

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
    const report = refusalOf(fields(tags));
    expect(report).toContain(path);
    expect(report).toContain(message);
  });

  test('by a part of a value is taken', () => {
    expect(environmentOf(fields({ Team: 'data-*', Größe: 'x|y' }))).toBeDefined();
  });
});
