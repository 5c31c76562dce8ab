import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { EVERY_OPTION } from '../helpers/every-option';
import { copyProject, type Project } from '../helpers/project';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { planned, Terraform } from '../helpers/terraform';

const SERVICE = 'aws_ecs_service.prefect_worker_service';

/** A service’s capacity provider strategy is dropped by moto, so that the next plan makes the service anew. */
const WITHOUT_STRATEGY = [`${SERVICE} delete and create`];

real('what the workers run on', () => {
  let emulator: Emulator;
  let project: Project;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    emulator = await Emulator.start({ tasks: 1 });
    await emulator.client(S3Client).send(new CreateBucketCommand({ Bucket: 'example-terraform-state' }));
    project = copyProject(scratchFolder());
    variables = {
      ...emulator.variables,
      ...(await emulator.network()).variables,
      TF_VAR_prefect_api_key: 'the-key',
      // The emulator runs one task of each service, and an apply waits for as many as are desired.
      TF_VAR_worker_desired_count: '1',
    };
  });
  afterAll(() => emulator?.stop());

  async function stack(name: string): Promise<Terraform> {
    const terraform = new Terraform(project.stack(name), variables);
    await terraform.init();
    return terraform;
  }

  const APPLIED: readonly (readonly [what: string, example: string, prove: (terraform: Terraform) => Promise<void>])[] =
    [
      [
        'a locked-down container with a log router and EFS is applied, and plans to no change',
        'locked-down',
        async (terraform) => {
          expect(realChanges(await terraform.plan())).toEqual([]);
        },
      ],
      [
        'Spot and ARM64 with two workers is applied, and plans to no change but what moto drops',
        'spot-arm',
        async (terraform) => {
          const plan = await terraform.plan();
          expect(realChanges(plan).filter((change) => !isOfSecondWorker(change))).toEqual(WITHOUT_STRATEGY);
          expect(planned(plan, SERVICE)).toMatchObject({
            capacity_provider_strategy: expect.arrayContaining([
              { capacity_provider: 'FARGATE', base: 1, weight: 0 },
              { capacity_provider: 'FARGATE_SPOT', base: null, weight: 1 },
            ]),
          });
          expect(await terraform.outputs()).toMatchObject({
            prefect_worker_further_service_ids: {
              reports: expect.stringMatching(/prefect-worker-spot-arm-reports$/),
            },
          });
        },
      ],
      [
        'instances are applied, and plan to no change but what moto drops',
        'ec2',
        async (terraform) => {
          const plan = await terraform.plan();
          expect(realChanges(plan).filter((change) => !isOfTemplate(change))).toEqual(WITHOUT_STRATEGY);
          expect(planned(plan, SERVICE)).toMatchObject({
            capacity_provider_strategy: [{ capacity_provider: 'prefect-worker-ec2', weight: 1 }],
          });
        },
      ],
    ];

  test.each(sampled(APPLIED, 2))('%s', async (_, example, prove) => {
    const terraform = await stack(example);
    await terraform.apply();
    await prove(terraform);
  });

  // Plan alone: moto’s application autoscaling lists no tags, and the provider tries again for minutes.
  test('office hours with autoscaling plan as the stack file says', async () => {
    const plan = await (await stack('office-hours')).plan();
    expect(planned(plan, 'aws_appautoscaling_target.prefect_worker')).toMatchObject({
      min_capacity: 1,
      max_capacity: 4,
      resource_id: 'service/prefect-worker-office-hours/prefect-worker-office-hours',
    });
    expect(planned(plan, 'aws_appautoscaling_scheduled_action.prefect_worker_evening')).toMatchObject({
      schedule: 'cron(0 19 ? * MON-FRI *)',
      timezone: 'Europe/Zurich',
      scalable_target_action: [{ min_capacity: '0', max_capacity: '0' }],
    });
    expect(planned(plan, SERVICE)).toMatchObject({ enable_execute_command: true });
  });

  test.each(sampled(Object.entries(EVERY_OPTION), 2))('every option of %s is planned', async (_, fields) => {
    const folder = join(scratchFolder(), 'test');
    writeStack(folder, environmentOf(fields));
    // Nothing is applied: as many tasks as the stack file says.
    const { TF_VAR_worker_desired_count: _count, ...asked } = variables;
    const terraform = new Terraform(folder, { ...asked, TF_VAR_worker_secret_made: 'a-value' });
    await terraform.init();
    expect((await terraform.plan()).resource_changes.length).toBeGreaterThan(15);
  });
});

/** moto takes the tags of a launch template for those of its instances. */
function isOfTemplate(change: string): boolean {
  return /^aws_launch_template\.prefect_worker_instances_template\.(default_version|latest_version|tag_specifications)$/.test(
    change,
  );
}

/** The gaps of emulator-gaps.ts are named for the first worker’s service alone. */
function isOfSecondWorker(change: string): boolean {
  return /^aws_ecs_service\.prefect_worker_service_reports\.(availability_zone_rebalancing|enable_ecs_managed_tags)$/.test(
    change,
  );
}
