import { WorkerCluster } from '../../../../src/features/cluster/resources/worker-cluster';
import {
  type ServiceSettings,
  WorkerService,
  type WorkerServiceProps,
} from '../../../../src/features/service/resources/worker-service';
import { inStack, resourceAt } from '../../../helpers/synthesized';

/** Stands for the task definition's ARN: any reference will do. */
const TASK = 'aws_ecs_cluster.prefect_worker_cluster.id';

const GUARDED: ServiceSettings = {
  circuitBreaker: { enable: true, rollback: true },
  waitForSteadyState: true,
  availabilityZoneRebalancing: 'ENABLED',
  enableEcsManagedTags: true,
  propagateTags: 'SERVICE',
  timeouts: { create: '20m', update: '20m', delete: '20m' },
};

function service(settings: ServiceSettings, waits = true, props: Partial<WorkerServiceProps> = {}) {
  const terraform = inStack((scope) => {
    const cluster = new WorkerCluster(scope, 'cluster', { name: 'x' });
    new WorkerService(scope, 'service', {
      name: 'prefect-worker-dev',
      clusterId: 'cluster-id',
      clusterName: 'cluster-name',
      taskDefinitionArn: cluster.id,
      desiredCount: 2,
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1', 'sg-2'],
      assignPublicIp: false,
      after: waits ? [...cluster.ready] : [],
      settings,
      ignore: [],
      ...props,
    });
  });
  return resourceAt(terraform, 'aws_ecs_service.prefect_worker_service');
}

const MINIMAL = {
  name: 'prefect-worker-dev',
  cluster: 'cluster-id',
  desired_count: 2,
  launch_type: 'FARGATE',
  task_definition: `\${${TASK}}`,
  network_configuration: { assign_public_ip: false, security_groups: ['sg-1', 'sg-2'], subnets: ['subnet-1'] },
};

test('a service that is not guarded is what the reference has', () => {
  expect(service({}, false)).toEqual(MINIMAL);
});

test('a service waits for what it is told to, guarded or not', () => {
  expect(service({})).toEqual({
    ...MINIMAL,
    depends_on: ['aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers'],
  });
});

test('a service gives each task a public address only where it is told to', () => {
  expect(service({}, false, { assignPublicIp: true })).toEqual({
    ...MINIMAL,
    network_configuration: { ...MINIMAL.network_configuration, assign_public_ip: true },
  });
});

describe('a guarded service', () => {
  const guarded = service(GUARDED);

  test('adds to that nothing but guards', () => {
    expect(guarded).toEqual({
      ...MINIMAL,
      depends_on: ['aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers'],
      wait_for_steady_state: true,
      deployment_circuit_breaker: { enable: true, rollback: true },
      availability_zone_rebalancing: 'ENABLED',
      enable_ecs_managed_tags: true,
      propagate_tags: 'SERVICE',
      timeouts: { create: '20m', update: '20m', delete: '20m' },
      lifecycle: expect.any(Object),
    });
  });

  test('fails the apply when another task definition runs than the one that was applied, and says where to look', () => {
    const { postcondition } = guarded['lifecycle'] as { postcondition: unknown[] };
    expect(postcondition).toEqual([
      {
        condition: `\${(self.task_definition == ${TASK})}`,
        error_message: expect.stringContaining(
          "aws ecs describe-services --cluster cluster-name --services prefect-worker-dev --query 'services[0].events[:10].message'",
        ),
      },
    ]);
  });

  test('is not told that its revision must run where others deploy', () => {
    expect(service(GUARDED, true, { ignore: ['task_definition'] })['lifecycle']).toEqual({
      ignore_changes: ['task_definition'],
    });
  });
});
