import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, EC2Client, RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { DeleteServiceCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Answered, againstShapes } from '../helpers/aws-shapes';
import { doctor, examined, found, generatedFolder } from '../helpers/doctor';
import { Networks } from '../helpers/doctor-network';
import { stoppedTask } from '../helpers/doctor-tasks';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { fencedBlocksOf } from '../helpers/markdown';
import { type Body, Recording } from '../helpers/prefect-recording';
import { real } from '../helpers/real';
import { Terraform } from '../helpers/terraform';

const NAME = 'prefect-worker-prod';

/** What the README shows of the command, without what it leaves out. */
const sample = fencedBlocksOf(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8'), 'text')
  .filter((block) => block.startsWith('prod in '))
  .flatMap((block) => block.split('\n'))
  .filter((line) => !['', '…'].includes(line.trim()));
const alarm = (which: string) => `prefect-worker-alarm-prod-${which}`;

real('doctor, after an apply', () => {
  let emulator: Emulator;
  let recording: Recording;
  let folder: string;

  beforeAll(async () => {
    emulator = await Emulator.start();
    recording = await Recording.start(emulator);
    const { vpc, subnets } = await new Networks(emulator).whole();
    folder = generatedFolder('prod', {
      vpc_id: vpc,
      worker_subnets: subnets,
      prefect_account_id: undefined,
      prefect_workspace_id: undefined,
      // As a server in a VPC: from here nothing answers.
      prefect: { api_url: 'http://prefect.internal:4200/api', auth: 'none' },
      alarms: { email: ['on-call@example.com'] },
    });
    const terraform = new Terraform(folder, emulator.variables);
    await terraform.init();
    await terraform.apply();
  });
  afterAll(() => {
    recording?.stop();
    emulator?.stop();
  });

  const problems = async () => found(await examined(folder, recording.variables));

  test('finds nothing wrong where nothing is: exit 0, though the server is out of reach', async () => {
    const report = await examined(folder, recording.variables);
    expect(found(report)).toEqual([]);
    expect(report.status).toBe(0);
    const seen = report.findings.map(({ seen }) => seen).join('\n');
    expect(seen).toContain(`1 of 1 task of ${NAME} run`);
    expect(seen).toContain('which is right for a server in a VPC');
  });

  test('a person reads what the sample of the README shows', async () => {
    const task = {
      taskArn: `arn:aws:ecs:us-east-1:111122223333:task/${NAME}/a`,
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason:
        'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR.',
    };
    const { answers, falsified } = recording;
    answers.set('ecs:ListTasks', (_, { desiredStatus }) => ({
      taskArns: desiredStatus === 'STOPPED' ? [task.taskArn] : [],
    }));
    answers.set('ecs:DescribeTasks', () => ({ tasks: [task], failures: [] }));
    answers.set('ecs:DescribeServices', (answer) => ({
      ...answer,
      services: answer.services.map((one: Body) => ({ ...one, runningCount: 0 })),
    }));
    const { stdout } = await doctor(['--folder', folder], recording.variables);
    answers.clear();
    falsified.length = 0;
    const printed = stdout.replaceAll(folder, 'generated/stacks/prod').trimEnd().split('\n');
    expect(sample.length).toBeGreaterThan(10);
    expect(printed.filter((line) => line !== '' && sample.includes(line))).toEqual(sample);
  });

  describe('the queues', () => {
    const sqs = () => emulator.client(SQSClient);
    const url = async (QueueName: string) => (await sqs().send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
    const send = async (queue: string) =>
      sqs().send(new SendMessageCommand({ QueueUrl: await url(queue), MessageBody: '{}' }));

    test('finds events that nobody reads, a problem when they are old', async () => {
      await send('prefect-worker-events-prod');
      expect(await problems()).toEqual(['warning events-not-read']);
      await age('prefect-worker-events-prod', 1200);
      expect(await problems()).toEqual(['problem events-not-read']);
    });

    test('finds events that the worker could not handle, and those that were not delivered', async () => {
      await send('prefect-worker-events-failed-prod');
      await send('prefect-worker-events-undelivered-prod');
      expect(await problems()).toEqual([
        'problem events-failed',
        'problem events-not-read',
        'problem events-undelivered',
      ]);
    });

    test('finds that a queue was deleted', async () => {
      for (const queue of ['', '-failed', '-undelivered']) {
        await sqs().send(new DeleteQueueCommand({ QueueUrl: await url(`prefect-worker-events${queue}-prod`) }));
      }
      expect(await problems()).toEqual(['problem queue-missing', 'problem queue-missing', 'problem queue-missing']);
    });

    /** What CloudWatch counts of a queue; the emulator counts nothing. */
    async function age(queue: string, seconds: number): Promise<void> {
      await emulator.client(CloudWatchClient).send(
        new PutMetricDataCommand({
          Namespace: 'AWS/SQS',
          MetricData: [
            {
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queue }],
              Timestamp: aMomentAgo(),
              Value: seconds,
            },
          ],
        }),
      );
    }
  });

  describe('the rule of the task state changes', () => {
    const events = () => emulator.client(EventBridgeClient);
    const Rule = 'prefect-worker-events-prod';

    test('finds that somebody disabled it', async () => {
      await events().send(new DisableRuleCommand({ Name: Rule }));
      expect(await problems()).toContain('problem rule-disabled');
      await events().send(new EnableRuleCommand({ Name: Rule }));
      expect(await problems()).not.toContain('problem rule-disabled');
    });

    test('finds that it selects something else', async () => {
      const EventPattern = JSON.stringify({ source: ['aws.ecs'] });
      await events().send(new PutRuleCommand({ Name: Rule, EventPattern }));
      expect(await problems()).toContain('warning rule-differs');
    });

    test('finds that its target was removed, and that it was deleted', async () => {
      await events().send(new RemoveTargetsCommand({ Rule, Ids: ['prefect-worker'] }));
      expect(await problems()).toContain('problem rule-without-target');
      await events().send(new DeleteRuleCommand({ Name: Rule }));
      expect(await problems()).toContain('problem rule-missing');
    });
  });

  test('finds that nobody hears of alarms', async () => {
    const sns = emulator.client(SNSClient);
    const TopicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:prefect-worker-alarms-prod`;
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await problems()).toContain('warning alarms-unheard');
  });

  test('finds alarms that ring, are disabled, or were deleted', async () => {
    const cloudwatch = emulator.client(CloudWatchClient);
    const AlarmName = alarm('tasks-missing');
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test' }));
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [alarm('log')] }));
    expect(await problems()).toEqual(expect.arrayContaining(['problem alarm-rings', 'warning alarms-missing']));
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'over' }));
    expect(await problems()).not.toContain('problem alarm-rings');
  });

  test('finds that somebody scaled the service to 0', async () => {
    const update = (desiredCount: number) =>
      emulator.client(ECSClient).send(new UpdateServiceCommand({ cluster: NAME, service: NAME, desiredCount }));
    await update(0);
    expect(await problems()).toContain('problem scaled-to-zero');
    await update(1);
  });

  describe('stopped tasks', () => {
    test('of one cause are one finding; those that a deployment replaced are none', async () => {
      await stoppedTask(emulator, NAME, 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)');
      expect(await problems()).not.toContain('warning unhealthy');
      await stoppedTask(emulator, NAME, 'Task failed container health checks');
      await stoppedTask(emulator, NAME, 'Task failed container health checks');
      const { findings } = await examined(folder, recording.variables);
      expect(findings.filter(({ subject }) => subject === 'worker: stopped tasks')).toEqual([
        expect.objectContaining({ status: 'warning', id: 'unhealthy', seen: expect.stringMatching(/^2 tasks/) }),
      ]);
    });
  });

  describe('of what the emulator does not do, in answers of the form that AWS documents', () => {
    afterEach(() => {
      recording.answers.clear();
      recording.falsified.length = 0;
    });

    /** The services that are described, changed. */
    function service(change: (service: Body) => Body): void {
      recording.answers.set('ecs:DescribeServices', (answer) => ({ ...answer, services: answer.services.map(change) }));
    }

    const deployment = (fields: object) => (one: Body) => ({
      ...one,
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: one.taskDefinition, ...fields }],
    });
    const event = (message: string) => (one: Body) => ({ ...one, events: [{ id: 'e', createdAt: 1.7e9, message }] });

    test('finds that tasks are missing, and what ECS says of it', async () => {
      service((one) => ({ ...one, runningCount: 0, pendingCount: 1, events: [] }));
      expect(await problems()).toContain('problem tasks-missing');
      service((one) => ({
        ...event(`(service ${NAME}) was unable to place a task. Reason: Capacity is unavailable at this time.`)(one),
        runningCount: 0,
      }));
      expect(await problems()).toContain('problem no-capacity');
      expect(shapes()).toBe('');
    });

    test('finds that a deployment failed, or is failing, or was rolled back, or goes on', async () => {
      service(
        deployment({
          rolloutState: 'FAILED',
          rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
        }),
      );
      expect(await problems()).toContain('problem deployment-failed');
      service(deployment({ rolloutState: 'IN_PROGRESS', failedTasks: 2 }));
      expect(await problems()).toContain('problem deployment-failing');
      service(deployment({ rolloutState: 'IN_PROGRESS', failedTasks: 0 }));
      expect(await problems()).toContain('warning deployment-in-progress');
      service((one) =>
        event(
          `(service ${NAME}) (deployment ecs-svc/2) deployment failed: tasks failed to start. rolling back to (deployment ecs-svc/1).`,
        )(deployment({ rolloutState: 'COMPLETED' })(one)),
      );
      expect(await problems()).toContain('problem rolled-back');
      expect(shapes()).toBe('');
    });

    test('finds tasks that are UNHEALTHY', async () => {
      recording.answers.set('ecs:ListTasks', ({ taskArns }, { desiredStatus }) => ({
        taskArns: desiredStatus === undefined ? [`arn:aws:ecs:us-east-1:111122223333:task/${NAME}/a`] : taskArns,
      }));
      recording.answers.set('ecs:DescribeTasks', (answer, { tasks: [task] }) =>
        task.endsWith('/a')
          ? { tasks: [{ taskArn: task, lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' }], failures: [] }
          : answer,
      );
      expect(await problems()).toContain('problem unhealthy');
      expect(shapes()).toBe('');
    });

    test.each([
      ['killed', { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' }, 137],
      [
        'worker-exited',
        { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
        1,
      ],
      [
        'secret-unreachable',
        {
          stopCode: 'TaskFailedToStart',
          stoppedReason:
            'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: dial tcp: i/o timeout',
        },
        undefined,
      ],
    ])('finds why a task stopped: %s', async (id, task, exitCode) => {
      service((one) => ({ ...one, runningCount: 0 }));
      recording.answers.set('ecs:DescribeTasks', (_, { tasks: [taskArn] }) => ({
        tasks: [{ taskArn, lastStatus: 'STOPPED', ...task, containers: [{ name: 'worker', exitCode }] }],
        failures: [],
      }));
      expect(await problems()).toContain(`problem ${id}`);
      expect(shapes()).toBe('');
    });

    test.each([
      [100, []],
      [3700, ['warning vcpu-quota']],
      [4100, ['problem vcpu-quota']],
    ])('of a quota of 4000 vCPUs %i are used', async (used, expected) => {
      recording.answers.set('servicequotas:GetServiceQuota', () => ({
        Quota: {
          ServiceCode: 'fargate',
          QuotaCode: 'L-3032A538',
          QuotaName: 'Fargate On-Demand vCPU resource count',
          Value: 4000,
        },
      }));
      await emulator.client(CloudWatchClient).send(
        new PutMetricDataCommand({
          Namespace: 'AWS/Usage',
          MetricData: [
            {
              MetricName: 'ResourceCount',
              Dimensions: Object.entries({
                Service: 'Fargate',
                Type: 'Resource',
                Resource: 'vCPU',
                Class: 'Standard/OnDemand',
              }).map(([Name, Value]) => ({ Name, Value })),
              Timestamp: aMomentAgo(),
              Value: used,
            },
          ],
        }),
      );
      expect((await problems()).filter((line) => line.includes('quota'))).toEqual(expected);
      expect(shapes()).toBe('');
    });

    test('finds that alarms are disabled', async () => {
      recording.answers.set('monitoring:DescribeAlarms', (answer) => ({
        ...answer,
        MetricAlarms: answer.MetricAlarms.map((one: Body) => ({ ...one, ActionsEnabled: false })),
      }));
      expect(await problems()).toContain('warning alarms-disabled');
      expect(shapes()).toBe('');
    });

    /** What AWS's models do not allow of the answers that were given. */
    function shapes(): string {
      const services: Readonly<Record<string, string>> = { servicequotas: 'service-quotas', monitoring: 'cloudwatch' };
      expect(recording.falsified).not.toEqual([]);
      return againstShapes(
        recording.falsified.map(({ action, answer }): Answered => {
          const [service = '', operation = ''] = action.split(':');
          return [services[service] ?? service, operation, answer];
        }),
      );
    }
  });

  test('finds that the security group no longer lets the worker out', async () => {
    const ec2 = emulator.client(EC2Client);
    const Filters = [{ Name: 'group-name', Values: ['prefect-worker-sg-prod'] }];
    const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
    expect(await problems()).not.toContain('problem egress-closed');
    const IpPermissions = group?.IpPermissionsEgress?.filter(({ FromPort }) => FromPort === 4200);
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group?.GroupId, IpPermissions }));
    const { findings } = await examined(folder, recording.variables);
    expect(findings.find(({ id }) => id === 'egress-closed')?.seen).toContain('port 4200');
  });

  test('finds that the log group was deleted', async () => {
    const logGroupName = 'prefect-worker-log-group-prod';
    await emulator.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await problems()).toContain('problem log-group-missing');
  });

  test('finds that a role was deleted', async () => {
    const iam = emulator.client(IAMClient);
    const RoleName = 'prefect-worker-execution-role-prod';
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await problems()).toContain('problem role-missing');
  });

  test('finds that the service was deleted, and does not take it for a stack that is not applied yet', async () => {
    await emulator.client(ECSClient).send(new DeleteServiceCommand({ cluster: NAME, service: NAME, force: true }));
    expect(await problems()).toContain('problem service-missing');
  });

  test('only ever reads', () => {
    const reading = /:(?:Describe|List|Get|Filter|BatchGet|Head)/;
    // S3 has no action in the request.
    const others = recording.actions.filter((action) => !reading.test(action) && !action.startsWith('s3:'));
    expect(others).toEqual([]);
  });
});

/** The emulator cuts the end of what is asked for to a second. */
function aMomentAgo(): Date {
  return new Date(Date.now() - 5000);
}
