const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

/** The ARN of something of ECS in the account and region of the tests. */
export function ecsArn(resource: string): string {
  return `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`;
}

export interface Task {
  readonly cluster: string;
  readonly group: string;
  readonly family: string;
  readonly lastStatus?: 'PENDING' | 'RUNNING' | 'STOPPED';
  readonly startedBy?: string;
}

/**
 * What ECS sends when a task on Fargate changes its state, field by field.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function taskStateChange({ cluster, group, family, lastStatus = 'STOPPED', startedBy }: Task) {
  const id = '9f3c1d7a5b8e4f60a2c4e6d8b0f1a3c5';
  const taskArn = ecsArn(`task/${cluster}/${id}`);
  const stopped = lastStatus === 'STOPPED';
  return {
    version: '0',
    id: '3d1f6c9e-8a52-4b07-9c3e-5f7a1d2b4c68',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: ACCOUNT,
    time: '2026-11-24T10:15:42Z',
    region: REGION,
    resources: [taskArn],
    detail: {
      attachments: [
        {
          id: '5b0c2f14-7d3a-4e86-b915-0a6c8d2e4f73',
          type: 'eni',
          status: stopped ? 'DELETED' : 'ATTACHED',
          details: [
            { name: 'subnetId', value: 'subnet-0a51c9e27f3b64d80' },
            { name: 'networkInterfaceId', value: 'eni-06d8f2b4a1c3e5079' },
            { name: 'macAddress', value: '0a:4d:7c:19:e2:b5' },
            { name: 'privateDnsName', value: 'ip-10-0-0-87.ec2.internal' },
            { name: 'privateIPv4Address', value: '10.0.0.87' },
          ],
        },
      ],
      attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
      availabilityZone: 'us-east-1a',
      capacityProviderName: 'FARGATE',
      clusterArn: ecsArn(`cluster/${cluster}`),
      connectivity: 'CONNECTED',
      connectivityAt: '2026-11-24T10:12:03.211Z',
      containers: [
        {
          containerArn: ecsArn(`container/${cluster}/${id}/c7e1a9d3-2f40-4b6c-8e5d-1a3b5c7d9e0f`),
          cpu: '512',
          image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/flows:1`,
          imageDigest: `sha256:${'4e'.repeat(32)}`,
          lastStatus,
          memory: '1024',
          name: 'prefect',
          networkInterfaces: [
            { attachmentId: '5b0c2f14-7d3a-4e86-b915-0a6c8d2e4f73', privateIpv4Address: '10.0.0.87' },
          ],
          runtimeId: `${id}-3054012820`,
          taskArn,
          ...(stopped && { exitCode: 1 }),
        },
      ],
      cpu: '512',
      createdAt: '2026-11-24T10:11:58.604Z',
      desiredStatus: stopped ? 'STOPPED' : 'RUNNING',
      enableExecuteCommand: false,
      ephemeralStorage: { sizeInGiB: 20 },
      group,
      lastStatus,
      launchType: 'FARGATE',
      memory: '1024',
      overrides: { containerOverrides: [{ command: ['prefect', 'flow-run', 'execute'], cpu: 512, name: 'prefect' }] },
      platformVersion: '1.4.0',
      pullStartedAt: '2026-11-24T10:12:11.020Z',
      pullStoppedAt: '2026-11-24T10:12:29.377Z',
      startedAt: '2026-11-24T10:12:31.914Z',
      ...(startedBy !== undefined && { startedBy }),
      ...(stopped && {
        executionStoppedAt: '2026-11-24T10:15:20.480Z',
        stopCode: 'EssentialContainerExited',
        stoppedAt: '2026-11-24T10:15:42.119Z',
        stoppedReason: 'Essential container in task exited',
        stoppingAt: '2026-11-24T10:15:30.655Z',
      }),
      taskArn,
      taskDefinitionArn: ecsArn(`task-definition/${family}:3`),
      updatedAt: '2026-11-24T10:15:42.119Z',
      version: 6,
    },
  };
}

/** A flow run's task: RunTask puts a task into the group of its family. */
export function flowRunTask(cluster: string, family: string): Task {
  return { cluster, family, group: `family:${family}` };
}

/** A task that a service keeps. */
export function serviceTask(cluster: string, service: string): Task {
  return { cluster, family: service, group: `service:${service}`, startedBy: 'ecs-svc/4185306297715040321' };
}

/**
 * What ECS says of a service: that it cannot start tasks (an action), or how a deployment went (a state change).
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export function serviceEvent(
  kind: 'ECS Service Action' | 'ECS Deployment State Change',
  eventName: string,
  service: string,
) {
  const [cluster = ''] = service.split('/');
  return {
    version: '0',
    id: '7b9d0e2f-4c6a-4185-93f7-2d5e8a1c0b46',
    'detail-type': kind,
    source: 'aws.ecs',
    account: ACCOUNT,
    time: '2026-11-24T10:20:06Z',
    region: REGION,
    resources: [ecsArn(`service/${service}`)],
    detail: {
      eventType: eventName.endsWith('FAILED') ? 'ERROR' : 'WARN',
      eventName,
      ...(kind === 'ECS Service Action'
        ? { clusterArn: ecsArn(`cluster/${cluster}`), createdAt: '2026-11-24T10:20:06.480Z' }
        : {
            deploymentId: 'ecs-svc/4185306297715040321',
            updatedAt: '2026-11-24T10:20:06.480Z',
            reason: 'ECS deployment circuit breaker: task failed to start.',
          }),
    },
  };
}
