import { documentAt, resourceAt, stackOf, type Terraform } from '../helpers/synthesized';

const SERVICE = 'aws_ecs_service.prefect_worker_service';
const TASK = 'aws_ecs_task_definition.prefect_worker_task_definition';

function container(terraform: Terraform): Record<string, unknown> {
  const [only] = documentAt(terraform, TASK, 'container_definitions') as Record<string, unknown>[];
  return only as Record<string, unknown>;
}

function apiKeyFrom(terraform: Terraform): unknown {
  const [secret] = container(terraform)['secrets'] as { name: string; valueFrom: string }[];
  return secret;
}

describe('the hardened worker', () => {
  const hardened = stackOf({ api_key: { version: 4 } });

  test('waits for all that its first task needs', () => {
    const waitsFor = resourceAt(hardened, SERVICE)['depends_on'] as string[];
    expect([...waitsFor].sort()).toEqual([
      'aws_cloudwatch_event_target.prefect_worker_events_target',
      'aws_ecs_cluster_capacity_providers.prefect_worker_cluster_capacity_providers',
      'aws_iam_role_policy.prefect_flow_runs_execution',
      'aws_iam_role_policy.prefect_worker_allow_ecs_task',
      'aws_iam_role_policy.prefect_worker_pull_image',
      'aws_iam_role_policy.prefect_worker_write_logs',
      'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
      'aws_secretsmanager_secret_version.prefect_api_key_version',
      'aws_security_group_rule.network_outbound',
      'aws_sqs_queue.prefect_worker_events',
    ]);
  });

  test('has its key written past plan and state, and injected by version', () => {
    expect(resourceAt(hardened, 'aws_secretsmanager_secret_version.prefect_api_key_version')).toMatchObject({
      secret_string_wo: '${var.prefect_api_key}',
      secret_string_wo_version: 4,
    });
    expect(apiKeyFrom(hardened)).toEqual({
      name: 'PREFECT_API_KEY',
      valueFrom:
        '${aws_secretsmanager_secret.prefect_api_key.arn}:::${aws_secretsmanager_secret_version.prefect_api_key_version.version_id}',
    });
  });

  test('mentions the key in the secret and nowhere else', () => {
    expect(JSON.stringify(hardened.resource).match(/var\.prefect_api_key/g)).toHaveLength(1);
  });
});

describe('the worker of the reference', () => {
  const reference = stackOf({ preset: 'reference' });

  test('waits for nothing', () => {
    expect(resourceAt(reference, SERVICE)).not.toHaveProperty('depends_on');
  });

  test('installs packages at every start, and answers no health check', () => {
    expect(container(reference)).not.toHaveProperty('healthCheck');
    expect(container(reference)['environment']).toContainEqual({
      name: 'EXTRA_PIP_PACKAGES',
      value: '${var.worker_extra_pip_packages}',
    });
  });
});

describe.each(['hardened', 'reference'])('a %s worker with an existing secret', (preset) => {
  const secret_arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/prefect-AbC123';
  const terraform = stackOf({ preset, api_key: { secret_arn } });

  test('reads its key from there', () => {
    expect(apiKeyFrom(terraform)).toEqual({ name: 'PREFECT_API_KEY', valueFrom: secret_arn });
  });

  test('neither makes a secret nor hears of a key', () => {
    expect(JSON.stringify(terraform)).not.toMatch(/aws_secretsmanager|var\.prefect_api_key/);
  });
});

test('every size, count and name is an input, so that a tfvars file can set another', () => {
  const { resource } = stackOf();
  const text = JSON.stringify(resource);
  for (const value of ['vpc-', 'subnet-', 'my-ecs-pool', '6e02a1db', '54cdfc71', 'prefect-aws']) {
    expect(text).not.toContain(value);
  }
});
