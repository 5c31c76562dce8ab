import { cronFault } from '../../../src/features/project/cron';

test.each([
  '0 8 * * MON-FRI',
  '0 8 ? * mon',
  '22-2 * * * *',
  '5/10 0/4 */40 3/2 fri-mon',
  '0 8 L * *',
  '0 8 * * L5',
  '0 8 * JAN-MAR MON#2',
  '0 0 1,15 * 7',
  '0 0 31 2 MON',
  '0 0 29 2 *',
  '0 0 31 * *',
  '0 0 29-31 2 *',
])('%s is taken, as Prefect takes it', (expression) => {
  expect(cronFault(expression)).toBeUndefined();
});

test.each([
  ['99 * * * *', '99 is no minute (0-59)'],
  ['0 24 * * *', '24 is no hour (0-23)'],
  ['0 0 0 * *', '0 is no day of the month (1-31)'],
  ['0 0 * 13 *', '13 is no month (1-12 or JAN-DEC)'],
  ['0 0 * * 8', '8 is no day of the week (0-7 or SUN-SAT)'],
  ['0 0 * * MONDAY', 'MONDAY is no day of the week'],
  ['0 0 31 2 *', 'this time never comes'],
  ['0 0 30,31 FEB ?', 'this time never comes'],
  ['0 0 31 4,6,9,11 *', 'this time never comes'],
  ['*/0 * * * *', '*/0 is no minute'],
  ['1- * * * *', '1- is no minute'],
  ['H * * * *', 'H is no minute'],
  ['0 8 15W * *', '15W is no day of the month'],
  ['70 0 * * L', '70 is no minute (0-59); L is no day of the week'],
])('%s is refused, as Prefect refuses it', (expression, fault) => {
  expect(cronFault(expression)).toContain(fault);
});
