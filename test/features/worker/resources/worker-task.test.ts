import { HEALTH_CHECK, workerHealthCheck } from '../../../../src/features/worker/resources/worker-health';
import { WorkerTask, type WorkerTaskProps } from '../../../../src/features/worker/resources/worker-task';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { Expression } from '../../../../src/terraform/terraform-text';
import { documentAt, inStack, resourceAt, type Terraform } from '../../../helpers/synthesized';

const TASK = 'aws_ecs_task_definition.prefect_worker_task_definition';

const LOG = { logDriver: 'awslogs', options: { 'awslogs-group': 'log-group' } };

function container(guarded: boolean): WorkerTaskProps['container'] {
  return {
    name: 'container',
    image: new Expression('var.image'),
    command: ['prefect', 'worker', 'start', '-p', new Expression('var.pool')],
    secrets: [{ name: 'PREFECT_API_KEY', valueFrom: 'arn-of-the-key' }],
    logConfiguration: LOG,
    ...(guarded && { healthCheck: workerHealthCheck({}) }),
  };
}

function task(guarded: boolean, props: Partial<WorkerTaskProps> = {}): Terraform {
  return inTask(guarded, () => props);
}

function inTask(guarded: boolean, props: (aws: AwsContext) => Partial<WorkerTaskProps>): Terraform {
  return inStack(
    (scope) =>
      new WorkerTask(scope, 'task', {
        family: 'family',
        container: container(guarded),
        cpu: new Expression('var.cpu'),
        memory: new Expression('var.memory'),
        environment: [{ name: 'PREFECT_API_URL', value: 'https://prefect.example/api' }],
        extraPipPackages: new Expression('var.packages'),
        executionRoleArn: 'arn-of-the-execution-role',
        taskRoleArn: 'arn-of-the-task-role',
        runsOn: 'FARGATE',
        leavesOutEmptyPackages: guarded,
        keepRevisions: guarded,
        ...(guarded && { architecture: 'X86_64' }),
        ...props(new AwsContext(scope, 'aws')),
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
  image: '${var.image}',
  command: ['prefect', 'worker', 'start', '-p', '${var.pool}'],
  cpu: '${var.cpu}',
  memory: '${var.memory}',
  environment: [
    { name: 'PREFECT_API_URL', value: 'https://prefect.example/api' },
    { name: 'EXTRA_PIP_PACKAGES', value: '${var.packages}' },
  ],
  secrets: [{ name: 'PREFECT_API_KEY', valueFrom: 'arn-of-the-key' }],
  logConfiguration: LOG,
};

test('a task that is not guarded is what the reference has', () => {
  const terraform = task(false);
  expect(resourceAt(terraform, TASK)).toEqual(DEFINITION);
  expect(documentAt(terraform, TASK, 'container_definitions')).toEqual([CONTAINER]);
});

test('a task says nothing of what it has not: secrets, a log, a role of its own', () => {
  const terraform = task(false, {
    container: { ...container(false), secrets: [], logConfiguration: undefined },
    taskRoleArn: undefined,
  });
  const { task_role_arn: _, ...definition } = DEFINITION;
  const { secrets: _secrets, logConfiguration: _log, ...others } = CONTAINER;
  expect(resourceAt(terraform, TASK)).toEqual(definition);
  expect(documentAt(terraform, TASK, 'container_definitions')).toEqual([others]);
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

  test('answers a health check', () => {
    expect(container).toEqual({
      ...CONTAINER,
      environment: expect.any(String),
      healthCheck: HEALTH_CHECK,
    });
  });

  test('has EXTRA_PIP_PACKAGES only when there are any', () => {
    const api = '{ name = "PREFECT_API_URL", value = "https://prefect.example/api" }';
    const packages = '{ name = "EXTRA_PIP_PACKAGES", value = var.packages }';
    expect(container?.['environment']).toBe(`\${concat([${api}], var.packages == "" ? [] : [${packages}])}`);
  });

  test('has references in its environment under a local name', () => {
    const withReference = inTask(true, ({ accountId }) => ({
      environment: [{ name: 'ARN', value: `arn:aws:iam::${accountId}:role/x` }],
    }));
    expect(withReference.locals).toEqual({
      worker_variables: { ARN: 'arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/x' },
    });
    const [own] = documentAt(withReference, TASK, 'container_definitions') as Record<string, unknown>[];
    expect(own?.['environment']).toContain('[{ name = "ARN", value = "${local.worker_variables.ARN}" }]');
  });

  test('has no key in its environment, but where to find it', () => {
    expect(JSON.stringify(container?.['environment'])).not.toContain('API_KEY');
  });
});
