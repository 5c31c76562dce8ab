import { refusalOf } from '../../helpers/refusals';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'an existing group without a name',
    { logs: { group: 'existing' } },
    'logs.name\n    is required with group: existing',
  ],
  [
    'a name to look up for a group that is made',
    { logs: { name: { ssm_parameter: '/log/group' } } },
    'logs.name\n    must be the name itself: only an existing group can be looked up',
  ],
  [
    'a key for a group that exists',
    { logs: { group: 'existing', name: 'team', kms_key: { alias: 'alias/team' } } },
    'logs.kms_key\n    must be left out with group: existing: it is about the group that this stack would create',
  ],
  [
    'a class for a group that the driver makes',
    { logs: { group: 'by_driver', class: 'STANDARD' } },
    'logs.class: "STANDARD"\n    must be left out with group: by_driver: it is about the group that this stack would create',
  ],
  [
    'anything about no log',
    { logs: { group: 'none', name: 'team', stream_prefix: 'x' } },
    'logs.name: "team"\n    must be left out with group: none\nlogs.stream_prefix: "x"\n    must be left out with group: none',
  ],
  [
    'a name that CloudWatch does not take',
    { logs: { name: 'a b' } },
    'logs.name: "a b"\n    must be the name of a log group: at most 512 letters, digits and _ / . # -, not beginning with aws/\n    → for example name: /team/prefect',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
