import { timeZoneFault } from '../../src/values/time-zone';

test.each([
  ['EDT', 'America/New_York'],
  ['PST', 'America/Los_Angeles'],
  ['ist', 'Asia/Kolkata'],
  ['new york', 'America/New_York'],
  ['Zurich', 'Europe/Zurich'],
  ['Europe/Zürich', 'Europe/Zurich'],
])('%s is no time zone of IANA, and leads to %s', (name, zone) => {
  expect(timeZoneFault(name)?.hint).toBe(`did you mean ${zone}?`);
});

test.each(['UTC', 'Europe/Zurich', 'CET', 'Asia/Calcutta'])('%s is a time zone', (name) => {
  expect(timeZoneFault(name)).toBeUndefined();
});
