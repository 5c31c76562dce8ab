import { PRESETS } from '../../src/environment/presets';
import {
  activeRevisions,
  logGroupNamed,
  nearestExistingPath,
  roleNamed,
  secretNamed,
  securityGroupNamed,
  workerNamed,
} from '../helpers/aws';
import { ACCOUNT, Emulator, type Network } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { copyProject, type Project } from '../helpers/project';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';

const TAGS = { Team: 'data-platform', Repository: 'data-infrastructure', Environment: 'dev' };
const HERE = `arn:aws:ecs:us-east-1:${ACCOUNT}`;

real('dev, deployed by cdktf deploy from what is committed', () => {
  let emulator: Emulator;
  let network: Network;
  let project: Project;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await emulator.network();
    project = copyProject(scratchFolder());
    variables = { ...emulator.variables, ...network.variables, TF_VAR_prefect_api_key: 'the-key' };
    await cdktf('deploy', '--auto-approve');
  });
  afterAll(() => emulator?.stop());

  function cdktf(command: string, ...args: string[]) {
    return project.cdktf([command, 'dev', '--skip-provider-lock', ...args], variables);
  }

  test('makes these things', async () => {
    expect((await nearestExistingPath(emulator)).sort()).toEqual([
      'cluster prefect-worker-dev',
      'log group prefect-flow-runs-dev',
      'log group prefect-worker-log-group-dev',
      'queue prefect-worker-events-dev',
      'queue prefect-worker-events-failed-dev',
      'queue prefect-worker-events-undelivered-dev',
      'role prefect-worker-execution-role-dev',
      'role prefect-worker-task-role-dev',
      'rule prefect-worker-events-dev',
      'secret prefect-api-key-dev',
      'security group prefect-worker-sg-dev',
      'service prefect-worker-dev',
    ]);
  });

  test('runs one task in the given subnets, without a public address', async () => {
    const { service } = await workerNamed(emulator, 'dev');
    expect(service).toMatchObject({
      desiredCount: 1,
      launchType: 'FARGATE',
      propagateTags: 'SERVICE',
      tags: expect.arrayContaining(Object.entries(TAGS).map(([key, value]) => ({ key, value }))),
      networkConfiguration: {
        awsvpcConfiguration: {
          assignPublicIp: 'DISABLED',
          subnets: expect.arrayContaining([...network.subnets]),
          securityGroups: [(await securityGroupNamed(emulator, 'prefect-worker-sg-dev'))?.GroupId],
        },
      },
    });
  });

  test('runs the container that dev.yaml describes', async () => {
    const { definition, container } = await workerNamed(emulator, 'dev');
    const secret = await secretNamed(emulator, 'prefect-api-key-dev');
    expect(definition).toMatchObject({
      family: 'prefect-worker-dev',
      cpu: '256',
      memory: '1024',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/prefect-worker-execution-role-dev`,
      taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/prefect-worker-task-role-dev`,
    });
    expect(container).toMatchObject({
      name: 'prefect-worker-dev',
      image: PRESETS.hardened.workerImage,
      cpu: 256,
      memory: 1024,
      command: [
        ...['prefect', 'worker', 'start', '-p', 'ecs-pool-dev', '--type', 'ecs'],
        ...['--with-healthcheck', '--no-create-pool-if-not-found'],
      ],
      environment: [
        {
          name: 'PREFECT_API_URL',
          value:
            'https://api.prefect.cloud/api/accounts/6e02a1db-07de-4760-a15d-60d8fe0b04e1/workspaces/54cdfc71-9f13-41ba-9492-e1cf24eed185',
        },
        { name: 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME', value: 'prefect-worker-events-dev' },
        { name: 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_REGION', value: 'us-east-1' },
        { name: 'AWS_MAX_ATTEMPTS', value: '10' },
        { name: 'AWS_RETRY_MODE', value: 'adaptive' },
      ],
      secrets: [{ name: 'PREFECT_API_KEY', valueFrom: `${secret.arn}:::${secret.version}` }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': 'prefect-worker-log-group-dev',
          'awslogs-region': 'us-east-1',
          'awslogs-stream-prefix': 'prefect-worker-dev',
        },
      },
      healthCheck: { interval: 30, timeout: 10, retries: 3, startPeriod: 120 },
    });
    expect(container.healthCheck?.command?.slice(0, 3)).toEqual(['CMD', 'python', '-c']);
  });

  test('keeps the key in the secret, and the logs for a week', async () => {
    expect((await secretNamed(emulator, 'prefect-api-key-dev')).value).toBe('the-key');
    expect(await logGroupNamed(emulator, 'prefect-worker-log-group-dev')).toMatchObject({ retentionInDays: 7 });
  });

  test('lets nothing in, and HTTPS out', async () => {
    const group = await securityGroupNamed(emulator, 'prefect-worker-sg-dev');
    expect(group).toMatchObject({ VpcId: network.vpcId, IpPermissions: [] });
    expect(group?.IpPermissionsEgress).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ]);
  });

  test.each(['execution', 'task'])('tags the %s role, and lets only this account’s tasks take it', async (kind) => {
    const { trust, tags } = await roleNamed(emulator, `prefect-worker-${kind}-role-dev`);
    expect(tags).toEqual(TAGS);
    expect(trust.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnLike: { 'aws:SourceArn': `${HERE}:*` },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      },
    ]);
  });

  test('gives ECS the key and the logs, and of images nothing: this one is not in ECR', async () => {
    const { policies } = await roleNamed(emulator, 'prefect-worker-execution-role-dev');
    expect(resources(policies)).toEqual({
      'ssm-allow-read-prefect-api-key-dev/ReadSecrets': `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:prefect-api-key-dev-??????`,
      'prefect-flow-execution-dev/WriteFlowRunLogs': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:prefect-flow-runs-dev:log-stream:*`,
      'prefect-worker-write-logs-dev/WriteLogs': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:prefect-worker-log-group-dev:log-stream:*`,
    });
  });

  test('gives the worker its pool’s tasks in its cluster', async () => {
    const { policies } = await roleNamed(emulator, 'prefect-worker-task-role-dev');
    expect(resources(policies)).toEqual({
      'prefect-worker-allow-ecs-task-dev/RunFlowTasks': `${HERE}:task-definition/prefect_ecs-pool-dev_*`,
      'prefect-worker-allow-ecs-task-dev/RegisterFlowTaskDefinitions': '*',
      'prefect-worker-allow-ecs-task-dev/ReadTaskDefinitions': '*',
      'prefect-worker-allow-ecs-task-dev/TagFlowTasks': `${HERE}:task/prefect-worker-dev/*`,
      'prefect-worker-allow-ecs-task-dev/WatchAndStopFlowTasks': `${HERE}:task/prefect-worker-dev/*`,
      'prefect-worker-allow-ecs-task-dev/PassFlowRoles': `arn:aws:iam::${ACCOUNT}:role/prefect-worker-execution-role-dev`,
      'prefect-worker-allow-ecs-task-dev/ConsumeTaskEvents': `arn:aws:sqs:us-east-1:${ACCOUNT}:prefect-worker-events-dev`,
      'prefect-worker-allow-ecs-task-dev/ReadCrashLogs': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:prefect-flow-runs-dev:log-stream:*`,
    });
  });

  test('then plans to no change', async () => {
    const plan = await new Terraform(project.stack('dev'), variables).plan();
    expect(realChanges(plan)).toEqual([]);
  });

  test('cdktf diff sees nothing to add and nothing to destroy', async () => {
    expect((await cdktf('diff')).output).toMatch(/0 to add, [12] to change, 0 to destroy|No changes/);
  });

  test('cdktf destroy leaves nothing but the revision, from which AWS bills nothing', async () => {
    await cdktf('destroy', '--auto-approve');
    expect(await nearestExistingPath(emulator)).toEqual([]);
    expect(await activeRevisions(emulator)).toEqual(['prefect-worker-dev:1']);
  });
});

/** What each statement is about: policy and Sid, and resource. */
function resources(policies: Record<string, { Statement: Record<string, unknown>[] }>) {
  return Object.fromEntries(
    Object.entries(policies).flatMap(([name, { Statement }]) =>
      Statement.map(({ Sid, Resource }) => [`${name}/${Sid}`, Resource]),
    ),
  );
}
