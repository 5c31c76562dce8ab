import {
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { emulatedStack } from '../helpers/emulated-stack';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import { planned, type Terraform } from '../helpers/terraform';

const BUCKET = 'team-flows';

const FIELDS = {
  bucket: {
    name: BUCKET,
    keep_noncurrent_days: 30,
    lifecycle: { results: { prefix: 'results', expire_days: 90, transition_days: 30, storage_class: 'STANDARD_IA' } },
    eventbridge: true,
  },
  worker: { volumes: { data: { container_path: '/data', efs: { create: {} } } } },
  flow_runs: { task_role: {} },
  image: { repository: {}, code: { s3: {} } },
  ci_role: { github: 'acme/flows', tags: ['v*'], create_provider: true, read_api_key: true },
  output_parameters: { cluster_arn: '/team/cluster', subnet_ids: '/team/subnets', task_definition_arn: '/team/task' },
  service_discovery: { create: 'prefect.local', service: 'worker', cluster_default: true },
};

real('a bucket of flows, files of workers, a DNS namespace, a role of CI jobs and parameters, applied', () => {
  let emulator: Emulator;
  let terraform: Terraform;

  beforeAll(async () => {
    emulator = await Emulator.start();
    terraform = await emulatedStack(emulator, FIELDS);
    await terraform.apply();
  });
  afterAll(() => emulator?.stop());

  test('plans to no change, with the tasks of the worker in the namespace', async () => {
    const plan = await terraform.plan();
    expect(realChanges(plan)).toEqual([]);
    expect(planned(plan, 'aws_iam_openid_connect_provider.prefect_worker_ci')).toMatchObject({
      arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
    expect(JSON.parse(planned(plan, 'aws_iam_role.prefect_worker_ci_role')?.['assume_role_policy'])).toMatchObject({
      Statement: [
        { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' } },
      ],
    });
    expect(planned(plan, 'aws_ecs_service.prefect_worker_service')).toMatchObject({
      service_registries: [{ registry_arn: expect.stringMatching(/^arn:aws:servicediscovery:.*:service\/srv-/) }],
    });
  });

  test('workers have a way to their files in each zone', async () => {
    const { output } = await terraform.run('state', 'list');
    expect(output.match(/^aws_\S*worker.*volume\S*/gm)?.sort()).toEqual([
      'aws_efs_access_point.worker_volume_data_access',
      'aws_efs_file_system.worker_volume_data',
      'aws_efs_mount_target.worker_volume_data[0]',
      'aws_efs_mount_target.worker_volume_data[1]',
      'aws_security_group.worker_volume_data',
      'aws_security_group_rule.worker_volume_data_inbound',
      'aws_security_group_rule.workers_to_volume_data',
    ]);
  });

  test('is destroyed, but for the bucket, until somebody empties it', async () => {
    const s3 = emulator.client(S3Client);
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).toMatchObject({ Status: 'Enabled' });
    const put = () => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'results/one', Body: '1' }));
    // The emulator is reached by plain HTTP, which the policy of the bucket refuses.
    await expect(put()).rejects.toThrow();
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    await put();
    await expect(terraform.destroy()).rejects.toThrow('BucketNotEmpty');
    const { output } = await terraform.run('state', 'list');
    expect(output.match(/^aws_\S+/gm)).toEqual(['aws_s3_bucket.prefect_flows']);
    const { Versions: versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
    const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    expect(Objects).toHaveLength(1);
    await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    await terraform.destroy();
  });
});
