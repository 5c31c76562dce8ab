import { refusalOf } from '../../helpers/refusals';

test.each<[what: string, fields: object, report: string]>([
  [
    'a tag that nobody may set',
    { required_tags: ['aws:x'] },
    'required_tags[0]: "aws:x"\n    must not begin with aws:, which AWS reserves\n    → remove it',
  ],
  [
    'the same among values',
    { required_tags: { 'prefect.io/x': ['a'] } },
    'required_tags.prefect.io/x: ["a"]\n    must not begin with prefect.io/',
  ],
  [
    'a tag in another case',
    { required_tags: ['team'], tags: { Team: 'a' } },
    'team is missing\n    → rename Team to team: tag keys are case-sensitive',
  ],
  ['a tag that is missing', { required_tags: ['team'] }, 'team is missing\n    → for example tags: {team: VALUE}'],
])('required_tags: %s', (_, fields, report) => {
  expect(refusalOf(fields)).toContain(report);
});

test('a reserved tag is not asked for as well', () => {
  expect(refusalOf({ required_tags: ['aws:x'] })).not.toContain('is missing');
});
