import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { SAMPLES } from '../helpers/readme-samples';
import { real } from '../helpers/real';
import { environmentOf, REQUIRED, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { type Plan, Terraform } from '../helpers/terraform';

/** What README.md keeps of preset: reference at first; each step removes some of it. */
const { fields: KEPT } = SAMPLES.find(
  ({ fields }) => fields['preset'] === 'hardened' && 'worker_extra_pip_packages' in fields,
) as (typeof SAMPLES)[number];

const REPLACED_TASK = 'aws_ecs_task_definition.prefect_worker_task_definition create and delete';

/** What a plan creates, deletes or replaces when these fields are removed. */
const STEPS: readonly (readonly [fields: readonly string[], whole: readonly string[]])[] = [
  [
    ['crash_detection'],
    [
      'aws_cloudwatch_event_rule.prefect_worker_events_rule create',
      'aws_cloudwatch_event_target.prefect_worker_events_target create',
      REPLACED_TASK,
      'aws_sqs_queue.prefect_worker_events create',
      'aws_sqs_queue.prefect_worker_events_failed create',
      'aws_sqs_queue.prefect_worker_events_undelivered create',
    ],
  ],
  [['service'], []],
  [['worker'], [REPLACED_TASK]],
  [['worker_image', 'worker_extra_pip_packages'], [REPLACED_TASK]],
  [['prefect'], [REPLACED_TASK]],
];

real('a stack with preset: reference, step by step on the way to hardened', () => {
  let emulator: Emulator;
  let terraform: Terraform;
  let place: object;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { vpcId: vpc_id, subnets: worker_subnets } = await emulator.network();
    place = { vpc_id, worker_subnets: [...worker_subnets] };
    terraform = new Terraform(scratchFolder(), { ...emulator.variables, TF_VAR_prefect_api_key: 'not-a-key' });
    writeStack(terraform.folder, environmentOf({ preset: 'reference', ...place }));
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => emulator?.stop());

  function planWithout(...removed: readonly string[]): Promise<Plan> {
    const kept = Object.entries(KEPT).filter(([field]) => !removed.includes(field));
    writeStack(terraform.folder, environmentOf({ ...Object.fromEntries(kept), ...place }));
    return terraform.plan();
  }

  test('first takes the key out of the state and gives the roles what they need', async () => {
    const plan = await planWithout();
    expect(whole(plan)).toEqual([
      'aws_cloudwatch_log_group.prefect_flow_runs create',
      REPLACED_TASK,
      'aws_iam_role_policy.allow_create_log_group delete',
      'aws_iam_role_policy.prefect_flow_runs_execution create',
      'aws_iam_role_policy.prefect_worker_write_logs create',
      'aws_iam_role_policy_attachment.prefect_worker_ecs_policy delete',
      'aws_secretsmanager_secret_version.prefect_api_key_version create and delete',
    ]);
    await terraform.applyPlan();
    const { stdout: state } = await terraform.run('state', 'pull');
    expect(state).toContain('aws_secretsmanager_secret_version');
    expect(state).not.toContain('not-a-key');
  });

  test('then closes all ways out but HTTPS', async () => {
    const plan = await planWithout('network');
    expect(whole(plan)).toEqual(['aws_security_group_rule.network_outbound create and delete']);
    await terraform.applyPlan();
  });

  test.each(STEPS)('without %j restarts the tasks at most', async (fields, expected) => {
    expect(whole(await planWithout('network', ...fields))).toEqual(expected);
  });

  test('ends with nothing but the preset', () => {
    const removed = ['network', ...STEPS.flatMap(([fields]) => fields)];
    const rest = Object.keys(KEPT).filter((field) => !removed.includes(field));
    expect(rest.sort()).toEqual([...Object.keys(REQUIRED), 'preset'].sort());
  });
});

/** What a plan creates, deletes or replaces. */
function whole(plan: Plan): string[] {
  return realChanges(plan)
    .filter((change) => change.includes(' '))
    .sort();
}
