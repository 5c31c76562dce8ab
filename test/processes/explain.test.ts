import { command } from '../helpers/command';

jest.setTimeout(120_000);

describe('explain', () => {
  test('prints what a field does, its limits, its default, what a change does, and an example', () => {
    const { status, stdout, stderr } = command(['explain', 'worker_memory']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^worker_memory\n\n {2}Memory of one worker task, in MiB/);
    expect(stdout).toMatch(
      /\n {2}Type +whole number, \d+ to \d+\n {2}Default +2048\n {2}A change +restarts the worker\n/,
    );
    expect(stdout).toMatch(/\n {2}Example\n {4}worker_memory: 2048\n$/);
  });

  test.each([
    ['network.egres', 'network.egress'],
    ['flow_run.mem', 'flow_runs.memory'],
    ['workers.gpu.flowRuns.secrets.DB.jsonKey', 'workers.gpu.flow_runs.secrets.DB.json_key'],
    ['flow_runs/memory', 'flow_runs.memory'],
    ['alarm.nothing_like_it', 'alarms'],
  ])('fails on %s, which is not there, with the nearest one', (field, meant) => {
    const { status, stdout, stderr } = command(['explain', field]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`has no field "${field}"\n    → did you mean ${meant}?`);
  });
});
