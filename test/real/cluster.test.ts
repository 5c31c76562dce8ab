import { DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs';
import { emulatedStack } from '../helpers/emulated-stack';
import { Emulator } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { real } from '../helpers/real';
import { planned, type Terraform } from '../helpers/terraform';

const SERVICE = 'aws_ecs_service.prefect_worker_service';

/** Spot behind one task on demand, sessions in a bucket, a client of Service Connect, and flow runs elsewhere. */
const FIELDS = {
  capacity: { type: 'cluster_default' },
  cluster: {
    default_strategy: [
      { capacity_provider: 'FARGATE', base: 1 },
      { capacity_provider: 'FARGATE_SPOT', weight: 3 },
    ],
    execute_command: { bucket: 'team-audit', bucket_prefix: 'prefect', bucket_encrypted: true },
  },
  service: { enable_execute_command: true, service_connect: { namespace: 'internal' } },
  flow_runs: { cluster: 'batch' },
};

real('a cluster with a default strategy, applied', () => {
  let emulator: Emulator;
  let terraform: Terraform;

  beforeAll(async () => {
    emulator = await Emulator.start();
    terraform = await emulatedStack(emulator, FIELDS);
  });
  afterAll(() => emulator?.stop());

  test('plans a service that follows it, and reaches a server by its short name', async () => {
    expect(planned(await terraform.plan(), SERVICE)).toMatchObject({
      capacity_provider_strategy: [],
      service_connect_configuration: [{ enabled: true, namespace: 'internal' }],
    });
    await terraform.applyPlan();
  });

  test('has the strategy and the place of the sessions', async () => {
    const { clusters } = await emulator
      .client(ECSClient)
      .send(new DescribeClustersCommand({ clusters: ['prefect-worker-test'], include: ['CONFIGURATIONS'] }));
    const [cluster] = clusters ?? [];
    expect(new Set(cluster?.capacityProviders)).toEqual(new Set(['FARGATE', 'FARGATE_SPOT']));
    expect(cluster?.defaultCapacityProviderStrategy).toHaveLength(2);
    expect(cluster?.defaultCapacityProviderStrategy).toEqual(
      expect.arrayContaining([
        { capacityProvider: 'FARGATE', base: 1, weight: 1 },
        expect.objectContaining({ capacityProvider: 'FARGATE_SPOT', weight: 3 }),
      ]),
    );
    expect(cluster).toMatchObject({
      configuration: {
        executeCommandConfiguration: {
          logging: 'OVERRIDE',
          logConfiguration: { s3BucketName: 'team-audit', s3KeyPrefix: 'prefect', s3EncryptionEnabled: true },
        },
      },
    });
  });

  test('changes nothing with the next apply but what moto’s CreateService does not store', async () => {
    expect(realChanges(await terraform.plan())).toEqual([`${SERVICE}.enable_execute_command`]);
  });

  test('tells the work pool of the other cluster', async () => {
    const template = JSON.parse(String((await terraform.outputs())['prefect_base_job_template']));
    expect(template.variables.properties.cluster.default).toBe('arn:aws:ecs:us-east-1:111122223333:cluster/batch');
  });
});
