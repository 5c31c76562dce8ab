import { Expression } from '../../src/constructs/terraform-text';
import { HEALTH_CHECK } from '../../src/constructs/worker-health';
import { WorkerTask } from '../../src/constructs/worker-task';
import { documentAt, inStack, resourceAt, type Terraform } from '../helpers/synthesized';

const TASK = 'aws_ecs_task_definition.prefect_worker_task_definition';

function task(guarded: boolean): Terraform {
  return inStack(
    (scope) =>
      new WorkerTask(scope, 'task', {
        family: 'family',
        containerName: 'container',
        image: new Expression('var.image'),
        workPoolName: new Expression('var.pool'),
        workerType: new Expression('var.type'),
        cpu: new Expression('var.cpu'),
        memory: new Expression('var.memory'),
        apiUrl: 'https://prefect.example/api',
        extraPipPackages: new Expression('var.packages'),
        apiKeyFrom: 'arn-of-the-key',
        logGroup: 'log-group',
        region: 'us-east-1',
        executionRoleArn: 'arn-of-the-execution-role',
        taskRoleArn: 'arn-of-the-task-role',
        guarded,
      }),
  );
}

const DEFINITION = {
  family: 'family',
  cpu: '${var.cpu}',
  memory: '${var.memory}',
  requires_compatibilities: ['FARGATE'],
  network_mode: 'awsvpc',
  execution_role_arn: 'arn-of-the-execution-role',
  task_role_arn: 'arn-of-the-task-role',
  container_definitions: expect.any(String),
};

const CONTAINER = {
  name: 'container',
  image: '${jsonencode(var.image)}',
  command: ['prefect', 'worker', 'start', '-p', '${jsonencode(var.pool)}', '--type', '${jsonencode(var.type)}'],
  cpu: '${jsonencode(var.cpu)}',
  memory: '${jsonencode(var.memory)}',
  environment: [
    { name: 'PREFECT_API_URL', value: 'https://prefect.example/api' },
    { name: 'EXTRA_PIP_PACKAGES', value: '${jsonencode(var.packages)}' },
  ],
  secrets: [{ name: 'PREFECT_API_KEY', valueFrom: 'arn-of-the-key' }],
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': 'log-group',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'container',
    },
  },
};

test('a task that is not guarded is what the reference has', () => {
  const terraform = task(false);
  expect(resourceAt(terraform, TASK)).toEqual(DEFINITION);
  expect(documentAt(terraform, TASK, 'container_definitions')).toEqual([CONTAINER]);
});

describe('a guarded task', () => {
  const terraform = task(true);
  const [container] = documentAt(terraform, TASK, 'container_definitions') as Record<string, unknown>[];

  test('says its platform, and keeps its revisions for a way back', () => {
    expect(resourceAt(terraform, TASK)).toEqual({
      ...DEFINITION,
      runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'X86_64' },
      skip_destroy: true,
    });
  });

  test('answers a health check, and makes no work pool on the fly', () => {
    expect(container).toEqual({
      ...CONTAINER,
      command: [...CONTAINER.command, '--with-healthcheck', '--no-create-pool-if-not-found'],
      environment: expect.any(String),
      healthCheck: HEALTH_CHECK,
    });
  });

  test('has EXTRA_PIP_PACKAGES only when there are any', () => {
    const api = '{ name = "PREFECT_API_URL", value = "https://prefect.example/api" }';
    const packages = '{ name = "EXTRA_PIP_PACKAGES", value = var.packages }';
    expect(container?.['environment']).toBe(
      `\${jsonencode(concat([${api}], var.packages == "" ? [] : [${packages}]))}`,
    );
  });

  test('has no key in its environment, but where to find it', () => {
    expect(JSON.stringify(container?.['environment'])).not.toContain('API_KEY');
  });
});
