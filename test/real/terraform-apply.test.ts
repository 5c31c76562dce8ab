import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { TESTED_TAG } from '../../src/values/prefect-versions';
import { logGroupNamed, nearestExistingPath, roleNamed, secretNamed, workerNamed } from '../helpers/aws';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { changes, DROPPED_BY_UPDATES, realChanges } from '../helpers/emulator-gaps';
import { copyProject } from '../helpers/project';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';

const BUCKET = { Bucket: 'example-terraform-state' };

real('prod, applied by plain Terraform with its state in S3', () => {
  let emulator: Emulator;
  let terraform: Terraform;
  let s3: S3Client;

  beforeAll(async () => {
    emulator = await Emulator.start({ tasks: 2 });
    s3 = emulator.client(S3Client);
    await s3.send(new CreateBucketCommand(BUCKET));
    const { variables } = await emulator.network();
    terraform = new Terraform(copyProject(scratchFolder()).stack('prod'), {
      ...emulator.variables,
      ...variables,
      TF_VAR_prefect_api_key: 'the-key',
    });
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => emulator?.stop());

  async function objects(): Promise<(string | undefined)[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command(BUCKET));
    return Contents.map(({ Key }) => Key);
  }

  test('keeps the state at its key, and no lock behind', async () => {
    expect(await objects()).toEqual(['prefect-ecs-worker/prod.tfstate']);
    const { Body } = await s3.send(new GetObjectCommand({ ...BUCKET, Key: 'prefect-ecs-worker/prod.tfstate' }));
    expect(await Body?.transformToString()).toContain('"aws_ecs_service"');
  });

  test('locks the state with a file beside it while it works', async () => {
    const planning = terraform.run('plan', '-lock-timeout=60s');
    const seen = new Set<string | undefined>();
    const done = planning.then(() => true);
    while (!(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 50, false))])))
      for (const key of await objects()) seen.add(key);
    expect(seen).toContain('prefect-ecs-worker/prod.tfstate.tflock');
  });

  test('runs the two tasks that prod.yaml asks for, with its image and size', async () => {
    const { service, definition, container } = await workerNamed(emulator, 'prod');
    expect(service).toMatchObject({ desiredCount: 2, runningCount: 2 });
    expect(definition).toMatchObject({ cpu: '1024', memory: '2048' });
    expect(container.image).toBe(`${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/prefect-aws:${TESTED_TAG}`);
  });

  test('keeps the logs for a year, and the key in the secret', async () => {
    expect(await logGroupNamed(emulator, 'prefect-worker-log-group-prod')).toMatchObject({ retentionInDays: 365 });
    expect((await secretNamed(emulator, 'prefect-api-key-prod')).value).toBe('the-key');
  });

  test('lets ECS pull this one repository', async () => {
    const { policies } = await roleNamed(emulator, 'prefect-worker-execution-role-prod');
    expect(policies['prefect-worker-pull-image-prod']?.Statement).toMatchObject([
      { Sid: 'EcrLogin', Resource: '*' },
      { Sid: 'EcrPull', Resource: `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/prefect-aws` },
    ]);
  });

  test('gives the 5 outputs of the reference, and what people ask for next', async () => {
    const { prefect_base_job_template: template, ...outputs } = await terraform.outputs();
    expect(JSON.parse(template as string).variables.properties.cluster.default).toBe(
      outputs['prefect_worker_cluster_arn'],
    );
    expect(outputs).toEqual({
      prefect_flow_image_repository: expect.stringMatching(/\/prefect-flows-prod$/),
      prefect_flow_run_log_group: 'prefect-flow-runs-prod',
      prefect_flow_run_logs_command: 'aws logs tail prefect-flow-runs-prod --region us-east-1 --since 1h --follow',
      prefect_work_pool_create_command: expect.stringContaining('prefect work-pool create ecs-pool-prod --type ecs'),
      prefect_work_pool_update_command: expect.stringContaining('prefect work-pool update ecs-pool-prod'),
      prefect_worker_cluster_arn: `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/prefect-worker-prod`,
      prefect_worker_cluster_name: 'prefect-worker-prod',
      prefect_worker_event_queue_command: expect.stringContaining('--queue-name prefect-worker-events-prod --region'),
      prefect_worker_event_queue_name: 'prefect-worker-events-prod',
      prefect_worker_execution_role_arn: `arn:aws:iam::${ACCOUNT}:role/prefect-worker-execution-role-prod`,
      prefect_worker_log_group: 'prefect-worker-log-group-prod',
      prefect_worker_logs_command: 'aws logs tail prefect-worker-log-group-prod --region us-east-1 --since 1h --follow',
      prefect_worker_region: 'us-east-1',
      prefect_worker_security_group: expect.stringMatching(/^sg-/),
      prefect_worker_service_id: `arn:aws:ecs:us-east-1:${ACCOUNT}:service/prefect-worker-prod/prefect-worker-prod`,
      prefect_worker_service_url:
        'https://console.aws.amazon.com/ecs/v2/clusters/prefect-worker-prod/services/prefect-worker-prod?region=us-east-1',
      prefect_worker_task_role_arn: `arn:aws:iam::${ACCOUNT}:role/prefect-worker-task-role-prod`,
    });
  });

  test('then plans to no change', async () => {
    expect(realChanges(await terraform.plan())).toEqual([]);
  });

  test('plans to no change of what is ours after a second apply, by which the emulator holds what it dropped', async () => {
    await terraform.applyPlan();
    expect(changes(await terraform.plan())).toEqual(DROPPED_BY_UPDATES);
  });

  test('refuses another account than prod.yaml names', async () => {
    const elsewhere = await Emulator.start({ account: '999988887777' });
    await elsewhere.client(S3Client).send(new CreateBucketCommand(BUCKET));
    const { status, output } = await terraform.with(elsewhere.variables).try('plan', '-refresh=false');
    elsewhere.stop();
    expect([status, output]).toEqual([1, expect.stringContaining('AWS account ID not allowed: 999988887777')]);
  });

  test('terraform destroy leaves nothing but the empty state', async () => {
    await terraform.destroy();
    expect(await nearestExistingPath(emulator)).toEqual([]);
    expect(await objects()).toEqual(['prefect-ecs-worker/prod.tfstate']);
  });
});
