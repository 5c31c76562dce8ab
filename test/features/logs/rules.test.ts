import { refusalOf } from '../../helpers/refusals';

/** What is refused, and all that is said about it. */
const REFUSED: readonly [what: string, fields: object, report: string][] = [
  [
    'an existing group without a name',
    { logs: { group: 'existing' } },
    'logs.name\n    is required with group: existing\n    → for example name: /ecs/prefect',
  ],
  [
    'a name to look up for a group that is made',
    { logs: { name: { ssm_parameter: '/log/group' } } },
    'logs.name\n    a look-up is available only with group: existing\n    → set the name itself, or group: existing',
  ],
  [
    'a key for a group that exists',
    { logs: { group: 'existing', name: 'team', kms_key: { alias: 'alias/team' } } },
    'logs.kms_key\n    has no effect: it applies only to a log group that this stack creates, and group is existing\n    → remove it',
  ],
  [
    'a class for a group that the driver makes',
    { logs: { group: 'by_driver', class: 'STANDARD' } },
    'logs.class: "STANDARD"\n    has no effect: it applies only to a log group that this stack creates, and group is by_driver\n    → remove it',
  ],
  [
    'anything about no log',
    { logs: { group: 'none', name: 'team', stream_prefix: 'x' } },
    'logs.name: "team"\n    has no effect: group is none\n    → remove it\nlogs.stream_prefix: "x"\n    has no effect: group is none\n    → remove it',
  ],
  [
    'a name that CloudWatch does not take',
    { logs: { name: 'a b' } },
    'logs.name: "a b"\n    must be the name of a log group: at most 512 letters, digits and _ / . # -, not beginning with aws/\n    → did you mean name: a-b?',
  ],
];

test.each(REFUSED)('refuses %s', (_, fields, report) => {
  expect(refusalOf(fields)).toBe(report);
});
