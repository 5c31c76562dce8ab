import { checkAlarms } from '../../../src/doctor/checks/alarms';
import { checkEgress } from '../../../src/doctor/checks/egress';
import { checkEventRules } from '../../../src/doctor/checks/event-rules';
import { checkInstances } from '../../../src/doctor/checks/instances';
import { checkQueues } from '../../../src/doctor/checks/queues';
import { checkServices } from '../../../src/doctor/checks/service';
import { checkRegistries } from '../../../src/doctor/checks/service-discovery';
import { checkStoppedTasks } from '../../../src/doctor/checks/stopped-tasks';
import { checkWorkerLogs } from '../../../src/doctor/checks/worker-log';
import { findLive } from '../../../src/doctor/live-workers';
import { type PlannedWorker, plannedWorkers } from '../../../src/doctor/workers';
import { stackOf } from '../../helpers/doctor-stack';
import { type Answers, contextOf, linesOf, NOW, recordedAws, refusal, seenBy } from '../../helpers/recorded-aws';

const NAME = 'prefect-worker-prod';
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const task = (id: string) => `arn:aws:ecs:us-east-1:111122223333:task/${NAME}/${id}`;

describe('what runs of a worker', () => {
  const SERVICE = { serviceName: NAME, status: 'ACTIVE', taskDefinition: `${NAME}:3` };

  async function live(answers: Answers, example = 'prod') {
    const stack = stackOf(example);
    const [planned] = plannedWorkers(stack);
    const { worker, findings } = await findLive(recordedAws(answers), stack, planned as PlannedWorker);
    return { live: worker.live, lines: linesOf(findings) };
  }

  test('is its service, and the revision that the service deploys', async () => {
    const found = await live({
      DescribeServices: { services: [SERVICE] },
      DescribeTaskDefinition: ({ taskDefinition }) => ({ taskDefinition: { family: taskDefinition } }),
    });
    expect(found).toEqual({ live: { service: SERVICE, definition: { family: `${NAME}:3` } }, lines: [] });
  });

  const notApplied = `skipped, worker: service: there is no service ${NAME} in the cluster ${NAME}: it is not applied yet`;

  test.each<[string, Answers, string]>([
    ['nothing without its cluster', { DescribeServices: refusal('ClusterNotFoundException') }, notApplied],
    [
      'nothing where the cluster was deleted, too',
      {
        DescribeServices: { services: [{ ...SERVICE, status: 'INACTIVE' }] },
        DescribeClusters: { clusters: [{ clusterName: NAME, status: 'INACTIVE' }] },
      },
      notApplied,
    ],
    [
      'missing in a cluster of the stack that is there',
      { DescribeServices: { services: [] }, DescribeClusters: { clusters: [{ clusterName: NAME, status: 'ACTIVE' }] } },
      `problem service-missing, worker: service: the cluster ${NAME} exists, and has no service ${NAME}`,
    ],
    [
      'not for these credentials to see',
      { DescribeServices: refusal('AccessDeniedException') },
      'unread, worker: service: these credentials may not call ecs:DescribeServices',
    ],
  ])('is %s', async (_, answers, line) => {
    expect(await live(answers)).toEqual({ live: undefined, lines: [line] });
  });

  test('is not missed in the cluster of others', async () => {
    const answers = { DescribeServices: { services: [] }, DescribeClusters: { clusters: [{ status: 'ACTIVE' }] } };
    const { lines } = await live(answers, 'shared-platform');
    expect(lines).toEqual([expect.stringMatching(/^skipped, worker: service: .*it is not applied yet$/)]);
  });
});

