import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const flowRuns = (worker: string) => ({
  workers: { [worker]: { worker_work_pool_name: 'b', flow_runs: { image: 'a/b:1', execution_role: {} } } },
});

describe('the name of a worker is at the end of other names', () => {
  test.each<[what: string, fields: object]>([
    ['a service', { names: { service: 's'.repeat(250) }, workers: { four: {} } }],
    ['a family', { names: { task_family: 's'.repeat(250) }, workers: { four: {} } }],
    ['a container', { names: { container: 's'.repeat(250) }, workers: { four: {} } }],
    ['an alarm', { alarms: {}, names: { alarm: 'a'.repeat(230) }, workers: { ['w'.repeat(10)]: {} } }],
    [
      'an alarm that there is not',
      { alarms: { tasks_missing: false }, names: { alarm: 'a'.repeat(230) }, workers: { ['w'.repeat(11)]: {} } },
    ],
    ['a role of its flow runs', flowRuns('w'.repeat(31))],
  ])('which may reach the limit of %s', (_, fields) => {
    expect(environmentOf(fields).warnings).toEqual([]);
  });

  test.each<[what: string, fields: object, report: string]>([
    [
      'a service',
      { names: { service: 's'.repeat(250) }, workers: { seven77: {} } },
      'workers.seven77\n    is too long: a name in ECS that ends in -seven77 would be longer than 255 characters\n    → shorten it',
    ],
    [
      'a family, by one character',
      { names: { task_family: 's'.repeat(250) }, workers: { five5: {} } },
      'workers.five5\n    is too long: a name in ECS that ends in -five5 would be longer than 255 characters\n    → shorten it',
    ],
    [
      'a container, by one character',
      { names: { container: 's'.repeat(250) }, workers: { five5: {} } },
      'workers.five5\n    is too long: a name in ECS that ends in -five5 would be longer than 255 characters\n    → shorten it',
    ],
    [
      'an alarm, by one character',
      { alarms: {}, names: { alarm: 'a'.repeat(230) }, workers: { ['w'.repeat(11)]: {} } },
      'workers.wwwwwwwwwww\n    is too long: the name of an alarm that ends in -wwwwwwwwwww would be longer than 255 characters\n    → shorten it, or names.alarm',
    ],
    [
      'a role of its flow runs, by one character',
      flowRuns('w'.repeat(32)),
      `workers.${'w'.repeat(32)}\n    is too long: prefect-flow-execution-role-test-${'w'.repeat(32)}, the name of an IAM role, would be longer than 64 characters\n    → shorten it, or set names.flow_run_execution_role`,
    ],
  ])('which must not exceed that of %s', (_, fields, report) => {
    expect(refusalOf(fields)).toContain(report);
  });
});

test('the name of a file system, which ends in its volume too, is checked with it alone', () => {
  const volumes = { d: { container_path: '/d', efs: { create: {} } } };
  const flow_runs = { image: 'a/b:1', own_security_group: {}, task_role: {}, volumes };
  const fields = {
    names: { flow_run_volume: 'v'.repeat(62) },
    workers: { b: { worker_work_pool_name: 'b', flow_runs } },
  };
  expect(refusalOf(fields)).not.toContain('workers.b');
  expect(refusalOf(fields)).toContain('which has 66 characters: AWS allows 64');
});
