import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestExistingPath } from '../helpers/aws';
import { emulatedStack } from '../helpers/emulated-stack';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import type { Terraform } from '../helpers/terraform';

/** As long as a stack file may have them, with a random end. */
const LONGEST = {
  secret: 's'.repeat(485),
  security_group: 'g'.repeat(228),
  worker_secret: 'w'.repeat(482),
  execution_role: 'e'.repeat(37),
  log_group: 'l'.repeat(482),
  run_tasks_policy: 'p'.repeat(101),
};

real('names with a suffix and random ends, applied', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator?.stop());

  test('are those that permissions name, and nothing changes after', async () => {
    const random = [
      ...['security_group', 'execution_role', 'task_role', 'event_rule', 'log_group', 'run_tasks_policy'],
      ...['event_queue', 'failed_event_queue', 'undelivered_event_queue', 'alarm_topic', 'service_event_rule'],
    ];
    const names = { suffix: 'k3x9', random_suffix: random };
    const terraform = await emulatedStack(emulator, { name: 'x', alarms: {}, names });
    await terraform.apply();
    const there = await nearestExistingPath(emulator, 'us-east-1');
    expect(there).toEqual(
      expect.arrayContaining([
        'cluster prefect-worker-x-k3x9',
        expect.stringMatching(/^role prefect-worker-execution-role-x-k3x9-\w{26}$/),
        expect.stringMatching(/^security group prefect-worker-sg-x-k3x9-\w{26}$/),
        expect.stringMatching(/^log group prefect-worker-log-group-x-k3x9-\w{26}$/),
        expect.stringMatching(/^queue prefect-worker-events-x-k3x9-\w{26}$/),
        expect.stringMatching(/^topic prefect-worker-alarms-x-k3x9-\w{26}$/),
      ]),
    );
    expect(realChanges(await terraform.plan())).toEqual([]);
  });
});

real('names with a random end', () => {
  let emulator: Emulator;
  let terraform: Terraform;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const names = { random_suffix: Object.keys(LONGEST), ...LONGEST };
    const fields = { names, worker: { secrets: { DB: { create: true } } } };
    terraform = await emulatedStack(emulator, fields, { TF_VAR_worker_secret_db: 'the-password' });
  });
  afterAll(() => emulator?.stop());

  test('are taken by the provider as long as a stack file may have them', async () => {
    expect(await mistakes()).toEqual([]);
  });

  test('are each refused by it with one character more', async () => {
    const file = join(terraform.folder, 'cdk.tf.json');
    const text = readFileSync(file, 'utf8');
    let taken = Object.values(LONGEST);
    let refused: string[];
    // What refers to a resource that is refused is not looked at before that one is right.
    do {
      const longer = taken.reduce((changed, name) => changed.replaceAll(name, `${name}x`), text);
      writeFileSync(file, longer);
      const said = await mistakes();
      refused = taken.filter((name) => said.some((one) => one.includes(`${name}x`)));
      taken = taken.filter((name) => !refused.includes(name));
    } while (refused.length > 0);
    expect(taken).toEqual([]);
  });

  /** What Terraform says of a plan: a line of JSON each. */
  async function mistakes(): Promise<string[]> {
    const { stdout } = await terraform.try('plan', '-json');
    return stdout.split('\n').filter((line) => line.includes('"@level":"error"'));
  }
});