describe('a service', () => {
  const HEALTHY: Answers = {
    ListTasks: { taskArns: [task('a'), task('b')] },
    DescribeTasks: { tasks: [{ healthStatus: 'HEALTHY' }, { healthStatus: 'HEALTHY' }] },
  };
  const HEALTH = 'ok, worker: health: 2 of 2 tasks are HEALTHY';
  const RUNS = `ok, worker: service: 2 of 2 tasks of ${NAME} run`;
  const primary = (fields: object) => ({ deployments: [{ status: 'PRIMARY', ...fields }] });
  const event = (message: string) => ({ events: [{ id: 'e', createdAt: ago(5), message }] });
  const ROLLED = `(service ${NAME}) (deployment ecs-svc/2) deployment failed: tasks failed to start. rolling back to (deployment ecs-svc/1).`;

  test.each<[string, object, string[]]>([
    ['runs', {}, [RUNS]],
    [
      'was scaled to 0 by hand',
      { desiredCount: 0, runningCount: 0 },
      [`problem scaled-to-zero, worker: service: 0 of 0 tasks of ${NAME} run; the stack wants 2`],
    ],
    [
      'has too few tasks, of which ECS says nothing',
      { runningCount: 1, pendingCount: 1 },
      [`problem tasks-missing, worker: service: 1 of 2 tasks of ${NAME} run, 1 pending`],
    ],
    [
      'has none, for a reason that is known',
      {
        runningCount: 0,
        ...event(`(service ${NAME}) was unable to place a task. Reason: Capacity is unavailable at this time.`),
      },
      [
        expect.stringMatching(
          `^problem no-capacity, worker: service: 0 of 2 tasks of ${NAME} run; ECS says: .*Capacity is unavailable`,
        ),
      ],
    ],
    [
      'failed to deploy',
      primary({ rolloutState: 'FAILED', rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' }),
      [
        RUNS,
        `problem deployment-failed, worker: service: the deployment of ${NAME} failed: ECS deployment circuit breaker: tasks failed to start.`,
      ],
    ],
    [
      'fails to deploy',
      primary({ rolloutState: 'IN_PROGRESS', failedTasks: 3 }),
      [
        RUNS,
        `problem deployment-failing, worker: service: the deployment of ${NAME} is in progress, and 3 of its tasks failed`,
      ],
    ],
    [
      'is being deployed',
      primary({ rolloutState: 'IN_PROGRESS', failedTasks: 0 }),
      [RUNS, `warning deployment-in-progress, worker: service: the deployment of ${NAME} is in progress`],
    ],
    [
      'was rolled back',
      { ...primary({ rolloutState: 'COMPLETED' }), ...event(ROLLED) },
      [RUNS, `problem rolled-back, worker: service: ECS rolled the deployment of ${NAME} back: ${ROLLED}`],
    ],
    [
      'was rolled back before its last deployment, which completed',
      {
        events: [
          { id: 'f', createdAt: ago(2), message: `(service ${NAME}) (deployment ecs-svc/3) deployment completed.` },
          ...event(ROLLED).events,
        ],
      },
      [RUNS],
    ],
  ])('%s', async (_, service, expected) => {
    expect(await seenBy(checkServices, HEALTHY, { service })).toEqual([...expected, HEALTH]);
  });

  test('of which nobody wants a task is right where a schedule or the stack says so', async () => {
    const none = { desiredCount: 0, runningCount: 0 };
    const right = `ok, worker: service: 0 of 0 tasks of ${NAME} run; 0 is what the stack wants now`;
    for (const worker of [{ scaled: true }, { desiredCount: 0 }]) {
      expect(await seenBy(checkServices, { ListTasks: {} }, { service: none, worker })).toEqual([right]);
    }
  });

  test.each<[string, Answers, string[]]>([
    [
      'unhealthy',
      { ...HEALTHY, DescribeTasks: { tasks: [{ healthStatus: 'UNHEALTHY' }, { healthStatus: 'HEALTHY' }] } },
      ['problem unhealthy, worker: health: 1 of 2 tasks are UNHEALTHY'],
    ],
    ['without a health check', { ...HEALTHY, DescribeTasks: { tasks: [{ healthStatus: 'UNKNOWN' }] } }, []],
    [
      'not for these credentials to see',
      { ListTasks: refusal('AccessDeniedException') },
      ['unread, worker: health: these credentials may not call ecs:DescribeTasks'],
    ],
  ])('has tasks that are %s', async (_, answers, expected) => {
    expect(await seenBy(checkServices, answers)).toEqual([RUNS, ...expected]);
  });

  test('is looked at after the apply only', async () => {
    for (const check of [checkServices, checkStoppedTasks, checkEgress, checkWorkerLogs, checkQueues, checkAlarms]) {
      expect(await seenBy(check, {}, { applied: false })).toEqual([]);
    }
  });
});

describe('stopped tasks', () => {
  const SUBJECT = 'worker: stopped tasks';
  const EXITED = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
  const containers = (exitCode: number) => [{ name: NAME, exitCode }];
  const stopped = (...tasks: object[]): Answers => ({
    ListTasks: ({ desiredStatus }) => ({
      taskArns: desiredStatus === 'STOPPED' ? tasks.map((_, at) => task(`${at}`)) : [],
    }),
    DescribeTasks: { tasks: tasks.map((one, at) => ({ taskArn: task(`${at}`), lastStatus: 'STOPPED', ...one })) },
  });
  const logged = (...messages: string[]): Answers => ({
    GetLogEvents: { events: messages.map((message) => ({ message })) },
  });

  test.each<[string, Answers, string[]]>([
    ['are none', stopped(), [`ok, ${SUBJECT}: none in the last hour`]],
    [
      'were replaced, scaled in, or stopped by somebody',
      stopped(
        {
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
        },
        { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' },
      ),
      [`ok, ${SUBJECT}: 2 in the last hour, all of them replaced or scaled in`],
    ],
    [
      'did not start, for one reason',
      stopped(
        ...[1, 2].map(() => ({
          stopCode: 'TaskFailedToStart',
          stoppedReason: 'ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: i/o timeout',
        })),
      ),
      [
        `warning secret-unreachable, ${SUBJECT}: 2 tasks: TaskFailedToStart; ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: i/o timeout`,
      ],
    ],
    [
      'ended with a line that is known',
      { ...stopped({ ...EXITED, containers: containers(1) }), ...logged('Starting', '401 Unauthorized', 'bye') },
      [
        `warning unauthorized, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1; its log says: 401 Unauthorized`,
      ],
    ],
    [
      'ended with a line that is not',
      { ...stopped({ ...EXITED, containers: containers(1) }), ...logged('Starting', 'bye') },
      [
        `warning worker-exited, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1; the last line of its log: bye`,
      ],
    ],
    [
      'were killed before they wrote a line',
      { ...stopped({ ...EXITED, containers: containers(137) }), GetLogEvents: refusal('ResourceNotFoundException') },
      [
        `warning killed, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 137`,
      ],
    ],
    [
      'have a log that may not be read',
      { ...stopped({ ...EXITED, containers: containers(1) }), GetLogEvents: refusal('AccessDeniedException') },
      [
        `warning worker-exited, ${SUBJECT}: EssentialContainerExited; Essential container in task exited; ${NAME} exited with 1`,
      ],
    ],
    [
      'may not be listed, which AWS names',
      {
        ListTasks: refusal(
          'AccessDeniedException',
          'User: arn:aws:iam::111122223333:user/ops is not authorized to perform: ecs:ListTasks on resource: *',
        ),
      },
      [`unread, ${SUBJECT}: these credentials may not call ecs:ListTasks`],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkStoppedTasks, answers)).toEqual(expected);
  });

  test('are a problem where tasks are missing', async () => {
    const answers = { ...stopped({ ...EXITED, containers: containers(137) }), ...logged() };
    const [line] = await seenBy(checkStoppedTasks, answers, { service: { runningCount: 0 } });
    expect(line).toMatch(/^problem killed/);
  });

  test('name the stream of the log that is read', async () => {
    const asked: object[] = [];
    const answers: Answers = {
      ...stopped({ ...EXITED, containers: containers(1) }),
      GetLogEvents: (input) => {
        asked.push(input);
        return { events: [] };
      },
    };
    await seenBy(checkStoppedTasks, answers);
    expect(asked).toEqual([
      { logGroupName: 'prefect-worker-log-group-prod', logStreamName: `prefect-worker-prod/${NAME}/0`, limit: 50 },
    ]);
  });
});

describe('the security group', () => {
  const rules = (...IpPermissionsEgress: object[]): Answers => ({
    DescribeSecurityGroups: { SecurityGroups: [{ GroupId: 'sg-0a51c9e27f3b64d80', IpPermissionsEgress }] },
  });
  const GROUP = 'worker: egress: sg-0a51c9e27f3b64d80';

  test.each<[string, Answers, string[]]>([
    ['of port 443', rules({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }), [`ok, ${GROUP} let port 443 out`]],
    ['of everything', rules({ IpProtocol: '-1' }), [`ok, ${GROUP} let port 443 out`]],
    ['of all ports', rules({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }), [`ok, ${GROUP} let port 443 out`]],
    [
      'of UDP',
      rules({ IpProtocol: 'udp', FromPort: 443, ToPort: 443 }),
      [`problem egress-closed, ${GROUP} do not let port 443 out`],
    ],
    [
      'of the ports beside it',
      rules({ IpProtocol: 'tcp', FromPort: 444, ToPort: 500 }),
      [`problem egress-closed, ${GROUP} do not let port 443 out`],
    ],
    ['of nothing', rules(), [`problem egress-closed, ${GROUP} do not let port 443 out`]],
    [
      'that may not be looked at',
      { DescribeSecurityGroups: refusal('UnauthorizedOperation') },
      ['unread, worker: egress: these credentials may not call ec2:DescribeSecurityGroups'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkEgress, answers)).toEqual(expected);
  });

  test("must let the port of a server of one's own out", async () => {
    const answers = rules({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
    expect(await seenBy(checkEgress, answers, { example: 'self-hosted' })).toEqual([
      `problem egress-closed, ${GROUP} do not let port 4200 out`,
    ]);
  });
});

describe("the worker's log", () => {
  const GROUP = 'prefect-worker-log-group-prod';
  const holding = (...events: [number, string][]): Answers => ({
    FilterLogEvents: { events: events.map(([minutes, message]) => ({ message, timestamp: ago(minutes).getTime() })) },
  });

  test.each<[string, Answers, string[]]>([
    ['reports nothing', holding(), [`ok, worker: log: nothing in ${GROUP} reports a problem in the last hour`]],
    [
      'reports what is of no matter',
      holding([1, 'KeyError in a flow']),
      [`ok, worker: log: nothing in ${GROUP} reports a problem in the last hour`],
    ],
    [
      'reports one thing twice, just now',
      holding([9, '401 Unauthorized'], [1, 'httpx: 401 Unauthorized'], [5, '401 Unauthorized']),
      [
        'problem unauthorized, worker: log: 3 times in the last hour, the last time 1 minute ago: httpx: 401 Unauthorized',
      ],
    ],
    [
      'reported something a while ago',
      holding([40, '401 Unauthorized']),
      ['warning unauthorized, worker: log: once in the last hour, the last time 40 minutes ago: 401 Unauthorized'],
    ],
    [
      'has no group',
      { FilterLogEvents: refusal('ResourceNotFoundException') },
      [`problem log-group-missing, worker: log: there is no log group ${GROUP}`],
    ],
    [
      'may not be read',
      { FilterLogEvents: refusal('AccessDeniedException') },
      ['unread, worker: log: these credentials may not call logs:FilterLogEvents'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkWorkerLogs, answers)).toEqual(expected);
  });

  test('is read page by page, and not for ever', async () => {
    const tokens: unknown[] = [];
    const answers: Answers = {
      FilterLogEvents: ({ nextToken }) => {
        tokens.push(nextToken);
        return { events: [{ message: '401 Unauthorized', timestamp: NOW.getTime() }], nextToken: `${tokens.length}` };
      },
    };
    const [line] = await seenBy(checkWorkerLogs, answers);
    expect(tokens).toEqual([undefined, '1', '2', '3', '4']);
    expect(line).toContain('5 times in the last hour, the last time 0 minutes ago');
  });
});

describe('the queues', () => {
  const QUEUES = ['', '-failed', '-undelivered'].map((end) => `prefect-worker-events${end}-prod`);
  const holding = (messages: Readonly<Record<string, number>>, Values?: number[]): Answers => ({
    GetQueueUrl: ({ QueueName }) => ({ QueueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/${QueueName}` }),
    GetQueueAttributes: ({ QueueUrl }) => ({
      Attributes: { ApproximateNumberOfMessages: String(messages[QueueUrl.split('/').at(-1)] ?? 0) },
    }),
    GetMetricData: { MetricDataResults: [{ Id: 'oldest', Values }] },
  });
  const [EVENTS = '', FAILED = '', UNDELIVERED = ''] = QUEUES;
  const empty = (...names: string[]) => names.map((name) => `ok, queue ${name}: empty`);

  test.each<[string, Answers, string[]]>([
    ['are empty', holding({}), empty(...QUEUES)],
    [
      'hold events that are read',
      holding({ [EVENTS]: 3 }, [600]),
      [`ok, queue ${EVENTS}: 3 messages wait, the oldest for 10 minutes`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold events that nobody reads',
      holding({ [EVENTS]: 1 }, [601]),
      [
        `problem events-not-read, queue ${EVENTS}: 1 message waits, the oldest for 10 minutes`,
        ...empty(FAILED, UNDELIVERED),
      ],
    ],
    [
      'hold events of an unknown age',
      holding({ [EVENTS]: 1 }),
      [`warning events-not-read, queue ${EVENTS}: 1 message waits`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold events of an age that may not be read',
      { ...holding({ [EVENTS]: 1 }), GetMetricData: refusal('AccessDenied') },
      [`warning events-not-read, queue ${EVENTS}: 1 message waits`, ...empty(FAILED, UNDELIVERED)],
    ],
    [
      'hold dead letters',
      holding({ [FAILED]: 2, [UNDELIVERED]: 1 }),
      [
        ...empty(EVENTS),
        `problem events-failed, queue ${FAILED}: 2 messages wait`,
        `problem events-undelivered, queue ${UNDELIVERED}: 1 message waits`,
      ],
    ],
    [
      'were deleted',
      { GetQueueUrl: refusal('QueueDoesNotExist') },
      QUEUES.map((name) => `problem queue-missing, queue ${name}: it does not exist`),
    ],
    [
      'may not be looked at',
      { ...holding({}), GetQueueAttributes: refusal('AccessDenied') },
      QUEUES.map((name) => `unread, queue ${name}: these credentials may not call sqs:GetQueueAttributes`),
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkQueues, answers)).toEqual(expected);
  });
});

describe('the rules of EventBridge', () => {
  const RULE = 'prefect-worker-events-prod';
  const [tasks] = [...stackOf('prod').resources('aws_cloudwatch_event_rule').values()];
  const pattern = String(tasks?.['event_pattern']);
  const rules = (
    change: object = {},
    targets: readonly object[] = [{ Id: 'prefect-worker', Arn: 'arn:aws:sqs:::q' }],
  ) => ({
    DescribeRule: ({ Name }: { Name: string }) => ({
      Name,
      State: 'ENABLED',
      EventPattern: stackPattern(Name),
      ...(Name === RULE && change),
    }),
    ListTargetsByRule: ({ Rule }: { Rule: string }) => ({
      ...(Rule !== RULE && { Targets: [{ Id: 'prefect-worker-alarms', Arn: 'arn:aws:sns:::t' }] }),
      ...(Rule === RULE && targets.length > 0 && { Targets: targets }),
    }),
  });
  const stackPattern = (name: string) =>
    String(
      [...stackOf('prod').resources('aws_cloudwatch_event_rule').values()].find((rule) => rule['name'] === name)?.[
        'event_pattern'
      ],
    );
  const other = 'ok, rule prefect-worker-service-events-prod: enabled, with its target';

  test.each<[string, Answers, string[]]>([
    ['are as the stack says', rules(), [`ok, rule ${RULE}: enabled, with its target`, other]],
    [
      'select the same in other words',
      rules({ EventPattern: JSON.stringify(JSON.parse(pattern), null, 2) }),
      [`ok, rule ${RULE}: enabled, with its target`, other],
    ],
    ['are disabled', rules({ State: 'DISABLED' }), [`problem rule-disabled, rule ${RULE}: it is disabled`, other]],
    [
      'have no target',
      rules({}, []),
      [`problem rule-without-target, rule ${RULE}: it has no target prefect-worker`, other],
    ],
    [
      'select something else',
      rules({ EventPattern: '{"source":["aws.ec2"]}' }),
      [`warning rule-differs, rule ${RULE}: it selects other events than the stack says`, other],
    ],
    [
      'were deleted',
      { DescribeRule: refusal('ResourceNotFoundException') },
      [
        `problem rule-missing, rule ${RULE}: it does not exist`,
        'problem rule-missing, rule prefect-worker-service-events-prod: it does not exist',
      ],
    ],
    [
      'may not be looked at',
      { DescribeRule: refusal('AccessDeniedException') },
      [
        `unread, rule ${RULE}: these credentials may not call events:DescribeRule`,
        'unread, rule prefect-worker-service-events-prod: these credentials may not call events:DescribeRule',
      ],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkEventRules, answers)).toEqual(expected);
  });

  test('say what is lost without them, and how to enable them', async () => {
    const [found] = await checkEventRules(contextOf(rules({ State: 'DISABLED' })));
    expect(found).toMatchObject({
      cause: 'Somebody disabled it: flow runs whose task dies stay Running.',
      wayOut: `Enable it: aws events enable-rule --region us-east-1 --name ${RULE}`,
      section: 'Crash detection',
    });
  });

  test('are not looked at before an apply', async () => {
    expect(await seenBy(checkEventRules, {}, { applied: false })).toEqual([]);
  });
});

describe('instances', () => {
  const joined = (...instances: readonly object[]): Answers => ({
    ListContainerInstances: {
      containerInstanceArns: instances.map((_, at) => `arn:aws:ecs:::container-instance/${at}`),
    },
    DescribeContainerInstances: {
      containerInstances: instances.map((one, at) => ({
        ec2InstanceId: `i-${at}`,
        status: 'ACTIVE',
        agentConnected: true,
        ...one,
      })),
    },
  });

  test.each<[string, Answers, string]>([
    ['are connected', joined({}, {}), 'ok, instances: 2 have joined prefect-worker-ec2, all of them connected'],
    ['are too few', joined(), 'problem instances-missing, instances: 0 of at least 1 have joined prefect-worker-ec2'],
    [
      'have lost their agent',
      joined({}, { agentConnected: false }),
      'problem agent-disconnected, instances: the agent of i-1 is not connected',
    ],
    [
      'are drained, which ends their agent',
      joined({}, { agentConnected: false, status: 'DRAINING' }),
      'ok, instances: 2 have joined prefect-worker-ec2, all of them connected',
    ],
  ])('%s', async (_, answers, line) => {
    expect(await seenBy(checkInstances, answers, { example: 'ec2' })).toEqual([line]);
  });

  test('that a stack does not have are not looked at', async () => {
    expect(await seenBy(checkInstances, {})).toEqual([]);
  });
});

describe('alarms', () => {
  const all = ['failed-events', 'log', 'oldest-event', 'tasks-missing', 'undelivered-events'];
  const alarms = (change: (name: string) => object = () => ({}), names = all): Answers => ({
    DescribeAlarms: {
      MetricAlarms: names.map((name) => ({
        AlarmName: `prefect-worker-alarm-prod-${name}`,
        StateValue: 'OK',
        ActionsEnabled: true,
        ...change(name),
      })),
    },
    ListSubscriptionsByTopic: { Subscriptions: [{ SubscriptionArn: 'arn:aws:sns:::on-call:1' }] },
  });
  const HEARD = 'ok, topic of the alarms: 1 confirmed subscription';
  const of = (which: string, fields: object) => (name: string) => (name === which ? fields : {});

  test.each<[string, Answers, string[]]>([
    ['are quiet', alarms(), ['ok, alarms: 5, and none rings']],
    [
      'ring',
      alarms(of('log', { StateValue: 'ALARM', StateReason: 'Threshold Crossed', StateUpdatedTimestamp: ago(10) })),
      [
        'problem alarm-rings, alarms: prefect-worker-alarm-prod-log rings since 2026-11-27T02:50:00.000Z: Threshold Crossed',
      ],
    ],
    [
      'are disabled',
      alarms(of('log', { ActionsEnabled: false })),
      ['warning alarms-disabled, alarms: the actions of prefect-worker-alarm-prod-log are disabled'],
    ],
    [
      'were deleted',
      alarms(undefined, all.slice(0, 4)),
      ['warning alarms-missing, alarms: there is no alarm prefect-worker-alarm-prod-undelivered-events'],
    ],
    [
      'lack data, which is right at first',
      alarms(() => ({ StateValue: 'INSUFFICIENT_DATA' })),
      ['ok, alarms: 5, and none rings'],
    ],
    [
      'may not be looked at',
      { ...alarms(), DescribeAlarms: refusal('AccessDenied') },
      ['unread, alarms: these credentials may not call cloudwatch:DescribeAlarms'],
    ],
  ])('%s', async (_, answers, expected) => {
    expect(await seenBy(checkAlarms, answers)).toEqual([...expected, HEARD]);
  });

  test.each([
    [
      'nobody',
      [],
      'warning alarms-unheard, topic of the alarms: arn:aws:sns:us-east-1:111122223333:on-call has no subscription',
    ],
    [
      'an address that has not confirmed',
      [
        { SubscriptionArn: 'arn:aws:sns:::on-call:1', Endpoint: 'a@example.com' },
        { SubscriptionArn: 'PendingConfirmation', Endpoint: 'b@example.com' },
      ],
      'warning alarms-unheard, topic of the alarms: b@example.com has not confirmed the subscription',
    ],
  ])('reach %s', async (_, Subscriptions, line) => {
    const answers = { ...alarms(), ListSubscriptionsByTopic: { Subscriptions } };
    expect(await seenBy(checkAlarms, answers)).toEqual(['ok, alarms: 5, and none rings', line]);
  });

  test('that a stack does not have are not looked at', async () => {
    expect(await seenBy(checkAlarms, {}, { example: 'dev' })).toEqual([]);
  });
});

describe('the entry in Cloud Map', () => {
  const registryArn = 'arn:aws:servicediscovery:us-east-1:111122223333:service/srv-e1tpmexample0001';
  const service = { runningCount: 2, serviceRegistries: [{ registryArn }] };
  const registered = (InstanceCount: number): Answers => ({
    GetService: ({ Id }) =>
      Id === 'srv-e1tpmexample0001' ? { Service: { Id, Name: 'worker', InstanceCount } } : refusal('ServiceNotFound'),
  });

  test.each<[string, Answers, string]>([
    ['has all tasks', registered(2), 'ok, worker: Cloud Map: 2 tasks registered as worker'],
    [
      'lacks a task',
      registered(1),
      'warning not-registered, worker: Cloud Map: 2 of its tasks run, and 1 is registered as worker',
    ],
    [
      'was deleted',
      { GetService: refusal('ServiceNotFound') },
      `problem registry-missing, worker: Cloud Map: there is no service ${registryArn}`,
    ],
    [
      'may not be looked at',
      { GetService: refusal('AccessDeniedException') },
      'unread, worker: Cloud Map: these credentials may not call servicediscovery:GetService',
    ],
  ])('%s', async (_, answers, line) => {
    expect(await seenBy(checkRegistries, answers, { service })).toEqual([line]);
  });

  test('is not looked for where the service has none', async () => {
    expect(await seenBy(checkRegistries, {})).toEqual([]);
  });
});
