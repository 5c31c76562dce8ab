import { scheduleFault } from '../../src/values/schedule-expression';
import { refusalOfValues } from '../helpers/refusals';
import { environmentOf } from '../helpers/stack-files';

const scheduled = (schedule: string, timezone?: string) => ({
  service: { schedule: { morning: { schedule, min: 1, ...(timezone && { timezone }) } } },
});

test.each([
  'cron(0 8 ? * MON-FRI *)',
  'cron(0 8 * * ? *)',
  'cron(0/15 8,12,18 1-7 JAN-MAR ? 2026-2030)',
  'cron(59 23 L * ? 2199)',
  'cron(0 8 15W * ? *)',
  'cron(0 8 ? 2 FRI#2 *)',
  'cron(0 8 ? * 6L *)',
  'cron(*/5 * ? * SUN,SAT *)',
  'cron(0  8   ? * MON *)',
  'cron(0 8 29 FEB ? *)',
  'cron(0 8 29 2 ? 2027-2028)',
  'cron(0 8 31 2-3 ? *)',
  'cron(0 8 29-31 2 ? 2028)',
  'cron(0 8 31W * ? *)',
  'cron(0 8 L-30 * ? *)',
  'cron(0 8 ? * FRI-MON *)',
  'cron(0 8 ? 2 TUE#5 2028)',
  'cron(0 20-6 * * ? 2024-2026)',
  'rate(1 minute)',
  'rate(5 minutes)',
  'rate(1 day)',
  'rate(12 hours)',
  'at(2026-12-24T18:00:00)',
  'at(2028-02-29T00:00:00)',
])('%s is a schedule', (schedule) => {
  expect(scheduleFault(schedule)).toBeUndefined();
});

test.each([
  ['cron(0 19 * * *)', 'must have six fields, not 5'],
  ['cron()', 'must have six fields, not 0'],
  ['cron(0 8 ? * MON *,)', '*, is no year'],
  ['cron(0 8 * * MON-FRI *)', 'must have ? in exactly one'],
  ['cron(0 8 ? * ? *)', 'must have ? in exactly one'],
  ['cron(0 8 * * * *)', 'must have ? in exactly one'],
  ['cron(61 8 ? * MON-FRI *)', '61 is no minute (0-59)'],
  ['cron(99 25 ? * FUN *)', '99 is no minute (0-59); 25 is no hour (0-23); FUN is no day of the week (1-7 or SUN-SAT)'],
  ['cron(0 24 ? * MON *)', '24 is no hour'],
  ['cron(-1 8 ? * MON *)', '-1 is no minute'],
  ['cron(0 8 32 * ? *)', '32 is no day of the month'],
  ['cron(0 8 0 * ? *)', '0 is no day of the month'],
  ['cron(0 8 1 13 ? *)', '13 is no month'],
  ['cron(0 8 ? * 8 *)', '8 is no day of the week'],
  ['cron(0 8 ? * 0-4 *)', '0-4 is no day of the week'],
  ['cron(0 8 ? * MON#6 *)', 'MON#6 is no day of the week'],
  ['cron(0 8 ? * MON 1969)', '1969 is no year'],
  ['cron(? 8 ? * MON *)', 'the minute cannot be ?'],
  ['cron(*/0 8 ? * MON *)', '*/0 is no minute'],
  ['cron(1,,2 8 ? * MON *)', '1,,2 is no minute'],
  ['cron(a b c d e f)', 'a is no minute'],
  ['cron(0 8 30 FEB ? *)', 'this time never comes'],
  ['cron(0 8 31 4,6,9,11 ? *)', 'this time never comes'],
  ['cron(0 8 31 2 ? *)', 'this time never comes'],
  ['cron(0 8 30-31 2 ? *)', 'this time never comes'],
  ['cron(0 8 31/2 FEB,APR ? *)', 'this time never comes'],
  ['cron(0 8 31 4-4 ? *)', 'this time never comes'],
  ['cron(0 8 29 2 ? 2027)', 'this time never comes'],
  ['cron(0 8 29 2 ? 2029-2031)', 'this time never comes'],
  ['cron(0 8 29 2 ? 2100)', 'this time never comes'],
  ['cron(0 8 ? 2 MON#5 2027)', 'this time never comes'],
  ['cron(0 8 1 1 ? 2020)', 'must have a year from 2026'],
  ['cron(0 8 * * ? 2020-2025)', 'must have a year from 2026'],
  ['cron(0 8 * * ? 2030-2028)', 'must have years in order'],
  ['cron(foo)', 'must have six fields, not 1'],
  ['0 8 * * *', 'must be cron('],
  ['cron(0 8 ? * MON *) ', 'must be cron('],
  ['rate(1 parsec)', 'must be rate(NUMBER UNIT)'],
  ['rate(0 minutes)', 'must be rate(NUMBER UNIT)'],
  ['rate(1.5 hours)', 'must be rate(NUMBER UNIT)'],
  ['rate(1 hours)', 'did you mean rate(1 hour)?'],
  ['rate(2 hour)', 'did you mean rate(2 hours)?'],
  ['at(tomorrow)', 'must be a date and time that exist'],
  ['at(2026-12-24T18:00:00Z)', 'without a zone'],
  ['at(2026-12-24T18:00)', 'in seconds'],
  ['at(2026-02-30T18:00:00)', 'must be a date and time that exist'],
  ['at(2026-12-24T25:00:00)', 'must be a date and time that exist'],
  ['at(2025-12-24T18:00:00)', 'must be in 2026 or later'],
])('%s is none: %s', (schedule, text) => {
  const fault = scheduleFault(schedule);
  expect(typeof fault === 'object' ? `${fault.message}: ${fault.hint}` : fault).toContain(text);
});

test('the fault is reported on its field', () => {
  expect(refusalOfValues(scheduled('cron(0 8 * * *)'))).toContain(
    'service.schedule.morning.schedule: "cron(0 8 * * *)"\n    must have six fields, not 5',
  );
});

test('two schedules at one time are refused, with the first of them', () => {
  const at = (schedule: string, timezone?: string) => ({ schedule, min: 1, max: 1, ...(timezone && { timezone }) });
  const refused = refusalOfValues({
    service: {
      schedule: {
        a: at('cron(0 8 ? * MON-FRI *)'),
        b: at('cron(0  8 ? * mon-fri *)'),
        c: at('cron(0 8 ? * MON-FRI *)', 'Europe/Zurich'),
      },
    },
  });
  expect(refused).toContain('service.schedule.b.schedule');
  expect(refused).toContain('has the same time as schedule.a');
  expect(refused).not.toContain('schedule.c');
});

describe('a time zone', () => {
  test.each(['UTC', 'Etc/GMT+9', 'Europe/Zurich', 'Asia/Kolkata', 'Asia/Calcutta', 'America/Argentina/Ushuaia'])(
    'is %s',
    (timezone) => {
      expect(environmentOf(scheduled('cron(0 8 ? * MON-FRI *)', timezone))).toBeDefined();
    },
  );

  test.each([
    ['europe/zurich', 'Europe/Zurich'],
    ['Europe/Zürich', 'Europe/Zurich'],
    ['EUROPE/ZURICH', 'Europe/Zurich'],
    ['CEST', 'IANA name'],
    ['UTC+1', 'IANA name'],
    ['+01:00', 'IANA name'],
    ['Europe/Nowhere', 'IANA name'],
    ['toString', 'IANA name'],
    ['', 'IANA name'],
  ])('is not %s', (timezone, hint) => {
    const report = refusalOfValues({
      service: { schedule: { morning: { schedule: 'rate(1 day)', min: 1, timezone } } },
    });
    expect(report).toContain('must be a time zone by its IANA name');
    expect(report).toContain(hint);
  });
});
